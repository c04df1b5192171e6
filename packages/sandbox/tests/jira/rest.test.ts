/** What the sandbox's Jira answers. On Cloud every answer here is judged by Atlassian's OpenAPI description, too. */
import { afterEach, describe, expect, test } from 'vitest';
import { playedRoutes } from '../../src/jira/rest/router.ts';
import { operationOf, recordedAnswer, samplesAreThere, whyNot } from './samples.ts';
import { flavours, startWorld, type World } from './world.ts';

let world: World | null = null;
afterEach(async () => {
  // Nothing that the tests ask for is left unplayed, unless they look for it.
  const left = world?.jira.unplayed ?? [];
  const problems = world?.jira.problems ?? [];
  await world?.close();
  world = null;
  expect({ left, problems }).toEqual({ left: [], problems: [] });
});

const adf = (text: string): unknown => ({
  type: 'doc',
  version: 1,
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
});
/** A long text as the flavour takes and shows it. */
const long = (flavour: string, text: string): unknown => (flavour === 'cloud' ? adf(text) : text);

describe.each(flavours)('%s', (flavour) => {
  const person = (jira: World['jira'], handle: string, displayName: string): unknown =>
    flavour === 'cloud'
      ? { accountId: jira.idOf(handle), displayName, accountType: 'atlassian', active: true }
      : { name: handle, displayName, active: true };

  test('an issue, whole and in part', async () => {
    world = await startWorld(flavour);
    const { jira, call } = world;
    const { key, id } = jira.as('maria').createIssue('SHOP', {
      summary: 'Gift cards',
      description: 'Sold in the shop.',
      labels: ['spec', 'backend'],
      assignee: 'ed',
      fields: { 'Sign-off': 'No', Owner: 'maria' },
    });
    jira.as('ed').comment(key, 'On it');
    const { status, body } = await call('GET', `/issue/${key}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      key,
      self: `${jira.url}/rest/api/${flavour === 'cloud' ? 3 : 2}/issue/${id}`,
      fields: {
        summary: 'Gift cards',
        description: long(flavour, 'Sold in the shop.'),
        labels: ['backend', 'spec'],
        assignee: person(jira, 'ed', 'Ed'),
        reporter: person(jira, 'maria', 'Maria Weber'),
        status: { name: 'Draft', id: jira.statusId('Draft'), statusCategory: { key: 'new', id: 2 } },
        resolution: null,
        issuetype: { name: 'Story' },
        project: { key: 'SHOP', name: 'Shop' },
        comment: { total: 1, comments: [{ body: long(flavour, 'On it') }] },
        created: '2026-01-12T03:00:00.000-0500',
      },
    });
    expect((await call('GET', `/issue/${id}?fields=summary,labels`)).body).toMatchObject({
      key,
      fields: { summary: 'Gift cards', labels: ['backend', 'spec'] },
    });
    const some = (await call('GET', `/issue/${key}?fields=summary&properties=a.b`)).body as {
      fields: object;
      properties: object;
    };
    expect([Object.keys(some.fields), some.properties]).toEqual([['summary'], {}]);
    const most = (await call('GET', `/issue/${key}?fields=-comment`)).body as { fields: object };
    expect([Object.keys(most.fields).includes('comment'), Object.keys(most.fields).length > 20]).toEqual([
      false,
      true,
    ]);
  });

  test('with its changelog: on Cloud the newest hundred first, on Data Center all in order', async () => {
    world = await startWorld(flavour);
    const { jira, call } = world;
    const { key } = jira.as('ed').createIssue('SHOP', { summary: 'Search' });
    for (let index = 1; index <= 120; index += 1) jira.as('ed').edit(key, { summary: `Search ${index}` });
    const { body } = await call('GET', `/issue/${key}?fields=summary&expand=changelog`);
    const { changelog } = body as {
      changelog: {
        startAt: number;
        maxResults: number;
        total: number;
        histories: { items: { toString: string }[] }[];
      };
    };
    const { histories, ...page } = changelog;
    const last = histories.map((one) => one.items[0]?.toString);
    if (flavour === 'cloud') {
      expect(page).toEqual({ startAt: 0, maxResults: 100, total: 120 });
      expect([last.length, last[0], last[99]]).toEqual([100, 'Search 120', 'Search 21']);
      const pages = [];
      for (let startAt = 0; ; startAt += 50) {
        const one = (await call('GET', `/issue/${key}/changelog?startAt=${startAt}&maxResults=50`)).body as {
          isLast: boolean;
          values: { items: { toString: string }[] }[];
        };
        pages.push(one.values.map((each) => each.items[0]?.toString));
        if (one.isLast) break;
      }
      expect(pages.map((one) => [one.length, one[0]])).toEqual([
        [50, 'Search 1'],
        [50, 'Search 51'],
        [20, 'Search 101'],
      ]);
    } else {
      expect(page).toEqual({ startAt: 0, maxResults: 120, total: 120 });
      expect([last.length, last[0], last[119]]).toEqual([120, 'Search 1', 'Search 120']);
    }
  });

  test('comments: added, listed, changed, deleted', async () => {
    world = await startWorld(flavour);
    const { jira, call } = world;
    const { key } = jira.as('ed').createIssue('SHOP', { summary: 'Search' });
    const made = await call('POST', `/issue/${key}/comment`, { body: long(flavour, 'First') });
    expect(made).toMatchObject({ status: 201, body: { body: long(flavour, 'First') } });
    const { id } = made.body as { id: string };
    jira.as('ed').comment(key, 'Second');
    expect(
      await call('PUT', `/issue/${key}/comment/${id}`, { body: long(flavour, 'Changed') }),
    ).toMatchObject({
      status: 200,
    });
    const list = async (query = ''): Promise<unknown> =>
      (await call('GET', `/issue/${key}/comment${query}`)).body;
    expect(await list()).toMatchObject({
      total: 2,
      comments: [{ body: long(flavour, 'Changed') }, { body: long(flavour, 'Second') }],
    });
    expect(await list('?startAt=1&maxResults=1')).toMatchObject({
      total: 2,
      comments: [{ body: long(flavour, 'Second') }],
    });
    expect((await call('DELETE', `/issue/${key}/comment/${id}`)).status).toBe(204);
    expect(await call('GET', `/issue/${key}/comment/${id}`)).toMatchObject({ status: 404 });
    // The other flavour's form is refused.
    const wrong = flavour === 'cloud' ? 'Plain' : adf('Document');
    expect(await call('POST', `/issue/${key}/comment`, { body: wrong })).toMatchObject({
      status: 400,
      body: { errorMessages: [], errors: { comment: 'Comment body is not valid!' } },
    });
    jira.grant('SHOP', 'ADD_COMMENTS', 'role:Product');
    expect(await call('POST', `/issue/${key}/comment`, { body: wrong })).toMatchObject({
      status: 400,
      body: {
        errorMessages: ['Handoff Bot, you do not have the permission to comment on this issue.'],
        errors: {},
      },
    });
  });

  test('transitions: those that are possible, done, refused', async () => {
    world = await startWorld(flavour);
    const { jira, call } = world;
    const { key } = jira.as('ed').createIssue('SHOP', { summary: 'Search' });
    const list = async (): Promise<{ id: string; name: string; to: { id: string; name: string } }[]> =>
      ((await call('GET', `/issue/${key}/transitions`)).body as { transitions: never[] }).transitions;
    expect((await list()).map((one) => [one.id, one.name, one.to.name])).toEqual([
      ['11', 'Ask for review', 'Review'],
      ['41', 'Back to draft', 'Draft'],
    ]);
    const go = (id: string) => call('POST', `/issue/${key}/transitions`, { transition: { id } });
    expect(await go('11')).toMatchObject({ status: 204 });
    expect(await go('31')).toMatchObject({
      status: 400,
      body: {
        errorMessages: [
          expect.stringContaining(
            `workflow operation (Finish) that is not valid for the current state of this issue (${key})`,
          ),
        ],
      },
    });
    expect(await go('99')).toMatchObject({
      status: 400,
      body: { errorMessages: ["Transition id '99' is not valid for this issue."] },
    });
    jira.grant('SHOP', 'TRANSITION_ISSUES', 'role:Product');
    expect(await list()).toEqual([]);
    expect(await go('21')).toMatchObject({ status: 400 });
    expect(jira.issue(key).status.name).toBe('Review');
  });

  test('editing: fields set, labels added and removed, people named as the flavour names them', async () => {
    world = await startWorld(flavour);
    const { jira, call } = world;
    const { key } = jira.as('ed').createIssue('SHOP', { summary: 'Search', labels: ['a', 'b'] });
    const [signOff] = [
      ...jira
        .as('ed')
        .createIssue('SHOP', { summary: 'x', fields: { 'Sign-off': 'Yes' } })
        .fields.keys(),
    ];
    const edit = (body: unknown) => call('PUT', `/issue/${key}`, body);
    const maria = flavour === 'cloud' ? { accountId: jira.idOf('maria') } : { name: 'maria' };
    expect(
      await edit({
        fields: {
          summary: 'Find',
          description: long(flavour, 'Better.'),
          assignee: maria,
          [signOff?.id ?? '']: { value: 'Yes' },
        },
        update: { labels: [{ add: 'c' }, { remove: 'a' }] },
      }),
    ).toMatchObject({ status: 204 });
    const { summary, labels, assignee, histories } = jira.issue(key);
    expect([summary, labels, assignee?.handle]).toEqual(['Find', ['b', 'c'], 'maria']);
    // One change, of all of it.
    expect(histories.map((one) => one.items.map((each) => each.field))).toEqual([
      ['assignee', 'description', 'labels', 'summary', 'Sign-off'],
    ]);
    expect(await edit({ update: { labels: [{ add: 'two words' }] } })).toMatchObject({
      status: 400,
      body: { errors: { labels: "The label 'two words' contains spaces which is invalid." } },
    });
    expect(await edit({ fields: { colour: 'red' } })).toMatchObject({
      status: 400,
      body: {
        errors: { colour: "Field 'colour' cannot be set. It is not on the appropriate screen, or unknown." },
      },
    });
    jira.grant('SHOP', 'EDIT_ISSUES', 'role:Product');
    expect(await edit({ update: { labels: [{ add: 'd' }] } })).toMatchObject({
      status: 400,
      body: {
        errors: { labels: "Field 'labels' cannot be set. It is not on the appropriate screen, or unknown." },
      },
    });
  });

  test('remote links, by their global id, and properties', async () => {
    world = await startWorld(flavour);
    const { jira, call } = world;
    const { key } = jira.as('ed').createIssue('SHOP', { summary: 'Search' });
    const link = (title: string) =>
      call('POST', `/issue/${key}/remotelink`, {
        globalId: 'system=github&id=7',
        application: { type: 'example', name: 'GitHub' },
        relationship: 'implements',
        object: { url: 'https://github.com/acme/shop/pull/7', title },
      });
    expect(await link('PR 7')).toMatchObject({ status: 201 });
    expect(await link('PR 7: Search')).toMatchObject({ status: 200 });
    const shown = {
      globalId: 'system=github&id=7',
      application: { type: 'example', name: 'GitHub' },
      relationship: 'implements',
      object: { url: 'https://github.com/acme/shop/pull/7', title: 'PR 7: Search' },
    };
    expect((await call('GET', `/issue/${key}/remotelink`)).body).toMatchObject([shown]);
    jira.grant('SHOP', 'LINK_ISSUES', 'role:Product');
    expect(await link('Again')).toMatchObject({ status: 403 });

    const property = `/issue/${key}/properties/baton.seen`;
    expect(await call('GET', property)).toMatchObject({ status: 404 });
    expect(await call('PUT', property, { at: 1 })).toMatchObject({ status: 201 });
    expect(await call('PUT', property, { at: 2 })).toMatchObject({ status: 200 });
    expect(await call('GET', property)).toMatchObject({ body: { key: 'baton.seen', value: { at: 2 } } });
    expect((await call('GET', `/issue/${key}/properties`)).body).toMatchObject({
      keys: [{ key: 'baton.seen' }],
    });
    expect(await call('DELETE', property)).toMatchObject({ status: 204 });
  });

  test('people, groups and roles', async () => {
    world = await startWorld(flavour);
    const { jira, call } = world;
    expect((await call('GET', '/myself')).body).toMatchObject({
      displayName: 'Handoff Bot',
      timeZone: 'America/New_York',
      ...(flavour === 'cloud' ? { accountType: 'app', accountId: jira.idOf('bot') } : { name: 'bot' }),
    });
    jira.deactivate('paul');
    const group = flavour === 'cloud' ? `groupId=${jira.groupId('pms')}` : 'groupname=pms';
    if (flavour === 'data-center') {
      // Who is in a group is for administrators there.
      expect(await call('GET', `/group/member?${group}`)).toMatchObject({ status: 403 });
      jira.makeAdministrator('bot');
    }
    const names = async (query: string): Promise<unknown> =>
      (
        (await call('GET', `/group/member?${query}`)).body as { values: { displayName: string }[] }
      ).values.map((one) => one.displayName);
    expect(await names(group)).toEqual(['Maria Weber']);
    expect(await names(`${group}&includeInactiveUsers=true`)).toEqual(['Maria Weber', 'Paul']);
    expect(await call('GET', '/group/member?groupname=nobody')).toMatchObject({ status: 404 });
    expect((await call('GET', '/groups/picker?query=pm')).body).toMatchObject({
      total: 1,
      groups: [{ name: 'pms', ...(flavour === 'cloud' ? { groupId: jira.groupId('pms') } : {}) }],
    });
    expect((await call('GET', '/groups/picker?query=pms', undefined, null)).body).toMatchObject({
      groups: [],
    });
    if (flavour === 'cloud') {
      expect((await call('GET', '/group/bulk?groupName=pms')).body).toMatchObject({
        values: [{ name: 'pms', groupId: jira.groupId('pms') }],
      });
      expect((await call('GET', `/user/groups?accountId=${jira.idOf('maria')}`)).body).toMatchObject([
        { name: 'pms', groupId: jira.groupId('pms') },
      ]);
    } else {
      expect((await call('GET', '/user?username=maria&expand=groups')).body).toMatchObject({
        groups: { size: 1, items: [{ name: 'pms' }] },
      });
    }
    // Who is in a role is for the project's administrators.
    expect(await call('GET', '/project/SHOP/role', undefined, 'ed')).toMatchObject({
      status: 401,
      body: { errorMessages: ['You cannot edit the configuration of this project.'] },
    });
    const role = `/project/SHOP/role/${jira.roleId('Product')}`;
    expect(await call('GET', role, undefined, 'ed')).toMatchObject({ status: 401 });
    jira.addToRole('SHOP', 'Administrators', { users: ['bot'] });
    const roles = (await call('GET', '/project/SHOP/role')).body as Record<string, string>;
    expect(Object.keys(roles)).toEqual(['Administrators', 'Product', 'Developers', 'Bots']);
    const product = (await call('GET', role)).body;
    expect(product).toMatchObject({
      name: 'Product',
      actors: [{ type: 'atlassian-group-role-actor', name: 'pms' }],
    });
    const developers = (await call('GET', `/project/SHOP/role/${jira.roleId('Developers')}`)).body;
    expect(developers).toMatchObject({
      actors: [
        {
          type: 'atlassian-user-role-actor',
          ...(flavour === 'cloud' ? { actorUser: { accountId: jira.idOf('ed') } } : { name: 'ed' }),
        },
      ],
    });
  });

  test('projects, statuses, fields, permissions, the server', async () => {
    world = await startWorld(flavour);
    const { jira, call } = world;
    expect((await call('GET', '/project/SHOP')).body).toMatchObject({ key: 'SHOP', name: 'Shop' });
    expect(await call('GET', '/project/NONE')).toMatchObject({
      status: 404,
      body: { errorMessages: ["No project could be found with key 'NONE'."] },
    });
    const statuses = (await call('GET', '/status')).body as { name: string }[];
    expect(statuses.map((one) => one.name).sort()).toEqual([
      'Approved',
      'Done',
      'Draft',
      'In Progress',
      'Review',
      'To Do',
    ]);
    expect((await call('GET', '/project/SHOP/statuses')).body).toMatchObject([
      {
        name: 'Story',
        statuses: ['Draft', 'Review', 'Approved', 'Done'].map((name) => ({ name, id: jira.statusId(name) })),
      },
      { name: 'Task' },
    ]);
    const fields = (await call('GET', '/field')).body as { id: string; name: string; custom: boolean }[];
    expect(fields.filter((one) => one.custom).map((one) => one.name)).toEqual([
      'Sign-off',
      'Ticket',
      'Owner',
    ]);
    jira.grant('SHOP', 'EDIT_ISSUES', 'role:Product');
    const mine = (await call('GET', '/mypermissions?projectKey=SHOP&permissions=BROWSE_PROJECTS,EDIT_ISSUES'))
      .body as {
      permissions: Record<string, { havePermission: boolean }>;
    };
    expect(Object.entries(mine.permissions).map(([key, one]) => [key, one.havePermission])).toEqual([
      ['BROWSE_PROJECTS', true],
      ['EDIT_ISSUES', false],
    ]);
    expect(await call('GET', '/mypermissions?projectKey=SHOP')).toMatchObject({
      status: flavour === 'cloud' ? 400 : 200,
    });
    expect((await call('GET', '/serverInfo', undefined, null)).body).toMatchObject({
      baseUrl: jira.url,
      deploymentType: flavour === 'cloud' ? 'Cloud' : 'Server',
    });
  });
});

describe.each(flavours)('%s', (flavour) => {
  test('what can be edited of an issue, and which options a field has there', async () => {
    world = await startWorld(flavour);
    const { jira, call } = world;
    const { key } = jira.as('maria').createIssue('SHOP', { summary: 'Gift cards' });
    const { status, body } = await call('GET', `/issue/${key}/editmeta`);
    const { fields } = body as {
      fields: Record<string, { name: string; allowedValues?: { value: string; id: string }[] }>;
    };
    expect([status, Object.values(fields).map(({ name }) => name)]).toEqual([
      200,
      ['Summary', 'Description', 'Labels', 'Assignee', 'Sign-off', 'Ticket', 'Owner'],
    ]);
    const [id = ''] = Object.entries(fields).find(([, { name }]) => name === 'Sign-off') ?? [];
    const options = fields[id]?.allowedValues ?? [];
    expect(fields[id]).toEqual({
      required: false,
      schema: {
        type: 'option',
        custom: 'com.atlassian.jira.plugin.system.customfieldtypes:select',
        customId: Number(id.slice('customfield_'.length)),
      },
      name: 'Sign-off',
      ...(flavour === 'cloud' ? { key: id } : { fieldId: id }),
      operations: ['set'],
      allowedValues: ['Yes', 'No'].map((value, index) => ({
        self: expect.stringMatching(`/customFieldOption/${options[index]?.id}$`) as string,
        value,
        id: options[index]?.id,
      })),
    });
    // Whoever may not edit sees none of them.
    jira.grant('SHOP', 'EDIT_ISSUES', 'role:Product');
    expect((await call('GET', `/issue/${key}/editmeta`)).body).toEqual({ fields: {} });
    expect((await call('GET', `/issue/${key}/editmeta`, undefined, 'vic')).status).toBe(
      flavour === 'cloud' ? 404 : 403,
    );
  });
});

test.skipIf(!samplesAreThere)(`routes are as Atlassian describes them${whyNot}`, () => {
  for (const [name, route] of Object.entries(playedRoutes)) {
    if (route.flavour === 'data-center') continue;
    const described = operationOf(name);
    expect(described, name).toBeDefined();
    const security = described?.security ?? [];
    const classic = security.flatMap((one) => one['OAuth2'] ?? []);
    expect([name, classic], name).toEqual([name, route.scope === null ? [] : [route.scope]]);
    expect([name, security.some((one) => Object.keys(one).length === 0)]).toEqual([name, route.anonymous]);
    const parameters = (described?.parameters ?? [])
      .filter((one) => one.in === 'query')
      .map((one) => one.name);
    for (const query of route.query ?? []) expect(parameters, name).toContain(query);
    const scopes = described?.['x-atlassian-oauth2-scopes']?.find((one) => one.state === 'Beta')?.scopes;
    if (route.granular !== undefined) expect([...route.granular].sort()).toEqual([...(scopes ?? [])].sort());
  }
});

/** The names of what is in a value, one level deep in each `fields`. */
const keysOf = (value: unknown): string[] => Object.keys(value as object).sort();

test.skipIf(!samplesAreThere)(`an issue shows what recorded ones show${whyNot}`, async () => {
  world = await startWorld('cloud');
  const { jira, call } = world;
  const { key } = jira.as('ed').createIssue('OPS', { summary: 'Rotate' });
  jira.as('ed').transition(key, 'Done');
  const ours = (await call('GET', `/issue/${key}?expand=changelog`)).body as Recorded;
  const theirs = recordedAnswer('jirametrics-SP-10.json') as Recorded;
  expect(keysOf(ours)).toEqual(keysOf(theirs));
  const notTheirs = keysOf(ours.fields).filter(
    (name) => !(name in theirs.fields) && !name.startsWith('customfield'),
  );
  const notOurs = keysOf(theirs.fields).filter(
    (name) => !(name in ours.fields) && !name.startsWith('customfield'),
  );
  // They were asked for without them.
  expect({ notTheirs, notOurs }).toEqual({
    notTheirs: ['attachment', 'comment', 'timetracking', 'worklog'],
    notOurs: [],
  });
  for (const name of ['status', 'issuetype', 'project', 'resolution', 'priority', 'reporter'])
    expect(keysOf(ours.fields[name]), name).toEqual(
      keysOf(theirs.fields[name]).filter((one) => one !== 'emailAddress'),
    );
  const [history] = ours.changelog.histories;
  const [recorded] = theirs.changelog.histories;
  expect(keysOf(history)).toEqual(keysOf(recorded));
  expect(history?.items.map(keysOf)).toEqual(recorded?.items.map(keysOf));
});

type Recorded = {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly changelog: { readonly histories: readonly { readonly items: readonly object[] }[] };
};
