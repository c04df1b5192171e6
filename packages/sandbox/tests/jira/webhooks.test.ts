/** What the sandbox's Jira sends: which events, signed how, tried again when; and that its bodies are shaped as recorded ones. */
import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { JiraComment, JiraDelivery } from '../../src/jira/index.ts';
import { recordedWebhooks, samplesAreThere, whyNot } from './samples.ts';
import type { Received } from '../http.ts';
import { flavours, monday, secret, startWorld, type World } from './world.ts';

let world: World | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

type Body = {
  readonly timestamp: number;
  readonly webhookEvent: string;
  readonly issue_event_type_name?: string;
  readonly user?: Record<string, unknown>;
  readonly issue?: { readonly id: string; readonly key: string; readonly fields: Record<string, unknown> };
  readonly comment?: Record<string, unknown>;
  readonly changelog?: { readonly id: string; readonly items: readonly Record<string, unknown>[] };
};

const bodyOf = (one: Received): Body => JSON.parse(one.body) as Body;

/** Runs a story, and gives back what was sent of it. */
async function sent(of: World, story: () => void): Promise<Body[]> {
  await of.jira.settled();
  of.listener.received.length = 0;
  story();
  await of.jira.settled();
  return of.listener.received.map(bodyOf);
}

const nameOf = (body: Body): string =>
  [body.webhookEvent, body.issue_event_type_name].filter(Boolean).join(' ');

