/** What each webhook says should be looked at. */
import { readFileSync } from 'node:fs';

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { eventNames, readEvent } from '../../src/github/receive/events.ts';
import type { RolesChange } from '../../src/store/index.ts';
import type { Hint } from '../../src/github/receive/hint.ts';
import { examples } from './examples.ts';

const us = { appId: 7, login: 'baton[bot]' };
const repository = {
  node_id: 'R_1',
  name: 'shop',
  full_name: 'Acme/Shop',
  default_branch: 'main',
  owner: { login: 'Acme' },
};
const base = { installation: { id: 3 }, repository, sender: { login: 'maria' } };
const read = (name: string, payload: object): readonly Hint[] => readEvent(name, { ...base, ...payload }, us);
const at = { installation: 3, repository: 'Acme/Shop' };
const issue = (number: number): Hint => ({
  kind: 'look',
  item: { ...at, kind: 'issue', number },
  soon: true,
});
const division = (number: number, where = 'Acme/Shop'): Hint => ({
  kind: 'look',
  item: { installation: 3, repository: where, kind: 'sub-issues', issue: number },
  soon: true,
});
const pull = (number: number): Hint => ({
  kind: 'look',
  item: { ...at, kind: 'pull-request', number },
  soon: true,
});
const remark = (action: string, body: string, more: object = {}): object => ({
  action,
  pull_request: { number: 6, node_id: 'PR_6' },
  comment: { node_id: 'PRRC_1', body, author_association: 'NONE', ...more },
});
const noted = (is: 'to-read' | 'gone', byOutsider: boolean): Hint => ({
  kind: 'remark',
  repository: 'Acme/Shop',
  number: 6,
  pullRequest: 'PR_6',
  remark: 'PRRC_1',
  byOutsider,
  is,
});
const group = (number: number, headSha: string): Hint => ({
  kind: 'look',
  item: { ...at, kind: 'merge-group', number, headSha },
  soon: true,
});
const shownGroup = (number: number, headSha: string): Hint => shown(group(number, headSha), 'check');
const place = (soon = true): Hint => ({ kind: 'look', item: { ...at, kind: 'repository' }, soon });
const labels = (...names: readonly string[]): Hint => ({
  kind: 'look',
  item: { ...at, kind: 'labels', names },
  soon: true,
});
const shown = (hint: Hint, shows: 'proposal' | 'check' | 'end'): Hint =>
  hint.kind === 'look' ? { ...hint, shows } : hint;
const all: Hint = { kind: 'look-at-all', installation: 3 };

