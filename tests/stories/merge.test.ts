/** The check on pull requests: which issues count, who is exempt, and what happens as the pull request changes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runsOn } from './seen.ts';
import { approvedIssue, openPull, openStage, repository, type Stage } from './stage.ts';

const policy = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
exempt:
  labels: [chore]
  authors: ["dependabot[bot]"]
  paths: ["docs/**"]
pull-requests:
  linked-repositories: [acme/specs]
`;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({
    policy,
    before: (github) => {
      for (const name of ['acme/specs', 'acme/else']) {
        github.repository(name, {
          private: false,
          collaborators: { maria: 'write', anton: 'write' },
          files: { 'README.md': name },
        });
      }
    },
  });
});
afterAll(() => stage.close());

const check = (pull: string): readonly string[] => stage.see(pull).checks;
const numberOf = (address: string): string => address.split('#')[1] ?? '';
const allOpen = ['Baton: success · You can merge this'];
const linkIt = ['Baton: action_required · Link the issue that this closes'];
const held = (issue: string): string[] => [
  `Baton: action_required · Waiting for maria to approve the spec of ${issue.replace(repository, '')}`,
];

async function newIssue(where = repository): Promise<string> {
  const { number } = await stage.act('anton', (anton) => anton.openIssue(where, { title: 'Coupons' }));
  return `${where}#${number}`;
}
const approve = (issue: string) => stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));

describe('linked issues', () => {
  test('none: held until one is linked in the text; unlinked: held again', async () => {
    const issue = await approvedIssue(stage);
    const pull = await openPull(stage, 'Work.');
    expect(check(pull)).toEqual(linkIt);
    await stage.act('anton', (anton) => anton.editPull(pull, { body: `Closes #${numberOf(issue)}` }));
    expect(check(pull)).toEqual(allOpen);
    await stage.act('anton', (anton) => anton.editPull(pull, { body: 'Work.' }));
    expect(check(pull)).toEqual(linkIt);
    await stage.act('anton', (anton) => anton.editPull(pull, { body: `\`Closes #${numberOf(issue)}\`` }));
    expect(check(pull)).toEqual(linkIt);
    expect(stage.see(pull)).toMatchObject({ card: null, said: [], labels: [] });
  });

  test('linked by hand, the pull request’s next event tells', async () => {
    const issue = await approvedIssue(stage);
    const pull = await openPull(stage, 'Work.');
    await stage.act('anton', (anton) => anton.connect(pull, issue));
    await stage.act('anton', (anton) => anton.comment(pull, 'Linked.'));
    expect(check(pull)).toEqual(allOpen);
  });

  test('two: both have to pass', async () => {
    const one = await approvedIssue(stage);
    const other = await newIssue();
    const pull = await openPull(stage, `Closes #${numberOf(one)}, fixes #${numberOf(other)}`);
    expect(check(pull)).toEqual(held(other));
    const [run] = runsOn(stage.github.find.pull(pull));
    expect(run?.summary).toContain(`### acme/shop#${numberOf(one)} Coupons`);
    expect(run?.summary).toContain(`### acme/shop#${numberOf(other)} Coupons`);
    await approve(other);
    expect(check(pull)).toEqual(allOpen);
    await stage.act('maria', (maria) => maria.comment(one, '/return spec No.'));
    expect(check(pull)).toEqual([
      `Baton: action_required · Waiting for maria to fix the spec of #${numberOf(one)}`,
    ]);
  });

  test('in another repository: listed it counts, otherwise it does not', async () => {
    const spec = await newIssue('acme/specs');
    const other = await newIssue('acme/else');
    const pull = await openPull(stage, `Closes ${other}`);
    expect(check(pull)).toEqual(linkIt);
    expect(runsOn(stage.github.find.pull(pull))[0]?.summary).toContain(
      `- acme/else\\#\u200B${numberOf(other)} doesn’t count: the policy doesn’t list its repository under \`linked-repositories\`.`,
    );
    await stage.act('anton', (anton) => anton.editPull(pull, { body: `Closes ${spec}` }));
    expect(check(pull)).toEqual(held(spec));
    // An issue there has gates by this repository's policy, though its own has none.
    expect(stage.see(spec)).toMatchObject({ card: null, labels: [] });
    await approve(spec);
    await stage.act('anton', (anton) => anton.comment(pull, 'Approved now.'));
    expect(check(pull)).toEqual(allOpen);
  });

  test('without gates of its own, an issue lets its pull request pass', async () => {
    const { number } = await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Tidy up' }));
    await stage.act('maria', (maria) => maria.label(`${repository}#${number}`, 'chore'));
    const pull = await openPull(stage, `Closes #${number}`);
    expect(check(pull)).toEqual(['Baton: success · You can merge this: no approval is needed']);
    await stage.act('anton', (anton) => anton.unlabel(`${repository}#${number}`, 'chore'));
    expect(check(pull)).toEqual(held(`#${number}`));
  });
});

describe('exempt', () => {
  test('by a label, as long as it is on', async () => {
    const pull = await openPull(stage, 'Work.');
    await stage.act('maria', (maria) => maria.label(pull, 'Chore'));
    expect(check(pull)).toEqual(['Baton: success · Exempt because of its label: you can merge this']);
    await stage.act('anton', (anton) => anton.unlabel(pull, 'chore'));
    expect(check(pull)).toEqual(linkIt);
  });

  test('by its author', async () => {
    stage.github.app({
      slug: 'dependabot',
      permissions: { contents: 'write', pull_requests: 'write', metadata: 'read' },
      events: [],
    });
    stage.github.install('dependabot', 'acme');
    const pull = await openPull(stage, 'Bump it.', { by: 'dependabot[bot]' });
    expect(check(pull)).toEqual(['Baton: success · Exempt because of its author: you can merge this']);
  });

  test('by its paths, until it touches another; a file moved out of them is another', async () => {
    const pull = await openPull(stage, 'Words.', { files: { 'docs/a.md': 'A', 'docs/.b': 'B' } });
    expect(check(pull)).toEqual(['Baton: success · Exempt because of its paths: you can merge this']);
    const branch = stage.github.find.pull(pull).headRef;
    await stage.act('anton', (anton) => anton.push(repository, branch, { files: { 'code.ts': 'x' } }));
    expect(check(pull)).toEqual(linkIt);
    await stage.act('anton', (anton) => anton.push(repository, branch, { files: { 'code.ts': null } }));
    expect(check(pull)).toEqual(['Baton: success · Exempt because of its paths: you can merge this']);
    const moved = await openPull(stage, 'Words.', {
      files: { 'README.md': null, 'docs/README.md': '# Shop\n' },
    });
    expect(check(moved)).toEqual(linkIt);
  });
});

describe('the check', () => {
  test('is on each new head, also while a draft, and not on one that is closed', async () => {
    const issue = await newIssue();
    const pull = await openPull(stage, `Closes #${numberOf(issue)}`, { draft: true });
    const item = stage.github.find.pull(pull);
    const before = item.headOid;
    expect(check(pull)).toEqual(held(issue));
    await stage.act('anton', (anton) => anton.push(repository, item.headRef, { files: { 'b.txt': 'b' } }));
    expect(item.headOid).not.toBe(before);
    expect(check(pull)).toEqual(held(issue));
    await stage.act('anton', (anton) => anton.draft(pull, false));
    await stage.act('anton', (anton) => anton.close(pull));
    await stage.act('anton', (anton) => anton.push(repository, item.headRef, { files: { 'c.txt': 'c' } }));
    await approve(issue);
    expect(runsOn(item, item.headOid)).toMatchObject([{ conclusion: 'action_required' }]);
    await stage.act('anton', (anton) => anton.reopen(pull));
    expect(check(pull)).toEqual(allOpen);
  });

  test('forked: the check is there too, and re-running it reads everything again', async () => {
    const issue = await newIssue();
    stage.github.fork(repository, 'rita');
    await stage.act('rita', (rita) => rita.push('rita/shop', 'idea', { files: { 'idea.txt': 'idea' } }));
    const { number } = await stage.act('rita', (rita) =>
      rita.openPull(repository, {
        title: 'Idea',
        body: `Closes #${numberOf(issue)}`,
        head: 'idea',
        headRepository: 'rita/shop',
      }),
    );
    const pull = `${repository}#${number}`;
    expect(check(pull)).toEqual(held(issue));
    stage.github.faults.addForDeliveries({ match: () => true, kind: 'lost' });
    await approve(issue);
    expect(check(pull)).toEqual(held(issue));
    const [run] = runsOn(stage.github.find.pull(pull));
    if (run === undefined) throw new Error('There is no run.');
    await stage.act('otto', (otto) => otto.rerun(run));
    expect(check(pull)).toEqual(allOpen);
    stage.github.faults.addForDeliveries({ match: () => true, kind: 'lost' });
    await stage.act('maria', (maria) => maria.comment(issue, '/revoke spec'));
    await stage.act('otto', (otto) => otto.rerun(run.suite));
    expect(check(pull)).toEqual(held(issue));
  });

  test('really blocks the merge where it is required, and nobody else’s check of that name helps', async () => {
    stage.github.app({ slug: 'forger', permissions: { checks: 'write', metadata: 'read' }, events: [] });
    stage.github.install('forger', 'acme');
    stage.github.protect(repository, { checks: [{ name: 'Baton', app: 'baton' }] });
    const issue = await newIssue();
    const pull = await openPull(stage, `Closes #${numberOf(issue)}`);
    await stage.act('forger[bot]', (bot) =>
      bot.check(repository, pull, 'Baton', {
        status: 'completed',
        conclusion: 'success',
        output: { title: 'Fine', summary: 'Fine' },
      }),
    );
    await stage.act('otto', (otto) => otto.comment(pull, 'Shall we?'));
    expect(check(pull)).toEqual([...held(issue), 'Baton: success · Fine']);
    const merging = (): Promise<Response> =>
      fetch(`${stage.github.url}/repos/${repository}/pulls/${numberOf(pull)}/merge`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${stage.github.token('anton')}` },
      });
    const refused = await merging();
    expect([refused.status, await refused.json()]).toMatchObject([
      405,
      { message: expect.stringContaining('Required status check "Baton" is failing.') },
    ]);
    await approve(issue);
    expect((await merging()).status).toBe(200);
    await stage.settled();
    expect(stage.see(pull).state).toBe('merged');
    stage.github.protect(repository, { checks: [] });
  });
});

test('a gate’s label on a pull request opens the gate for it alone, by who may', async () => {
  const issue = await newIssue();
  const pull = await openPull(stage, `Closes #${numberOf(issue)}`);
  const other = await openPull(stage, `Closes #${numberOf(issue)}`);
  await stage.act('otto', (otto) => otto.label(pull, 'spec:approved'));
  expect(stage.see(pull)).toMatchObject({ labels: [], said: [], checks: held(issue) });
  await stage.act('maria', (maria) => maria.label(pull, 'spec:approved'));
  expect(stage.see(pull)).toMatchObject({ labels: ['spec:approved'], checks: allOpen });
  expect(check(other)).toEqual(held(issue));
  expect(stage.see(issue)).toMatchObject({
    labels: [],
    card: { head: 'Waiting for maria to approve the spec' },
  });
  await stage.act('anton', (anton) => anton.unlabel(pull, 'spec:approved'));
  expect(stage.see(pull)).toMatchObject({ labels: ['spec:approved'], checks: allOpen });
  await stage.act('maria', (maria) => maria.unlabel(pull, 'spec:approved'));
  expect(stage.see(pull)).toMatchObject({ labels: [], checks: held(issue) });
  // The spec changes: what was approved for this pull request alone is stale, too.
  await stage.act('maria', (maria) => maria.label(pull, 'spec:approved'));
  await stage.act('ben', (ben) => ben.edit(issue, { body: 'Something else.' }));
  expect(stage.see(pull)).toMatchObject({ labels: [] });
  expect(stage.see(pull).checks[0]).toMatch(/^Baton: action_required/);
});