describe.each(flavours)('%s', (flavour) => {
  const cloud = flavour === 'cloud';

  test('each happening is told by its events', async () => {
    world = await startWorld(flavour);
    const { jira } = world;
    const tell = async (story: () => void): Promise<string[]> =>
      (await sent(world as World, story)).map(nameOf);
    expect(await tell(() => jira.as('ed').createIssue('OPS', { summary: 'Rotate' }))).toEqual([
      'jira:issue_created issue_created',
    ]);
    const key = 'OPS-1';
    expect(await tell(() => jira.as('ed').setLabels(key, 'x'))).toEqual(['jira:issue_updated issue_updated']);
    expect(await tell(() => jira.as('ed').setLabels(key, 'x'))).toEqual([]);
    expect(await tell(() => jira.as('ed').assign(key, 'maria'))).toEqual([
      'jira:issue_updated issue_assigned',
    ]);
    expect(await tell(() => jira.as('ed').transition(key, 'Done'))).toEqual([
      `jira:issue_updated ${cloud ? 'issue_generic' : 'issue_closed'}`,
    ]);
    expect(await tell(() => jira.as('ed').setProperty(key, 'a', 1))).toEqual([]);
    expect(
      await tell(() => jira.as('ed').linkRemotely(key, { url: 'https://a.example', title: 'A' })),
    ).toEqual([]);
    const twice = (what: string, name: string): string[] => [
      what,
      ...(cloud ? [] : [`jira:issue_updated ${name}`]),
    ];
    const comments = jira.issue(key).comments;
    expect(await tell(() => jira.as('ed').comment(key, 'One'))).toEqual(
      twice('comment_created', 'issue_commented'),
    );
    const [comment] = comments;
    if (comment === undefined) throw new Error('there is no comment');
    expect(await tell(() => jira.as('ed').editComment(key, comment, 'Two'))).toEqual(
      twice('comment_updated', 'issue_comment_edited'),
    );
    expect(await tell(() => jira.as('site-admin').deleteComment(key, comment))).toEqual(
      twice('comment_deleted', 'issue_comment_deleted'),
    );
    expect(await tell(() => jira.as('ed').move(key, 'SHOP'))).toEqual(['jira:issue_updated issue_moved']);
    jira.addToRole('SHOP', 'Administrators', { users: ['site-admin'] });
    jira.grant('SHOP', 'BROWSE_PROJECTS', 'logged-in');
    jira.as('ed').comment('SHOP-1', 'Last');
    await jira.settled();
    expect(await tell(() => jira.as('site-admin').deleteIssue('SHOP-1'))).toEqual([
      'jira:issue_deleted',
      ...(cloud ? ['comment_deleted'] : []),
    ]);
    if (cloud)
      expect(world.listener.received.map((one) => one.headers['x-atlassian-webhook-flow'])).toEqual([
        'Primary',
        'Secondary',
      ]);
  });

  test('a body says who, what and when; long texts are wiki text, names are as of then', async () => {
    world = await startWorld(flavour);
    const { jira } = world;
    const [created] = await sent(world, () =>
      jira.as('maria').createIssue('SHOP', { summary: 'Gift cards', description: 'Sold.\n\nIn the shop.' }),
    );
    expect(created).toMatchObject({
      timestamp: monday,
      user: cloud ? { accountId: jira.idOf('maria'), accountType: 'atlassian' } : { name: 'maria' },
      issue: {
        key: 'SHOP-1',
        // In the time zone of whoever acted.
        fields: { description: 'Sold.\n\nIn the shop.', created: '2026-01-12T09:00:00.000+0100' },
      },
    });
    expect(created?.changelog?.items.map((item) => [item['field'], item['toString']])).toEqual(
      cloud
        ? [
            ['description', 'Sold.\n\nIn the shop.'],
            ['reporter', 'Maria Weber'],
            ['Status', 'Draft'],
            ['summary', 'Gift cards'],
          ]
        : undefined,
    );
    const [moved] = await sent(world, () => jira.as('ed').transition('SHOP-1', 'Ask for review'));
    const history = jira.issue('SHOP-1').histories[0];
    expect(moved?.changelog).toEqual({
      id: history?.id,
      items: [
        {
          field: 'status',
          fieldtype: 'jira',
          ...(cloud ? { fieldId: 'status' } : {}),
          from: jira.statusId('Draft'),
          fromString: 'Draft',
          to: jira.statusId('Review'),
          toString: 'Review',
        },
      ],
    });
    const [comment] = await sent(world, () => jira.as('ed').comment('SHOP-1', 'On it'));
    expect(comment).toMatchObject({ comment: { body: 'On it' } });
    // Cloud's has no user at the top, Data Center's no issue.
    expect(Object.keys(comment ?? {}).sort()).toEqual(
      ['comment', 'timestamp', 'webhookEvent', ...(cloud ? ['issue'] : [])].sort(),
    );
  });

  test('signed, with an identifier; tried again by Cloud alone, with the same one', async () => {
    world = await startWorld(flavour);
    const { jira, listener } = world;
    listener.status = 503;
    jira.as('ed').createIssue('SHOP', { summary: 'Search' });
    await jira.settled();
    const [first] = listener.received;
    const hex = createHmac('sha256', secret)
      .update(first?.body ?? '')
      .digest('hex');
    expect(first?.headers).toMatchObject({ 'x-hub-signature': `sha256=${hex}` });
    expect(first?.headers['x-atlassian-webhook-retry']).toBeUndefined();
    await jira.retryWebhooks();
    listener.status = 200;
    await jira.retryWebhooks();
    await jira.retryWebhooks();
    const tries = listener.received.map((one) => one.headers['x-atlassian-webhook-retry']);
    expect(tries).toEqual(cloud ? [undefined, '1', '2'] : [undefined]);
    const identifiers = listener.received.map((one) => one.headers['x-atlassian-webhook-identifier']);
    expect(new Set(identifiers).size).toBe(1);
    expect(identifiers[0]).toMatch(cloud ? /^\d{17}$/ : /^[\da-f-]{36}$/);
    const tried = (one: JiraDelivery): unknown => [one.event, one.issue, one.retry, one.statusCode];
    expect(jira.deliveries.map(tried)).toEqual(
      [503, 503, 200]
        .slice(0, tries.length)
        .map((status, retry) => ['jira:issue_created', 'SHOP-1', retry, status]),
    );
  });

  test('doubled, late and lost on demand', async () => {
    world = await startWorld(flavour);
    const { jira, listener } = world;
    const story = (): void => {
      const { key } = jira.as('ed').createIssue('SHOP', { summary: 'Search' });
      jira.as('ed').transition(key, 'Ask for review');
    };
    const events = async (): Promise<(string | undefined)[]> =>
      (await sent(world as World, story)).map((one) => one.webhookEvent);
    const creation = { match: ({ event }: { event: string }) => event === 'jira:issue_created' };
    jira.faults.addForDeliveries({ ...creation, kind: 'doubled' });
    expect(await events()).toEqual(['jira:issue_created', 'jira:issue_created', 'jira:issue_updated']);
    const [one, two] = listener.received;
    expect(one?.headers['x-atlassian-webhook-identifier']).toBe(
      two?.headers['x-atlassian-webhook-identifier'],
    );
    jira.faults.addForDeliveries({ ...creation, kind: 'late', milliseconds: 100 });
    expect(await events()).toEqual(['jira:issue_updated', 'jira:issue_created']);
    jira.faults.addForDeliveries({ ...creation, kind: 'lost' });
    expect(await events()).toEqual(['jira:issue_updated']);
    expect(jira.faults.pending()).toBe(false);
  });

  test('only what a webhook asks for', async () => {
    world = await startWorld(flavour);
    const { jira, listener } = world;
    expect(() => jira.webhook({ url: listener.url, events: ['sprint_started'] })).toThrow(/does not play/);
    jira.webhook({ url: listener.url, name: 'ops', events: ['jira:issue_created'], projects: ['OPS'] });
    jira.as('ed').createIssue('SHOP', { summary: 'Search' });
    jira.as('ed').createIssue('OPS', { summary: 'Rotate' });
    jira.as('ed').setLabels('OPS-1', 'x');
    await jira.settled();
    expect(jira.deliveries.filter((one) => one.webhook === 'ops').map((one) => one.issue)).toEqual(['OPS-1']);
    const unsigned = listener.received.filter((one) => one.headers['x-hub-signature'] === undefined);
    expect(unsigned.length).toBe(1);
  });
});

