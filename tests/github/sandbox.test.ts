/** Baton's tracker against a whole GitHub: what people do there, as one read finds it. */
import { createClock, startSandbox, type Sandbox } from '@baton/sandbox';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createGitHubTracker, type GitHubTracker } from '../../src/github/index.ts';
import { cardMarker, type Moment, type Observed } from '../../src/handoff/index.ts';
import type { Policy } from '../../src/policy/index.ts';
import type { Item, Observation } from '../../src/tracker.ts';
import { clientOf, registerBaton } from '../baton.ts';

let github: Sandbox;
let tracker: GitHubTracker;
let installation: number;
const minute = 60_000;

beforeEach(async () => {
  github = await startSandbox({ clock: createClock(Date.parse('2026-03-02T09:00:00Z')) });
  for (const login of ['olga', 'pia', 'ed', 'rita']) github.user(login);
  github.organization('acme', { admins: ['olga'], members: ['pia', 'ed'] });
  github.repository('acme/shop', {
    private: true,
    collaborators: { pia: 'write', ed: 'write', rita: 'read' },
    files: { '.github/roles.yml': 'roles: {pm: [pia], engineer: [ed]}\n' },
  });
  registerBaton(github);
  installation = github.install('baton', 'acme').id;
  tracker = createGitHubTracker(clientOf(github));
});

afterEach(async () => {
  const { unplayed, misfits } = github;
  await github.close();
  expect({ unplayed, misfits }).toEqual({ unplayed: [], misfits: [] });
});

const item = (kind: 'issue' | 'pull-request', number: number): Item => ({
  installation,
  repository: 'acme/shop',
  kind,
  number,
});

async function look(number: number): Promise<Extract<Observation, { kind: 'issue' }>> {
  const observation = await tracker.reads.observe(item('issue', number));
  if (observation.kind !== 'issue') throw new Error(`#${number} is ${observation.kind}`);
  return observation;
}

async function lookAtPull(number: number): Promise<Extract<Observation, { kind: 'pull-request' }>> {
  const observation = await tracker.reads.observe(item('pull-request', number));
  if (observation.kind !== 'pull-request') throw new Error(`#${number} is ${observation.kind}`);
  return observation;
}

/** What happened, a line each. */
function told({ history }: Observed): readonly string[] {
  return history.moments.map((moment) => `${moment.by.login} ${words(moment)}`);
}

function words(moment: Moment): string {
  switch (moment.kind) {
    case 'opened':
      return `opened: ${moment.title}: ${moment.body}`;
    case 'edited':
      return moment.lost ? 'edited: lost' : `edited: ${moment.title ?? moment.body}`;
    case 'labeled':
    case 'unlabeled':
      return `${moment.kind} ${moment.label}`;
    case 'assigned':
    case 'unassigned':
      return `${moment.kind} ${moment.assignee.login}`;
    case 'closed':
      return `closed as ${moment.reason} through ${moment.through}`;
    case 'reopened':
      return 'reopened';
    case 'moved':
      return `moved to ${moment.to.name}`;
    case 'set':
      return `set ${moment.field} to ${moment.value}`;
    case 'linked':
    case 'unlinked':
      return `${moment.kind} ${moment.issue.repository}#${moment.issue.number}`;
    case 'retargeted':
      return `retargeted to ${moment.to}`;
    case 'retitled':
      return `retitled: ${moment.title}`;
    case 'resolved':
      return `resolved: ${moment.closedAs}`;
    case 'commented':
      return `said ${moment.original}${moment.editedBy === null ? '' : ` (${moment.editedBy.login}: ${moment.text})`}`;
    default:
      return moment satisfies never;
  }
}

/** The requests that reached GitHub since the last time; what GitHub has is asked once a day, whoever looks. */
function requests(): readonly string[] {
  const seen = github.requests.map(({ kind, path, operation }) =>
    kind === 'rest' ? path : (operation ?? kind),
  );
  github.requests.length = 0;
  return seen.filter((each) => !each.includes('access_tokens') && each !== '/app' && each !== 'WhatIsThere');
}

const later = (): void => github.clock.advance(minute);