describe('issues and pull requests', () => {
  // What it closes still is found from there; code closes nothing.
  test.each([
    ['Now it fixes #5.', [issue(8)]],
    ['Now it `fixes #5`.', [issue(5), issue(8)]],
    ['Now it <!-- fixes #5 -->.', [issue(5), issue(8)]],
    ['Now:\n\n    fixes #5', [issue(5), issue(8)]],
    [null, [issue(5), issue(8)]],
  ])('a description that becomes %j', (body, others) => {
    const changes = { body: { from: 'Fixes #5, closes #8.' } };
    expect(read('pull_request', { action: 'edited', pull_request: { number: 6, body }, changes })).toEqual([
      pull(6),
      ...others,
    ]);
  });

  test.each([
    ['issues', { action: 'labeled', issue: { number: 5 } }, [issue(5)]],
    ['issues', { action: 'deleted', issue: { number: 5 } }, [issue(5)]],
    [
      'issues',
      {
        action: 'transferred',
        issue: { number: 5 },
        changes: { new_issue: { number: 9 }, new_repository: { full_name: 'Acme/Desk' } },
      },
      [
        issue(5),
        {
          kind: 'look',
          item: { installation: 3, repository: 'Acme/Desk', kind: 'issue', number: 9 },
          soon: true,
        },
      ],
    ],
    ['sub_issues', { action: 'sub_issue_added', parent_issue: { number: 5 } }, [division(5)]],
    [
      'sub_issues',
      {
        action: 'sub_issue_removed',
        parent_issue: { number: 5 },
        sub_issue_repo: { full_name: 'Acme/Desk' },
      },
      [division(5)],
    ],
    [
      'sub_issues',
      {
        action: 'parent_issue_added',
        parent_issue: { number: 5 },
        parent_issue_repo: { full_name: 'Acme/Desk' },
        sub_issue: { number: 6 },
      },
      [division(5, 'Acme/Desk')],
    ],
    // What the issue became a part of may not be seen.
    ['sub_issues', { action: 'parent_issue_removed', sub_issue: { number: 6 } }, []],
    ['issue_comment', { action: 'created', issue: { number: 5 } }, [issue(5)]],
    ['issue_comment', { action: 'deleted', issue: { number: 6, pull_request: { url: '' } } }, [pull(6)]],
    ['pull_request', { action: 'labeled', pull_request: { number: 6 } }, [pull(6)]],
    // It may bring the first policy.
    ...['opened', 'reopened', 'synchronize'].map((action): [string, object, Hint[]] => [
      'pull_request',
      { action, pull_request: { number: 6 } },
      [shown(pull(6), 'proposal')],
    ]),
    [
      'pull_request',
      { action: 'edited', pull_request: { number: 6 }, changes: { base: { ref: { from: 'old' } } } },
      [shown(pull(6), 'proposal')],
    ],
    ['issues', { action: 'reopened', issue: { number: 5 } }, [shown(issue(5), 'end')]],
    [
      'pull_request',
      {
        action: 'edited',
        pull_request: { number: 6 },
        changes: { body: { from: 'Fixes #5, closes: #8 and fixes #5. See #9.' } },
      },
      [pull(6), issue(5), issue(8)],
    ],
    ['pull_request_review', { action: 'submitted', pull_request: { number: 6 } }, [pull(6)]],
    ['pull_request_review_comment', remark('created', '/approve spec'), [noted('to-read', true), pull(6)]],
    [
      'pull_request_review_comment',
      remark('created', 'Fine.\n\n/aprove', { author_association: 'MEMBER' }),
      [noted('to-read', false), pull(6)],
    ],
    ['pull_request_review_comment', remark('created', 'LGTM, approved!'), []],
    // Too long to be read there: it may hold one, or cannot.
    [
      'pull_request_review_comment',
      remark('created', '`a/b` '.repeat(1000)),
      [noted('to-read', true), pull(6)],
    ],
    ['pull_request_review_comment', remark('created', 'ab '.repeat(5000)), []],
    ['pull_request_review_comment', remark('created', 'Why not `/approve`?'), []],
    ['pull_request_review_comment', remark('created', '@someone /approve'), []],
    [
      'pull_request_review_comment',
      { ...remark('edited', 'Hm.'), changes: { body: { from: '/approve' } } },
      [noted('to-read', true), pull(6)],
    ],
    ['pull_request_review_comment', { ...remark('edited', 'Hm.'), changes: { body: { from: 'Well.' } } }, []],
    ['pull_request_review_comment', remark('deleted', '/approve spec'), [noted('gone', true), pull(6)]],
    ['create', { ref_type: 'branch', ref: '12-pay-by-card' }, [issue(12)]],
    ['create', { ref_type: 'branch', ref: 'feature/12-pay' }, [issue(12)]],
    ['create', { ref_type: 'branch', ref: 'release-12' }, []],
    ['create', { ref_type: 'tag', ref: '12-pay' }, []],
  ])('%s %j', (name, payload, hints) => {
    expect(read(name, payload)).toEqual(hints);
  });

  test('our own events lead to nothing; until we know who we are, to a look too many', () => {
    const ours = { ...base, sender: { login: 'Baton[bot]' }, action: 'labeled', issue: { number: 5 } };
    expect(readEvent('issues', ours, us)).toEqual([]);
    expect(readEvent('issues', ours, { ...us, login: null })).toEqual([issue(5)]);
    const installation = { ...ours, repositories_added: [{ full_name: 'Acme/Shop' }] };
    expect(readEvent('installation_repositories', installation, us)).toContainEqual(place());
  });
});

