/** What is in Jira is not for everybody who reads GitHub: a public repository shows keys, and how gates stand, and nothing else. */
import { afterEach, expect, test, vi } from 'vitest';

import { openJiraStage, type JiraStage } from './jira-stage.ts';
import { runsOn } from './seen.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const words = { summary: 'Secret coupons', description: 'h2. Problem\n\nNo secret coupons.' };
const inside = 'acme/inside';

/** anton's pull request of that title in a repository; its address. */
async function pull(home: string, title: string): Promise<string> {
  await stage.act('anton', (anton) => anton.push(home, 'coupons', { files: { 'a.txt': 'a' } }));
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(home, { title, body: 'Work.', head: 'coupons' }),
  );
  return `${home}#${number}`;
}

/** All that its check says. */
function said(item: string): string {
  const run = runsOn(stage.github.find.pull(item)).find(({ name }) => name === 'Baton');
  return `${run?.title}\n${run?.summary}`;
}

const policy = (isShown: boolean): string => `roles:
  pm: { members: [maria], jira: { groups: [product] } }
  engineer: ["@acme/engineering"]
gates:
  spec: { preset: spec }
jira:
  site: acme
  projects: [SHOP]
  gates: { spec: { status: Approved } }
  on-unavailable: cached
  show-titles: ${isShown}
`;

test('what one repository may show is shown by no other, also while Jira is away', async () => {
  stage = await openJiraStage('cloud', {
    policy: policy(false),
    repositories: [repository, inside],
    before: (github) =>
      github.repository(inside, {
        private: true,
        collaborators: { anton: 'write', rita: 'read' },
        files: { '.github/roles.yml': policy(true) },
      }),
    rhythm: { backoff: { first: 20, most: 100 } },
    timed: true,
  });
  const { key } = await stage.inJira('maria', (maria) => maria.createIssue('SHOP', words));
  await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
  const here = await pull(repository, `${key}: coupons`);
  const there = await pull(inside, `${key}: coupons`);
  expect(said(there)).toMatch(/Secret coupons[^]*Approved by Maria/);
  expect(said(here)).toMatch(/Approved by somebody/i);
  expect(said(here)).not.toMatch(/Secret|Approved by Maria/);
  stage.jira.faults.add({ match: () => true, times: 1_000_000, kind: '5xx' });
  stage.hurry('rita', (rita) => rita.comment(here, 'Well?'));
  const comesToSay = (what: RegExp): Promise<void> =>
    vi.waitFor(() => expect(said(here)).toMatch(what), { timeout: 240_000, interval: 5 });
  await comesToSay(/^Baton will retry/);
  await comesToSay(/^You can merge this/);
  expect(said(here)).not.toMatch(/Secret|Approved by Maria/);
  stage.jira.faults.clear();
  stage.github.clock.advance(3_600_000);
  stage.jira.clock.advance(3_600_000);
  await stage.settled();
});

test('the whole reasoning says how gates stand, and no name, no title, and nothing that was not done', async () => {
  stage = await openJiraStage('cloud');
  const { key } = await stage.inJira('maria', (maria) =>
    maria.createIssue('SHOP', { ...words, assignee: 'ben' }),
  );
  await stage.inJira('anton', (anton) => anton.assign(key, 'anton'));
  await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
  await stage.inJira('anton', (anton) => anton.edit(key, { description: 'h2. Problem\n\nVouchers.' }));
  await stage.inJira('anton', (anton) => anton.transition(key, 'Done'));
  const item = await pull(repository, `${key}: work`);
  await stage.act('rita', (rita) => rita.comment(item, '/why'));
  const [answer = ''] = stage.heard(item);
  const lines = answer.split('\n').map((line) => line.trimEnd());
  const begin = lines.indexOf(`### ${key}`);
  // It was done before the pull request came, so it stands for no new work.
  expect(lines.slice(0, begin).join('\n')).toMatch(new RegExp(`${key}\\S* is closed`));
  expect(lines.slice(begin)).toEqual([
    `### ${key}`,
    'Waiting for `pm` to approve the spec in Jira again, since then.',
    '#### Spec approval: changed since approval',
    'Somebody edited the text on then, after it was approved.',
    'It blocks starting work and merging. `pm` (maria) prepares it. It’s for `pm` (maria) to approve.',
    'Next: To approve it, move it to the status `Approved` in Jira.',
    '#### Acceptance: not ready yet',
    'It comes after the spec.',
    'It blocks closing. `engineer` (`@acme/engineering`) prepares it. It’s for `pm` (maria) to accept.',
    'Next: Wait until the spec is approved.',
    '- Not counted: Somebody moved it to the status `Done` in Jira on then: only `pm` (maria) can approve it.',
    expect.stringMatching(/^The rules are in /),
  ]);
  const all = [answer, said(item)].join('\n');
  expect(all).not.toMatch(/[Ss]ecret|[Cc]oupons|[Vv]ouchers|Maria|Anton|Ben\b|712020/);
});