test('the life of an issue', async () => {
  github.as('olga').createLabel('acme/shop', { name: 'spec:approved', color: '0e8a16' });
  github.as('rita').openIssue('acme/shop', { title: 'Basket', body: 'Keep it' });
  later();
  github.as('pia').edit('acme/shop#1', { title: 'A basket' });
  later();
  github.as('pia').edit('acme/shop#1', { body: 'Keep it for a week' });
  later();
  github.as('ed').edit('acme/shop#1', { body: 'Keep it for a day' });
  github.as('pia').label('acme/shop#1', 'spec:approved');
  github.as('ed').assign('acme/shop#1', 'ed');
  const comment = github.as('pia').comment('acme/shop#1', '/return too short');
  later();
  github.as('ed').editComment(comment, 'Fine');
  github.as('baton[bot]').unlabel('acme/shop#1', 'spec:approved');
  github.as('pia').close('acme/shop#1', 'not_planned');
  later();
  github.as('baton[bot]').reopen('acme/shop#1');
  github.as('pia').unassign('acme/shop#1', 'ed');
  const { issue, policy, repository } = await look(1);
  expect(told(issue)).toEqual([
    'rita opened: Basket: Keep it',
    'pia edited: A basket',
    'pia edited: Keep it for a week',
    'pia labeled spec:approved',
    'ed assigned ed',
    'pia said /return too short (ed: Fine)',
    'ed edited: Keep it for a day',
    'baton[bot] unlabeled spec:approved',
    'pia closed as not_planned through person',
    'baton[bot] reopened',
    'pia unassigned ed',
  ]);
  expect(issue.history.moments.map(({ by }) => by.self)).toEqual([
    ...Array.from({ length: 7 }, () => false),
    true,
    false,
    true,
    false,
  ]);
  expect(issue.displayed).toMatchObject({ state: 'open', closedReason: null, labels: [], assignees: [] });
  expect(policy).toMatchObject({
    kind: 'file',
    repository: 'acme/shop',
    text: 'roles: {pm: [pia], engineer: [ed]}\n',
  });
  expect(repository).toMatchObject({ name: 'acme/shop', defaultBranch: 'main' });
  expect(requests()).toEqual(['ObserveIssue', 'FirstTexts']);
  await look(1);
  expect(requests()).toEqual(['ObserveIssue']);
});

test('a comment that was edited in its own second was first what it was first', async () => {
  github.as('pia').openIssue('acme/shop', { title: 'Basket', body: 'Keep it' });
  const comment = github.as('pia').comment('acme/shop#1', '/return too short');
  github.as('ed').editComment(comment, '/approve spec');
  expect(told((await look(1)).issue).at(-1)).toBe('pia said /return too short (ed: /approve spec)');
});

