/** What `baton init` asks. An empty answer takes what is proposed. */
import { checkPrincipal, nearest, type Chosen } from '../../policy/index.ts';
import { sameText } from '../../same-text.ts';
import { printable } from '../printable.ts';
import { presets } from '../scripts/init.ts';

export type Preset = (typeof presets)[number];

/** A value, or a sentence that says what is wrong with what was written. */
type Read<T> = { readonly value: T } | { readonly wrong: string };

export function presetNamed(text: string): Read<Preset> {
  const value = presets.find((each) => sameText(each, text.trim()));
  if (value !== undefined) return { value };
  const near = nearest(text, presets);
  const meant = near === null ? '' : ` Did you mean ${near}?`;
  return { wrong: `There is no preset "${printable(text)}".${meant} The presets are ${presets.join(', ')}.` };
}

/** People and teams, without the @. A space alone parts none: it may stand in the name that somebody took for a login. */
export function peopleIn(texts: readonly string[]): Read<readonly string[]> {
  const names = texts.flatMap((text) => text.split(/,|\s(?=@)/)).flatMap((name) => name.trim() || []);
  for (const name of names) {
    const complaint = checkPrincipal(name);
    if (complaint !== null) return { wrong: [complaint.message, complaint.hint ?? ''].join(' ').trim() };
  }
  return { value: [...new Set(names.map((name) => name.replace(/^@/, '')))] };
}

type Ask = (question: string) => Promise<string>;

export const askForPreset = (ask: Ask): Promise<Preset | null> =>
  askUntil<Preset | null>(
    ask,
    `Begin from a preset: ${presets.join(', ')}?\nPress Enter for a policy that says whose turn it is and blocks nothing: `,
    (answer) => (answer.trim() === '' ? { value: null } : presetNamed(answer)),
  );

const whoDoes = {
  pm: 'Who approves specs and accepts results',
  engineer: 'Who builds',
} as const;

/** @param proposed as the policy has it, in YAML */
export const askWho = (ask: Ask, role: keyof Chosen, proposed: string): Promise<readonly string[]> =>
  askUntil(
    ask,
    `${whoDoes[role]}? Logins, or teams like @acme/product.\nPress Enter for ${inWords(proposed)}: `,
    (answer) => peopleIn([answer]),
  );

/** @param file where they would be written */
export const askForExamples = (ask: Ask, file: string): Promise<boolean> =>
  askUntil(
    ask,
    `Also write the preset’s examples of what this policy does, to ${file}? baton test plays them.\nPress Enter for yes, or type no: `,
    (answer) => {
      const word = answer.trim().toLowerCase();
      if (['', 'y', 'yes'].includes(word)) return { value: true };
      return ['n', 'no'].includes(word)
        ? { value: false }
        : { wrong: `"${printable(answer.trim())}" is neither yes nor no.` };
    },
  );

async function askUntil<T>(ask: Ask, question: string, read: (answer: string) => Read<T>): Promise<T> {
  for (let asked = question; ;) {
    const answer = read(await ask(asked));
    if ('value' in answer) return answer.value;
    asked = `${answer.wrong}\n${question}`;
  }
}

/** `["@acme/product"]`, `{ permission: maintain }` */
function inWords(yaml: string): string {
  const permission = /permission: (\w+)/.exec(yaml)?.[1];
  return permission === undefined
    ? yaml.replaceAll(/["'[\]]/g, '')
    : `everyone with the permission “${permission}”`;
}
