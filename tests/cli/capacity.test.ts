/** How far one Baton goes: the table in the documentation is the one that the command prints. */
import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { capacityOf, capacityTable, installationLimit, usual } from '../../src/cli/capacity.ts';

test('the documentation shows the table that the command prints', () => {
  const page = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8');
  const tight = (text: string): string => text.replaceAll(/ +/g, ' ').replaceAll(/-+/g, '---');
  expect(tight(page)).toContain(tight(capacityTable()));
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