describe('reading and writing', () => {
  test('cost one request each, and one point', async () => {
    github.as('olga').createLabel('acme/shop', { name: 'spec:approved', color: '0e8a16' });
    github.as('olga').createLabel('acme/shop', { name: 'in progress', color: 'ffffff' });
    github.as('pia').openIssue('acme/shop', { title: 'Basket', body: 'Keep it' });
    later();
    github.as('ed').label('acme/shop#1', 'in progress');
    github.as('ed').assign('acme/shop#1', 'ed');
    const asked = github.as('pia').comment('acme/shop#1', '/approve');
    const { issue, repository } = await look(1);
    expect(
      github.requests
        .filter(({ kind, operation }) => kind === 'query' && operation !== 'WhatIsThere')
        .map(({ cost }) => cost),
    ).toEqual([1]);
    expect(requests()).toEqual(['ObserveIssue']);
    const on = issue.history.item.id;
    const comment = issue.history.moments.at(-1)?.id ?? '';
    await tracker.writes.perform({
      item: item('issue', 1),
      repository: repository,
      effects: [
        { kind: 'label', on, label: 'spec:approved' },
        { kind: 'unlabel', on, label: 'in progress' },
        { kind: 'unassign', on, login: 'ed' },
        { kind: 'card', on, card: null, body: `The card ${cardMarker}` },
        { kind: 'comment', on, body: '@ed, it is your turn.' },
        { kind: 'react', comment, reaction: 'done' },
        { kind: 'close', on, reason: 'completed' },
      ],
    });
    expect(requests()).toEqual(['Perform']);
    const after = await look(1);
    expect(requests()).toEqual(['ObserveIssue']);
    expect(after.issue.displayed).toMatchObject({
      state: 'closed',
      closedReason: 'completed',
      labels: ['spec:approved'],
      assignees: [],
      card: { body: `The card ${cardMarker}` },
      spareCards: [],
      subIssues: null,
    });
    expect(after.issue.history.moments.find(({ id }) => id === comment)).toMatchObject({ reacted: true });
    expect(asked.reactions).toHaveLength(1);
    const card = after.issue.displayed.card?.id ?? '';
    await tracker.writes.perform({
      item: item('issue', 1),
      repository: repository,
      effects: [
        { kind: 'card', on, card, body: `Another card ${cardMarker}` },
        { kind: 'card', on, card: null, body: `One too many ${cardMarker}` },
        { kind: 'reopen', on },
      ],
    });
    const { displayed } = (await look(1)).issue;
    expect(displayed).toMatchObject({
      state: 'open',
      card: { id: card, body: `Another card ${cardMarker}` },
    });
    expect(displayed.spareCards).toHaveLength(1);
    await tracker.writes.perform({
      item: item('issue', 1),
      repository: repository,
      effects: [{ kind: 'remove-comment', comment: displayed.spareCards[0] ?? '' }],
    });
    expect((await look(1)).issue.displayed.spareCards).toEqual([]);
  });
});

describe('a label', () => {
  const approve = (): void => {
    github.as('olga').createLabel('acme/shop', { name: 'nice', color: '0e8a16' });
    github.as('pia').openIssue('acme/shop', { title: 'Basket', body: 'Keep it' });
    later();
    github.as('pia').label('acme/shop#1', 'nice');
    later();
  };

  test('that was renamed proves what it was when it was placed', async () => {
    approve();
    github.as('ed').changeLabel('acme/shop', 'nice', { name: 'spec:approved' });
    expect(told((await look(1)).issue).at(-1)).toBe('pia labeled nice');
    expect(requests()).toEqual(['ObserveIssue', '/repos/acme/shop/issues/1/events']);
    expect(told((await look(1)).issue).at(-1)).toBe('pia labeled nice');
    expect(requests()).toEqual(['ObserveIssue']);
  });

  test('whose colour was changed long ago costs nothing', async () => {
    github.as('olga').createLabel('acme/shop', { name: 'nice', color: '0e8a16' });
    later();
    github.as('olga').changeLabel('acme/shop', 'nice', { color: 'ff0000' });
    later();
    github.as('pia').openIssue('acme/shop', { title: 'Basket', body: 'Keep it' });
    github.as('pia').label('acme/shop#1', 'nice');
    expect(told((await look(1)).issue).at(-1)).toBe('pia labeled nice');
    expect(requests()).toEqual(['ObserveIssue']);
  });

  test('that was deleted was what it was', async () => {
    approve();
    github.as('ed').deleteLabel('acme/shop', 'nice');
    expect(told((await look(1)).issue)).toContain('pia labeled nice');
  });

  test('that a person deleted and made anew is written by its new id', async () => {
    approve();
    const { issue, repository } = await look(1);
    const on = issue.history.item.id;
    github.as('ed').deleteLabel('acme/shop', 'nice');
    github.as('ed').createLabel('acme/shop', { name: 'nice', color: '000000' });
    const write = () =>
      tracker.writes.perform({
        item: item('issue', 1),
        repository: repository,
        effects: [{ kind: 'label', on, label: 'nice' }],
      });
    await expect(write()).rejects.toMatchObject({ name: 'TryLater' });
    await look(1);
    await write();
    expect((await look(1)).issue.displayed.labels).toEqual(['nice']);
  });
});

