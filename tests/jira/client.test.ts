import { describe, expect, test } from 'vitest';

import { JiraRejected, JiraUnreadable } from '../../src/jira/client/failures.ts';
import { changedSinceJql } from '../../src/jira/client/search.ts';
import { asking, token } from './answering.ts';

const maria = { accountId: '712020:maria', accountType: 'atlassian', displayName: 'Maria' };
const own = { name: 'maria', key: 'JIRAUSER1', displayName: 'Maria' };
const review = { id: '10010', name: 'Approved', statusCategory: { key: 'indeterminate' } };

const fields = {
  summary: 'Discounts',
  status: review,
  labels: ['b', 'a'],
  issuetype: { name: 'Story' },
  project: { key: 'SHOP' },
  assignee: null,
  created: '2026-03-01T10:00:00.000+0100',
  updated: '2026-03-02T10:00:00.500+0000',
  resolution: null,
};
const history = (id: number, created: string, items: readonly object[], author: object | null = maria) => ({
  id: String(id),
  created,
  ...(author === null ? {} : { author }),
  items,
});
const moved = {
  field: 'status',
  fieldId: 'status',
  from: '1',
  fromString: 'To Do',
  to: '10010',
  toString: 'Approved',
};

const cloudIssue = {
  id: '10040',
  key: 'SHOP-12',
  fields: {
    ...fields,
    creator: maria,
    description: {
      type: 'doc',
      version: 1,
      content: [{ type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Problem' }] }],
    },
    customfield_10070: { value: 'yes' },
    customfield_10071: 'not asked for',
  },
};
const ownIssue = {
  id: '10040',
  key: 'SHOP-12',
  fields: { ...fields, creator: own, description: 'h2. Problem' },
};

const neutral = {
  id: '10040',
  key: 'SHOP-12',
  project: 'SHOP',
  summary: 'Discounts',
  description: '## Problem',
  status: { id: '10010', name: 'Approved', category: 'indeterminate' },
  labels: ['b', 'a'],
  type: 'Story',
  assignee: null,
  created: Date.parse('2026-03-01T09:00:00Z'),
  updated: Date.parse('2026-03-02T10:00:00.500Z'),
  resolution: null,
  fields: {},
};
const mariaThere = { id: '712020:maria', key: null, name: 'Maria', kind: 'person' };
const mariaHere = { id: 'maria', key: 'JIRAUSER1', name: 'Maria', kind: 'person' };

describe('an issue', () => {
  test('is the same from both flavours, with just the fields asked for', async () => {
    const { jira, answers } = await asking('cloud', () => ({ body: cloudIssue }));
    expect(await jira.issue('SHOP-12', ['customfield_10070', 'toString'])).toEqual({
      ...neutral,
      author: mariaThere,
      fields: { customfield_10070: { value: 'yes' } },
    });
    const { jira: other } = await asking('data-center', () => ({ body: ownIssue }));
    expect(await other.issue('SHOP-12')).toEqual({ ...neutral, author: mariaHere });
    expect(answers.asked[0]?.headers.authorization).toBe(`Bearer ${token}`);
    expect(answers.asked[0]?.query['fields']).toMatch(/^summary,.*,resolution,customfield_10070,toString$/);
  });

  test('that is not there, or not to be seen, is null', async () => {
    const { jira } = await asking('cloud', () => undefined);
    expect(await jira.issue('SHOP-1')).toBeNull();
    expect(await jira.story('SHOP-1')).toBeNull();
    expect(await jira.changelog('SHOP-1')).toBeNull();
    expect(await jira.transitions('SHOP-1')).toBeNull();
    expect(await jira.transition('SHOP-1', '3')).toBe(false);
    expect(await jira.setLabels('SHOP-1', { add: ['x'] })).toBe(false);
    expect(await jira.comment('SHOP-1', [['x']])).toBeNull();
    expect(await jira.remoteLink('SHOP-1', { globalId: 'x', url: 'https://x.test', title: 'x' })).toBe(false);
  });

  test('whose creator or assignee is an app, a former user, or nobody', async () => {
    const made = (creator: unknown, assignee: unknown) => ({
      body: { ...cloudIssue, fields: { ...cloudIssue.fields, creator, assignee } },
    });
    const people: unknown[] = [
      [
        { accountId: 'x', accountType: 'app', displayName: 'Automation' },
        { accountId: 'unknown', accountType: 'unknown' },
      ],
      [null, { accountId: 'y' }],
    ];
    const { jira } = await asking('cloud', () => {
      const [creator, assignee] = people.shift() as [unknown, unknown];
      return made(creator, assignee);
    });
    expect(await jira.issue('SHOP-12')).toMatchObject({
      author: { kind: 'app' },
      assignee: { kind: 'nobody' },
    });
    expect(await jira.issue('SHOP-12')).toMatchObject({
      author: { id: '', kind: 'nobody' },
      assignee: { kind: 'nobody' },
    });
  });

  test('keys and ids are encoded, and none leads elsewhere; a site may be under a path', async () => {
    const { jira, answers } = await asking('data-center', () => undefined, { path: '/jira' });
    await jira.issue('A B/../../x?y#z');
    expect(answers.asked[0]?.url).toMatch(
      /^\/jira\/rest\/api\/2\/issue\/A%20B%2F..%2F..%2Fx%3Fy%23z\?fields=/,
    );
    for (const key of ['', '.', '..']) await expect(jira.issue(key)).rejects.toThrow(JiraUnreadable);
    expect(answers.asked).toHaveLength(1);
  });
});

describe('the changelog', () => {
  const all = Array.from({ length: 205 }, (_, index) =>
    history(9990 + index, new Date(1_700_000_000_000 + index * 1000).toISOString(), [moved]),
  );
  const pageOf = (startAt: number, more: object = {}) => ({
    startAt,
    maxResults: 100,
    total: all.length,
    isLast: startAt + 100 >= all.length,
    values: all.slice(startAt, startAt + 100),
    ...more,
  });

  test('Cloud: read to its end, page by page', async () => {
    const { jira, answers } = await asking('cloud', (what, { query }) =>
      what.endsWith('/changelog') ? { body: pageOf(Number(query['startAt'])) } : { body: cloudIssue },
    );
    const story = await jira.story('SHOP-12');
    expect(story?.issue.key).toBe('SHOP-12');
    expect(story?.changes.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(story?.changes[0]).toEqual({
      id: '9990',
      at: 1_700_000_000_000,
      by: mariaThere,
      items: [{ field: 'status', from: '1', to: '10010', fromText: 'To Do', toText: 'Approved' }],
    });
    expect(answers.paths().map((path) => path.split('?')[0])).toEqual([
      'GET /rest/api/3/issue/SHOP-12',
      ...Array.from({ length: 3 }, () => 'GET /rest/api/3/issue/10040/changelog'),
    ]);
  });

  test.each([
    ['a page is empty before the end', { values: [], isLast: false }],
    ['the last page says that there were more', { values: [], isLast: true }],
    ['another page came', { startAt: 7 }],
    ['nobody says where the end is', { total: undefined, isLast: undefined, values: [] }],
    ['a change is of another shape', { values: [{ id: 1, created: 'now', items: [] }] }],
  ])('Cloud: rather nothing than a part: %s', async (_, second) => {
    const { jira } = await asking('cloud', (_what, { query }) => {
      return { body: query['startAt'] === '0' ? pageOf(0) : pageOf(100, second) };
    });
    await expect(jira.changelog('SHOP-12')).rejects.toThrow(JiraUnreadable);
  });

  test('Data Center: one request for the issue and all that was changed, in any order', async () => {
    const items = [{ field: 'Status', from: '1', fromString: 'To Do', to: '10010', toString: 'Approved' }];
    const histories = [
      history(10_000, '2026-03-02T10:00:00.000+0000', items, own),
      history(9999, '2026-03-02T10:00:00.000+0000', items, null),
      history(8, '2026-03-01T10:00:00.000+0000', items, own),
    ];
    const { jira, answers } = await asking('data-center', () => ({
      body: { ...ownIssue, changelog: { startAt: 0, maxResults: 3, total: 3, histories } },
    }));
    const story = await jira.story('SHOP-12');
    expect(story?.issue).toEqual({ ...neutral, author: mariaHere });
    expect(story?.changes.map(({ id, by }) => [id, by.kind])).toEqual([
      ['8', 'person'],
      ['9999', 'nobody'],
      ['10000', 'person'],
    ]);
    expect(story?.changes[0]?.items[0]?.field).toBe('status');
    expect(await jira.changelog('SHOP-12')).toEqual(story?.changes);
    expect(answers.asked).toHaveLength(2);
    expect(answers.asked[0]?.query['expand']).toBe('changelog');
  });

  test('Data Center: cut off, it is not taken', async () => {
    const { jira } = await asking('data-center', () => ({
      body: {
        ...ownIssue,
        changelog: { total: 2, histories: [history(8, '2026-03-01T10:00:00.000+0000', [])] },
      },
    }));
    await expect(jira.story('SHOP-12')).rejects.toThrow('Jira gave only a part of what happened on SHOP-12.');
    await expect(jira.changelog('SHOP-12')).rejects.toThrow(JiraUnreadable);
  });

  test('a field without text is null, not a function; labels give whole sets', async () => {
    const items: readonly object[] = [
      { field: 'labels', from: null, fromString: 'bad test', to: null, toString: '' },
      { field: 'resolution', fieldId: 'resolution', from: '1' },
    ];
    const { jira } = await asking('cloud', () => ({
      body: { startAt: 0, isLast: true, total: 1, values: [history(1, '2026-03-01T10:00:00.000Z', items)] },
    }));
    expect((await jira.changelog('SHOP-12'))?.[0]?.items).toEqual([
      { field: 'labels', from: null, to: null, fromText: 'bad test', toText: '' },
      { field: 'resolution', from: '1', to: null, fromText: null, toText: null },
    ]);
  });
});

test('comments since an instant, newest first, and no page further', async () => {
  const comment = (hour: number) => ({
    id: String(hour),
    author: own,
    body: `h2. ${hour}`,
    created: `2026-03-01T${hour}:00:00.000+0000`,
    updated: '2026-03-01T23:00:00.000+0000',
  });
  const { jira, answers } = await asking('data-center', (_, { query }) => ({
    body: { total: 9, comments: query['startAt'] === '0' ? [comment(14)] : [comment(13), comment(12)] },
  }));
  const since = async (hour: number) =>
    (await jira.commentsSince('SHOP-12', Date.UTC(2026, 2, 1, hour)))?.map(({ id, body }) => [id, body]);
  expect(await since(13)).toEqual([
    ['14', 'h2. 14'],
    ['13', 'h2. 13'],
  ]);
  expect(answers.asked.map(({ query }) => [query['startAt'], query['orderBy']])).toEqual([
    ['0', '-created'],
    ['1', '-created'],
  ]);
});

test('comments, to their end', async () => {
  const comment = { id: 1, author: own, body: '', created: '2026-03-01T10:00:00.000+0000' };
  const { jira, answers } = await asking('cloud', () => ({
    body: { total: 2, comments: [{ ...comment, updated: comment.created }] },
  }));
  expect(await jira.commentsSince('SHOP-12', 0)).toHaveLength(2);
  expect(answers.asked).toHaveLength(2);
});

test('transitions, and what they cannot be done without', async () => {
  const { jira } = await asking('cloud', () => ({
    body: {
      transitions: [
        {
          id: '3',
          name: 'Close',
          to: { id: '6', name: 'Closed', statusCategory: { key: 'done' } },
          fields: {
            resolution: { required: true, hasDefaultValue: false },
            summary: { required: true, hasDefaultValue: true },
            toString: { required: false },
          },
        },
        { id: '4', name: 'Wait', to: { id: '7', name: 'Waiting', statusCategory: { key: 'undefined' } } },
      ],
    },
  }));
  expect(await jira.transitions('SHOP-12')).toEqual([
    { id: '3', name: 'Close', to: { id: '6', name: 'Closed', category: 'done' }, required: ['resolution'] },
    { id: '4', name: 'Wait', to: { id: '7', name: 'Waiting', category: 'indeterminate' }, required: [] },
  ]);
});

describe('writing', () => {
  test('is one request each', async () => {
    const { jira, answers } = await asking('cloud', (what) =>
      what.endsWith('/comment') ? { status: 201, body: { id: '10100' } } : { status: 204 },
    );
    expect(await jira.transition('SHOP-12', '3')).toBe(true);
    expect(await jira.setLabels('SHOP-12', { add: ['spec:approved'], remove: ['todo'] })).toBe(true);
    expect(await jira.comment('SHOP-12', [['Waiting for ', { text: 'pm', href: 'https://x.test/' }]])).toBe(
      '10100',
    );
    const link = {
      globalId: 'baton:acme/shop#7',
      url: 'https://github.com/acme/shop/pull/7',
      title: 'acme/shop#7',
    };
    expect(await jira.remoteLink('SHOP-12', { ...link, summary: 'merged', resolved: true })).toBe(true);
    expect(answers.asked.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['POST', '/rest/api/3/issue/SHOP-12/transitions', { transition: { id: '3' } }],
      [
        'PUT',
        '/rest/api/3/issue/SHOP-12',
        { update: { labels: [{ add: 'spec:approved' }, { remove: 'todo' }] } },
      ],
      [
        'POST',
        '/rest/api/3/issue/SHOP-12/comment',
        {
          body: {
            version: 1,
            type: 'doc',
            content: [
              {
                type: 'paragraph',
                content: [
                  { type: 'text', text: 'Waiting for ' },
                  { type: 'text', text: 'pm', marks: [{ type: 'link', attrs: { href: 'https://x.test/' } }] },
                ],
              },
            ],
          },
        },
      ],
      [
        'POST',
        '/rest/api/3/issue/SHOP-12/remotelink',
        {
          globalId: 'baton:acme/shop#7',
          object: { url: link.url, title: link.title, summary: 'merged', status: { resolved: true } },
        },
      ],
    ]);
  });

  test('Data Center gets wiki text', async () => {
    const { jira, answers } = await asking('data-center', () => ({ status: 201, body: { id: '1' } }));
    await jira.comment('SHOP-12', [['*no bold*'], [{ text: 'here', href: 'https://x.test/' }]]);
    expect(answers.asked[0]?.body).toEqual({ body: '\\*no bold\\*\n\n[here|https://x.test/]' });
  });

  test('what Jira says no to is told in its words, apart from the message', async () => {
    const { jira } = await asking('cloud', () => ({
      status: 400,
      body: {
        errorMessages: ['It is not on the appropriate screen.'],
        errors: { resolution: 'Resolution is required.' },
      },
    }));
    const error = await jira.transition('SHOP-12', '3').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(JiraRejected);
    expect(error).toMatchObject({
      message: 'POST issue/SHOP-12/transitions was answered with 400.',
      status: 400,
      reasons: ['It is not on the appropriate screen.', 'resolution: Resolution is required.'],
    });
  });
});

describe('people', () => {
  test('Cloud: groups by id, actors of a role', async () => {
    const { jira, answers } = await asking('cloud', (what) => {
      if (what === 'GET user/groups')
        return { body: [{ name: 'product', groupId: '952d12c3' }, { name: 'all' }] };
      if (what === 'GET project/SHOP/role')
        return { body: { PM: 'https://elsewhere.test/role/10002', Odd: 'x' } };
      if (what !== 'GET project/SHOP/role/10002') return undefined;
      return {
        body: {
          actors: [
            {
              type: 'atlassian-user-role-actor',
              displayName: 'Maria',
              actorUser: { accountId: '712020:maria' },
            },
            {
              type: 'atlassian-group-role-actor',
              name: 'product',
              actorGroup: { name: 'product', groupId: '952d12c3' },
            },
            { type: 'something-new', name: 'x' },
          ],
        },
      };
    });
    expect(await jira.groupsOf({ id: '712020:maria', key: null })).toEqual([
      { id: '952d12c3', name: 'product' },
      { id: 'all', name: 'all' },
    ]);
    expect(await jira.roles('SHOP')).toEqual([{ id: '10002', name: 'PM' }]);
    expect(await jira.actorsIn('SHOP', '10002')).toEqual({
      users: ['712020:maria'],
      groups: [{ id: '952d12c3', name: 'product' }],
    });
    expect(await jira.actorsIn('SHOP', '1')).toBeNull();
    expect(answers.asked[0]?.query).toEqual({ accountId: '712020:maria' });
  });

  test('Data Center: groups by name, and all of them', async () => {
    const groups = { size: 2, items: [{ name: 'product' }, { name: 'all' }] };
    const sizes = [2, 3];
    const { jira, answers } = await asking('data-center', (what) => {
      if (what === 'GET user') return { body: { ...own, groups: { ...groups, size: sizes.shift() } } };
      return {
        body: {
          actors: [
            { type: 'atlassian-user-role-actor', name: 'maria' },
            { type: 'atlassian-group-role-actor', name: 'product' },
          ],
        },
      };
    });
    expect(await jira.groupsOf({ id: 'maria', key: null })).toEqual([
      { id: 'product', name: 'product' },
      { id: 'all', name: 'all' },
    ]);
    await expect(jira.groupsOf({ id: 'maria', key: null })).rejects.toThrow(JiraUnreadable);
    expect(answers.asked[0]?.query).toEqual({ username: 'maria', expand: 'groups' });
    expect(await jira.actorsIn('SHOP', '10002')).toEqual({
      users: ['maria'],
      groups: [{ id: 'product', name: 'product' }],
    });
  });
});

describe('the site', () => {
  test('says who we are, what time it is, and what there is', async () => {
    const { jira, answers } = await asking('cloud', (what) => {
      if (what === 'GET myself') return { body: { ...maria, accountType: 'app' } };
      if (what === 'GET serverInfo') {
        return {
          body: { version: '1001.0.0', deploymentType: 'Cloud', serverTime: '2026-03-01T10:00:00.000+0100' },
        };
      }
      if (what === 'GET status') return { body: [review] };
      if (what === 'GET field') return { body: [{ id: 'customfield_10070', name: 'Approved by' }] };
      if (what === 'GET project/SHOP') return { body: { id: 10_000, key: 'SHOP', name: 'Shop' } };
      if (what !== 'GET mypermissions') return undefined;
      return {
        body: {
          permissions: { EDIT_ISSUES: { havePermission: true }, BROWSE_PROJECTS: { havePermission: false } },
        },
      };
    });
    expect(await jira.myself()).toEqual({ ...mariaThere, kind: 'app' });
    expect(await jira.server()).toEqual({
      time: Date.parse('2026-03-01T09:00:00Z'),
      version: '1001.0.0',
      flavour: 'cloud',
    });
    expect(await jira.statuses()).toEqual([{ id: '10010', name: 'Approved', category: 'indeterminate' }]);
    expect(await jira.fields()).toEqual([{ id: 'customfield_10070', name: 'Approved by' }]);
    expect(await jira.project('SHOP')).toEqual({ id: '10000', name: 'Shop' });
    expect(await jira.project('OPS')).toBeNull();
    expect(await jira.permissions('SHOP', ['BROWSE_PROJECTS', 'EDIT_ISSUES', 'toString'])).toEqual([
      'EDIT_ISSUES',
    ]);
    expect(answers.asked.at(-1)?.query).toEqual({
      projectKey: 'SHOP',
      permissions: 'BROWSE_PROJECTS,EDIT_ISSUES,toString',
    });
  });

  test('finds a group by its id or its name', async () => {
    const id = '952d12c3-5b5b-4d04-bb32-44d383afc4b2';
    const { jira, answers } = await asking('cloud', (_, { query }) => ({
      body: {
        values:
          query['groupName'] === 'product' || query['groupId'] === id
            ? [{ name: 'product', groupId: id }]
            : [],
      },
    }));
    const product = { id, name: 'product' };
    expect(await jira.group(id)).toEqual(product);
    expect(await jira.group('product')).toEqual(product);
    expect(await jira.group('nobody')).toBeNull();
    expect(answers.asked).toHaveLength(3);
    const { jira: other } = await asking('data-center', (_, { query }) => {
      const all = [{ name: 'product owners' }, { name: 'product' }];
      return { body: { groups: all.filter(({ name }) => name.includes(query['query'] ?? '')) } };
    });
    expect(await other.group('product')).toEqual({ id: 'product', name: 'product' });
    expect(await other.group('nobody')).toBeNull();
  });

  test('that has no page about ourselves is none', async () => {
    const { jira } = await asking('cloud', () => undefined);
    await expect(jira.myself()).rejects.toThrow('There is no myself at Jira (acme): is its address right?');
  });
});

describe('what was changed', () => {
  const found = (id: number) => ({
    id: String(id),
    key: `SHOP-${id}`,
    fields: { updated: '2026-03-01T10:00:00.000Z' },
  });

  test('Cloud: page by page, by token', async () => {
    const { jira, answers } = await asking('cloud', (_, { query }) => ({
      body:
        query['nextPageToken'] === undefined
          ? { issues: [found(2), found(1)], nextPageToken: 'more', isLast: false }
          : { issues: [found(1), found(3)], isLast: true },
    }));
    const all = await jira.changedSince(1_700_000_000_000.5, ['SHOP', 'A"B']);
    expect(all.map(({ key }) => key)).toEqual(['SHOP-2', 'SHOP-1', 'SHOP-3']);
    expect(all[0]).toEqual({ id: '2', key: 'SHOP-2', updated: Date.parse('2026-03-01T10:00:00Z') });
    expect(answers.asked[0]?.url).toMatch(/^\/rest\/api\/3\/search\/jql\?/);
    expect(answers.asked[0]?.query['jql']).toBe(
      String.raw`project in ("SHOP", "A\"B") AND updated >= 1700000000000 ORDER BY updated DESC`,
    );
  });

  test('Cloud: a search that does not end is given up', async () => {
    const { jira } = await asking('cloud', () => ({ body: { issues: [], nextPageToken: 'again' } }));
    await expect(jira.changedSince(0, ['SHOP'])).rejects.toThrow(JiraUnreadable);
  });

  test('Data Center: page by page, by number', async () => {
    const { jira, answers } = await asking('data-center', (_, { query }) => ({
      body: { total: 3, issues: query['startAt'] === '0' ? [found(1), found(2)] : [found(2)] },
    }));
    expect((await jira.changedSince(5, ['SHOP'])).map(({ key }) => key)).toEqual(['SHOP-1', 'SHOP-2']);
    expect(answers.paths().map((path) => path.split('?')[0])).toEqual([
      'GET /rest/api/2/search',
      'GET /rest/api/2/search',
    ]);
  });

  test('in no project: nothing, without asking', async () => {
    const { jira, answers } = await asking('cloud', () => undefined);
    expect(await jira.changedSince(5, [])).toEqual([]);
    expect(answers.asked).toHaveLength(0);
    expect(changedSinceJql(1, ['A\\B\n"'])).toContain(String.raw`("A\\B \"")`);
  });
});
