/** `baton init`: writes the first policy of a repository. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Arguments } from '../../arguments.ts';
import { readPerson } from '../../environment/index.ts';
import { checkName, rulePage } from '../../handoff/index.ts';
import { policyPath } from '../../policy-paths.ts';
import {
  nobodyChosen,
  lineOf,
  presetPolicy,
  readPolicy,
  starterPolicy,
  type Chosen,
  type FilledPreset,
  type Found,
  type Policy,
} from '../../policy/index.ts';
import { root } from '../../root.ts';
import { sameText } from '../../same-text.ts';
import { SettingError } from '../../setting-error.ts';
import { exit, type Exit, type Io } from '../command.ts';
import { initOutput } from '../outputs/init.ts';
import { asJson } from '../../published.ts';
import { repositoryIn } from '../scripts/doctor.ts';
import { examplesOf } from '../scripts/test.ts';
import { presets, type init } from '../scripts/init.ts';
import { lookAround, type Around } from './around.ts';
import { cloneHere, pagesOf, type Clone } from '../clone.ts';
import { examplesOfPreset, guide } from './examples.ts';
import { examplesBeside, policiesIn, shown, writeWhole } from './file.ts';
import { askForExamples, askForPreset, askWho, peopleIn, presetNamed, type Preset } from './questions.ts';

type Values = Arguments<typeof init.options>['values'];

export async function run({ values, words }: Arguments<typeof init.options>, io: Io): Promise<Exit> {
  const given = givenIn(values);
  const web = pagesOf(readPerson().apiUrl);
  const here = await cloneHere(new URL(web).hostname);
  const clone = 'why' in here ? null : here;
  if ('why' in here && !values.stdout)
    throw new SettingError(
      `baton init: ${here.why}. Go to a clone of your repository, or print the policy: baton init --stdout.`,
    );
  const file = clone === null || values.stdout ? null : fileFor(clone);
  const named = words[0] === undefined ? null : repositoryIn(words[0]);
  const repository = named ?? clone?.repository ?? null;
  const notes: string[] = [];
  const note = (line: string): void => {
    notes.push(line);
    io.note(line);
  };
  const nothing = {
    repository,
    preset: given.preset,
    examples: null,
    text: '',
    from: [],
    toFillIn: [],
    next: [],
  };
  const isRefused = (): boolean => {
    const why = clone === null || file === null ? null : whyNotWritten(fileFor(clone), values);
    if (why !== null) note(why);
    if (why !== null && values.json)
      io.print(asJson(initOutput, { ...nothing, file: file?.shown ?? null, isWritten: false, notes }));
    return why !== null;
  };
  if (isRefused()) return exit.findings;
  if (named !== null && clone?.repository != null && !sameText(named, clone.repository))
    note(`This folder was cloned from ${clone.repository}: the policy is filled in from ${named}.`);
  const around = await lookAround({ repository, isNamed: named !== null, clone }, note);
  const ask = values.yes || values.json ? null : io.ask;
  const { preset, chosen } = await choose(given, around.found, ask);
  for (const team of unknownTeams(chosen, around))
    note(
      `@${team} isn’t among the teams that your token sees on ${repository}. Check its name and its access.`,
    );
  const draft = draftOf(preset, around.found, chosen);
  const policy = validPolicy(draft.text, file?.shown ?? policyPath);
  if (preset === null && values.examples)
    throw new SettingError(
      `baton init: only presets come with examples. Name one, like --preset ${presets[0]}, or leave out --examples.`,
    );
  const examples =
    file === null || preset === null
      ? null
      : await examplesFor(preset, { ...draft, policy }, { file, values, ask, note });
  // While somebody was asked, one may have come.
  if (isRefused()) return exit.findings;
  if (file !== null) writeWhole(file.path, draft.text);
  if (examples !== null) writeWhole(examples.path, examples.text);
  const next = nextSteps(policy, {
    file: file?.shown ?? policyPath,
    repository,
    web,
    toFillIn: draft.toFillIn,
    examples: examples?.shown ?? null,
  });
  if (values.json) {
    const said = {
      file: file?.shown ?? null,
      isWritten: file !== null,
      examples: examples?.shown ?? null,
      notes,
      next,
    };
    io.print(asJson(initOutput, { ...draft, ...said, repository, preset }));
    return exit.fine;
  }
  // With --stdout, the policy is all that is printed: it may go to a file.
  const tell = file === null ? io.note : io.print;
  if (file === null) io.print(draft.text.trimEnd());
  else io.print(`Wrote ${file.shown}. It is valid.`);
  if (examples !== null) io.print(`Wrote ${examples.shown}. All of its examples hold.`);
  if (draft.from.length > 0) tell(`Found and put in: ${draft.from.map(nameOf).join(', ')}.`);
  tell(['', 'Next:', ...next.map((step, at) => `  ${at + 1}. ${step}`)].join('\n'));
  return exit.fine;
}

type Given = { readonly preset: Preset | null; readonly chosen: Chosen };

/** @throws SettingError */
function givenIn(values: Values): Given {
  const { preset, pm, engineer } = values;
  if (values.examples && values['no-examples'])
    throw new SettingError('baton init: name --examples or --no-examples, not both.');
  if (values.examples && values.stdout)
    throw new SettingError('baton init: --stdout prints the policy alone. Leave out --examples.');
  const ofPreset = preset === null ? { value: null } : presetNamed(preset);
  if ('wrong' in ofPreset) throw new SettingError(`baton init: ${ofPreset.wrong}`);
  const who = (role: keyof Chosen, texts: readonly string[]): readonly string[] => {
    const read = peopleIn(texts);
    if ('wrong' in read) throw new SettingError(`baton init: --${role}: ${read.wrong}`);
    if (texts.length > 0 && read.value.length === 0)
      throw new SettingError(
        `baton init: --${role} names nobody. Write --${role} maria, or a team: @acme/product.`,
      );
    return read.value;
  };
  return { preset: ofPreset.value, chosen: { pm: who('pm', pm), engineer: who('engineer', engineer) } };
}

