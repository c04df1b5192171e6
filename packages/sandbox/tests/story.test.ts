/** One story through the whole sandbox: an issue is opened, worked on, and closed by a merge. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { call, graphql, startWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

test('an issue from its opening to the merge that closes it, as its timeline tells it', async () => {
  const { github, installationToken } = world;
  github.as('pia').openIssue('acme/shop', { title: 'Basket', body: 'Keep it', labels: [] });
  github.as('pia').label('acme/shop#1'); // nothing
  await call(github, github.token('ed'), 'POST', '/repos/acme/shop/labels', {
    name: 'approved',
    color: '00ff00',
  });
  await call(github, github.token('pia'), 'POST', '/repos/acme/shop/issues/1/labels', ['approved']);
  await call(github, github.token('ed'), 'POST', '/repos/acme/shop/issues/1/assignees', {
    assignees: ['ed'],
  });
  await call(github, github.token('rita'), 'POST', '/repos/acme/shop/issues/1/comments', {
    body: 'I want it too',
  });
  github.as('ed').push('acme/shop', 'basket', {
    message: 'Add the basket',
    files: { 'basket.ts': 'export const basket = 1;\n' },
  });
  github.as('ed').openPull('acme/shop', { title: 'Basket', head: 'basket', body: 'Closes #1' });
  const merged = await call(github, github.token('ed'), 'PUT', '/repos/acme/shop/pulls/2/merge', {});
  expect(merged.status).toBe(200);

  const answer = await graphql(
    github,
    installationToken,
    `
      {
        viewer {
          login
        }
        repository(owner: "acme", name: "shop") {
          issue(number: 1) {
            state
            stateReason
            author {
              __typename
              login
            }
            labels(first: 10) {
              nodes {
                name
              }
            }
            timelineItems(first: 50) {
              totalCount
              nodes {
                __typename
                ... on LabeledEvent {
                  actor {
                    login
                  }
                  label {
                    name
                  }
                }
                ... on AssignedEvent {
                  assignee {
                    ... on User {
                      login
                    }
                  }
                }
                ... on IssueComment {
                  author {
                    login
                  }
                  body
                }
                ... on CrossReferencedEvent {
                  willCloseTarget
                  source {
                    ... on PullRequest {
                      number
                    }
                  }
                }
                ... on ClosedEvent {
                  actor {
                    login
                  }
                  stateReason
                  closer {
                    ... on PullRequest {
                      number
                      merged
                    }
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
      viewer: { login: 'helper[bot]' },
      repository: {
        issue: {
          state: 'CLOSED',
          stateReason: 'COMPLETED',
          author: { __typename: 'User', login: 'pia' },
          labels: { nodes: [{ name: 'approved' }] },
          timelineItems: {
            totalCount: 5,
            nodes: [
              { __typename: 'LabeledEvent', actor: { login: 'pia' }, label: { name: 'approved' } },
              { __typename: 'AssignedEvent', assignee: { login: 'ed' } },
              { __typename: 'IssueComment', author: { login: 'rita' }, body: 'I want it too' },
              { __typename: 'CrossReferencedEvent', willCloseTarget: true, source: { number: 2 } },
              {
                __typename: 'ClosedEvent',
                actor: { login: 'ed' },
                stateReason: 'COMPLETED',
                closer: { number: 2, merged: true },
              },
            ],
          },
        },
      },
    },
  });
  await github.settled();
  expect(github.deliveries.map(({ event, action, statusCode }) => `${event} ${action} ${statusCode}`))
    .toMatchInlineSnapshot(`
    [
      "installation created 200",
      "issues opened 200",
      "label created 200",
      "issues labeled 200",
      "issues assigned 200",
      "issue_comment created 200",
      "push null 200",
      "create null 200",
      "check_suite requested 200",
      "pull_request opened 200",
      "pull_request closed 200",
      "issues closed 200",
      "push null 200",
      "check_suite requested 200",
    ]
  `);
  expect(github.misfits).toEqual([]);
  expect(github.unplayed).toEqual([]);
});
