/** Mutations of the policies that ship: each is a policy, or problems with their places, at once. */
import { readdirSync, readFileSync } from 'node:fs';

import { readPolicy } from '../../src/policy/index.ts';
import { createRandom, type Random } from '../chaos/random.ts';

export type Fuzz = {
  /** What is wrong, in sentences; nothing is right. */
  readonly problems: readonly string[];
  readonly policies: number;
  readonly refused: number;
  /** In milliseconds. */
  readonly slowest: number;
};

const folder = new URL('../../config/presets/', import.meta.url);
const presets = readdirSync(folder)
  .filter((name) => !name.endsWith('.test.yml'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));
/** What is put in somewhere: words of the language, YAML's own signs, and what belongs in no file. */
const pieces = [
  ...new Set(presets.flatMap((text) => text.match(/[\w-]+:?/g) ?? [])),
  '[',
  ']',
  '{',
  '}',
  ': ',
  ':',
  '- ',
  '"',
  "'",
  '&a ',
  '*a',
  '!!str ',
  '|',
  '>',
  '?',
  '#',
  '%',
  '@',
  '`',
  ',',
  '\n',
  'extends: acme/.github\n',
  'locked: true\n',
  'deadline: 2 working days\n',
  'texts: { footer: "{policy}" }\n',
  'waive: [pm]\n',
  'requires: { criteria: A, consent: [pm], sub-issues: satisfied }\n',
  'reminders:\n  calendar: {}\n',
  '\t',
  '\r\n',
  '\0',
  '\u{feff}',
  '\u{202e}',
  '\u{d800}',
  '😀',
  'ß',
  '~',
  'null',
  'true',
  '1e9',
  '0x1',
  '.inf',
  '<<: ',
];

/** One change of a text. */
function mutate(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const length = random.below(random.next() < 0.2 ? 200 : 12);
  const lines = text.split('\n');
  const line = random.below(lines.length);
  switch (random.below(8)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
    case 2:
      return text.slice(0, at) + random.pick(pieces) + text.slice(at);
    case 3:
      return text.slice(0, at) + random.pick(pieces) + text.slice(at + length);
    case 4:
      return (
        text.slice(0, at) + text.slice(at, at + length).repeat(1 + random.below(4)) + text.slice(at + length)
      );
    case 5:
      return lines
        .toSpliced(line, 1, `${' '.repeat(random.below(7))}${(lines[line] ?? '').trim()}`)
        .join('\n');
    case 6:
      return lines.toSpliced(line, 0, lines[random.below(lines.length)] ?? '').join('\n');
    default: {
      const other = random.pick(presets);
      return text.slice(0, at) + other.slice(random.below(other.length));
    }
  }
}

/** How long it takes at the least, of a few tries: what else the machine does is no fault of the text. */
function leastTime(text: string): number {
  const times = [1, 2, 3, 4, 5].map(() => {
    const began = performance.now();
    readPolicy(text, 'roles.yml');
    return performance.now() - began;
  });
  return Math.min(...times);
}

/** Reads `count` texts, each some changes away from a policy. `patience`: milliseconds that one may take. */
export function fuzz(seed: number, count: number, patience: number): Fuzz {
  const random = createRandom(seed);
  const problems: string[] = [];
  let policies = 0;
  let slowest = 0;
  for (let n = 0; n < count; n += 1) {
    let text = random.pick(presets);
    for (let change = 0; change <= random.below(5); change += 1) text = mutate(text, random);
    try {
      const began = performance.now();
      const result = readPolicy(text, 'roles.yml');
      let took = performance.now() - began;
      if (took > patience) took = leastTime(text);
      slowest = Math.max(slowest, took);
      if (took > patience) problems.push(`It took ${Math.round(took)} ms: ${JSON.stringify(text)}`);
      if (result.kind === 'policy') policies += 1;
      else if (result.problems.length === 0 || result.problems.some((one) => !isPlaced(one, text)))
        problems.push(`A problem without a place: ${JSON.stringify({ text, problems: result.problems })}`);
    } catch (error) {
      problems.push(`It threw ${String(error)}: ${JSON.stringify(text)}`);
    }
  }
  return { problems, policies, refused: count - policies, slowest };
}

function isPlaced(
  problem: { readonly line: number; readonly column: number; readonly message: string },
  text: string,
): boolean {
  const lines = text.split(/\r\n|\r|\n/).length;
  return problem.line >= 1 && problem.line <= lines && problem.column >= 1 && problem.message !== '';
}