type File = {
  readonly path: string;
  /** As people see it who are in their folder. */
  readonly shown: string;
  /** Policies that are there already. */
  readonly there: readonly string[];
};

function fileFor(clone: Clone): File {
  const there = policiesIn(clone.folder);
  const path = join(clone.folder, there[0] ?? policyPath);
  return { path, shown: shown(path), there: there.map((each) => shown(join(clone.folder, each))) };
}

/** null: it can be. */
function whyNotWritten(
  { path, there }: File,
  { force, examples }: Pick<Values, 'force' | 'examples'>,
): string | null {
  if (there.length > 1)
    return `baton init: ${there.join(' and ')} are both there, and Baton takes neither. Delete one.`;
  const [theirs] = examples ? examplesBeside(path) : [];
  if (there.length === 0 && theirs !== undefined && !force)
    return `baton init: ${shown(theirs)} is there already, and stays. To write the policy alone, leave out --examples; to replace the examples: baton init --examples --force.`;
  if (there.length === 0 || force) return null;
  return `baton init: ${there[0]} is there already, and stays. To replace it: baton init --force.`;
}

/** Asks for what was not given, as far as somebody can be asked. */
async function choose(given: Given, found: Found, ask: Io['ask']): Promise<Given> {
  const { chosen } = given;
  const preset = given.preset ?? (ask === null ? null : await askForPreset(ask));
  const { text } = draftOf(preset, found, nobodyChosen);
  const who = async (role: keyof Chosen): Promise<readonly string[]> => {
    // Roles stand above whatever else is called so.
    const proposed = lineOf(text, role)?.slice(`  ${role}: `.length) ?? null;
    if (proposed === null && chosen[role].length > 0)
      throw new SettingError(`baton init: the preset ${preset} has no role ${role}: leave out --${role}.`);
    return proposed === null || ask === null || chosen[role].length > 0
      ? chosen[role]
      : askWho(ask, role, proposed);
  };
  return { preset, chosen: { pm: await who('pm'), engineer: await who('engineer') } };
}

