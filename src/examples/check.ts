/** From what is written to examples that can be played, or to what of it makes no sense under the policy. */
import {
  didYouMean,
  quoted,
  type ComplaintAt,
  type Path,
  type Policy,
  type Problem,
} from '../policy/index.ts';
import { actOf } from './acts.ts';
import { expectationsOf } from './expectations.ts';
import type { Example, Step } from './example.ts';
import { peopleOf, rolesIn } from './people.ts';
import { somebody, type Complain, type Scene } from './scene.ts';
import { acts, verbs, type WrittenFile, type WrittenStep } from './schema.ts';
import { passingOf, startOf } from './times.ts';

export type Checked =
  | { readonly kind: 'examples'; readonly examples: readonly Example[] }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/**
 * @param problemsOf as `readWritten` gives it
 * @param expects whether an example that expects nothing is a mistake
 */
export function checkExamples(
  written: WrittenFile,
  policy: Policy,
  problemsOf: (complaints: readonly ComplaintAt[]) => readonly Problem[],
  { expects }: { readonly expects: boolean } = { expects: true },
): Checked {
  const complaints: ComplaintAt[] = [];
  const complain: Complain = (path, message, hint) => void complaints.push({ path, message, hint });
  checkPeople(written.people ?? {}, ['people'], policy, complain);
  const examples = written.examples.map((each, index): Example => {
    const path = ['examples', index];
    const given = { ...written.people, ...each.people };
    checkPeople(each.people ?? {}, [...path, 'people'], policy, complain);
    const { starts } = { starts: written.starts, ...each };
    const at = startOf(starts ?? null, policy.calendar.timezone);
    if (at === null)
      complain(
        each.starts === undefined ? ['starts'] : [...path, 'starts'],
        `${quoted(starts ?? '')} is no day with a time.`,
        'Write it like 2026-01-05 09:00.',
      );
    const scene: Scene = { policy, people: peopleOf(policy, given), opened: new Map(), complain };
    const steps = each.steps.flatMap((step, at) => stepOf(step, [...path, 'steps', at], scene) ?? []);
    if (expects && !each.steps.some(({ expect }) => expect !== undefined))
      complain(
        [...path, 'name'],
        'The example expects nothing.',
        'Add a step like "- expect: { gates: { spec: approved } }".',
      );
    return { name: each.name, path, people: scene.people, starts: at ?? 0, steps };
  });
  if (complaints.length > 0) return { kind: 'problems', problems: problemsOf(complaints) };
  return { kind: 'examples', examples };
}

function checkPeople(
  people: NonNullable<WrittenFile['people']>,
  path: Path,
  policy: Policy,
  complain: Complain,
): void {
  const names = policy.roles.map(({ name }) => name);
  for (const [login, given] of Object.entries(people)) {
    if (!/^[a-z\d](?:[a-z\d-]|_(?=[a-z\d]))*(?:\[bot\])?$/i.test(login))
      complain(
        [...path, login],
        `${quoted(login)} is no login.`,
        'People act, teams don’t: write who of the team it is, like "maria: pm".',
      );
    const roles = typeof given === 'string' ? [given] : given;
    for (const [index, role] of roles.entries()) {
      const at = [...path, login, ...(typeof given === 'string' ? [] : [index])];
      if (!names.includes(role))
        complain(
          at,
          `No role is named ${quoted(role)}.`,
          didYouMean(role, names) ?? `The policy has ${names.map(quoted).join(', ')}.`,
        );
      else if (login.endsWith('[bot]') && !rolesIn(policy, login).includes(role))
        complain(
          at,
          `${login} can’t hold ${quoted(role)}.`,
          'A bot holds a role only where the policy names it itself.',
        );
    }
  }
}

function stepOf(step: WrittenStep, path: Path, scene: Scene): Step | null {
  const { complain } = scene;
  const done = verbs.filter((verb) => step[verb] !== undefined);
  const all = [
    ...done,
    ...(step.passes === undefined ? [] : ['passes']),
    ...(step.expect === undefined ? [] : ['expect']),
  ];
  const [first, second] = all;
  if (first === undefined) {
    complain(
      path,
      'Nothing happens in this step.',
      `Write who does what, like "- { by: maria, comments: /approve spec }". They can: ${verbs.join(', ')}.`,
    );
    return null;
  }
  if (second !== undefined) {
    complain(
      [...path, second],
      `${quoted(first)} and ${quoted(second)} are in one step.`,
      'Write a step for each, in their order.',
    );
    return null;
  }
  const others = Object.keys(step).filter((key) => key !== first);
  const fitting: readonly string[] = done[0] === undefined ? [] : ['by', ...acts[done[0]]];
  const wrong = others.find((key) => !fitting.includes(key));
  if (wrong !== undefined) {
    const hint =
      fitting.length === 0 ? 'Delete it.' : `With ${quoted(first)} there can be: ${fitting.join(', ')}.`;
    complain([...path, wrong], `${quoted(wrong)} does not go with ${quoted(first)}.`, hint);
    return null;
  }
  if (step.passes !== undefined) {
    const passing = passingOf(step.passes);
    if (passing !== null) return { kind: 'passes', path, passing, words: step.passes };
    complain(
      [...path, 'passes'],
      `${quoted(step.passes)} is no length of time.`,
      'Write a number and minutes, hours, days, working days or weeks, like "2 working days".',
    );
    return null;
  }
  if (step.expect !== undefined)
    return { kind: 'expects', all: expectationsOf(step.expect, [...path, 'expect'], scene) };
  const by = step.by === undefined ? null : somebody(step.by, [...path, 'by'], scene);
  if (step.by === undefined) complain(path, 'Nobody does this.', 'Say who: "by: maria".');
  const [verb] = done;
  if (verb === undefined) return null;
  // Also where nobody does it: what comes later may be about what is opened here.
  const act = actOf({ step, verb, by: by ?? '' }, path, scene);
  return act === null || by === null ? null : { kind: 'act', path, act };
}
