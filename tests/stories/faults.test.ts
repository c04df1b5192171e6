/** What goes wrong on the way: nothing is lost, nothing is done twice, and what cannot be read does not pass. */
import type { Sandbox } from '@baton/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { commentsOf } from './seen.ts';
import { approvedIssue, openPull, openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.github.organization('globex', { admins: ['olga'], members: ['maria', 'anton'] });
  stage.github.repository('globex/site', {
    private: false,
    collaborators: { maria: 'write', anton: 'write' },
    files: { '.github/roles.yml': 'roles: { pm: [maria], engineer: [anton] }\n' },
  });
  stage.github.install('baton', 'globex');
  await stage.settled();
});
afterAll(() => stage.close());

type Match = Parameters<Sandbox['faults']['add']>[0]['match'];
const query: Match = ({ kind }) => kind === 'query';
const mutation: Match = ({ kind }) => kind === 'mutation';

async function newIssue(where = repository): Promise<string> {
  const { number } = await stage.act('maria', (maria) =>
    maria.openIssue(where, { title: 'Coupons', body: 'One.' }),
  );
  return `${where}#${number}`;
}

const cards = (issue: string): number =>
  commentsOf(stage.github.find.item(issue)).filter((one) => one.body.includes('<!-- baton:card -->')).length;

describe('reads', () => {
  test.each(['5xx', 'reset'] as const)('%s: tried again until it works', async (kind) => {
    const issue = await newIssue();
    stage.github.faults.add({ match: query, kind });
    await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    expect(stage.github.faults.pending()).toBe(false);
    expect(stage.see(issue)).toMatchObject({ labels: ['spec:approved'] });
    expect(stage.see(issue).said).toEqual([expect.stringContaining('Waiting for @')]);
  });

  test('while a team cannot be read, the check says that it is being tried again', async () => {
    const issue = await approvedIssue(stage);
    const pull = await openPull(stage, `Closes #${issue.split('#')[1] ?? ''}`);
    // Somebody comes, so the team is read again with the next event.
    stage.github.addToTeam('acme/engineering', 'otto');
    await stage.settled();
    stage.github.faults.add({ match: ({ path }) => path.includes('/teams/'), kind: '5xx', times: 3 });
    stage.hurry('anton', (anton) => anton.comment(pull, 'Ready.'));
    await stage.until(
      () => stage.see(pull).checks[0] === 'Baton: in_progress · Baton will retry: something couldn’t be read',
    );
    await stage.settled();
    expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this']);
  });
});

describe('writes', () => {
  test.each([
    ['5xx', 'before-doing'],
    ['5xx', 'after-doing'],
    ['reset', 'before-doing'],
    ['reset', 'after-doing'],
  ] as const)('%s %s: done once', async (kind, when) => {
    const issue = await newIssue();
    stage.heard(issue);
    stage.github.faults.add({ match: mutation, kind, when });
    await stage.act('maria', (maria) => maria.comment(issue, '/approve spec\n/why'));
    stage.github.faults.clear();
    await stage.act('anton', (anton) => anton.comment(issue, 'Well.'));
    expect(stage.see(issue)).toMatchObject({
      labels: ['spec:approved'],
      card: { head: 'Waiting for `@acme/engineering` to build this' },
    });
    expect(stage.heard(issue)).toHaveLength(2);
    expect(cards(issue)).toBe(1);
  });

  test('a new issue whose first write got no answer has one card', async () => {
    stage.github.faults.add({ match: mutation, kind: 'reset', when: 'after-doing' });
    const issue = await newIssue();
    await stage.act('anton', (anton) => anton.comment(issue, 'Well.'));
    expect(cards(issue)).toBe(1);
  });

  test('a pull request whose check could not be written has it later', async () => {
    const issue = await approvedIssue(stage);
    stage.github.faults.add({ match: mutation, kind: '5xx', status: 503 });
    const pull = await openPull(stage, `Closes #${issue.split('#')[1] ?? ''}`);
    expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this']);
  });
});

