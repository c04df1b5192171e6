/** GitHub refuses something for good: everything else happens, people read one sentence, and nothing is tried for ever. */
import type { Label } from '@baton/sandbox';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';

import { commentsOf, runsOn } from './seen.ts';
import { openPull, openStage, repository, type Stage, type StageSettings } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

type Line = { readonly level: number; readonly msg: string };
let lines: Line[] = [];
/** What an operator reads, from `warn` on. */
const loud = (): readonly string[] => lines.filter(({ level }) => level >= 40).map(({ msg }) => msg);
const errors = (): readonly Line[] => lines.filter(({ level }) => level >= 50);

async function begin(policy: string, settings: StageSettings = {}): Promise<void> {
  lines = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line) as Line) });
  stage = await openStage({ policy, log, ...settings });
}

const roles = 'roles:\n  pm: [maria]\n  engineer: ["@acme/engineering"]\n';
const launch = (title: string, label = 'launch:ready'): string => `${roles}gates:
  launch: { title: ${JSON.stringify(title)}, approve: pm, label: ${JSON.stringify(label)}, blocks: [close] }
  spec: { preset: spec }
`;
const rules = (policy: string): Promise<unknown> =>
  stage.act('olga', (olga) => olga.push(repository, 'main', { files: { '.github/roles.yml': policy } }));
async function newIssue(): Promise<string> {
  const { number } = await stage.act('maria', (maria) =>
    maria.openIssue(repository, { title: 'Coupons', body: 'One coupon per order.' }),
  );
  return `${repository}#${number}`;
}
const labelNamed = (name: string): Label | undefined =>
  stage.github.find.repository(repository).labels.find((label) => label.name === name);
/** Open issues of Baton's own about the policy: title and text. */
const own = (): readonly string[] =>
  [...stage.github.find.repository(repository).items.values()]
    .filter((item) => item.author.login === 'baton[bot]' && item.state === 'open')
    .map((item) => `${item.title}\n${item.body}`);
describe('a title that a label’s description cannot hold', () => {
  test.each([
    ['🚀 Launch brief', 'Baton: Launch brief is done. Only pm may add it.'],
    ['Launch 👩‍🚀 brief', 'Baton: Launch brief is done. Only pm may add it.'],
    ['🚀🎉', 'Baton: launch is done. Only pm may add it.'],
    ['𝓛aunch', 'Baton: aunch is done. Only pm may add it.'],
    ['✅ Start ⚙️', 'Baton: ✅ Start ⚙️ is done. Only pm may add it.'],
    ['🇩🇪 Freigabe', 'Baton: Freigabe is done. Only pm may add it.'],
  ])('%s', async (title, description) => {
    await begin(`${roles}gates: { spec: { preset: spec } }\n`);
    const issue = await newIssue();
    await rules(launch(title));
    expect(labelNamed('launch:ready')?.description).toBe(description);
    // What is open is looked at after the change, and people read the title as it is.
    expect(stage.see(issue).card?.gates.length).toBe(2);
    expect(commentsOf(stage.github.find.item(issue))[0]?.body).toContain(title.split(' ').at(-1));
    await stage.act('maria', (maria) => maria.comment(issue, '/approve launch'));
    expect(stage.see(issue).labels).toEqual(['launch:ready']);
    expect([own(), loud()]).toEqual([[], []]);
  });
});

describe('a label that GitHub does not take, nobody knows why', () => {
  const refuse = (times = 1000): void =>
    stage.github.faults.addForMutations({
      match: ({ name, input }) => name === 'createLabel' && JSON.stringify(input).includes('launch:ready'),
      message: 'Name is reserved',
      times,
    });

  test('the others are made, open items are looked at, and one sentence says which', async () => {
    await begin(`${roles}gates: { spec: { preset: spec } }\n`);
    const issue = await newIssue();
    refuse();
    await rules(launch('Launch brief').replace('preset: spec', 'preset: spec, label: "spec:ok"'));
    expect([labelNamed('spec:ok') !== undefined, labelNamed('launch:ready')]).toEqual([true, undefined]);
    expect(stage.see(issue).card?.gates[0]).toContain('Launch brief');
    const sentence =
      'GitHub does not take the label "launch:ready": Name is reserved. Give it another name in the policy.';
    expect(own()).toEqual([expect.stringMatching(/^GitHub refuses something that Baton needs here\n/)]);
    expect(own()[0]).toContain('GitHub does not take the label');
    expect(loud()).toEqual([sentence]);
    // The gate works without its label.
    await stage.act('maria', (maria) => maria.comment(issue, '/approve launch'));
    await stage.until(() => stage.see(issue).card?.gates[0]?.includes('approved') === true);
    // Another look says nothing new, and one after a change for the better closes the issue.
    await rules(`# Again.\n${launch('Launch brief')}`);
    expect([own().length, errors()]).toEqual([1, []]);
    await rules(launch('Launch brief', 'launched'));
    expect(own()).toEqual([]);
    expect(errors()).toEqual([]);
    stage.github.faults.clear();
  });

  test('a pull request that changes the policy is told', async () => {
    await begin(`${roles}gates: { spec: { preset: spec } }\n`);
    refuse();
    await rules(launch('Launch brief'));
    const pull = await openPull(stage, 'Closes nothing.', {
      by: 'otto',
      files: { '.github/roles.yml': `# New.\n${launch('Launch brief')}` },
    });
    await stage.settled();
    const check = runsOn(stage.github.find.pull(pull)).find(({ name }) => name === 'Baton policy');
    expect(check?.summary).toContain('GitHub does not take the label');
    stage.github.faults.clear();
  });
});