describe('checks', () => {
  const suite = { head_sha: 'abc', head_branch: 'topic', app: { id: 7 }, pull_requests: [{ number: 6 }] };
  const run = { ...suite, head_branch: undefined, check_suite: { head_branch: 'topic' } };
  const queue = 'gh-readonly-queue/release/2.0/pr-12-0123abc';
  test.each([
    ['check_run', { action: 'rerequested', check_run: run }, [shown(pull(6), 'check')]],
    ['check_run', { action: 'completed', check_run: run }, []],
    ['check_run', { action: 'rerequested', check_run: { ...run, app: { id: 8 } } }, []],
    ['check_suite', { action: 'rerequested', check_suite: suite }, [shown(pull(6), 'check')]],
    [
      'check_suite',
      { action: 'rerequested', check_suite: { ...suite, pull_requests: [] } },
      [{ kind: 'look-at-head', ...at, sha: 'abc' }],
    ],
    [
      'check_suite',
      { action: 'rerequested', check_suite: { ...suite, pull_requests: [], head_branch: queue } },
      [shownGroup(12, 'abc')],
    ],
    [
      'check_run',
      {
        action: 'rerequested',
        check_run: { ...run, pull_requests: [], check_suite: { head_branch: queue } },
      },
      [shownGroup(12, 'abc')],
    ],
    [
      'merge_group',
      { action: 'checks_requested', merge_group: { head_sha: 'abc', head_ref: `refs/heads/${queue}` } },
      [group(12, 'abc')],
    ],
    [
      'merge_group',
      { action: 'destroyed', merge_group: { head_sha: 'abc', head_ref: `refs/heads/${queue}` } },
      [],
    ],
    [
      'merge_group',
      { action: 'checks_requested', merge_group: { head_sha: 'abc', head_ref: 'refs/heads/main' } },
      [],
    ],
  ])('%s %j', (name, payload, hints) => {
    expect(read(name, payload)).toEqual(hints);
  });
});

/** Files of a repository changed; null: any of them may have. */
const files = (paths: readonly string[] | null, repository = 'Acme/Shop', repositoryId = 'R_1'): Hint => ({
  kind: 'files-changed',
  installation: 3,
  repository,
  repositoryId,
  paths,
});

describe('the policy file', () => {
  const commit = { added: [], modified: [], removed: [] };
  const touching = { ...commit, modified: ['README.md', '.github/roles.yml'] };
  const owners = { ...repository, name: '.github', full_name: 'Acme/.github' };
  const theirs = { installation: 3, repository: 'Acme/.github', kind: 'repository' } as const;
  const wide: Hint[] = [
    files(['README.md', '.github/roles.yml'], 'Acme/.github'),
    { kind: 'look', item: theirs, soon: true },
    { kind: 'owner-policy-changed', owner: 'Acme' },
    all,
  ];
  test.each([
    [
      'changed',
      { ref: 'refs/heads/main', commits: [touching, touching] },
      [files(['README.md', '.github/roles.yml']), place()],
    ],
    [
      'removed',
      { ref: 'refs/heads/main', commits: [{ ...commit, removed: ['.github/roles.yml'] }] },
      [files(['.github/roles.yml']), place()],
    ],
    [
      'not touched',
      { ref: 'refs/heads/main', commits: [commit, { ...commit, added: ['a/.github/roles.yml'] }] },
      [files(['a/.github/roles.yml'])],
    ],
    ['on another branch', { ref: 'refs/heads/topic', commits: [touching] }, []],
    ['with a forced push', { ref: 'refs/heads/main', forced: true, commits: [] }, [files(null), place()]],
    [
      'in more commits than are listed',
      { ref: 'refs/heads/main', commits: Array.from({ length: 2048 }, () => commit) },
      [files(null), place()],
    ],
    ['with its branch', { ref: 'refs/heads/main', deleted: true, commits: [] }, []],
    ['of the owner', { ref: 'refs/heads/main', commits: [touching], repository: owners }, wide],
  ])('%s: the policy alone may be otherwise', (_name, payload, hints) => {
    const about = (hint: Hint): Hint =>
      ['look', 'look-at-all', 'files-changed'].includes(hint.kind)
        ? ({ ...hint, only: 'policy' } as Hint)
        : hint;
    expect(read('push', payload)).toEqual(hints.map(about));
  });
});