describe('a pull request', () => {
  const open = (): void => {
    github.as('pia').openIssue('acme/shop', { title: 'Basket', body: 'Keep it' });
    github.as('ed').push('acme/shop', 'basket', { files: { 'basket.ts': '1\n', 'README.md': '#\n' } });
    later();
    github.as('ed').openPull('acme/shop', { title: 'Basket', head: 'basket', body: 'Closes #1' });
  };
  const report = (conclusion: 'success' | 'action_required' | null, headSha: string) =>
    ({
      name: 'Baton',
      headSha,
      conclusion,
      title: 'Spec approval is missing',
      summary: 'Pia, please.',
    }) as const;

  test('is read with its issue, and shows our check and nobody else’s of the name', async () => {
    open();
    const before = await lookAtPull(2);
    expect(requests()).toEqual(['ObservePullRequest']);
    expect(before.pullRequest).toMatchObject({
      state: 'open',
      checks: [],
      closes: [{ repository: 'acme/shop', number: 1 }],
    });
    expect(before.issues.map(({ history }) => history.item.number)).toEqual([1]);
    expect(before.issues[0]?.displayed.pullRequests.map((pull) => pull.item.number)).toEqual([2]);
    const other = github.app({ slug: 'impostor', permissions: { checks: 'write' }, events: [] });
    github.install(other.slug, 'acme');
    const { headSha } = before.pullRequest;
    github
      .as('impostor[bot]')
      .check('acme/shop', headSha, 'Baton', { status: 'completed', conclusion: 'success' });
    await tracker.writes.perform({
      item: item('pull-request', 2),
      repository: before.repository,
      effects: [{ kind: 'check', check: null, report: report('action_required', headSha) }],
    });
    const [check, ...more] = (await lookAtPull(2)).pullRequest.checks;
    expect(more).toEqual([]);
    expect(check).toMatchObject({
      name: 'Baton',
      headSha,
      conclusion: 'action_required',
      status: 'completed',
      title: 'Spec approval is missing',
      summary: 'Pia, please.',
    });
    await tracker.writes.perform({
      item: item('pull-request', 2),
      repository: before.repository,
      effects: [{ kind: 'check', check: check?.id ?? null, report: report(null, headSha) }],
    });
    expect((await lookAtPull(2)).pullRequest.checks).toMatchObject([
      { id: check?.id, conclusion: null, status: 'in_progress' },
    ]);
    await tracker.writes.perform({
      item: item('pull-request', 2),
      repository: before.repository,
      effects: [{ kind: 'check', check: check?.id ?? null, report: report('success', headSha) }],
    });
    const { pullRequests } = (await look(1)).issue.displayed;
    expect(pullRequests[0]?.checks).toMatchObject([
      { id: check?.id, conclusion: 'success', status: 'completed' },
    ]);
    expect(await tracker.reads.changedPaths(item('pull-request', 2), before.pullRequest)).toEqual([
      'README.md',
      'basket.ts',
    ]);
  });

  test('was pushed when GitHub says so, and its new head has no checks yet', async () => {
    open();
    const first = await lookAtPull(2);
    await tracker.writes.perform({
      item: item('pull-request', 2),
      repository: first.repository,
      effects: [{ kind: 'check', check: null, report: report('success', first.pullRequest.headSha) }],
    });
    later();
    github.as('ed').push('acme/shop', 'basket', { files: { 'basket.ts': '2\n' } });
    const second = await lookAtPull(2);
    expect(second.pullRequest.headSha).not.toBe(first.pullRequest.headSha);
    expect(second.pullRequest.checks).toEqual([]);
    expect((second.pullRequest.pushedAt ?? 0) - (first.pullRequest.pushedAt ?? 0)).toBeGreaterThanOrEqual(
      minute,
    );
  });

  test('that is merged closes its issue through the merge', async () => {
    open();
    github.as('ed').merge('acme/shop#2');
    const { issue } = await look(1);
    expect(told(issue).at(-1)).toBe('ed closed as completed through pull-request');
    expect(issue.displayed).toMatchObject({
      state: 'closed',
      closedReason: 'completed',
      pullRequests: [{ state: 'merged' }],
    });
  });

  test('is no issue', async () => {
    open();
    expect(await tracker.reads.observe(item('issue', 2))).toEqual({ kind: 'gone' });
    expect(await tracker.reads.observe(item('pull-request', 1))).toEqual({ kind: 'gone' });
    expect(await tracker.reads.observe(item('issue', 99))).toEqual({ kind: 'gone' });
  });
});