describe('something on an item that GitHub finds invalid, nobody knows why', () => {
  test('is tried three times more, then told; everything else is done at once', async () => {
    await begin(roles, { rough: true });
    const issue = await newIssue();
    stage.github.faults.addForMutations({
      match: ({ name, input }) => name === 'addComment' && JSON.stringify(input).includes('baton:handoff'),
      message: 'Body contains something',
      times: 1000,
    });
    await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    expect(stage.see(issue)).toMatchObject({ labels: ['spec:approved'], card: { head: expect.any(String) } });
    await stage.until(() => own().length === 1);
    expect(own()[0]).toContain('Body contains something');
    await stage.settled();
    const tries = stage.github.requests.filter(({ kind }) => kind === 'mutation').length;
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(stage.github.requests.filter(({ kind }) => kind === 'mutation').length).toBe(tries);
    expect([loud().length, errors()]).toEqual([1, []]);
    // Once GitHub takes it, it is said, and the issue is closed.
    stage.github.faults.clear();
    await stage.act('maria', (maria) => maria.comment(issue, 'Well.'));
    expect([own(), stage.see(issue).said.join('\n')]).toEqual([[], expect.stringContaining('Waiting for @')]);
  });
});

describe('a permission that is missing', () => {
  const all = {
    checks: 'write',
    contents: 'read',
    issues: 'write',
    members: 'read',
    merge_queues: 'read',
    metadata: 'read',
    pull_requests: 'write',
  } as const;

  test('for checks: cards and labels go on, the issue names it, and it heals', async () => {
    await begin(roles);
    stage.github.permit('baton', 'acme', { ...all, checks: 'read' });
    const issue = await newIssue();
    const pull = await openPull(stage, `Closes ${issue}`);
    await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    expect([stage.see(issue).labels, stage.see(pull).checks]).toEqual([['spec:approved'], []]);
    expect(own()).toEqual([expect.stringMatching(/Checks\\: write/)]);
    await openPull(stage, `Closes ${issue}`);
    expect([own().length, loud().length, errors()]).toEqual([1, 1, []]);
    stage.github.permit('baton', 'acme', all);
    await stage.act('rita', (rita) => rita.comment(pull, 'Hm.'));
    expect(stage.see(pull).checks).toEqual([expect.stringContaining('Baton: success')]);
    expect(own()).toEqual([]);
  });

  test('for issues: the check goes on, and the log names it once', async () => {
    await begin(roles);
    const issue = await newIssue();
    stage.github.permit('baton', 'acme', { ...all, issues: 'read', pull_requests: 'write' });
    const pull = await openPull(stage, `Closes ${issue}`);
    for (const words of ['/approve spec', '/revoke spec', '/approve spec'])
      await stage.act('maria', (maria) => maria.comment(issue, words));
    expect(stage.see(pull).checks).toEqual([expect.stringContaining('Baton: success')]);
    expect(errors()).toEqual([]);
    expect(loud().filter((line) => line.includes('Issues: write'))).toHaveLength(1);
    stage.github.permit('baton', 'acme', all);
    await stage.act('rita', (rita) => rita.comment(issue, 'Hm.'));
    expect(stage.see(issue).labels).toEqual(['spec:approved']);
  });
});

test('an archived repository: nothing is tried again', async () => {
  await begin(roles);
  const issue = await newIssue();
  stage.github.clock.advance(2000);
  stage.hurry('maria', (maria) => maria.comment(issue, '/approve spec'));
  stage.github.archiveRepository(repository);
  await stage.settled();
  stage.spent();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await stage.settled();
  expect([stage.spent().mutations, loud(), own()]).toEqual([0, [], []]);
  stage.github.archiveRepository(repository, false);
  await stage.settled();
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
});

test('limited interactions: labels and checks go on, and what was to be said is said once they end', async () => {
  await begin(roles, { timed: true });
  const issue = await newIssue();
  stage.heard(issue);
  stage.github.limitInteractions(repository);
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  expect([stage.see(issue).labels, stage.heard(issue)]).toEqual([['spec:approved'], []]);
  expect([loud(), own()]).toEqual([[], []]);
  stage.github.limitInteractions(repository, false);
  await stage.later(6 * 3_600_000 + 60_000);
  expect(stage.heard(issue)).toEqual([expect.stringContaining('Waiting for @')]);
  expect(commentsOf(stage.github.find.item(issue)).length).toBeGreaterThan(1);
});

describe('texts as long as they come', () => {
  test('long titles are cut where GitHub has a limit', async () => {
    await begin(`${roles}gates: { spec: { preset: spec, title: "${'Freigabe '.repeat(8).trim()}" } }\n`);
    const { number } = await stage.act('maria', (maria) =>
      maria.openIssue(repository, { title: '漢'.repeat(256), body: 'x' }),
    );
    const pull = await openPull(stage, `Closes #${number}`);
    expect(stage.see(pull).checks).toEqual([expect.stringContaining('Baton: action_required')]);
    expect(loud()).toEqual([]);
  });
});
