/** What an event on an issue of Jira costs in requests: as much for an old issue as for a fresh one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, onTestFinished, test } from 'vitest';

import { openJiraStage, saidInJira, type JiraStage } from './jira-stage.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const open = 'Baton: success · You can merge this';
const check = (item: string): string | undefined =>
  stage.see(item).checks.find((each) => each.startsWith('Baton: '));

/** An issue that is so old, named by so many pull requests; these. */
async function old(
  flavour: 'cloud' | 'data-center',
  entries: number,
  pulls = 1,
  settings: Parameters<typeof openJiraStage>[1] = {},
): Promise<readonly string[]> {
  stage = await openJiraStage(flavour, { ...settings, hooked: true });
  stage.jira.as('maria').createIssue('SHOP', { summary: 'Coupons' });
  // Put into its history: ten thousand webhooks would take a while.
  const { histories, created, creator: author } = stage.jira.issue('SHOP-1');
  const label = { field: 'labels', fieldtype: 'jira', fieldId: 'labels', from: null, to: null } as const;
  for (let at = 0; at < entries; at += 1) {
    const items = [{ ...label, fromText: at === 0 ? '' : `try-${at - 1}`, toText: `try-${at}` }];
    histories.push({ id: String(at + 1), author, created, items });
  }
  const items: string[] = [];
  for (let at = 0; at < pulls; at += 1) {
    await stage.act('anton', (anton) =>
      anton.push(repository, `work-${at}`, { files: { 'a.txt': `${at}` } }),
    );
    const { number } = await stage.act('anton', (anton) =>
      anton.openPull(repository, { title: `SHOP-1: part ${at}`, body: 'Work.', head: `work-${at}` }),
    );
    items.push(`${repository}#${number}`);
  }
  // Who is in which group is read once, by the first that somebody does.
  await stage.inJira('maria', (maria) => maria.transition('SHOP-1', 'Approved'));
  await stage.inJira('anton', (anton) => anton.edit('SHOP-1', { summary: 'Coupons for all' }));
  await stage.inJira('maria', (maria) => maria.transition('SHOP-1', 'Approved'));
  expect(items.map(check)).toEqual(items.map(() => open));
  return items;
}

/** Requests to Jira that follow from something. */
async function cost(what: () => Promise<unknown>): Promise<number> {
  stage.jira.requests.length = 0;
  await what();
  return stage.jira.requests.length;
}
const edited = (): Promise<void> =>
  stage.inJira('anton', (anton) => anton.edit('SHOP-1', { description: `No coupons. ${Math.random()}` }));
const approved = (): Promise<void> =>
  stage.inJira('maria', (maria) => maria.transition('SHOP-1', 'Approved'));

describe.each(['cloud', 'data-center'] as const)('%s', (flavour) => {
  test.each([0, 100, 1000, 10_000])('an issue with %i changes: at most two for an event', async (entries) => {
    const [item = ''] = await old(flavour, entries);
    expect(await cost(edited)).toBeLessThanOrEqual(2);
    expect(check(item)).toBe(
      'Baton: action_required · Waiting for pm to approve the spec of SHOP-1 in Jira again',
    );
    expect(await cost(approved)).toBeLessThanOrEqual(2);
    expect(check(item)).toBe(open);
  });

  test('named by ten pull requests: at most four', async () => {
    const items = await old(flavour, 150, 10);
    expect(await cost(edited)).toBeLessThanOrEqual(4);
    expect(await cost(approved)).toBeLessThanOrEqual(4);
    expect(items.map(check)).toEqual(items.map(() => open));
  });

  test('moved back and told', async () => {
    await old(flavour, 150, 1, { more: '  mode: revert\n' });
    const before = saidInJira(stage, 'SHOP-1').length;
    const spent = await cost(() => stage.inJira('anton', (anton) => anton.transition('SHOP-1', 'Done')));
    expect(stage.jira.issue('SHOP-1').status.name).toBe('Approved');
    expect(saidInJira(stage, 'SHOP-1')).toHaveLength(before + 1);
    // One of them reads who is in the group: anton may have come to it just now.
    expect(spent).toBeLessThanOrEqual(flavour === 'cloud' ? 7 : 6);
  });
});

test('what was read of a history outlives a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  const [item = ''] = await old('cloud', 950, 1, { dataDir });
  stage.jira.requests.length = 0;
  await stage.restart();
  await stage.act('rita', (rita) => rita.comment(item, 'Well?'));
  const whole = stage.jira.requests.filter(({ path }) => path.includes('/changelog?startAt=0&'));
  expect(whole).toEqual([]);
  expect(check(item)).toBe(open);
});

test('what is taken out of the middle of a history, or changed in it, is read anew', async () => {
  const [item = ''] = await old('cloud', 250);
  const { histories } = stage.jira.issue('SHOP-1');
  histories.splice(100, 1);
  expect(await cost(edited)).toBeGreaterThan(3);
  expect(check(item)).toContain('action_required');
  await approved();
  expect(check(item)).toBe(open);
  // The approval itself is gone: nothing that was kept stands for it.
  histories.pop();
  await stage.act('rita', (rita) => rita.comment(item, 'Well?'));
  expect(check(item)).toContain('action_required');
});
