/**
 * The examples of each policy that ships, played twice: by `baton test`, in memory, and through the real door, by signed
 * webhooks into the running service. Both come to the same.
 */
import { readFileSync } from 'node:fs';

import { afterEach, expect, test } from 'vitest';

import { presets } from '../../src/cli/scripts/init.ts';
import { play, readExamples, type Standing } from '../../src/examples/index.ts';
import type { Policy } from '../../src/policy/index.ts';
import { policyOf } from '../policy/reading.ts';
import { oneOf } from '../night.ts';
import { playLive } from './played-live.ts';
import { openStage, repository, type Stage } from './stage.ts';

let stage: Stage | null = null;
afterEach(async () => {
  await stage?.close();
  stage = null;
});

const read = (file: string): string =>
  readFileSync(new URL(`../../config/presets/${file}`, import.meta.url), 'utf8');

/** Who is on the stage anyway. */
const known = ['olga', 'maria', 'anton', 'ben', 'otto', 'rita'];

type Holders = readonly (readonly [login: string, roles: readonly string[]])[];

/** The preset with these people in place of the teams it asks for. */
const withPeople = (text: string, holders: Holders): string =>
  text.replaceAll(/^ {2}([\w-]+): \['@your-organization\/.*'\]$/gm, (_, role: string) => {
    const held = holders.filter(([, roles]) => roles.includes(role)).map(([login]) => login);
    return `  ${role}: [${held.join(', ')}]`;
  });

/** What somebody has to be allowed in the repository, for the roles that a permission gives. */
function permissionOf({ roles }: Policy, held: readonly string[]): 'admin' | 'maintain' | 'write' {
  const needed = roles.filter(({ name }) => held.includes(name)).map(({ permission }) => permission);
  if (needed.includes('admin')) return 'admin';
  return needed.includes('maintain') ? 'maintain' : 'write';
}

/** Without what differs between two GitHubs: times, numbers, addresses, and what nobody sees. */
const inBoth = (text: string | null): string | null =>
  text
    ?.replaceAll(/<!--[^>]*-->/g, '')
    .replaceAll(/\d{1,2} [A-Z][a-z]{2}, \d\d:\d\d [A-Z]+/g, 'then')
    .replaceAll(/\]\([^)]*\)/g, ']')
    .replaceAll(/#\d+/g, '#1') ?? null;
const shown = (all: readonly Standing[]): readonly Standing[] =>
  all.map((one) => ({ ...one, check: inBoth(one.check), card: inBoth(one.card) }));

test.each(presets)('%s: what its examples say is so, in memory and live', async (preset) => {
  const text = read(`${preset}.yml`);
  const policy = policyOf(text);
  const examples = readExamples(read(`${preset}.test.yml`), `${preset}.test.yml`, policy);
  if (examples.kind === 'problems') throw new Error(JSON.stringify(examples.problems));
  const people = new Map(
    examples.examples.flatMap((each) => [...each.people.values()]).map(({ login, roles }) => [login, roles]),
  );
  const holders = [...people].filter(([login]) => !login.endsWith('[bot]'));
  const timed = examples.examples.some(({ steps }) => steps.some(({ kind }) => kind === 'passes'));
  stage = await openStage({
    policy: withPeople(text, holders),
    timed,
    before(github) {
      for (const [login, roles] of holders) {
        if (!known.includes(login)) github.user(login);
        github.collaborator(repository, login, permissionOf(policy, roles));
      }
    },
  });
  for (const example of oneOf(3, examples.examples)) {
    const { failure, end } = await play(example, { text, policy, bases: [], repository });
    expect(failure).toBeNull();
    const live = await playLive(stage, example, policy.calendar);
    expect(shown(live), example.name).toEqual(shown(end));
  }
});
