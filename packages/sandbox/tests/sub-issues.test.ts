/** Issues as parts of another: what both see of it, who may, what is refused, and what Apps are told. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { call, graphql, jwt, startWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
  for (const title of ['Checkout', 'Basket', 'Till', 'Receipt'])
    world.github.as('pia').openIssue('acme/shop', { title });
});
afterEach(() => world.close());

const [checkout, basket, till, receipt] = ['acme/shop#1', 'acme/shop#2', 'acme/shop#3', 'acme/shop#4'];

const ofIssue = async (number: number, fields: string): Promise<unknown> => {
  const query = `{ repository(owner: "acme", name: "shop") { issue(number: ${number}) { ${fields} } } }`;
  const { data, errors } = await graphql(world.github, world.installationToken, query);
  expect(errors).toBeUndefined();
  return (data as { repository: { issue: unknown } }).repository.issue;
};

const ask = async (login: string, method: string, path: string, body?: unknown): Promise<unknown> => {
  const answer = await call(
    world.github,
    world.github.token(login),
    method,
    `/repos/acme/shop/issues${path}`,
    body,
  );
  return answer.status < 300 ? answer.status : [answer.status, (answer.body as { message: string }).message];
};
const idOf = (address: string): number => world.github.find.issue(address).id;
const numbers = (): readonly number[] =>
  world.github.find.issue(checkout).subIssues.map(({ number }) => number);

const adding = 'An error occurred while adding the sub-issue to the parent issue.';

test('a parent knows its parts and how many are closed, a part knows its parent, and both keep the story', async () => {
  const { github } = world;
  const pia = github.as('pia');
  pia.addSubIssue(checkout, basket);
  pia.addSubIssue(checkout, till);
  pia.close(till);
  pia.removeSubIssue(checkout, basket);
  pia.addSubIssue(receipt, basket);
  pia.addSubIssue(checkout, basket, true);
  const events = `timelineItems(first: 20, itemTypes: [
    SUB_ISSUE_ADDED_EVENT, SUB_ISSUE_REMOVED_EVENT, PARENT_ISSUE_ADDED_EVENT, PARENT_ISSUE_REMOVED_EVENT
  ]) { nodes { __typename
    ... on SubIssueAddedEvent { actor { login } subIssue { number } }
    ... on SubIssueRemovedEvent { actor { login } subIssue { number } }
    ... on ParentIssueAddedEvent { actor { login } parent { number } }
    ... on ParentIssueRemovedEvent { actor { login } parent { number } }
  } }`;
  const actor = { login: 'pia' };
  const added = (number: number) => ({ __typename: 'SubIssueAddedEvent', actor, subIssue: { number } });
  const removed = (number: number) => ({ __typename: 'SubIssueRemovedEvent', actor, subIssue: { number } });
  const fields = `parent { number } subIssues(first: 10) { totalCount nodes { number state } }
    subIssuesSummary { total completed percentCompleted } ${events}`;
  expect(await ofIssue(1, fields)).toEqual({
    parent: null,
    subIssues: {
      totalCount: 2,
      nodes: [
        { number: 3, state: 'CLOSED' },
        { number: 2, state: 'OPEN' },
      ],
    },
    subIssuesSummary: { total: 2, completed: 1, percentCompleted: 50 },
    timelineItems: { nodes: [added(2), added(3), removed(2), added(2)] },
  });
  const parent = (kind: 'Added' | 'Removed', number: number) => ({
    __typename: `ParentIssue${kind}Event`,
    actor,
    parent: { number },
  });
  expect(await ofIssue(2, `parent { number } ${events}`)).toEqual({
    parent: { number: 1 },
    timelineItems: {
      nodes: [
        parent('Added', 1),
        parent('Removed', 1),
        parent('Added', 4),
        parent('Removed', 4),
        parent('Added', 1),
      ],
    },
  });
  const shown = await call(github, null, 'GET', '/repos/acme/shop/issues/2');
  expect(shown.body).toMatchObject({ parent_issue_url: `${github.url}/repos/acme/shop/issues/1` });
});

test('readers may not, triagers may; an issue has one parent, unless it is taken from it on purpose', async () => {
  const add = (login: string, number: number, child: string, more = {}): Promise<unknown> =>
    ask(login, 'POST', `/${number}/sub_issues`, { sub_issue_id: idOf(child), ...more });
  expect(await add('rita', 1, basket)).toEqual([403, 'Must have admin rights to Repository.']);
  expect(await add('pia', 1, basket)).toBe(201);
  expect(await add('pia', 1, basket)).toEqual([
    422,
    `${adding} Issue may not contain duplicate sub-issues and Sub issue may only have one parent`,
  ]);
  expect(await add('pia', 3, basket)).toEqual([422, `${adding} Sub issue may only have one parent`]);
  expect(await add('pia', 3, basket, { replace_parent: true })).toBe(201);
  expect(numbers()).toEqual([]);
  expect(await ask('pia', 'DELETE', '/1/sub_issue', { sub_issue_id: idOf(basket) })).toEqual([
    404,
    'Not Found',
  ]);
  expect(await ask('pia', 'GET', '/1/parent')).toEqual([404, 'Not Found']);
  expect(await ask('pia', 'POST', '/1/sub_issues', { sub_issue_id: 1 })).toEqual([404, 'Not Found']);
});

test('no circles, no more than a hundred parts, no more than eight levels, and one owner', async () => {
  const { github } = world;
  const pia = github.as('pia');
  pia.addSubIssue(checkout, basket);
  pia.addSubIssue(basket, till);
  expect(() => pia.addSubIssue(till, checkout)).toThrow('Sub issue may not be a parent of its parent');
  expect(() => pia.addSubIssue(receipt, receipt)).toThrow('Sub issue may not be a parent of its parent');
  for (let number = 5; number <= 10; number += 1) {
    pia.openIssue('acme/shop', { title: `Level ${number}` });
    const above = number === 5 ? till : `acme/shop#${number - 1}`;
    const deepen = (): void => pia.addSubIssue(above, `acme/shop#${number}`);
    if (number < 10) deepen();
    else expect(deepen).toThrow('more than 8 levels');
  }
  for (let number = 11; number <= 110; number += 1) {
    pia.openIssue('acme/shop', { title: `Part ${number}` });
    pia.addSubIssue(receipt, `acme/shop#${number}`);
  }
  expect(() => pia.addSubIssue(receipt, 'acme/shop#10')).toThrow('more than 100 sub-issues');
  github.repository('olga/diary');
  github.as('olga').openIssue('olga/diary', { title: 'Today' });
  expect(() => github.as('olga').addSubIssue(till, 'olga/diary#1')).toThrow('Not Found');
});

test('parts have an order', async () => {
  for (const child of [basket, till, receipt]) world.github.as('pia').addSubIssue(checkout, child);
  const move = (child: string, place: Record<string, number>): Promise<unknown> =>
    ask('pia', 'PATCH', '/1/sub_issues/priority', { sub_issue_id: idOf(child), ...place });
  expect(await move(receipt, { before_id: idOf(basket) })).toBe(200);
  expect(numbers()).toEqual([4, 2, 3]);
  expect(await move(receipt, { after_id: idOf(basket) })).toBe(200);
  expect(numbers()).toEqual([2, 4, 3]);
  expect(await move(receipt, {})).toEqual([422, 'Either after_id or before_id should be specified']);
  expect(await move(checkout, { after_id: idOf(basket) })).toEqual([404, 'Not Found']);
});

test('by mutation, as by REST', async () => {
  const { github, installationToken } = world;
  const input = { issueId: github.find.issue(checkout).nodeId, subIssueId: github.find.issue(basket).nodeId };
  const mutate = (name: string, type: string) =>
    graphql(
      github,
      installationToken,
      `mutation ($input: ${type}!) { ${name}(input: $input) { issue { number } subIssue { number parent { number } } } }`,
      { input },
    );
  expect(await mutate('addSubIssue', 'AddSubIssueInput')).toEqual({
    data: { addSubIssue: { issue: { number: 1 }, subIssue: { number: 2, parent: { number: 1 } } } },
  });
  expect((await mutate('addSubIssue', 'AddSubIssueInput')).errors).toMatchObject([
    { type: 'UNPROCESSABLE', path: ['addSubIssue'] },
  ]);
  expect(await mutate('removeSubIssue', 'RemoveSubIssueInput')).toEqual({
    data: { removeSubIssue: { issue: { number: 1 }, subIssue: { number: 2, parent: null } } },
  });
});

test('a part that is deleted is none any more; one that is moved stays one', async () => {
  const { github } = world;
  github.repository('acme/till');
  const olga = github.as('olga');
  olga.addSubIssue(checkout, basket);
  olga.addSubIssue(checkout, till);
  olga.addSubIssue(basket, receipt);
  olga.deleteIssue(till);
  expect(numbers()).toEqual([2]);
  olga.transfer(basket, 'acme/till');
  expect(await ofIssue(1, 'subIssues(first: 9) { nodes { number repository { nameWithOwner } } }')).toEqual({
    subIssues: { nodes: [{ number: 1, repository: { nameWithOwner: 'acme/till' } }] },
  });
  expect(github.find.issue(receipt).parent).toBe(github.find.issue('acme/till#1'));
  olga.deleteIssue('acme/till#1');
  expect(github.find.issue(receipt).parent).toBe(null);
});

test('both sides are told, each from its own repository; what an App may not know of is left out', async () => {
  const { github } = world;
  for (const name of ['acme/vault', 'acme/till']) github.repository(name, { private: true });
  const olga = github.as('olga');
  olga.openIssue('acme/vault', { title: 'Secret' });
  olga.openIssue('acme/till', { title: 'Open' });
  github.uninstall('helper', 'acme');
  github.install('helper', 'acme', ['acme/shop', 'acme/till']);
  await github.settled();
  const before = github.deliveries.length;
  olga.addSubIssue(checkout, 'acme/till#1');
  olga.addSubIssue(basket, 'acme/vault#1');
  olga.removeSubIssue(basket, 'acme/vault#1');
  await github.settled();
  const name = (of: unknown): unknown => (of as { full_name: string } | undefined)?.full_name;
  const number = (of: unknown): unknown => (of as { number: number } | undefined)?.number;
  const told = github.deliveries.slice(before).map(({ event, action, payload }) => ({
    what: `${event} ${action}`,
    in: name(payload['repository']),
    parent: [name(payload['parent_issue_repo']), number(payload['parent_issue']), payload['parent_issue_id']],
    part: [name(payload['sub_issue_repo']), number(payload['sub_issue']), payload['sub_issue_id']],
  }));
  const nothing = [undefined, undefined, undefined];
  expect(told).toEqual([
    {
      what: 'sub_issues sub_issue_added',
      in: 'acme/shop',
      parent: [undefined, 1, idOf(checkout)],
      part: ['acme/till', 1, idOf('acme/till#1')],
    },
    {
      what: 'sub_issues parent_issue_added',
      in: 'acme/till',
      parent: ['acme/shop', 1, idOf(checkout)],
      part: [undefined, 1, idOf('acme/till#1')],
    },
    {
      what: 'sub_issues sub_issue_added',
      in: 'acme/shop',
      parent: [undefined, 2, idOf(basket)],
      part: nothing,
    },
    {
      what: 'sub_issues sub_issue_removed',
      in: 'acme/shop',
      parent: [undefined, 2, idOf(basket)],
      part: nothing,
    },
  ]);
  expect(github.misfits).toEqual([]);
  // What it may not know of is not in its answers, either; that there is something is in the sum.
  olga.addSubIssue(basket, 'acme/vault#1');
  const [installation] = (await call(github, jwt(world.app), 'GET', '/app/installations')).body as {
    id: number;
  }[];
  const tokens = `/app/installations/${installation?.id}/access_tokens`;
  const { token } = (await call(github, jwt(world.app), 'POST', tokens, {})).body as { token: string };
  const answer = await graphql(
    github,
    token,
    `
      {
        repository(owner: "acme", name: "shop") {
          issue(number: 2) {
            subIssues(first: 9) {
              nodes {
                number
              }
            }
            subIssuesSummary {
              total
            }
            timelineItems(first: 9, itemTypes: [SUB_ISSUE_ADDED_EVENT]) {
              nodes {
                ... on SubIssueAddedEvent {
                  subIssue {
                    number
                  }
                }
              }
            }
          }
        }
      }
    `,
  );
  expect(answer).toEqual({
    data: {
      repository: {
        issue: {
          subIssues: { nodes: [] },
          subIssuesSummary: { total: 1 },
          timelineItems: { nodes: [{ subIssue: null }, { subIssue: null }] },
        },
      },
    },
  });
});
