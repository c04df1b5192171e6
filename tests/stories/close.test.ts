/** Closing: undone unless accepted, whatever closed the issue; and closed again once it is accepted. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { approvedIssue, openPull, openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.github.app({
    slug: 'stale',
    permissions: { issues: 'write', contents: 'write', metadata: 'read' },
    events: [],
  });
  stage.github.install('stale', 'acme');
});
afterAll(() => stage.close());

const state = (issue: string): string => stage.see(issue).state;
const gates = (issue: string): readonly string[] => stage.see(issue).card?.gates ?? [];
const openedAgain = (who: string): string =>
  `${who}I reopened this issue, because the result isn’t accepted yet. maria can accept it: comment \`/accept\` or add the label \`pm:accepted\`. After that I’ll close it again.`;
test('closed by an engineer, it is opened again; accepted, it is closed with the reason that it had', async () => {
  const issue = await approvedIssue(stage);
  await stage.act('anton', (anton) => anton.close(issue));
  expect(state(issue)).toBe('open');
  expect(stage.heard(issue)).toEqual([openedAgain('@anton: ')]);
  expect(stage.see(issue).card?.notes).toEqual([
    '**Out of turn**',
    '- anton closed the issue on then before the result was accepted. I undid that.',
  ]);
  await stage.act('maria', (maria) => maria.comment(issue, '/accept'));
  expect(stage.see(issue)).toMatchObject({
    state: 'closed: completed',
    labels: ['pm:accepted', 'spec:approved'],
  });
});

test('by a commit on the default branch', async () => {
  const issue = await approvedIssue(stage);
  await stage.act('anton', (anton) =>
    anton.push(repository, 'main', {
      message: `Fixes #${issue.split('#')[1] ?? ''}`,
      files: { 'a.txt': 'a' },
    }),
  );
  expect(state(issue)).toBe('open');
  expect(stage.heard(issue)).toEqual([openedAgain('@anton: ')]);
  expect(stage.see(issue).card?.notes).toEqual([
    '**Out of turn**',
    '- anton closed the issue with a commit on then before the result was accepted. I undid that.',
  ]);
});

test('by a merge that maria makes herself: merging is no acceptance', async () => {
  const issue = await approvedIssue(stage);
  const pull = await openPull(stage, `Closes #${issue.split('#')[1] ?? ''}`);
  await stage.act('maria', (maria) => maria.merge(pull));
  expect(state(issue)).toBe('open');
  expect(gates(issue)[1]).toBe('Acceptance · waiting for approval · `pm` still has to approve it.');
  // An engineer's word is none.
  await stage.act('anton', (anton) => anton.comment(issue, '/accept'));
  expect(state(issue)).toBe('open');
  await stage.act('maria', (maria) => maria.label(issue, 'pm:accepted'));
  expect(state(issue)).toBe('closed: completed');
});

test('by another App', async () => {
  const issue = await approvedIssue(stage);
  await stage.act('stale[bot]', (bot) => bot.close(issue));
  expect(state(issue)).toBe('open');
  expect(stage.heard(issue)).toEqual([openedAgain('')]);
});

test('as not planned or as a duplicate it is free, and nobody has the baton', async () => {
  const issue = await approvedIssue(stage);
  const other = await approvedIssue(stage, 'The same');
  await stage.act('anton', (anton) => anton.close(issue, 'not_planned'));
  await stage.act('anton', (anton) => anton.close(other, 'duplicate', issue));
  for (const each of [issue, other]) {
    expect(stage.see(each)).toMatchObject({
      labels: ['spec:approved'],
      card: {
        head: 'Closed: nothing left to do',
        notes: [],
      },
      said: [expect.stringContaining('Waiting for @acme/engineering to')],
    });
  }
  expect([state(issue), state(other)]).toEqual(['closed: not_planned', 'closed: duplicate']);
  // Changing the reason afterwards is closing once more.
  await stage.act('anton', (anton) => anton.close(issue, 'completed'));
  expect(state(issue)).toBe('open');
});

test('a product manager who closes it as completed has accepted it', async () => {
  const issue = await approvedIssue(stage);
  await stage.act('maria', (maria) => maria.close(issue));
  expect(stage.see(issue)).toMatchObject({
    state: 'closed: completed',
    labels: ['pm:accepted', 'spec:approved'],
    card: { head: 'Everything is approved' },
  });
  expect(gates(issue)[1]).toBe(
    'Acceptance · approved · Approved by maria (`pm`, also the author) by closing the issue, then.',
  );
  expect(stage.heard(issue)).toEqual([]);
});

test('accepted, and opened again by somebody: the acceptance is stale', async () => {
  const issue = await approvedIssue(stage);
  await stage.act('maria', (maria) => maria.close(issue));
  await stage.act('anton', (anton) => anton.reopen(issue));
  expect(stage.see(issue)).toMatchObject({ state: 'open', labels: ['spec:approved'] });
  expect(gates(issue)[1]).toBe('Acceptance · changed since approval · anton reopened the issue on then.');
  expect(stage.heard(issue)).toEqual([
    '**Waiting for @maria to accept the result again.** anton reopened the issue on then.',
  ]);
  await stage.act('anton', (anton) => anton.close(issue));
  expect(state(issue)).toBe('open');
  await stage.act('maria', (maria) => maria.comment(issue, '/accept'));
  expect(state(issue)).toBe('closed: completed');
});

test('accepting early is allowed, and does not close; closing is free after it', async () => {
  const issue = await approvedIssue(stage);
  await stage.act('maria', (maria) => maria.comment(issue, '/accept'));
  expect(stage.see(issue)).toMatchObject({ state: 'open', labels: ['pm:accepted', 'spec:approved'] });
  await stage.act('anton', (anton) => anton.close(issue));
  expect(state(issue)).toBe('closed: completed');
  expect(stage.heard(issue)).toEqual([]);
});

test('taking the acceptance back on a closed issue opens it', async () => {
  const issue = await approvedIssue(stage);
  await stage.act('maria', (maria) => maria.close(issue));
  await stage.act('maria', (maria) => maria.unlabel(issue, 'pm:accepted'));
  expect(stage.see(issue)).toMatchObject({ state: 'open', labels: ['spec:approved'] });
  await stage.act('maria', (maria) => maria.label(issue, 'pm:accepted'));
  expect(state(issue)).toBe('closed: completed');
});

test('after three reversals within a day a person is asked, once; a day later Baton goes on', async () => {
  const issue = await approvedIssue(stage);
  for (const _ of [1, 2, 3]) {
    await stage.act('stale[bot]', (bot) => bot.close(issue));
    expect(state(issue)).toBe('open');
  }
  expect(stage.heard(issue)).toHaveLength(1);
  await stage.act('stale[bot]', (bot) => bot.close(issue));
  expect(state(issue)).toBe('closed: completed');
  expect(stage.heard(issue)).toEqual([
    '@maria: I’ve undone closing here three times within a day, so I stop now. Closing the issue by stale\\[bot\\] stays. To accept the result, comment `/accept` or add the label `pm:accepted`.',
  ]);
  await stage.act('rita', (rita) => rita.comment(issue, 'Why is this closed?'));
  await stage.act('anton', (anton) => anton.reopen(issue));
  await stage.act('anton', (anton) => anton.close(issue));
  expect(state(issue)).toBe('closed: completed');
  expect(stage.heard(issue)).toEqual([]);
  stage.github.clock.advance(24 * 60 * 60_000);
  await stage.act('anton', (anton) => anton.reopen(issue));
  for (const _ of [1, 2, 3]) {
    await stage.act('anton', (anton) => anton.close(issue));
    expect(state(issue)).toBe('open');
  }
  await stage.act('anton', (anton) => anton.close(issue));
  expect(state(issue)).toBe('closed: completed');
  expect(stage.heard(issue)).toHaveLength(1);
  await stage.act('maria', (maria) => maria.comment(issue, '/accept'));
  expect(stage.see(issue)).toMatchObject({
    state: 'closed: completed',
    labels: ['pm:accepted', 'spec:approved'],
    card: { head: 'Everything is approved', notes: [] },
  });
});

test('an issue nobody approved can be closed by its product manager: she accepts; the spec stays unapproved', async () => {
  const { number } = await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Small' }));
  const issue = `${repository}#${number}`;
  await stage.act('maria', (maria) => maria.close(issue));
  expect(stage.see(issue)).toMatchObject({ state: 'closed: completed', labels: ['pm:accepted'] });
  expect(stage.see(issue).card?.head).toBe('Closed: nothing left to do');
});

test('opened again by somebody else after Baton did, it is not closed by accepting', async () => {
  const issue = await approvedIssue(stage);
  await stage.act('anton', (anton) => anton.close(issue));
  await stage.act('maria', (maria) => maria.close(issue, 'not_planned'));
  await stage.act('anton', (anton) => anton.reopen(issue));
  await stage.act('maria', (maria) => maria.comment(issue, '/accept'));
  expect(state(issue)).toBe('open');
});