describe('places and people', () => {
  const label = { node_id: 'L_1', name: 'agreed' };
  const changed: Hint = { kind: 'labels-changed', repository: 'Acme/Shop' };
  const added: Hint = { kind: 'repository-added', repository: 'Acme/Shop' };
  const lost: Hint = { kind: 'repository-gone', installation: 3, repository: 'Acme/Shop' };
  const teams: Hint = { kind: 'teams-changed', org: 'Acme' };
  const permissions: Hint = { kind: 'permissions-changed', repository: 'Acme/Shop' };
  const organization = { login: 'Acme' };
  const alone = { repository: undefined, organization };
  const member = { id: 9, login: 'Maria' };
  const team = { id: 5, slug: 'product', parent: null };
  const person: Hint = { kind: 'person-changed', login: 'Maria' };
  const theirs = (more: object = {}) => ({
    org: 'Acme',
    slugs: ['product'],
    ids: ['5'],
    any: false,
    ...more,
  });
  const roles = (change: Partial<RolesChange>): Hint => ({
    kind: 'roles-changed',
    change: { installation: 3, whose: null, by: null, permissions: false, only: null, ...change },
  });
  const refreshed: Hint = { kind: 'installation-changed', installation: 3 };
  test.each([
    [
      'label',
      { action: 'edited', label, changes: { name: { from: 'spec:approved' } } },
      [
        changed,
        {
          kind: 'label-renamed',
          repository: 'Acme/Shop',
          repositoryId: 'R_1',
          label: 'L_1',
          oldName: 'spec:approved',
          newName: 'agreed',
        },
        labels('agreed', 'spec:approved'),
      ],
    ],
    ['label', { action: 'edited', label, changes: { color: { from: 'fff' } } }, []],
    ['label', { action: 'deleted', label }, [changed, labels('agreed')]],
    ['label', { action: 'created', label }, [changed]],
    ['member', { action: 'edited' }, [permissions, roles({ permissions: true, only: 'Acme/Shop' })]],
    [
      'member',
      { action: 'removed', member },
      [permissions, roles({ whose: ['#9', 'maria'], permissions: true, only: 'Acme/Shop' })],
    ],
    [
      'membership',
      { action: 'removed', ...alone, member, team },
      [
        { ...teams, slug: 'product' },
        person,
        roles({ whose: ['#9', 'maria'], by: theirs(), permissions: true }),
      ],
    ],
    [
      'membership',
      { action: 'added', ...alone, member, team: { ...team, parent: { id: 6, slug: 'all' } } },
      [
        teams,
        person,
        roles({
          whose: ['#9', 'maria'],
          by: theirs({ slugs: ['product', 'all'], ids: ['5', '6'], any: true }),
          permissions: true,
        }),
      ],
    ],
    // A team that was deleted has no slug any more.
    [
      'membership',
      { action: 'removed', ...alone, member, team: { id: 5, name: 'Product', deleted: true } },
      [
        teams,
        person,
        roles({
          whose: ['#9', 'maria'],
          by: theirs({ slugs: [], any: true }),
          permissions: true,
        }),
      ],
    ],
    ['team', { action: 'created', ...alone, team }, [teams, roles({ by: theirs() })]],
    ['team', { action: 'deleted', ...alone, team }, [teams, roles({ by: theirs(), permissions: true })]],
    [
      'team',
      { action: 'edited', ...alone, team, changes: { name: { from: 'Products' } } },
      [teams, roles({ by: theirs() })],
    ],
    ['team', { action: 'edited', ...alone, team, changes: { description: { from: '' } } }, []],
    // It may have another one above it.
    [
      'team',
      { action: 'edited', ...alone, team, changes: {} },
      [teams, roles({ by: theirs({ any: true }), permissions: true })],
    ],
    [
      'team',
      { action: 'edited', organization, team, changes: { repository: { permissions: {} } } },
      [permissions, roles({ permissions: true, only: 'Acme/Shop' })],
    ],
    [
      'team',
      { action: 'added_to_repository', organization, team },
      [teams, permissions, roles({ permissions: true, only: 'Acme/Shop' })],
    ],
    [
      'organization',
      { action: 'member_removed', ...alone, membership: { user: member } },
      [
        teams,
        person,
        roles({
          whose: ['#9', 'maria'],
          by: theirs({ slugs: [], ids: [], any: true }),
          permissions: true,
        }),
      ],
    ],
    ['organization', { action: 'renamed', ...alone }, [teams, all]],
    ['organization', { action: 'member_invited', ...alone }, []],
    ['repository', { action: 'renamed' }, [files(null), place()]],
    ['repository', { action: 'transferred' }, [files(null), added, place()]],
    [
      'repository',
      { action: 'edited', changes: { default_branch: { from: 'master' } } },
      [files(null), place()],
    ],
    ['repository', { action: 'edited', changes: { description: { from: null } } }, []],
    ['repository', { action: 'deleted' }, [files(null), lost]],
    [
      'repository',
      {
        action: 'renamed',
        changes: { repository: { name: { from: '.github' } } },
      },
      [files(null), { kind: 'owner-policy-changed', owner: 'Acme' }, all, place()],
    ],
    [
      'installation_repositories',
      { action: 'added', repositories_added: [{ full_name: 'Acme/.github', node_id: 'R_2' }] },
      [
        refreshed,
        { ...files(null, 'Acme/.github'), repositoryId: 'R_2' },
        { kind: 'owner-policy-changed', owner: 'Acme' },
        all,
        { ...added, repository: 'Acme/.github' },
        { kind: 'look', item: { ...at, repository: 'Acme/.github', kind: 'repository' }, soon: true },
      ],
    ],
    ['installation', { action: 'created', repositories: [{ full_name: 'Acme/Shop' }] }, [place()]],
    ['installation', { action: 'new_permissions_accepted' }, [refreshed, all]],
    ['installation', { action: 'unsuspend' }, [refreshed, all]],
    ['installation', { action: 'deleted' }, [{ kind: 'installation-gone', installation: 3 }]],
    ['installation', { action: 'suspend' }, [{ kind: 'installation-gone', installation: 3 }]],
    [
      'installation_repositories',
      { action: 'added', repositories_added: [{ full_name: 'Acme/Shop', node_id: 'R_1' }] },
      [refreshed, files(null), added, place()],
    ],
    [
      'installation_repositories',
      { action: 'removed', repositories_added: [], repositories_removed: [{ full_name: 'Acme/Shop' }] },
      [refreshed, files(null, 'Acme/Shop', ''), lost],
    ],
  ])('%s %j', (name, payload, hints) => {
    expect(read(name, payload)).toEqual(hints);
  });
});

