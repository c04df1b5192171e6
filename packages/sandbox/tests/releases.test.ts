/** Other GitHubs than the published one: what they lack, and how they say so. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { githubSchema } from '../src/graphql/schema.ts';
import { startSandbox } from '../src/index.ts';
import { call, graphql, startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  const pia = world.github.as('pia');
  pia.openIssue('acme/shop', { title: 'Coupons' });
  pia.close('acme/shop#1', 'duplicate');
});
afterAll(() => world.close());
beforeEach(() => world.github.become('github.com'));

const ofIssue = async (fields: string): Promise<unknown> => {
  const { data, errors } = await graphql(
    world.github,
    world.installationToken,
    `query Look { repository(owner: "acme", name: "shop") { issue(number: 1) { ${fields} } } }`,
  );
  if (errors === undefined) return (data as { repository: { issue: unknown } }).repository.issue;
  return errors.map((error) => ({ ...error, locations: undefined }));
};
const above = ['query Look', 'repository', 'issue'];

test('a duplicate has to be asked for, until it need not be', async () => {
  expect(await ofIssue('stateReason')).toEqual({ stateReason: 'NOT_PLANNED' });
  expect(await ofIssue('stateReason(enableDuplicate: true)')).toEqual({ stateReason: 'DUPLICATE' });
  world.github.become('github.com, later');
  expect(await ofIssue('stateReason')).toEqual({ stateReason: 'DUPLICATE' });
  expect(await ofIssue('stateReason(enableDuplicate: true)')).toEqual([
    {
      path: [...above, 'stateReason', 'enableDuplicate'],
      extensions: {
        code: 'argumentNotAccepted',
        name: 'stateReason',
        typeName: 'Field',
        argumentName: 'enableDuplicate',
      },
      message: "Field 'stateReason' doesn't accept argument 'enableDuplicate'",
    },
  ]);
});

test('what GitHub announced to remove is there now, and gone later', () => {
  const fieldsOf = (release: Parameters<typeof githubSchema>[0]): readonly string[] => {
    const type = githubSchema(release).getType('PullRequest');
    return type !== undefined && 'getFields' in type ? Object.keys(type.getFields()) : [];
  };
  const [now, later] = [fieldsOf('github.com'), fieldsOf('github.com, later')];
  expect(now.filter((name) => !later.includes(name))).toEqual(['databaseId', 'timeline']);
});

describe('GitHub Enterprise Server 3.16', () => {
  beforeEach(() => world.github.become('GHES 3.16'));

  test('knows sub-issues, but not the events about them', async () => {
    expect(await ofIssue('subIssues(first: 1) { nodes { id } } subIssuesSummary { total }')).toEqual({
      subIssues: { nodes: [] },
      subIssuesSummary: { total: 0 },
    });
    expect(await ofIssue('timelineItems(first: 1) { nodes { ... on SubIssueAddedEvent { id } } }')).toEqual([
      {
        path: [...above, 'timelineItems', 'nodes', '... on SubIssueAddedEvent'],
        extensions: { code: 'undefinedType', typeName: 'SubIssueAddedEvent' },
        message: "No such type SubIssueAddedEvent, so it can't be a fragment condition",
      },
    ]);
    expect(
      await ofIssue('moves: timelineItems(first: 1, itemTypes: [SUB_ISSUE_ADDED_EVENT]) { totalCount }'),
    ).toEqual([
      {
        path: [...above, 'moves', 'itemTypes'],
        extensions: {
          code: 'argumentLiteralsIncompatible',
          typeName: 'Field',
          argumentName: 'itemTypes',
        },
        message:
          "Argument 'itemTypes' on Field 'moves' has an invalid value ([SUB_ISSUE_ADDED_EVENT]). Expected type '[IssueTimelineItemsItemType!]'.",
      },
    ]);
  });

  test('says so when it is asked what it has, and which version it is', async () => {
    const { data } = await graphql(
      world.github,
      world.installationToken,
      `
        {
          event: __type(name: "SubIssueAddedEvent") {
            name
          }
          issue: __type(name: "Issue") {
            fields {
              name
              args {
                name
              }
            }
          }
        }
      `,
    );
    const { event, issue } = data as {
      event: unknown;
      issue: { fields: { name: string; args: { name: string }[] }[] };
    };
    expect(event).toBe(null);
    expect(issue.fields.find(({ name }) => name === 'stateReason')?.args).toEqual([]);
    const answer = await call(world.github, world.installationToken, 'GET', '/repos/acme/shop');
    expect(answer.headers.get('x-github-enterprise-version')).toBe('3.16.0');
  });

  test('refuses an App that wants events it does not know', () => {
    const app = { slug: 'other', permissions: { issues: 'read', merge_queues: 'read' } } as const;
    expect(() => world.github.app({ ...app, events: ['issues', 'merge_group', 'sub_issues'] })).toThrow(
      'Default events unsupported: merge_group and sub_issues',
    );
    expect(world.github.app({ ...app, events: ['issues'] }).events).toEqual(['issues']);
  });
});

test('a sandbox can be another GitHub from the start', async () => {
  const github = await startSandbox({ release: 'GHES 3.19' });
  const answer = await call(github, null, 'GET', '/rate_limit');
  expect(answer.headers.get('x-github-enterprise-version')).toBe('3.19.0');
  await github.close();
});
