/** The examples of docs/policy.md by the heading they stand under, and the people of acme whom they name. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Members } from '../../../src/handoff/index.ts';
import { formatProblem, readPolicy, type Policy } from '../../../src/policy/index.ts';
import { maria, membersOf, person } from '../people.ts';
import { notCounted, outcomes, stands, violationsOf } from '../shown.ts';
import { story, type Story, type Telling } from '../story.ts';

export type Example = {
  /** The heading, and which example below it: `Modes: enforce, warn, observe, 1`. */
  readonly name: string;
  readonly text: string;
};

/** What happens in one story, and all that is to be seen then. */
export type Told = readonly [what: string, shows: () => unknown, expected: unknown];

/** Stories by the name of the example whose policy they are played under. `open` opens an issue there. */
export type Played = Readonly<Record<string, (open: (telling?: Telling) => Story) => readonly Told[]>>;

/** All examples, in their order. */
export const examples: readonly Example[] = examplesIn(
  readFileSync(new URL('../../../docs/policy.md', import.meta.url), 'utf8'),
);

function examplesIn(markdown: string): readonly Example[] {
  const found: Example[] = [];
  let heading = '';
  let count = 0;
  for (const [, title, language, text = ''] of markdown.matchAll(/^#+ (.+)$|^```(\w*)\n([\s\S]*?)^```$/gm)) {
    if (title !== undefined) [heading, count] = [title, 0];
    else if (language === 'yaml' || language === 'yml')
      found.push({ name: `${heading}, ${(count += 1)}`, text });
  }
  return found;
}

/** A policy over the base that it names, as the shop would have it; throws all that is wrong with it. */
export function over(base: string, text: string): Policy {
  const { extends: repository } = parse(text) as { readonly extends?: string };
  const path = '.github/roles.yml';
  const bases = repository === undefined ? [] : [{ kind: 'file' as const, repository, path, text: base }];
  const read = readPolicy(text, path, { repository: 'acme/shop', bases });
  if (read.kind === 'policy') return read.policy;
  throw new Error(read.problems.map(formatProblem).join('\n'));
}

export const textOf = (name: string): string => examples.find((each) => each.name === name)?.text ?? '';

/** The policy of an example. Where it builds on another, that is the one before it. */
const policyOf = (example: Example): Policy =>
  over(examples[examples.indexOf(example) - 1]?.text ?? '', example.text);

/** Opens issues under the policy of an example. */
export const opening =
  (example: Example) =>
  (telling: Telling = {}): Story =>
    story({ policy: policyOf(example), members, ...telling });

export const [emil, lena, arno] = [person('emil'), person('lena'), person('arno')];
/** Of the teams support, marketing and security. */
export const [susi, milo, sara] = [person('susi'), person('milo'), person('sara')];
/** Of no team, but may write. */
export const wanda = person('wanda');

const teams = {
  'acme/product': ['paul', 'petra'],
  'acme/engineering': ['anton', 'ben'],
  'acme/developers': ['anton', 'ben'],
  'acme/support': ['susi'],
  'acme/marketing': ['milo'],
  'acme/security': ['sara'],
};

function members(policy: Policy): Members {
  const named = membersOf(policy, teams);
  const written = policy.roles.filter(({ permission }) => permission === 'write');
  const roles = new Set(written.map(({ name }) => name));
  return { ...named, today: new Map([...named.today, [wanda.login, roles]]) };
}

/** How an issue stands, and what came of words and acts, as far as there were any. */
export function shows(issue: Story): object {
  const said = { heard: outcomes(issue), notCounted: notCounted(issue), against: violationsOf(issue) };
  return {
    ...stands(issue),
    ...Object.fromEntries(Object.entries(said).filter(([, words]) => words.length > 0)),
  };
}

/** The titles of all gates, as the card has them. */
export function titles(issue: Story): readonly string[] {
  issue.comments(maria, 'Hm.').settles();
  return [...(issue.on.card ?? '').matchAll(/^\| (?!Gate|---)([^|]+) \|/gm)].map(([, title = '']) => title);
}
