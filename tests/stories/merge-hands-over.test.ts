/** A merge that closes the issue is the handoff to acceptance: it is opened again in one comment, and nobody did wrong. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { approvedIssue, openPull, openStage, repository, twoRoles, type Stage } from './stage.ts';
import { cardOf, commentsOf } from './seen.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const numberOf = (issue: string): string => `#${issue.split('#')[1] ?? ''}`;
const link = (pull: string): string =>
  `[${numberOf(pull)}](${stage.github.url}/${pull.replace('#', '/pull/')})`;
const blame = /not allowed|undone|violation|allowed|took back|only .* may/i;

/** Everything that Baton shows of an issue, to look for words that blame somebody. */
async function shown(issue: string): Promise<string> {
  await stage.act('maria', (maria) => maria.comment(issue, '/why'));
  const item = stage.github.find.item(issue);
  const ledger = (await stage.service().store.recorded(item.repository.nodeId)).filter(({ item: of }) =>
    of.endsWith(`${repository} issue ${issue.split('#')[1]}`),
  );
  expect(ledger.length).toBeGreaterThan(0);
  return [
    ...commentsOf(item).map(({ body }) => body.replaceAll(/<!--.*?-->/g, '')),
    cardOf(item)?.body,
    ...ledger.map(({ verdict }) => JSON.stringify(verdict).replaceAll('"violations":[]', '')),
  ].join('\n');
}

const reopened = (pull: string): string =>
  `${link(pull)} is merged, and GitHub closed this issue with it. I reopened it until the result is accepted; then I’ll close it again.`;

async function mergedBy(
  how: (pull: string) => Promise<unknown>,
): Promise<{ readonly issue: string; readonly pull: string }> {
  const issue = await approvedIssue(stage);
  const pull = await openPull(stage, `Closes ${numberOf(issue)}`);
  await how(pull);
  return { issue, pull };
}

describe.each([
  ['a merge commit', (pull: string) => stage.act('anton', (anton) => anton.merge(pull))],
  [
    'a squash whose message closes it too',
    (pull: string) =>
      stage.act('anton', (anton) =>
        anton.merge(pull, { method: 'squash', message: stage.github.find.pull(pull).body }),
      ),
  ],
  ['a rebase', (pull: string) => stage.act('anton', (anton) => anton.merge(pull, { method: 'rebase' }))],
  ['the product manager’s own merge', (pull: string) => stage.act('maria', (maria) => maria.merge(pull))],
])('by %s', (_, how) => {
  test('says in one comment that it was opened again, who accepts and how; accepted, it is closed', async () => {
    const { issue, pull } = await mergedBy(how);
    expect(stage.see(issue)).toMatchObject({
      state: 'open',
      card: { head: 'Waiting for maria to accept the result', notes: [] },
    });
    expect(stage.heard(issue)).toEqual([`**Waiting for @maria to accept the result.**\n${reopened(pull)}`]);
    expect(await shown(issue)).not.toMatch(blame);
    await stage.act('maria', (maria) => maria.comment(issue, '/accept'));
    expect(stage.see(issue)).toMatchObject({
      state: 'closed: completed',
      card: { head: 'Everything is approved', notes: [] },
    });
  });
});

const blamed = (issue: string): readonly string[] => stage.see(issue).card?.notes ?? [];
const commitClosing = (issue: string) =>
  stage.act('anton', (anton) =>
    anton.push(repository, 'main', { message: `Fixes ${numberOf(issue)}`, files: { [`${issue}.txt`]: 'x' } }),
  );

test('by a push of the pull request’s own commits, which name the issue too: it is a merge', async () => {
  const issue = await approvedIssue(stage);
  const pull = await openPull(stage, `Closes ${numberOf(issue)}`);
  const { headRef } = stage.github.find.pull(pull);
  await stage.act('anton', (anton) =>
    anton.push(repository, headRef, { message: `Fixes ${numberOf(issue)}`, files: { 'm.txt': issue } }),
  );
  const { headOid } = stage.github.find.pull(pull);
  await stage.act('anton', (anton) => anton.merge(pull, { method: 'rebase' }));
  expect(headOid).not.toBe('');
  expect(blamed(issue)).toEqual([]);
  expect(stage.heard(issue).join()).toContain(reopened(pull));
});

test('several pull requests: every merge is undone, none counts towards giving up, and it is said once', async () => {
  const issue = await approvedIssue(stage);
  const merges = async (): Promise<string> => {
    const pull = await openPull(stage, `Closes ${numberOf(issue)}`);
    await stage.act('anton', (anton) => anton.merge(pull));
    return pull;
  };
  const first = await merges();
  expect(stage.heard(issue)).toEqual([expect.stringContaining(reopened(first))]);
  for (const _ of [1, 2, 3, 4]) await merges();
  expect(stage.see(issue)).toMatchObject({ state: 'open', card: { notes: [] } });
  expect(stage.heard(issue)).toEqual([]);
  // Three closings by hand are undone as ever, and the fourth is left.
  for (const _ of [1, 2, 3]) await stage.act('anton', (anton) => anton.close(issue));
  expect(stage.see(issue).state).toBe('open');
  await stage.act('anton', (anton) => anton.close(issue));
  expect(stage.see(issue).state).toBe('closed: completed');
});

