/** GraphQL: GitHub's own schema, loud where something is not played, GitHub's errors where something is wrong. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { call, graphql, startWorld, type Graphql, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
  world.github.as('pia').openIssue('acme/shop', { title: 'Basket', body: 'Keep it' });
});
afterEach(() => world.close());

const ask = (query: string, variables: Record<string, unknown> = {}): Promise<Graphql> =>
  graphql(world.github, world.installationToken, query, variables);
const ofIssue = (fields: string): Promise<Graphql> =>
  ask(`{ repository(owner: "acme", name: "shop") { issue(number: 1) { ${fields} } } }`);
const idOf = (address: string): string => world.github.find.item(address).nodeId;
const issueAnswer = (fields: unknown): Graphql => ({ data: { repository: { issue: fields } } });
const errorsOf = (answer: Graphql): unknown =>
  answer.errors?.map(({ type, message, path }) => ({ type, message, path }));

test('a field that is not played fails loudly, and is remembered; the rest of the answer stands', async () => {
  const answer = await ofIssue('title milestone { title } hovercard { contexts { message } }');
  expect(errorsOf(answer)).toEqual([
    { message: 'sandbox does not play Issue.hovercard', path: ['repository', 'issue', 'hovercard'] },
  ]);
  expect(world.github.unplayed).toEqual(['Issue.hovercard']);
});

test('a field that GitHub does not have is refused before anything is done', async () => {
  const answer = await call(world.github, world.installationToken, 'POST', '/graphql', {
    query: '{ viewer { login shoeSize } }',
  });
  expect([answer.status, answer.body]).toEqual([
    200,
    {
      errors: [
        {
          path: ['query', 'viewer', 'shoeSize'],
          message: "Field 'shoeSize' doesn't exist on type 'User'",
          locations: [{ line: 1, column: 18 }],
          extensions: { code: 'undefinedField', typeName: 'User', fieldName: 'shoeSize' },
        },
      ],
    },
  ]);
});

test('enum fields of issue and pull request clash under one name, as on GitHub', async () => {
  const clash = await ask(
    '{ repository(owner: "acme", name: "shop") { issueOrPullRequest(number: 1) { ... on Issue { state } ... on PullRequest { state } } } }',
  );
  expect(clash.errors?.[0]?.message).toMatch(/conflict because they return conflicting types/);
  const aliased = await ask(
    '{ repository(owner: "acme", name: "shop") { issueOrPullRequest(number: 1) { ... on Issue { state } ... on PullRequest { pull: state } } } }',
  );
  expect(aliased).toEqual({ data: { repository: { issueOrPullRequest: { state: 'OPEN' } } } });
});

test('what cannot be found is null with an error in GitHub’s words, and the rest is there', async () => {
  const answer = await ask(
    `query ($ids: [ID!]!) {
      here: repository(owner: "acme", name: "shop") { issue(number: 99) { id } name }
      gone: repository(owner: "acme", name: "gone") { id }
      user(login: "nobody") { id }
      nodes(ids: $ids) { id }
    }`,
    { ids: [idOf('acme/shop#1'), 'I_no'] },
  );
  expect(answer.data).toEqual({
    here: { issue: null, name: 'shop' },
    gone: null,
    user: null,
    nodes: [{ id: idOf('acme/shop#1') }, null],
  });
  expect(
    new Set(answer.errors?.map(({ type, message, path }) => `${type} ${path?.join('.')}: ${message}`)),
  ).toEqual(
    new Set([
      'NOT_FOUND here.issue: Could not resolve to an Issue with the number of 99.',
      "NOT_FOUND gone: Could not resolve to a Repository with the name 'acme/gone'.",
      "NOT_FOUND user: Could not resolve to a User with the login of 'nobody'.",
      "NOT_FOUND nodes.1: Could not resolve to a node with the global id of 'I_no'",
    ]),
  );
});

test('a connection wants a page, of a hundred at the most', async () => {
  expect(errorsOf(await ofIssue('labels { totalCount }'))).toEqual([
    {
      type: 'MISSING_PAGINATION_BOUNDARIES',
      message: 'You must provide a `first` or `last` value to properly paginate the `labels` connection.',
      path: ['repository', 'issue', 'labels'],
    },
  ]);
  expect(errorsOf(await ofIssue('comments(first: 101) { totalCount }'))).toEqual([
    {
      type: 'EXCESSIVE_PAGINATION',
      message:
        'Requesting 101 records on the `comments` connection exceeds the `first` limit of 100 records.',
      path: ['repository', 'issue', 'comments'],
    },
  ]);
});

test('a timeline is paged forwards and backwards, by kind, and does not lose its place when something before is deleted', async () => {
  const { github } = world;
  const [first] = ['1', '2', '3', '4', '5'].map((text) => github.as('rita').comment('acme/shop#1', text));
  type Page = {
    data: {
      repository: {
        issue: {
          timelineItems: {
            totalCount: number;
            nodes: { body: string }[];
            pageInfo: {
              hasNextPage: boolean;
              hasPreviousPage: boolean;
              startCursor: string;
              endCursor: string;
            };
          };
        };
      };
    };
  };
  const page = async (args: string) => {
    const answer = (await ofIssue(
      `timelineItems(${args}, itemTypes: [ISSUE_COMMENT]) { totalCount nodes { ... on IssueComment { body } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`,
    )) as unknown as Page;
    const { nodes, pageInfo, totalCount } = answer.data.repository.issue.timelineItems;
    return { texts: nodes.map(({ body }) => body), ...pageInfo, totalCount };
  };
  const one = await page('first: 2');
  expect(one).toMatchObject({ texts: ['1', '2'], hasNextPage: true, hasPreviousPage: false, totalCount: 5 });
  github.as('olga').deleteComment(first as NonNullable<typeof first>);
  const two = await page(`first: 2, after: "${one.endCursor}"`);
  expect(two).toMatchObject({ texts: ['3', '4'], hasNextPage: true, totalCount: 4 });
  expect(await page(`last: 2, before: "${two.endCursor}"`)).toMatchObject({
    texts: ['2', '3'],
    hasPreviousPage: false,
  });
});

test('revisions come newest first; the first edit brings the original along', async () => {
  const { github } = world;
  const revisions =
    'body lastEditedAt editor { login } includesCreatedEdit userContentEdits(first: 10) { totalCount nodes { diff editor { login } } }';
  expect(await ofIssue(revisions)).toEqual(
    issueAnswer({
      body: 'Keep it',
      lastEditedAt: null,
      editor: null,
      includesCreatedEdit: false,
      userContentEdits: { totalCount: 0, nodes: [] },
    }),
  );
  github.as('olga').edit('acme/shop#1', { body: 'Keep it well' });
  github.as('pia').edit('acme/shop#1', { body: 'Keep it for ever' });
  expect(await ofIssue(revisions)).toEqual(
    issueAnswer({
      body: 'Keep it for ever',
      lastEditedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
      editor: { login: 'pia' },
      includesCreatedEdit: true,
      userContentEdits: {
        totalCount: 3,
        nodes: [
          { diff: 'Keep it for ever', editor: { login: 'pia' } },
          { diff: 'Keep it well', editor: { login: 'olga' } },
          { diff: 'Keep it', editor: { login: 'pia' } },
        ],
      },
    }),
  );
});

test('a renamed label is renamed in the past, too; a deleted one leaves the issue without a trace', async () => {
  const { github } = world;
  const story =
    'labels(first: 5) { nodes { name } } timelineItems(first: 5) { nodes { kind: __typename ... on LabeledEvent { label { name } } } }';
  github.as('ed').createLabel('acme/shop', { name: 'ready' });
  github.as('pia').label('acme/shop#1', 'ready');
  github.as('pia').label('acme/shop#1', 'ready');
  github.as('ed').changeLabel('acme/shop', 'ready', { name: 'approved' });
  const labeled = { nodes: [{ kind: 'LabeledEvent', label: { name: 'approved' } }] };
  expect(await ofIssue(story)).toEqual(
    issueAnswer({ labels: { nodes: [{ name: 'approved' }] }, timelineItems: labeled }),
  );
  github.as('ed').deleteLabel('acme/shop', 'approved');
  expect(await ofIssue(story)).toEqual(issueAnswer({ labels: { nodes: [] }, timelineItems: labeled }));
});

test('who is gone is nobody; a bot has no [bot] in its name but where it is the viewer', async () => {
  const { github } = world;
  github.as('rita').comment('acme/shop#1', 'I want it');
  github.as('helper[bot]').comment('acme/shop#1', 'Noted');
  github.deleteUser('rita');
  const comments = 'comments(first: 5) { nodes { author { kind: __typename login } } }';
  expect(await ofIssue(comments)).toEqual(
    issueAnswer({ comments: { nodes: [{ author: null }, { author: { kind: 'Bot', login: 'helper' } }] } }),
  );
  expect(await ask('{ viewer { login } }')).toEqual({ data: { viewer: { login: 'helper[bot]' } } });
  const rest = (await call(github, null, 'GET', '/repos/acme/shop/issues/1/comments')).body as {
    user: { login: string };
  }[];
  expect(rest.map(({ user }) => user.login)).toEqual(['ghost', 'helper[bot]']);
});

test('mutations run one after the other, each with its own error', async () => {
  const { github } = world;
  const ready = github.as('ed').createLabel('acme/shop', { name: 'ready' });
  const answer = await ask(
    `mutation ($issue: ID!, $label: ID!) {
      put: addLabelsToLabelable(input: { labelableId: $issue, labelIds: [$label] }) { labelable { ... on Issue { labels(first: 5) { nodes { name } } } } }
      wrong: addLabelsToLabelable(input: { labelableId: $issue, labelIds: ["LA_no"] }) { clientMutationId }
      long: addComment(input: { subjectId: $issue, body: "${'x'.repeat(65_537)}" }) { clientMutationId }
      say: addComment(input: { subjectId: $issue, body: "Done", clientMutationId: "mine" }) { clientMutationId commentEdge { node { body } } }
    }`,
    { issue: idOf('acme/shop#1'), label: ready.nodeId },
  );
  expect(answer.data).toEqual({
    put: { labelable: { labels: { nodes: [{ name: 'ready' }] } } },
    wrong: null,
    long: null,
    say: { clientMutationId: 'mine', commentEdge: { node: { body: 'Done' } } },
  });
  expect(errorsOf(answer)).toEqual([
    {
      type: 'NOT_FOUND',
      message: "Could not resolve to a node with the global id of 'LA_no'",
      path: ['wrong'],
    },
    { type: 'UNPROCESSABLE', message: 'Body is too long (maximum is 65536 characters)', path: ['long'] },
  ]);
});

test('what changes nothing leaves no event', async () => {
  const { github } = world;
  const ready = github.as('ed').createLabel('acme/shop', { name: 'ready' });
  const twice = `mutation ($issue: ID!, $label: ID!, $user: ID!) {
    l: addLabelsToLabelable(input: { labelableId: $issue, labelIds: [$label] }) { clientMutationId }
    a: addAssigneesToAssignable(input: { assignableId: $issue, assigneeIds: [$user] }) { clientMutationId }
    r: reopenIssue(input: { issueId: $issue }) { clientMutationId }
    u: updateIssue(input: { id: $issue, title: "Basket", body: "Keep it" }) { clientMutationId }
  }`;
  const variables = { issue: idOf('acme/shop#1'), label: ready.nodeId, user: github.find.user('ed').nodeId };
  expect(await ask(twice, variables)).not.toHaveProperty('errors');
  await github.settled();
  const told = github.deliveries.length;
  expect(await ask(twice, variables)).not.toHaveProperty('errors');
  await github.settled();
  expect(await ofIssue('timelineItems(first: 9) { nodes { __typename } }')).toEqual(
    issueAnswer({
      timelineItems: { nodes: [{ __typename: 'LabeledEvent' }, { __typename: 'AssignedEvent' }] },
    }),
  );
  expect(github.deliveries.length).toBe(told);
});

test('reactions: one of a kind by each, and whether the viewer has reacted', async () => {
  const { github } = world;
  const remark = github.as('rita').comment('acme/shop#1', '/approve');
  const react =
    'mutation ($id: ID!) { addReaction(input: { subjectId: $id, content: ROCKET }) { reaction { content } } }';
  await ask(react, { id: remark.nodeId });
  await ask(react, { id: remark.nodeId });
  const answer = (await ask(
    'query ($id: ID!) { node(id: $id) { ... on IssueComment { reactions(first: 5) { totalCount } reactionGroups { content viewerHasReacted } } } }',
    { id: remark.nodeId },
  )) as {
    data: {
      node: {
        reactions: { totalCount: number };
        reactionGroups: { content: string; viewerHasReacted: boolean }[];
      };
    };
  };
  expect(answer.data.node.reactions).toEqual({ totalCount: 1 });
  expect(answer.data.node.reactionGroups.filter(({ viewerHasReacted }) => viewerHasReacted)).toEqual([
    { content: 'ROCKET', viewerHasReacted: true },
  ]);
});

test('the cost of a query is what GitHub’s formula gives, and is taken from the hour’s budget', async () => {
  const query =
    '{ rateLimit { cost remaining } repository(owner: "acme", name: "shop") { issues(first: 100) { nodes { comments(first: 50) { nodes { reactions(first: 10) { totalCount } } } } } } }';
  // 1 + 100 + 100 × 50 requests, divided by a hundred.
  expect(await ask(query)).toMatchObject({ data: { rateLimit: { cost: 51, remaining: 4949 } } });
  const answer = await call(world.github, world.installationToken, 'POST', '/graphql', {
    query: '{ viewer { login } }',
  });
  expect(
    ['limit', 'used', 'remaining', 'resource'].map((name) => answer.headers.get(`x-ratelimit-${name}`)),
  ).toEqual(['5000', '52', '4948', 'graphql']);
  const huge = query.replace('first: 50', 'first: 100').replace('first: 10)', 'first: 100)');
  expect((await ask(huge)).errors?.[0]?.type).toBe('MAX_NODE_LIMIT_EXCEEDED');
});

test('check runs: limits of what a report may hold, and only its own App can change it', async () => {
  const { github } = world;
  const sha = github.find.tip(github.find.repository('acme/shop'));
  const create = `mutation ($input: CreateCheckRunInput!) { createCheckRun(input: $input) { checkRun { id status conclusion title annotations(first: 1) { totalCount } } } }`;
  const input = (output: Record<string, unknown>) => ({
    repositoryId: github.find.repository('acme/shop').nodeId,
    headSha: sha,
    name: 'spec',
    conclusion: 'ACTION_REQUIRED',
    output: { title: 'Wait', summary: 'Ask pia', ...output },
  });
  const annotation = {
    path: 'README.md',
    annotationLevel: 'FAILURE',
    message: 'Here',
    location: { startLine: 1, endLine: 1 },
  };
  expect(await ask(create, { input: input({ annotations: [annotation] }) })).toMatchObject({
    data: {
      createCheckRun: {
        checkRun: {
          status: 'COMPLETED',
          conclusion: 'ACTION_REQUIRED',
          title: 'Wait',
          annotations: { totalCount: 1 },
        },
      },
    },
  });
  expect(
    errorsOf(
      await ask(create, { input: input({ annotations: Array.from({ length: 51 }, () => annotation) }) }),
    ),
  ).toMatchObject([{ type: 'UNPROCESSABLE' }]);
  expect(errorsOf(await ask(create, { input: input({ summary: 'x'.repeat(65_536) }) }))).toMatchObject([
    { type: 'UNPROCESSABLE' },
  ]);
  const byHand = await graphql(github, github.token('olga'), create, { input: input({}) });
  expect(errorsOf(byHand)).toMatchObject([{ type: 'FORBIDDEN' }]);
  github.app({ slug: 'rival', permissions: { checks: 'write' }, events: [] });
  github.install('rival', 'acme');
  const [run] = github.find.repository('acme/shop').suites.flatMap((suite) => suite.runs);
  expect(() =>
    github.as('rival[bot]').updateCheck(run as NonNullable<typeof run>, { conclusion: 'success' }),
  ).toThrow('check run can only be modified by the GitHub App that created it');
});

test('a file, or nothing, by expression; and a file’s life', async () => {
  const { github } = world;
  github
    .as('olga')
    .push('acme/shop', 'main', { message: 'Rules', files: { '.github/roles.yml': 'version: 1\n' } });
  expect(
    await ask(`{ repository(owner: "acme", name: "shop") {
      there: object(expression: "HEAD:.github/roles.yml") { ... on Blob { text byteSize isBinary isTruncated } }
      branch: object(expression: "main:README.md") { __typename }
      not: object(expression: "HEAD:no/such.file") { __typename }
      defaultBranchRef { name target { ... on Commit { history(first: 5, path: ".github/roles.yml") { nodes { message } } } } }
    } }`),
  ).toEqual({
    data: {
      repository: {
        there: { text: 'version: 1\n', byteSize: 11, isBinary: false, isTruncated: false },
        branch: { __typename: 'Blob' },
        not: null,
        defaultBranchRef: { name: 'main', target: { history: { nodes: [{ message: 'Rules' }] } } },
      },
    },
  });
});