describe('limits', () => {
  test('a secondary limit: the installation waits as long as GitHub says, others go on', async () => {
    const issue = await newIssue();
    const other = await newIssue('globex/site');
    stage.github.clock.advance(2000);
    stage.github.faults.add({ match: mutation, kind: 'secondary-limit', seconds: 2 });
    const before = Date.now();
    stage.hurry('maria', (maria) => maria.comment(issue, '/approve spec'));
    await stage.until(() => !stage.github.faults.pending());
    stage.hurry('maria', (maria) => maria.comment(other, '/approve spec'));
    stage.hurry('anton', (anton) => anton.comment(issue, 'Well?'));
    await stage.until(() => stage.see(other).labels.includes('spec:approved'));
    // A machine may be so busy that the two seconds are over by now.
    if (Date.now() - before < 1900) expect(stage.see(issue).labels).toEqual([]);
    stage.spent();
    await stage.settled();
    expect(stage.see(issue).labels).toEqual(['spec:approved']);
    expect(Date.now() - before).toBeGreaterThanOrEqual(1900);
    expect(stage.spent()).toEqual({ queries: 1, mutations: 1, rest: 0 });
    expect(stage.see(issue).said).toHaveLength(1);
  });

  test('the primary limit: nothing is asked for before its reset', async () => {
    const issue = await newIssue();
    stage.github.faults.add({ match: query, kind: 'primary-limit', seconds: 2 });
    stage.spent();
    const before = Date.now();
    await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    expect(Date.now() - before).toBeGreaterThanOrEqual(1000);
    expect(stage.see(issue).labels).toEqual(['spec:approved']);
    // The one that met the limit, and the one after it.
    expect(stage.spent()).toEqual({ queries: 2, mutations: 1, rest: 0 });
  });
});

describe('tokens', () => {
  test('that have ended are asked for anew, within the same look', async () => {
    const issue = await newIssue();
    stage.github.endTokens();
    stage.spent();
    await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    expect(stage.see(issue).labels).toEqual(['spec:approved']);
    // The refused read, the token, the read.
    expect(stage.spent()).toEqual({ queries: 2, mutations: 1, rest: 1 });
  });

  test('that cannot be had now are asked for again later', async () => {
    const issue = await newIssue();
    stage.github.endTokens();
    stage.github.faults.add({ match: ({ path }) => path.endsWith('/access_tokens'), kind: '5xx' });
    await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    expect(stage.see(issue).labels).toEqual(['spec:approved']);
  });
});

test('slow answers: what happens meanwhile is seen, and nothing is done twice', async () => {
  const issue = await newIssue();
  stage.heard(issue);
  stage.github.faults.add({ match: query, kind: 'slow', milliseconds: 300, times: 2 });
  stage.hurry('maria', (maria) => maria.comment(issue, '/approve spec'));
  await stage.github.settled();
  stage.github.clock.advance(2000);
  stage.hurry('ben', (ben) => ben.edit(issue, { body: 'Two.' }));
  await stage.settled();
  expect(stage.see(issue)).toMatchObject({
    labels: [],
    card: { head: 'Waiting for maria to approve the spec again' },
  });
  expect(cards(issue)).toBe(1);
});

test('lost deliveries: the next event on the issue catches up', async () => {
  const issue = await newIssue();
  stage.github.faults.addForDeliveries({ match: () => true, kind: 'lost', times: 2 });
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  await stage.act('ben', (ben) => ben.edit(issue, { body: 'Two.' }));
  expect(stage.see(issue).card?.gates[0]).toContain('waiting');
  await stage.act('otto', (otto) => otto.comment(issue, 'Hello?'));
  expect(stage.see(issue).card?.gates[0]).toContain('changed since approval');
});

test('an installation that is gone, and one that comes back', async () => {
  const issue = await newIssue('globex/site');
  stage.github.uninstall('baton', 'globex');
  await stage.settled();
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  expect(stage.see(issue).assignees).toEqual(['anton']);
  stage.github.clock.advance(3_600_000);
  stage.github.install('baton', 'globex');
  await stage.settled();
  await stage.act('anton', (anton) => anton.comment(issue, 'Back.'));
  expect(stage.see(issue)).toMatchObject({
    assignees: ['anton'],
    card: { head: 'Waiting for maria to approve the spec' },
  });
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
});

test('no answer at all: given up after a while, tried again, and the check says so meanwhile', async () => {
  const patient = stage;
  stage = await openStage({ timeout: 1500 });
  const issue = await approvedIssue(stage);
  const pull = await openPull(stage, `Closes ${issue}`);
  stage.github.faults.add({ match: query, kind: 'hang', times: 3 });
  stage.hurry('anton', (anton) => anton.comment(pull, 'Ready.'));
  await stage.until(
    () => stage.see(pull).checks[0] === 'Baton: in_progress · Baton will retry: something couldn’t be read',
  );
  await stage.settled();
  expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this']);
  await stage.close();
  stage = patient;
});