test('sent back, and merged again: the second merge hands over again, and says so', async () => {
  const { issue } = await mergedBy((pull) => stage.act('anton', (anton) => anton.merge(pull)));
  await stage.act('maria', (maria) => maria.comment(issue, '/return acceptance The button is missing'));
  stage.heard(issue);
  const pull = await openPull(stage, `Closes ${numberOf(issue)}`);
  await stage.act('anton', (anton) => anton.merge(pull));
  expect(stage.heard(issue)).toEqual([`**Waiting for @maria to accept the result.**\n${reopened(pull)}`]);
});

describe('what stays somebody’s doing', () => {
  test('a commit that closes it after the merge', async () => {
    const { issue } = await mergedBy((pull) => stage.act('anton', (anton) => anton.merge(pull)));
    expect(blamed(issue)).toEqual([]);
    await commitClosing(issue);
    expect(stage.see(issue).state).toBe('open');
    expect(blamed(issue)).toEqual([
      '**Out of turn**',
      '- anton closed the issue with a commit on then before the result was accepted. I undid that.',
    ]);
  });

  test('a commit on its own, and a person who closes it after the merge', async () => {
    const issue = await approvedIssue(stage);
    await commitClosing(issue);
    expect(blamed(issue)[1]).toContain('anton closed the issue with a commit on then');
    const other = await mergedBy((pull) => stage.act('anton', (anton) => anton.merge(pull)));
    await stage.act('anton', (anton) => anton.close(other.issue));
    expect(blamed(other.issue)[1]).toContain('anton closed the issue on then before');
  });

  test('a commit in a pull request that does not say it closes the issue', async () => {
    const issue = await approvedIssue(stage);
    const pull = await openPull(stage, 'Small things');
    const { headRef } = stage.github.find.pull(pull);
    await stage.act('anton', (anton) =>
      anton.push(repository, headRef, { message: `Fixes ${numberOf(issue)}`, files: { 'n.txt': issue } }),
    );
    await stage.act('anton', (anton) => anton.merge(pull, { method: 'rebase' }));
    expect(blamed(issue)[1]).toContain('anton closed the issue with a commit on then');
  });
});

test('a merge past a gate is named as that, and not for its closing', async () => {
  const { number } = await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Refunds' }));
  const issue = `${repository}#${number}`;
  const pull = await openPull(stage, `Closes ${numberOf(issue)}`);
  await stage.act('anton', (anton) => anton.merge(pull));
  expect(stage.see(issue).state).toBe('open');
  expect(blamed(issue)).toEqual([
    '**Merged early**',
    expect.stringMatching(/^- anton merged .*, before the spec of this issue was approved\.$/),
  ]);
  expect(stage.heard(issue)).toEqual([
    `${reopened(pull)} maria can accept it: comment \`/accept\` or add the label \`pm:accepted\`.`,
  ]);
});

describe('where acceptance does not undo', () => {
  test.each([
    ['warn', `The result still has to be accepted.`],
    ['observe', null],
  ] as const)('%s: the issue stays closed, and nobody is blamed', async (mode, says) => {
    const other = await openStage({
      policy: `${twoRoles}gates:
  spec: { preset: spec }
  acceptance: { preset: acceptance, mode: ${mode} }
`,
    });
    const issue = await approvedIssue(other);
    const pull = await openPull(other, `Closes ${numberOf(issue)}`);
    await other.act('anton', (anton) => anton.merge(pull));
    expect(other.see(issue).state).toBe('closed: completed');
    expect(other.see(issue).card?.notes.join()).not.toContain('closed the issue');
    const heard = other.heard(issue);
    if (says === null) expect(heard).toEqual([]);
    else expect(heard).toEqual([expect.stringContaining(says)]);
    const item = other.github.find.item(issue);
    const ledger = await other.service().store.recorded(item.repository.nodeId);
    expect(JSON.stringify(ledger.at(-1)?.verdict)).not.toMatch(/"kind":"close"/);
    await other.close();
  });
});

test('what is closed while another gate comes first: that one is named, and who opens it', async () => {
  const other = await openStage({
    policy: `${twoRoles}  qa: [otto]
gates:
  spec: { preset: spec }
  check: { title: Quality check, approve: qa, blocks: [acceptance], after: [spec] }
  acceptance: { preset: acceptance }
`,
  });
  const issue = await approvedIssue(other);
  await other.act('anton', (anton) => anton.close(issue));
  expect(other.heard(issue)).toEqual([
    '@anton: I reopened this issue, because the result isn’t accepted yet. otto can approve the quality check first: comment `/approve check`. Once the result is accepted, too, I’ll close the issue again.',
  ]);
  await other.close();
});
