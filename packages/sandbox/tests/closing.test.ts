/** What closes issues: closing words, links, merges, pushes; and what the timelines tell of it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { referencesIn, withoutCode } from '../src/closing-words.ts';
import { graphql, startWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
  world.github.as('pia').openIssue('acme/shop', { title: 'Basket' });
  world.github.as('pia').openIssue('acme/shop', { title: 'Till' });
});
afterEach(() => world.close());

const closes = (text: string): string[] =>
  referencesIn(withoutCode(text))
    .filter(({ closes }) => closes)
    .map(({ repository, number }) => `${repository ?? ''}#${number}`);

test.each([
  ['Closes #1', ['#1']],
  [
    'close #1, closed #2, fix #3, fixes #4, fixed #5, resolve #6, resolves #7, RESOLVED #8',
    ['#1', '#2', '#3', '#4', '#5', '#6', '#7', '#8'],
  ],
  ['Closes: #1', ['#1']],
  ['fixes acme/till#7 and https://github.com/acme/till/issues/8', ['acme/till#7']],
  ['closes https://github.com/acme/till/issues/8', ['acme/till#8']],
  ['Part of #1, closes #2', ['#2']],
  ['encloses #1; fixing #2; fixes nothing; fixes#3', []],
  ['`fixes #1` and ``closes `#2` `` and <!-- closes #3 --> but fixes #4', ['#4']],
  ['```\nfixes #1\n```\nfixes #2', ['#2']],
  ['~~~md\nfixes #1\n~~~\n', []],
  ['```\nnever ended: fixes #1', []],
])('%j closes %j', (text, expected) => {
  expect(closes(text)).toEqual(expected);
});

function pull(body: string, message = 'Work'): void {
  const { github } = world;
  github.as('ed').push('acme/shop', 'work', { message, files: { 'work.ts': 'done\n' } });
  github.as('ed').openPull('acme/shop', { title: 'Work', head: 'work', body });
}

const states = (): string[] =>
  [1, 2]
    .map((number) => world.github.find.issue(`acme/shop#${number}`))
    .map(({ state, stateReason }) => `${state} ${stateReason}`);

test('merging closes what the body names, and then what its commits name; each says what closed it', async () => {
  const { github, installationToken } = world;
  pull('Closes #1', 'Work\n\nFixes #2');
  expect(states()).toEqual(['open null', 'open null']);
  github.as('olga').merge('acme/shop#3');
  expect(states()).toEqual(['closed completed', 'closed completed']);
  const closer =
    'timelineItems(first: 5, itemTypes: [CLOSED_EVENT]) { nodes { ... on ClosedEvent { actor { login } closer { __typename ... on Commit { message } ... on PullRequest { number } } } } }';
  expect(
    await graphql(
      github,
      installationToken,
      `{ repository(owner: "acme", name: "shop") { one: issue(number: 1) { ${closer} } two: issue(number: 2) { ${closer} } } }`,
    ),
  ).toEqual({
    data: {
      repository: {
        one: {
          timelineItems: {
            nodes: [{ actor: { login: 'olga' }, closer: { __typename: 'PullRequest', number: 3 } }],
          },
        },
        two: {
          timelineItems: {
            nodes: [
              { actor: { login: 'olga' }, closer: { __typename: 'Commit', message: 'Work\n\nFixes #2' } },
            ],
          },
        },
      },
    },
  });
});

test('a push to the default branch closes by its words; to another branch it does not', () => {
  const { github } = world;
  github.as('ed').push('acme/shop', 'work', { message: 'fixes #1' });
  expect(states()).toEqual(['open null', 'open null']);
  github.as('ed').push('acme/shop', 'main', { message: 'fixes #2' });
  expect(states()).toEqual(['open null', 'closed completed']);
});

test('words in code, and a pull request that goes elsewhere, close nothing', () => {
  const { github } = world;
  github.as('ed').createBranch('acme/shop', 'next');
  github.as('ed').push('acme/shop', 'work', { files: { 'work.ts': 'done\n' } });
  github.as('ed').openPull('acme/shop', { title: 'Work', head: 'work', base: 'next', body: 'Closes #1' });
  github.as('ed').merge('acme/shop#3');
  expect(states()).toEqual(['open null', 'open null']);
});

test('a link by hand, or through the branch made from the issue, closes too', async () => {
  const { github, installationToken } = world;
  github.as('ed').linkBranch('acme/shop#1', 'work');
  github.as('ed').push('acme/shop', 'work', { files: { 'work.ts': 'done\n' } });
  github.as('ed').openPull('acme/shop', { title: 'Work', head: 'work' });
  github.as('ed').connect('acme/shop#3', 'acme/shop#2');
  github.as('ed').connect('acme/shop#3', 'acme/shop#2', false);
  const links = `{ repository(owner: "acme", name: "shop") {
    issue(number: 1) { linkedBranches(first: 5) { nodes { ref { name } } } closedByPullRequestsReferences(first: 5) { nodes { number } } }
    pullRequest(number: 3) { closingIssuesReferences(first: 5) { nodes { number } } timelineItems(first: 9, itemTypes: [CONNECTED_EVENT, DISCONNECTED_EVENT]) { nodes { __typename } } }
  } }`;
  expect(await graphql(github, installationToken, links)).toEqual({
    data: {
      repository: {
        issue: {
          linkedBranches: { nodes: [{ ref: { name: 'work' } }] },
          closedByPullRequestsReferences: { nodes: [{ number: 3 }] },
        },
        pullRequest: {
          closingIssuesReferences: { nodes: [{ number: 1 }] },
          timelineItems: {
            nodes: [
              { __typename: 'ConnectedEvent' },
              { __typename: 'ConnectedEvent' },
              { __typename: 'DisconnectedEvent' },
            ],
          },
        },
      },
    },
  });
  github.as('ed').merge('acme/shop#3');
  expect(states()).toEqual(['closed completed', 'open null']);
});

test('merged and closed pull requests are references only when they are asked for', async () => {
  const { github, installationToken } = world;
  pull('Closes #1');
  github.as('ed').merge('acme/shop#3');
  const ask = (more: string) =>
    graphql(
      github,
      installationToken,
      `{ repository(owner: "acme", name: "shop") { issue(number: 1) { closedByPullRequestsReferences(first: 5 ${more}) { nodes { number } } } } }`,
    );
  const nodes = (some: unknown[]) => ({
    data: { repository: { issue: { closedByPullRequestsReferences: { nodes: some } } } },
  });
  expect(await ask('')).toEqual(nodes([]));
  expect(await ask(', includeClosedPrs: true')).toEqual(nodes([{ number: 3 }]));
});

test('other repositories: named with owner and name, closed where the merger may close them', () => {
  const { github } = world;
  github.repository('acme/till', { collaborators: { ed: 'write' } });
  github.user('zoe');
  github.repository('zoe/blog');
  github.as('rita').openIssue('acme/till', { title: 'Broken' });
  github.as('rita').openIssue('zoe/blog', { title: 'Not ours' });
  pull('Fixes acme/till#1, fixes zoe/blog#1');
  github.as('ed').merge('acme/shop#3');
  expect([github.find.issue('acme/till#1').state, github.find.issue('zoe/blog#1').state]).toEqual([
    'closed',
    'open',
  ]);
});

test('a pull request from a fork', async () => {
  const { github, installationToken } = world;
  github.fork('acme/shop', 'rita');
  github.as('rita').push('rita/shop', 'help', { message: 'Help', files: { 'help.ts': 'x\n' } });
  github
    .as('rita')
    .openPull('acme/shop', { title: 'Help', head: 'help', headRepository: 'rita/shop', body: 'Fixes #1' });
  github.as('rita').push('rita/shop', 'help', { message: 'More help', files: { 'help.ts': 'y\n' } });
  const fork =
    '{ repository(owner: "acme", name: "shop") { pullRequest(number: 3) { isCrossRepository commits(first: 5) { nodes { commit { message } } } files(first: 5) { nodes { path changeType } } } } }';
  expect(await graphql(github, installationToken, fork)).toEqual({
    data: {
      repository: {
        pullRequest: {
          isCrossRepository: true,
          commits: { nodes: [{ commit: { message: 'Help' } }, { commit: { message: 'More help' } }] },
          files: { nodes: [{ path: 'help.ts', changeType: 'ADDED' }] },
        },
      },
    },
  });
  github.as('ed').merge('acme/shop#3');
  expect(states()).toEqual(['closed completed', 'open null']);
});

test.each(['merge', 'squash', 'rebase'] as const)(
  'merging by %s brings the files to the default branch',
  (method) => {
    const { github } = world;
    pull('Closes #1');
    github.as('olga').push('acme/shop', 'main', { message: 'Meanwhile', files: { 'other.ts': 'x\n' } });
    const commit = github.as('ed').merge('acme/shop#3', { method });
    expect([...commit.tree.keys()].sort()).toEqual(['README.md', 'other.ts', 'work.ts']);
    expect(commit.parents.length).toBe(method === 'merge' ? 2 : 1);
    expect(github.find.pull('acme/shop#3')).toMatchObject({ merged: true, state: 'closed' });
  },
);

test('a force push is told as one', () => {
  const { github } = world;
  pull('Closes #1');
  github.as('ed').push('acme/shop', 'work', {
    message: 'Again',
    files: { 'work.ts': 'better\n' },
    onto: github.find.tip(github.find.repository('acme/shop')),
  });
  expect(
    github.find
      .pull('acme/shop#3')
      .timeline.map((entry) => (entry.kind === 'Event' ? entry.type : entry.kind)),
  ).toEqual(['committed', 'head_ref_force_pushed', 'committed']);
});