test('a merge queue has a commit of its own, with checks of its own', async () => {
  github.protect('acme/shop', { checks: [{ name: 'Baton', app: 'baton' }], mergeQueue: true });
  github.as('ed').push('acme/shop', 'basket', { files: { 'basket.ts': '1\n' } });
  github.as('ed').openPull('acme/shop', { title: 'Basket', head: 'basket', body: 'No issue' });
  const own = await lookAtPull(1);
  const report = { name: 'Baton', conclusion: 'success', title: 'Fine', summary: 'Fine' } as const;
  const pass = (headSha: string) =>
    tracker.writes.perform({
      item: item('pull-request', 1),
      repository: own.repository,
      effects: [{ kind: 'check', check: null, report: { ...report, headSha } }],
    });
  await pass(own.pullRequest.headSha);
  later();
  const entry = github.as('ed').enqueue('acme/shop#1');
  const headSha = entry.headOid;
  const group: Item = { ...item('pull-request', 1), kind: 'merge-group', number: 1, headSha };
  const queued = await tracker.reads.observe(group);
  if (queued.kind !== 'pull-request') throw new Error(queued.kind);
  expect(queued.pullRequest).toMatchObject({ headSha, checks: [], pushedAt: own.pullRequest.pushedAt });
  await pass(headSha);
  expect((await lookAtPull(1)).pullRequest.state).toBe('merged');
});

describe('when GitHub fails', () => {
  beforeEach(async () => {
    github.as('pia').openIssue('acme/shop', { title: 'Basket', body: 'Keep it' });
    await look(1);
  });

  test('an answer that was lost after the writing is looked at again, and not written again', async () => {
    const { issue, repository } = await look(1);
    github.faults.add({ match: ({ kind }) => kind === 'mutation', kind: 'reset', when: 'after-doing' });
    const on = issue.history.item.id;
    const write = tracker.writes.perform({
      item: item('issue', 1),
      repository: repository,
      effects: [{ kind: 'comment', on, body: 'Hello' }],
    });
    await expect(write).rejects.toMatchObject({ name: 'TryLater' });
    expect(told((await look(1)).issue)).toEqual(['pia opened: Basket: Keep it', 'baton[bot] said Hello']);
  });

  test.each(['5xx', 'reset'] as const)(
    'with %s on the second page of a story, nothing is judged',
    async (kind) => {
      for (let index = 0; index < 101; index += 1) github.as('pia').comment('acme/shop#1', `${index}`);
      github.faults.add({ match: ({ operation }) => operation === 'MoreOfIssue', kind });
      await expect(look(1)).rejects.toMatchObject({ name: 'TryLater' });
      expect((await look(1)).issue.history.moments).toHaveLength(102);
    },
  );

  test.each(['secondary-limit', 'primary-limit'] as const)(
    'with a %s on the second page of a story, nothing is judged, and nothing more is asked for',
    async (kind) => {
      for (let index = 0; index < 101; index += 1) github.as('pia').comment('acme/shop#1', `${index}`);
      github.faults.add({ match: ({ operation }) => operation === 'MoreOfIssue', kind });
      const limited = { name: 'TryLater', scope: 'installation' };
      await expect(look(1)).rejects.toMatchObject(limited);
      github.requests.length = 0;
      await expect(look(1)).rejects.toMatchObject(limited);
      expect(github.requests).toEqual([]);
    },
  );
});

test('an issue of another repository counts as a link, and is read where it can be', async () => {
  github.repository('acme/specs', { private: true, collaborators: { ed: 'write' } });
  github.organization('other', { admins: ['ed'] });
  github.repository('other/secret', { private: true });
  github.as('ed').openIssue('acme/specs', { title: 'Elsewhere' });
  github.as('ed').openIssue('other/secret', { title: 'Hidden' });
  github.as('ed').push('acme/shop', 'basket', { files: { 'basket.ts': '1\n' } });
  const body = 'Closes acme/specs#1, closes other/secret#1';
  github.as('ed').openPull('acme/shop', { title: 'Basket', head: 'basket', body });
  const { pullRequest, issues } = await lookAtPull(1);
  expect(pullRequest.closes.map(({ repository, number }) => `${repository}#${number}`)).toEqual([
    'acme/specs#1',
  ]);
  expect(issues.map(({ history }) => history.item.title)).toEqual(['Elsewhere']);
});