/** The shape of a value: the type of each leaf by its path. Lists share one path for all their entries. */
function shape(value: unknown, path = '', into = new Map<string, Set<string>>()): Map<string, Set<string>> {
  const type = value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
  into.set(path, (into.get(path) ?? new Set()).add(type));
  if (Array.isArray(value)) for (const one of value) shape(one, `${path}[]`, into);
  else if (typeof value === 'object' && value !== null)
    for (const [name, one] of Object.entries(value)) shape(one, `${path}.${name}`, into);
  return into;
}

/** What recordings of 2019 had and Jira shows no more, or what belongs to parts of Jira that are not played. */
const notOurs =
  /^\.(level|message|label|timestamp)$|customfield_|\.issuelinks\[\]|\.components\[\]|\.worklogs\[\]|\.timetracking\.|progress\.percent$|\.emailAddress$|\.comments\[\]/;
/** What came after the recordings: recorded answers of 2021 have it. */
const later = /\.hierarchyLevel$/;
/** `name` and `key` went from Cloud's users in 2019 ("Deprecation notice - removal of usernames"). */
const gone = /\.(name|key)$/;
const people = ['user', 'comment.author', 'comment.updateAuthor'].concat(
  ['creator', 'reporter', 'assignee'].map((name) => `issue.fields.${name}`),
);

