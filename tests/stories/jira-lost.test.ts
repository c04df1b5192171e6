/** What Jira does not tell any more does not stay open: an issue is gone, and no webhook says so. */
import { afterEach, describe, expect, test, vi } from 'vitest';

import { flavours } from '../night.ts';
import { openJiraStage, type JiraStage } from './jira-stage.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(async () => {
  await stage.settled();
  await stage.close();
});

const open = 'Baton: success · You can merge this';
const gone = 'Baton: action_required · SHOP-1 couldn’t be read';
const forbidden = 'Baton: in_progress · Baton will retry: something couldn’t be read';
const rhythm = { jiraSweep: 100, backoff: { first: 20, most: 100 } };

const check = (item: string): string | undefined =>
  stage.see(item).checks.find((each) => each.startsWith('Baton: '));

/** anton's pull request that names an approved issue; its address. Nobody tells Baton of anything: it sweeps. */
async function approved(more: { readonly projects?: readonly string[]; readonly policy?: string } = {}) {
  const item = await named(more);
  stage.jira.clock.advance(2000);
  stage.jira.as('maria').transition('SHOP-1', 'Approved');
  await stage.until(() => check(item) === open);
  return item;
}

let flavour: 'cloud' | 'data-center' = 'cloud';

async function named(more: object): Promise<string> {
  stage = await openJiraStage(flavour, { hooked: false, rhythm, ...more });
  stage.jira.as('maria').createIssue('SHOP', { summary: 'Coupons' });
  await stage.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'a' } }));
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'SHOP-1: coupons', body: 'Work.', head: 'coupons' }),
  );
  return `${repository}#${number}`;
}

describe.each(flavours('data-center'))('%s', (each) => {
  // Data Center says so of what the account may not see, and Baton asks again and again.
  const hidden = each === 'cloud' ? gone : forbidden;
  type Act = () => void;
  const all: readonly (readonly [what: string, happens: Act, shows: string, back: Act | null])[] = [
    ['deleted', () => stage.jira.as('site-admin').deleteIssue('SHOP-1'), gone, null],
    [
      'moved where Baton may not look, and back',
      () => void stage.jira.as('anton').move('SHOP-1', 'PAY'),
      gone,
      () => void stage.jira.as('anton').move('PAY-1', 'SHOP'),
    ],
    [
      'moved to a project that Baton may not see, and back',
      () => {
        stage.jira.grant('PAY', 'BROWSE_PROJECTS', 'user:anton', 'user:maria');
        stage.jira.as('anton').move('SHOP-1', 'PAY');
      },
      hidden,
      () => void stage.jira.as('anton').move('PAY-1', 'SHOP'),
    ],
    [
      'hidden by a security level',
      () => stage.jira.restrict('SHOP-1', 'user:maria'),
      hidden,
      () => stage.jira.restrict('SHOP-1'),
    ],
    [
      'of a project that Baton may not see any more',
      () => stage.jira.grant('SHOP', 'BROWSE_PROJECTS', 'user:maria'),
      hidden,
      () => stage.jira.grant('SHOP', 'BROWSE_PROJECTS', 'logged-in'),
    ],
  ];
  test.each<(typeof all)[number]>(all)('%s', async (_, happens, shows, back) => {
    flavour = each;
    const item = await approved();
    stage.jira.clock.advance(2000);
    happens();
    await stage.until(() => check(item) === shows);
    if (back !== null) {
      stage.jira.clock.advance(2000);
      back();
      await stage.until(() => check(item) === open);
    }
  });
});

