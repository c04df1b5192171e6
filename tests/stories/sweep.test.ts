/** The sweep passes over what events led to already, and finds what no event told. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { approvedIssue, openPull, openStage, repository, type Stage } from './stage.ts';

const minute = 60_000;
let stage: Stage;
afterEach(() => stage.close());

/** What Baton asked GitHub for since this was asked last, but for deliveries that did not arrive. */
function asked(): Readonly<Record<string, number>> {
  const { requests } = stage.github;
  const names = requests.map(({ operation, kind, path }) => operation ?? `${kind} ${path}`);
  requests.length = 0;
  const counts = Map.groupBy(
    names.filter((name) => !/hook\/deliveries|access_tokens/.test(name)),
    (name) => name,
  );
  return Object.fromEntries([...counts].map(([name, all]) => [name, all.length]));
}

/** What is written a while later is, and then the sweep comes by. */
async function swept(): Promise<Readonly<Record<string, number>>> {
  await stage.later(16 * minute);
  asked();
  await stage.later(19 * minute);
  return asked();
}

/** Nothing that happens in here is told to Baton. */
async function untold(what: () => unknown): Promise<void> {
  stage.github.faults.addForDeliveries({ match: () => true, kind: 'lost', times: 1000 });
  what();
  await stage.github.settled();
  stage.github.faults.clear();
}

const oneListing = { ChangedItems: 1 };

test('what events led to is not looked at again: one listing, also of pull requests', async () => {
  stage = await openStage({ timed: true, rough: true });
  await swept();
  const issues: string[] = [];
  for (let each = 0; each < 6; each += 1) issues.push(await approvedIssue(stage, `Coupons ${each}`));
  const [one = '', two = '', three = '', four = ''] = issues;
  const pull = await openPull(stage, `Closes ${one}`);
  await stage.act('rita', (rita) => rita.comment(two, 'Nice.'));
  await stage.act('maria', (maria) => maria.comment(three, '/revoke spec'));
  await stage.act('otto', (otto) => otto.label(three, 'spec:approved'));
  await stage.act('maria', (maria) => maria.edit(four, { body: 'Two coupons per order.' }));
  await stage.act('otto', (otto) => otto.review(pull, { event: 'APPROVE', body: 'Fine.' }));
  const { headRef } = stage.github.find.pull(pull);
  await stage.act('anton', (anton) => anton.push(repository, headRef, { files: { 'more.txt': 'more' } }));
  expect(await swept()).toEqual(oneListing);
  expect(await swept()).toEqual(oneListing);
});

test('what was seen is known to the next process, and what happened while there was none is found', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-sweep-'));
  stage = await openStage({ timed: true, rough: true, dataDir });
  await swept();
  const one = await approvedIssue(stage);
  const two = await approvedIssue(stage);
  await stage.act('rita', (rita) => rita.comment(one, 'Nice.'));
  await stage.restart();
  await stage.settled();
  expect(await swept()).toEqual(oneListing);
  stage.github.faults.addForDeliveries({ match: () => true, kind: 'lost', times: 1000 });
  await stage.restart(() => stage.hurry('maria', (maria) => maria.unlabel(two, 'spec:approved')));
  await stage.settled();
  stage.github.faults.clear();
  expect(await swept()).toMatchObject({ ChangedItems: 1, ObserveIssue: 1 });
  expect(stage.see(two).card?.head).toBe('Waiting for maria to approve the spec');
  await rm(dataDir, { recursive: true });
});

test('what no event told is found, also within the second of an event or of what Baton wrote', async () => {
  stage = await openStage({ timed: true, rough: true });
  await swept();
  const [one, two, three, four, five] = [
    await approvedIssue(stage),
    await approvedIssue(stage),
    await approvedIssue(stage),
    await approvedIssue(stage),
    await approvedIssue(stage),
  ] as const;
  const pull = await openPull(stage, `Closes ${five}`);
  expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this']);
  await swept();
  // Baton answers this one: what comes next is in the second of its answer.
  await stage.act('anton', (anton) => anton.comment(one, '/revoke spec'));
  await untold(() => stage.hurry('maria', (maria) => maria.unlabel(one, 'spec:approved')));
  await stage.act('rita', (rita) => rita.comment(two, 'Nice.'));
  await untold(() => stage.hurry('maria', (maria) => maria.comment(two, '/revoke spec')));
  await stage.act('rita', (rita) => rita.comment(three, 'Nice.'));
  await untold(() =>
    stage.hurry('anton', (anton) => anton.edit(three, { body: 'Three coupons per order.' })),
  );
  await untold(() => stage.hurry('otto', (otto) => otto.label(four, 'pm:accepted')));
  await stage.act('rita', (rita) => rita.comment(pull, 'Nice.'));
  await untold(() => stage.hurry('anton', (anton) => anton.edit(pull, { body: 'Closes nothing.' })));
  expect(await swept()).toMatchObject({ ChangedItems: 1 });
  expect(stage.see(one).card?.head).toBe('Waiting for maria to approve the spec');
  expect(stage.see(two)).toMatchObject({ labels: [] });
  expect(stage.see(three).labels).toEqual([]);
  expect(stage.see(four).labels).toEqual(['spec:approved']);
  expect(stage.see(pull).checks).toEqual(['Baton: action_required · Link the issue that this closes']);
  // What it wrote of that is its own.
  expect(await swept()).toEqual(oneListing);
});