test('an issue that was moved, or deleted, is gone', async () => {
  github.repository('acme/specs', { private: true, collaborators: { pia: 'write' } });
  github.as('pia').openIssue('acme/shop', { title: 'Basket' });
  github.as('pia').openIssue('acme/shop', { title: 'Other' });
  github.as('pia').transfer('acme/shop#1', 'acme/specs');
  expect(await tracker.reads.observe(item('issue', 1))).toEqual({ kind: 'gone' });
  github.as('olga').deleteIssue('acme/shop#2');
  expect(await tracker.reads.observe(item('issue', 2))).toEqual({ kind: 'gone' });
});

test('teams with their child teams, and permissions', async () => {
  for (const login of ['tom', 'tina', 'paul']) github.user(login);
  for (const login of ['tom', 'tina', 'paul']) github.addMember('acme', login);
  github.team('acme', 'Product', { members: ['tom'], pending: ['paul'] });
  github.team('acme', 'Research', { parent: 'product', members: ['tina'] });
  const policy = {
    roles: [
      { name: 'pm', members: [{ kind: 'team', org: 'acme', slug: 'product' }], permission: null },
      { name: 'lead', members: [{ kind: 'team', org: 'acme', slug: 'nowhere' }], permission: null },
      { name: 'engineer', members: [], permission: 'write' },
    ],
    exempt: { authors: [] },
    people: [],
  } as unknown as Policy;
  const ask = () =>
    tracker.reads.members(item('issue', 1), policy, {
      people: ['ed', 'rita', 'nobody-at-all'].map((login) => ({ login })),
      pins: new Map(),
    });
  const found = await ask();
  const byLogin = [...found.today].filter(([key]) => !key.startsWith('#'));
  expect(byLogin.map(([login, roles]) => [login, [...roles]])).toEqual(
    expect.arrayContaining([
      ['tom', ['pm']],
      ['tina', ['pm']],
      ['ed', ['engineer']],
    ]),
  );
  expect(byLogin).toHaveLength(3);
  expect(found.problems).toHaveLength(1);
  requests();
  await ask();
  expect(requests()).toEqual([]);
});

test('what there is in a repository, and when the App came', async () => {
  for (const title of ['one', 'two', 'three']) github.as('pia').openIssue('acme/shop', { title });
  github.as('pia').close('acme/shop#1');
  const open: number[] = [];
  for await (const { issues } of tracker.reads.listOpen({ installation, repository: 'acme/shop' }))
    open.push(...issues);
  for await (const { issues } of tracker.reads.listOpen({ installation, repository: 'acme/nowhere' }))
    open.push(...issues);
  expect(new Set(open)).toEqual(new Set([2, 3]));
  expect(await tracker.reads.installationSince(installation, 'acme/shop')).toBe(
    Date.parse('2026-03-02T09:00:00Z'),
  );
  const { repository } = await look(3);
  const wanted = { name: 'spec:approved', color: '0e8a16', description: 'Spec approval' };
  await tracker.writes.ensureLabels({ installation, repository, labels: [wanted] });
  await tracker.writes.ensureLabels({ installation, repository, labels: [wanted] });
  expect(
    github.find.repository('acme/shop').labels.filter(({ name }) => name === 'spec:approved'),
  ).toHaveLength(1);
});

test('accounts that are gone, and those that were never persons', async () => {
  github.mannequin('pia-of-old');
  github.as('pia').openIssue('acme/shop', { title: 'Basket', body: 'Keep it' });
  github.as('ed').comment('acme/shop#1', '/approve');
  github.deleteUser('ed');
  expect(told((await look(1)).issue)).toEqual(['pia opened: Basket: Keep it', 'ghost said /approve']);
});
