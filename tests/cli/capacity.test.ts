/** How far one Baton goes: the table in the documentation is the one that the command prints. */
import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import {
  capacityOf,
  capacityTable,
  installationLimit,
  organizationOf,
  organizationTable,
} from '../../src/cli/capacity.ts';
import { usual } from '../../src/cli/usual.ts';
import { story as kept } from '../../src/cli/measured.ts';
import { story } from '../../src/demo/story.ts';
import { openWorld } from '../../src/demo/world.ts';

test('the documentation shows the table that the command prints', () => {
  const page = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8');
  const tight = (text: string): string => text.replaceAll(/ +/g, ' ').replaceAll(/-+/g, '---');
  expect(tight(page)).toContain(tight(capacityTable()));
  expect(tight(page)).toContain(tight(organizationTable()));
  expect(page).toContain(`${installationLimit(usual).webhooks.toLocaleString('en-US')} webhooks a day`);
});

test('twice the installations cost twice as much, and more webhooks never less', () => {
  const one = capacityOf(1_000, usual);
  const two = capacityOf(2_000, usual);
  expect(two.looks / one.looks).toBeCloseTo(2);
  expect(two.transactions / one.transactions).toBeCloseTo(2);
  expect(capacityOf(1_000, { ...usual, webhooks: 800 }).cores).toBeGreaterThan(one.cores);
});

test('an installation with many repositories has less left for its events', () => {
  const few = installationLimit({ ...usual, repositories: 1 });
  const many = installationLimit({ ...usual, repositories: 2_000 });
  expect(many.webhooks).toBeLessThan(few.webhooks);
  expect(many.limit).toContain('points');
});

test('an organization of ten times the size takes ten times as much of all but memory and what is capped', () => {
  const partsOf = (repositories: number) =>
    Object.fromEntries(organizationOf(repositories, usual).map(({ of, part }) => [of, part]));
  const [few, many] = [partsOf(2_000), partsOf(20_000)];
  for (const part of ['requests that create content', 'disk'])
    expect((many[part] ?? 0) / (few[part] ?? 1), part).toBeCloseTo(10);
  expect(many['memory']).toBe(few['memory']);
  expect(many['points']).toBeGreaterThan(few['points'] ?? 0);
});

test('the story costs what is reckoned with', async () => {
  const world = await openWorld();
  const { github, service } = world;
  const looks = async (): Promise<number> => {
    const page = await (await fetch(`${service.url}/metrics`)).text();
    return [...page.matchAll(/^baton_look_seconds_count\{.*\} (\d+)$/gm)].reduce(
      (sum, [, n]) => sum + Number(n),
      0,
    );
  };
  const before = { looks: await looks(), deliveries: github.deliveries.length };
  github.requests.length = 0;
  for (const { act } of story) await act(world);
  const count = (kind: string): number => github.requests.filter((each) => each.kind === kind).length;
  const found = {
    webhooks: github.deliveries.length - before.deliveries,
    looks: (await looks()) - before.looks,
    reads: count('query'),
    writes: count('mutation'),
  };
  await world.close();
  // How a burst folds is a matter of moments, so it may be one more or less for each step.
  for (const name of ['webhooks', 'looks', 'reads', 'writes'] as const)
    expect(Math.abs(found[name] - kept[name]), `${name}: ${found[name]}`).toBeLessThanOrEqual(kept[name] / 4);
});