function draftOf(preset: Preset | null, found: Found, chosen: Chosen): FilledPreset {
  if (preset === null) return { ...starterPolicy(found, chosen), toFillIn: [] };
  const text = readFileSync(new URL(`config/presets/${preset}.yml`, root), 'utf8');
  return presetPolicy(text, found, chosen);
}

/** A file of examples that is to be written. */
type Examples = { readonly path: string; readonly shown: string; readonly text: string };

/** The examples of the preset, where somebody wants them and they hold; null: none are written. */
async function examplesFor(
  preset: Preset,
  draft: { readonly text: string; readonly policy: Policy },
  { file, values, ask, note }: ExamplesSetting,
): Promise<Examples | null> {
  if (values['no-examples'] || (!values.examples && ask === null)) return null;
  const [there, ...others] = examplesBeside(file.path);
  const path = there ?? examplesOf(file.path);
  if (others.length > 0 || (there !== undefined && !values.force)) {
    const those = [path, ...others].map(shown).join(' and ');
    note(`${those} ${others.length > 0 ? 'are both' : 'is'} there already: your examples stay as they are.`);
    return null;
  }
  const found = await examplesOfPreset(preset, draft, { policy: file.shown, examples: shown(path) });
  if ('why' in found) {
    note(found.why);
    return null;
  }
  const isWanted = values.examples || ask === null || (await askForExamples(ask, shown(path)));
  // While somebody was asked, they may have come.
  return isWanted && (values.force || examplesBeside(file.path).length === 0)
    ? { path, shown: shown(path), text: found.text }
    : null;
}

type ExamplesSetting = {
  readonly file: File;
  readonly values: Pick<Values, 'examples' | 'no-examples' | 'force'>;
  readonly ask: Io['ask'];
  readonly note: (line: string) => void;
};

/** Where no team is seen, the token may not see them. */
function unknownTeams({ pm, engineer }: Chosen, { found, teams }: Around): readonly string[] {
  if (teams === null || teams.length === 0) return [];
  return [...pm, ...engineer].filter((name) => {
    const [owner = '', slug] = name.split('/');
    return (
      slug !== undefined && sameText(owner, found.owner.login) && !teams.some((each) => sameText(each, name))
    );
  });
}

/** @throws SettingError where what was chosen makes it invalid */
function validPolicy(text: string, path: string): Policy {
  const result = readPolicy(text, path, { repository: '', bases: [], quotes: 'all' });
  if (result.kind === 'policy') return result.policy;
  const [problem] = result.problems;
  throw new SettingError(
    `baton init: nothing was written, because the policy would not be valid: ${problem?.message} ${problem?.hint ?? ''}`.trim(),
  );
}

const nameOf = ({ kind, name }: FilledPreset['from'][number]): string =>
  kind === 'team' ? `@${name}` : kind === 'label' ? `the label "${name}"` : name;

type After = {
  readonly file: string;
  readonly repository: string | null;
  readonly web: string;
  readonly toFillIn: readonly string[];
  /** The file of the examples; null: none was written. */
  readonly examples: string | null;
};

function nextSteps(
  { mode }: Policy,
  { file, repository, web, toFillIn, examples }: After,
): readonly string[] {
  const files = examples === null ? file : `${file} ${examples}`;
  const roles = toFillIn.join(', ');
  const rules = repository === null ? 'the repository’s rules' : rulePage(`${web}/${repository}`, null);
  return [
    ...(toFillIn.length === 0 ? [] : [`Put your people in ${file}, in the roles ${roles}.`]),
    `Read ${file}, and commit it: git add ${files} && git commit -m "Add a role policy"`,
    ...(examples === null
      ? []
      : [`Change ${examples} to what your team does, and play it: baton test. In CI, too: ${guide}.`]),
    `Install Baton’s App on ${repository ?? 'the repository'}, or run Baton in GitHub Actions, without a server: docs/how-to/run-in-github-actions.md.`,
    mode === 'enforce'
      ? `Require the check ${checkName}, because only a required check blocks a merge: ${rules}`
      : `Baton blocks nothing yet. Later, write "mode: enforce" and require the check ${checkName}: ${rules}`,
  ];
}
