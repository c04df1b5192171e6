/** What a pull request names: an engineer who wants to get past, with everything that a title, a branch and a description let them write. */
import { afterEach, expect, test } from 'vitest';

import { openJiraStage, type JiraStage } from './jira-stage.ts';
import { checkLine, runsOn } from './seen.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const words = { summary: 'Coupons', description: 'h2. Problem\n\nNo coupons.' };
const open = 'Baton: success · You can merge this';
const held = (key: string): string =>
  `Baton: action_required · Waiting for pm to approve the spec of ${key} in Jira`;

const check = (item: string): string | undefined =>
  stage.see(item).checks.find((each) => each.startsWith('Baton: '));

/** anton's pull request; its address. */
async function pull(title: string, body = 'Work.', branch = 'coupons'): Promise<string> {
  await stage.act('anton', (anton) => anton.push(repository, branch, { files: { [branch]: branch } }));
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title, body, head: branch }),
  );
  return `${repository}#${number}`;
}

/** Its reasons, as the check lists them. */
function reasons(item: string): readonly string[] {
  const run = runsOn(stage.github.find.pull(item)).find(({ name }) => name === 'Baton');
  return (run?.summary ?? '').split('\n').filter((line) => line.startsWith('- '));
}

test('one that names more than fifty issues is held back, and Jira is asked for none of them', async () => {
  stage = await openJiraStage('cloud', { more: '  keys-in: [title, body]\n  on-unavailable: allow\n' });
  await stage.inJira('maria', (maria) => maria.createIssue('SHOP', words));
  await stage.inJira('maria', (maria) => maria.transition('SHOP-1', 'Approved'));
  const keys = Array.from({ length: 400 }, (_, index) => `SHOP-${index + 1}`);
  stage.jira.requests.length = 0;
  const item = await pull('Coupons', keys.join(', '));
  expect(check(item)).toBe('Baton: action_required · Name fewer issues of Jira: at most 20');
  expect(reasons(item)).toEqual([
    '- It names 400 issues of Jira, and Baton reads at most 20 for one pull request. Name fewer of them in its title and its description.',
  ]);
  expect(stage.jira.requests.map(({ path }) => path)).toEqual([]);
  await stage.act('anton', (anton) => anton.edit(item, { body: 'SHOP-1' }));
  expect(check(item)).toBe(open);
});

test('what it names decides, whatever the title looks like, and each edit is judged anew', async () => {
  stage = await openJiraStage('cloud', { projects: ['SHOP', 'PAY'] });
  for (const project of ['SHOP', 'SHOP', 'PAY'])
    await stage.inJira('maria', (maria) => maria.createIssue(project, words));
  await stage.inJira('maria', (maria) => maria.transition('SHOP-2', 'Approved'));
  // The policy does not name this project.
  await stage.inJira('maria', (maria) => maria.transition('PAY-1', 'Approved'));
  const none = 'Baton: action_required · Link the issue that this closes';
  const item = await pull('SHOP-2: coupons');
  expect(check(item)).toBe(open);
  const titles: readonly (readonly [string, string])[] = [
    ['SHOP-1: coupons', held('SHOP-1')],
    ['SHOP-2, SHOP-1', held('SHOP-1')],
    ['SHOP-2', open],
    ['shop-2', none],
    ['PAY-1', none],
    ['\u{405}HOP-2, SHOP\u{2011}2', none],
    ['SHOP-2\u{200B}1', none],
    ['SHOP-2\u{200B}, SHOP-3', 'Baton: action_required · SHOP-3 couldn’t be read'],
    ['SHOP-2', open],
  ];
  for (const [title, what] of titles) {
    await stage.act('anton', (anton) => anton.editPull(item, { title }));
    expect([title, check(item)]).toEqual([title, what]);
  }
});

test('a draft, another base branch, a fork and a second pull request are held like any other', async () => {
  stage = await openJiraStage('data-center');
  await stage.inJira('maria', (maria) => maria.createIssue('SHOP', words));
  const item = await pull('Coupons', 'Work.', 'SHOP-1-coupons');
  await stage.act('anton', (anton) => anton.push(repository, 'next', { files: { next: 'next' } }));
  await stage.act('anton', (anton) => anton.editPull(item, { base: 'next' }));
  expect(check(item)).toBe(held('SHOP-1'));
  await stage.act('anton', (anton) => anton.push(repository, 'draft', { files: { draft: 'draft' } }));
  const { number: draft } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'SHOP-1', body: 'Work.', head: 'draft', draft: true }),
  );
  stage.github.fork(repository, 'rita');
  await stage.act('rita', (rita) => rita.push('rita/shop', 'forked', { files: { forked: 'forked' } }));
  const { number: forked } = await stage.act('rita', (rita) =>
    rita.openPull(repository, {
      title: 'SHOP-1',
      body: 'Work.',
      head: 'forked',
      headRepository: 'rita/shop',
    }),
  );
  const all = [item, `${repository}#${draft}`, `${repository}#${forked}`];
  expect(all.map(check)).toEqual(all.map(() => held('SHOP-1')));
  await stage.inJira('maria', (maria) => maria.transition('SHOP-1', 'Approved'));
  expect(all.map(check)).toEqual(all.map(() => open));
});

test('the merge queue merges it, and not once the approval was taken back', async () => {
  stage = await openJiraStage('cloud');
  stage.github.protect(repository, { checks: [{ name: 'Baton', app: 'baton' }], mergeQueue: true });
  await stage.inJira('anton', (anton) => anton.createIssue('SHOP', words));
  await stage.inJira('maria', (maria) => maria.transition('SHOP-1', 'Approved'));
  const first = await pull('Coupons', 'Work.', 'SHOP-1-first');
  const second = await pull('SHOP-1: more coupons', 'Work.', 'second');
  await stage.act('anton', (anton) => anton.enqueue(first));
  expect(stage.see(first).state).toBe('merged');
  // Nobody has told Baton yet when the queue takes the second one.
  stage.jira.clock.advance(2000);
  stage.jira.as('maria').transition('SHOP-1', 'Draft');
  const { headOid } = stage.hurry('anton', (anton) => anton.enqueue(second));
  await stage.jira.settled();
  await stage.settled();
  expect(runsOn(stage.github.find.pull(second), headOid).map(checkLine)).toEqual([held('SHOP-1')]);
  expect(stage.see(second).state).toBe('open');
});

test('moved to a project that the policy does not name, it holds back; moved back, its approval is there', async () => {
  stage = await openJiraStage('cloud', { projects: ['SHOP', 'PAY'] });
  await stage.inJira('anton', (anton) => anton.createIssue('SHOP', words));
  await stage.inJira('maria', (maria) => maria.transition('SHOP-1', 'Approved'));
  const item = await pull('SHOP-1: coupons');
  expect(check(item)).toBe(open);
  await stage.inJira('anton', (anton) => anton.move('SHOP-1', 'PAY'));
  expect(check(item)).toBe('Baton: action_required · SHOP-1 couldn’t be read');
  await stage.inJira('anton', (anton) => anton.move('PAY-1', 'SHOP'));
  expect(check(item)).toBe(open);
  await stage.inJira('site-admin', (admin) => admin.deleteIssue('SHOP-2'));
  expect(check(item)).toBe('Baton: action_required · SHOP-1 couldn’t be read');
});