describe('somebody chose repositories for Baton', () => {
  const names = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ full_name: `acme/shop-${index}` }));
  const onboardings = (name: string, payload: object): readonly unknown[] =>
    read(name, payload).flatMap((hint) =>
      hint.kind === 'look' && hint.item.kind === 'onboarding' ? [[hint.item.repository, hint.soon]] : [],
    );
  const by = (selection: string | undefined) => ({
    installation: { id: 3, repository_selection: selection },
  });

  test.each(['installation', 'installation_repositories'])(
    '%s: each of a few is told how to begin',
    (name) => {
      const told = (count: number, selection?: string): number =>
        onboardings(name, {
          action: name === 'installation' ? 'created' : 'added',
          repositories: names(count),
          repositories_added: names(count),
          ...by(selection),
        }).length;
      expect([told(1, 'selected'), told(10, 'selected'), told(11, 'selected')]).toEqual([1, 10, 0]);
      expect([told(1, 'all'), told(1)]).toEqual([0, 0]);
    },
  );

  test('after everything that waits, and nothing else is an invitation', () => {
    const repositories = names(1);
    const created = { action: 'created', repositories, ...by('selected') };
    expect(onboardings('installation', created)).toEqual([['acme/shop-0', false]]);
    expect(onboardings('installation', { ...created, action: 'unsuspend' })).toEqual([]);
    expect(onboardings('repository', { action: 'transferred', ...by('selected') })).toEqual([]);
  });
});