test('back before a sweep could see that it was gone: looked at once more', async () => {
  flavour = 'cloud';
  const item = await named({ rhythm: {}, timed: true });
  const hides = (): void => stage.jira.grant('SHOP', 'BROWSE_PROJECTS', 'user:maria');
  const shows = (): void => stage.jira.grant('SHOP', 'BROWSE_PROJECTS', 'logged-in');
  stage.jira.clock.advance(2000);
  stage.jira.as('maria').transition('SHOP-1', 'Approved');
  await stage.act('anton', (anton) => anton.comment(item, 'Is it?'));
  expect(check(item)).toBe(open);
  hides();
  await stage.act('anton', (anton) => anton.comment(item, 'And now?'));
  expect(check(item)).toBe(gone);
  shows();
  await stage.later(7 * 60_000);
  expect(check(item)).toBe(open);
  // What is gone for good is not read again and again: a sweep that sees it leads to one more look.
  hides();
  await stage.act('anton', (anton) => anton.comment(item, 'And now?'));
  await stage.later(7 * 60_000);
  const asked = (): number =>
    stage.jira.requests.filter(({ path }) => path.startsWith('/issue/SHOP-1')).length;
  const before = asked();
  for (let time = 0; time < 5; time += 1) await stage.later(7 * 60_000);
  expect(check(item)).toBe(gone);
  expect(asked() - before).toBeLessThanOrEqual(1);
});

test('one that is moved to another project that Baton may see goes on', async () => {
  flavour = 'cloud';
  const policy = `roles:
  pm: { members: [maria], jira: { groups: [product] } }
  engineer: { members: ["@acme/engineering"] }
gates:
  spec: { preset: spec }
jira:
  site: acme
  projects: [SHOP, PAY]
  gates: { spec: { status: Approved } }
`;
  const item = await approved({ projects: ['SHOP', 'PAY'], policy });
  stage.jira.clock.advance(2000);
  stage.jira.as('anton').move('SHOP-1', 'PAY');
  stage.jira.requests.length = 0;
  await stage.until(() => stage.jira.requests.some(({ path }) => path.startsWith('/issue/SHOP-1')));
  await stage.settled();
  expect(check(item)).toBe(open);
});

test('one that decides an issue here: its pull request is held back, and nothing is undone', async () => {
  stage = await openJiraStage('cloud', { hooked: false, rhythm });
  stage.jira.as('maria').createIssue('SHOP', { summary: 'Coupons' });
  const { number } = await stage.act('anton', (anton) =>
    anton.openIssue(repository, { title: 'SHOP-1: coupons', body: 'See there.' }),
  );
  const issue = `${repository}#${number}`;
  stage.jira.clock.advance(2000);
  stage.jira.as('maria').transition('SHOP-1', 'Approved');
  await stage.until(() => /approved/.test(stage.see(issue).card?.gates[0] ?? ''));
  await stage.act('otto', (otto) => otto.assign(issue, 'anton'));
  await stage.act('anton', (anton) => anton.push(repository, 'work', { files: { 'a.txt': 'x' } }));
  const pull = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'Coupons', body: `Closes #${number}`, head: 'work' }),
  );
  const item = `${repository}#${pull.number}`;
  await stage.until(() => check(item) === open);
  const { assignees, labels } = stage.see(issue);
  stage.jira.restrict('SHOP-1', 'user:maria');
  await stage.until(() => check(item) === forbidden);
  expect(stage.see(issue)).toMatchObject({ assignees, labels });
  stage.jira.restrict('SHOP-1');
  await stage.until(() => check(item) === open);
  expect(stage.see(issue)).toMatchObject({ assignees, labels });
});

test('a quiet sweep asks for changes, and once for a hundred issues; an outage makes nothing gone', async () => {
  flavour = 'cloud';
  const item = await approved();
  await stage.settled();
  // Who it is is asked again where a connection fails, as it may on a busy machine.
  const sweeps = (): readonly (string | null)[] =>
    stage.jira.requests.map(({ operation }) => operation).filter((operation) => operation !== 'GET /myself');
  stage.jira.requests.length = 0;
  await stage.until(() => sweeps().length >= 6);
  expect(new Set(sweeps())).toEqual(new Set(['GET /search/jql', 'POST /issue/bulkfetch']));
  stage.jira.faults.add({ match: () => true, kind: '5xx', times: 20 });
  await stage.until(() => stage.jira.requests.filter(({ status }) => status === 503).length >= 3);
  stage.jira.faults.clear();
  stage.jira.requests.length = 0;
  await vi.waitFor(() => expect(sweeps()).toContain('POST /issue/bulkfetch'), { timeout: 240_000 });
  await stage.settled();
  expect(check(item)).toBe(open);
  expect(sweeps()).not.toContain('GET /issue/{issueIdOrKey}');
});