const recordings: readonly [flavour: 'cloud' | 'data-center', file: string, name: string][] = [
  ['cloud', 'mattermost-webhook-issue-created.json', 'created'],
  ['cloud', 'mattermost-webhook-issue-updated-labels.json', 'labels'],
  ['cloud', 'mattermost-webhook-issue-updated-started-working.json', 'transition'],
  ['cloud', 'mattermost-webhook-issue-updated-resolved.json', 'resolved'],
  ['cloud', 'mattermost-webhook-issue-updated-reopened.json', 'reopened'],
  ['cloud', 'mattermost-webhook-cloud-issue-updated-custom-field.json', 'field'],
  ['cloud', 'jira-to-matrix-cloud-status-changed.json', 'transition'],
  ['cloud', 'jira-to-matrix-cloud-move-issue.json', 'moved'],
  ['cloud', 'mattermost-webhook-issue-deleted.json', 'deleted'],
  ['cloud', 'mattermost-webhook-cloud-comment-created.json', 'comment'],
  ['cloud', 'mattermost-webhook-cloud-comment-updated.json', 'comment edited'],
  ['cloud', 'mattermost-webhook-cloud-comment-deleted.json', 'comment deleted'],
  ['data-center', 'mattermost-webhook-server-comment-created.json', 'comment'],
  ['data-center', 'mattermost-webhook-server-issue-updated-closed.json', 'resolved'],
  ['data-center', 'mattermost-webhook-server-issue-updated-many-fields.json', 'labels'],
];

const isOf = (flavour: string, file: string): boolean =>
  file.includes('-server-') === (flavour === 'data-center');

test.skipIf(!samplesAreThere).each(recordings)(`%s: shaped as %s${whyNot}`, async (flavour, file, name) => {
  world = await startWorld(flavour);
  const { jira } = world;
  const { id: field } = jira.customField('Points', 'text');
  const ed = jira.as('ed');
  const told = async (story: () => void): Promise<Body | undefined> => (await sent(world as World, story))[0];
  const stories: Record<string, () => void> = {
    created: () => ed.createIssue('OPS', { summary: 'Other', description: 'Text', labels: ['x'] }),
    labels: () => ed.setLabels('OPS-1', 'bad', 'test-label'),
    transition: () => ed.transition('OPS-1', 'In Progress'),
    resolved: () => ed.transition('OPS-1', 'Done'),
    reopened: () => ed.transition('OPS-1', 'To Do'),
    field: () => ed.setField('OPS-1', field, '12'),
    moved: () => ed.move('OPS-1', 'SHOP'),
    deleted: () => jira.as('site-admin').deleteIssue('OPS-1'),
    comment: () => ed.comment('OPS-1', 'Text'),
    'comment edited': () => ed.editComment('OPS-1', first(), 'Other'),
    'comment deleted': () => jira.as('site-admin').deleteComment('OPS-1', first()),
  };
  const first = (): JiraComment => {
    const [comment] = jira.issue('OPS-1').comments;
    if (comment === undefined) throw new Error('there is no comment');
    return comment;
  };
  ed.createIssue('OPS', { summary: 'Rotate', description: 'Text', labels: ['test-label'] });
  if (name !== 'created' && name !== 'moved') ed.assign('OPS-1', 'maria');
  if (name.startsWith('comment ')) ed.comment('OPS-1', 'Text');
  if (name === 'reopened') ed.transition('OPS-1', 'Done');
  const ours = shape(await told(stories[name] ?? (() => undefined)));
  const theirs = shape(recordedWebhooks().get(file));
  const missing: string[] = [];
  for (const [path, types] of theirs) {
    const known = ours.get(path);
    const removed =
      flavour === 'cloud' && gone.test(path) && people.some((one) => path.startsWith(`.${one}.`));
    const below = [...ours].some(([other, kinds]) => path.startsWith(`${other}.`) && kinds.has('null'));
    // Where one is null and the other is not, or the other way round, there is nothing to compare.
    const comparable =
      known === undefined ||
      types.has('null') ||
      known.has('null') ||
      [...types].some((type) => known.has(type));
    if (!notOurs.test(path) && !removed && !below && (known === undefined || !comparable))
      missing.push(`${path}: ${[...types].join()} there, ${[...(known ?? ['nothing'])].join()} here`);
  }
  expect(missing).toEqual([]);
  // And nothing that no recording of the flavour has.
  const all = new Map<string, Set<string>>();
  for (const [other, recorded] of recordedWebhooks()) if (isOf(flavour, other)) shape(recorded, '', all);
  const invented = [...ours.keys()].filter(
    (path) => !all.has(path) && !later.test(path) && !path.includes('.customfield_'),
  );
  expect(invented).toEqual([]);
});