test('whatever comes, nothing breaks', () => {
  for (const { name, examples: payloads } of examples) {
    for (const payload of payloads) {
      const installed = { ...payload, installation: { id: 3 } };
      for (const hint of [...readEvent(name, payload, us), ...readEvent(name, installed, us)]) {
        expect(hint).toHaveProperty('kind');
      }
    }
  }
  fc.assert(
    fc.property(
      fc.constantFrom(...eventNames, 'star', '__proto__', 'constructor'),
      fc.jsonValue(),
      fc.dictionary(
        fc.constantFrom('issue', 'label', 'changes', 'commits', 'check_run', 'action'),
        fc.jsonValue(),
      ),
      (name, odd, fields) => {
        expect(readEvent(name, odd, us)).toEqual([]);
        readEvent(name, { ...base, ...fields }, us);
      },
    ),
  );
});

test('GitHub’s own examples of every event that we listen to are understood', () => {
  const silent = eventNames.filter((name) => {
    const payloads = examples.find((each) => each.name === name)?.examples ?? [];
    return !payloads.some(
      (payload) => readEvent(name, { ...payload, installation: { id: 3 } }, us).length > 0,
    );
  });
  // Their examples have no check of our App, no branch named after an issue, no command in a remark, and no sub-issues.
  expect(silent).toEqual(['check_run', 'check_suite', 'create', 'pull_request_review_comment', 'sub_issues']);
});

test('app.yml asks for these events', () => {
  const manifest = parse(readFileSync(new URL('../../app.yml', import.meta.url), 'utf8')) as {
    readonly default_events: readonly string[];
  };
  const unasked = ['installation', 'installation_repositories'];
  expect([...manifest.default_events, ...unasked].toSorted()).toEqual(eventNames);
});

test('the name of an event is not signed: a delivery under another name forgets and renames nothing', () => {
  const grave = ['installation-gone', 'label-renamed', 'installation-changed'];
  const found = new Set<string>();
  // GitHub sends these to the App; of others, nobody has a signed one.
  for (const { name: own, examples: payloads } of examples.filter(({ name }) => eventNames.includes(name))) {
    for (const payload of payloads) {
      for (const name of eventNames) {
        for (const { kind } of readEvent(name, { ...payload, installation: { id: 3 } }, us))
          if (grave.includes(kind)) found.add(`${own} as ${name}: ${kind}`);
      }
    }
  }
  expect(
    [...found].filter((each) => !/^(\w+) as \1:/.test(each)).toSorted(),
    'What the first event alone is about belongs in `ofOthers` (place-events.ts).',
  ).toEqual([]);
  expect(found).toContain('installation as installation: installation-gone');
});
