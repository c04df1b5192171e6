/** A locked conversation takes no comment and no reaction of an App: what is to be said waits, and nothing else does. */
import { Writable } from 'node:stream';

import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';

import { approvedIssue, openPull, openStage, repository, type Stage } from './stage.ts';

type Line = { readonly level: number; readonly msg: string; readonly unsaid?: readonly string[] };

let stage: Stage;
const lines: Line[] = [];
afterEach(async () => {
  await stage.close();
  lines.length = 0;
});

async function open(): Promise<void> {
  const to = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(JSON.parse(chunk.toString()) as Line);
      done();
    },
  });
  stage = await openStage({ log: pino({ level: 'debug' }, to) });
}

async function lockedIssue(): Promise<string> {
  const { number } = await stage.act('maria', (maria) =>
    maria.openIssue(repository, { title: 'Coupons', body: 'One.' }),
  );
  const issue = `${repository}#${number}`;
  stage.heard(issue);
  await stage.act('maria', (maria) => maria.lock(issue));
  stage.spent();
  lines.length = 0;
  return issue;
}

const ofTheLock = (): readonly Line[] => lines.filter(({ msg }) => msg.includes('locked'));
const complaints = (): readonly Line[] => lines.filter(({ level }) => level >= 40);

test('what is undone is undone at once, and explained once it is unlocked', async () => {
  await open();
  const issue = await lockedIssue();
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  expect(stage.see(issue)).toMatchObject({
    assignees: [],
    card: { head: 'Waiting for maria to approve the spec' },
  });
  expect(stage.heard(issue)).toEqual([]);
  expect(ofTheLock().map(({ level, unsaid }) => [level, unsaid])).toEqual([[30, ['comment']]]);
  expect(complaints()).toEqual([]);
  // No request was made for what would be refused, and nothing is tried again.
  expect(stage.spent()).toEqual({ queries: 1, mutations: 1, rest: 0 });
  await stage.act('maria', (maria) => maria.lock(issue, false));
  expect(stage.heard(issue)).toEqual([expect.stringContaining('I unassigned you')]);
  await stage.act('rita', (rita) => rita.comment(issue, 'Well.'));
  expect(stage.heard(issue)).toEqual([]);
});

test('commands are answered, and the next holder is mentioned, once it is unlocked, also days later', async () => {
  await open();
  const issue = await lockedIssue();
  await stage.act('anton', (anton) => anton.comment(issue, '/approve spec'));
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  await stage.act('maria', (maria) => maria.comment(issue, 'Thanks.'));
  expect(stage.see(issue)).toMatchObject({
    labels: ['spec:approved'],
    card: { head: 'Waiting for `@acme/engineering` to build this' },
  });
  expect(stage.heard(issue)).toEqual([]);
  expect(complaints()).toEqual([]);
  stage.github.clock.advance(3 * 24 * 3_600_000);
  await stage.act('maria', (maria) => maria.lock(issue, false));
  expect(stage.heard(issue).toSorted()).toEqual([
    expect.stringContaining('Waiting for @'),
    '`/approve` for “Spec approval” is for `pm` (maria).',
  ]);
  const reactions = stage.github.find
    .item(issue)
    .timeline.flatMap((entry) => ('reactions' in entry ? entry.reactions : []))
    .map(({ content }) => content);
  expect(reactions.toSorted()).toEqual(['+1', 'confused']);
  stage.spent();
  await stage.act('rita', (rita) => rita.comment(issue, 'Well.'));
  expect(stage.heard(issue)).toEqual([]);
  expect(stage.spent()).toEqual({ queries: 1, mutations: 0, rest: 0 });
});

test('a new issue that is locked has its card once it is unlocked', async () => {
  await open();
  stage.github.clock.advance(2000);
  const { number } = stage.hurry('maria', (maria) => {
    const issue = maria.openIssue(repository, { title: 'Coupons' });
    maria.lock(`${repository}#${issue.number}`);
    return issue;
  });
  await stage.settled();
  const issue = `${repository}#${number}`;
  expect(stage.see(issue).card).toBeNull();
  expect(complaints()).toEqual([]);
  await stage.act('maria', (maria) => maria.lock(issue, false));
  expect(stage.see(issue).card?.head).toBe('Waiting for maria to approve the spec');
});

test('a locked pull request has its check; a command there is answered later', async () => {
  await open();
  const issue = await approvedIssue(stage);
  const pull = await openPull(stage, `Closes ${issue}`);
  await stage.act('maria', (maria) => maria.lock(pull));
  await stage.act('maria', (maria) => maria.comment(issue, '/revoke spec'));
  expect(stage.see(pull).checks).toEqual([
    'Baton: action_required · Waiting for maria to approve the spec of #1',
  ]);
  await stage.act('anton', (anton) => anton.comment(pull, '/approve spec'));
  expect(stage.heard(pull)).toEqual([]);
  expect(complaints()).toEqual([]);
  await stage.act('maria', (maria) => maria.lock(pull, false));
  expect(stage.heard(pull)).toEqual(['`/approve` for “Spec approval” is for `pm` (maria).']);
});

test.each([['FORBIDDEN'], ['UNPROCESSABLE']] as const)(
  'a lock that came in between (%s): no failure, and said with the next event',
  async (type) => {
    await open();
    const issue = await lockedIssue();
    await stage.act('maria', (maria) => maria.lock(issue, false));
    stage.github.faults.addForMutations({
      match: ({ name }) => name === 'addComment' || name === 'addReaction',
      type,
      message: 'Unable to create comment because issue is locked.',
      times: 100,
    });
    stage.github.clock.advance(2000);
    stage.hurry('anton', (anton) => {
      anton.comment(issue, '/why');
      anton.assign(issue, 'anton');
    });
    await stage.settled();
    expect(stage.see(issue).assignees).toEqual([]);
    expect(stage.heard(issue)).toEqual([]);
    expect(complaints()).toEqual([]);
    expect(ofTheLock().length).toBeGreaterThan(0);
    stage.github.faults.clear();
    await stage.act('rita', (rita) => rita.comment(issue, 'Well.'));
    expect(stage.heard(issue)).toHaveLength(2);
    await stage.act('rita', (rita) => rita.comment(issue, 'Well.'));
    expect(stage.heard(issue)).toEqual([]);
  },
);

test('a comment that somebody deletes is not said again', async () => {
  await open();
  const issue = await lockedIssue();
  await stage.act('maria', (maria) => maria.lock(issue, false));
  await stage.act('anton', (anton) => {
    anton.comment(issue, '/approve spec');
    anton.assign(issue, 'anton');
  });
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  expect(stage.heard(issue)).toHaveLength(2);
  const item = stage.github.find.item(issue);
  for (const entry of item.timeline.slice())
    if (
      entry.kind === 'IssueComment' &&
      entry.author.login === 'baton[bot]' &&
      !entry.body.includes('baton:card')
    )
      await stage.act('olga', (olga) => olga.deleteComment(entry));
  stage.github.clock.advance(600_000);
  await stage.act('rita', (rita) => rita.comment(issue, 'Well.'));
  expect(stage.see(issue).said).toEqual([]);
});
