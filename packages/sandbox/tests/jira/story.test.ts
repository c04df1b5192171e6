/** One story on both flavours, told by the changelog: what Jira records, and what leaves no trace. */
import { afterEach, expect, test } from 'vitest';
import { JiraRefusal, type Flavour, type JiraIssue } from '../../src/jira/index.ts';
import { flavours, startWorld, type World } from './world.ts';

let world: World | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

type Item = Record<string, string | null>;
type History = { id: string; created: string; author?: Record<string, string>; items: Item[] };

/** All histories, the oldest first, as each flavour gives them. */
async function changelog({ jira, call }: World, key: string): Promise<History[]> {
  if (jira.flavour === 'cloud') {
    const { body } = await call('GET', `/issue/${key}/changelog`);
    return (body as { values: History[] }).values;
  }
  const { body } = await call('GET', `/issue/${key}?fields=summary&expand=changelog`);
  return (body as { changelog: { histories: History[] } }).changelog.histories;
}

const who = ({ author }: History): string | undefined => author?.['displayName'];

/** An item as the flavour shows it: Data Center has no `fieldId`. */
function item(
  flavour: Flavour,
  field: string,
  from: readonly [string | null, string | null],
  to: readonly [string | null, string | null],
  fieldId: string | null = field,
): unknown {
  return {
    field,
    fieldtype: fieldId?.startsWith('customfield_') === true ? 'custom' : 'jira',
    ...(flavour === 'cloud' && fieldId !== null ? { fieldId } : {}),
    from: from[0],
    fromString: from[1],
    to: to[0],
    toString: to[1],
  };
}

test.each(flavours)('%s: a story as its changelog tells it', async (flavour) => {
  world = await startWorld(flavour);
  const { jira, clock } = world;
  const { id: ticket } = jira.customField('Receipt', 'text');
  const status = (name: string): [string, string] => [jira.statusId(name), name];
  const draft = status('Draft');
  const { key } = jira.as('maria').createIssue('SHOP', {
    summary: 'Gift cards',
    description: 'Sold in the shop.',
    labels: ['spec'],
  });
  expect(key).toBe('SHOP-1');
  // What it starts with is no history.
  expect(await changelog(world, key)).toEqual([]);

  jira.as('ed').setLabels(key, 'spec', 'backend');
  jira
    .as('maria')
    .edit(key, { summary: 'Gift cards, printed', description: 'Sold in the shop.\n\nAnd online.' });
  jira.as('maria').edit(key, { summary: 'Gift cards, printed' });
  jira.as('maria').assign(key, 'ed');
  jira.as('maria').transition(key, 'Ask for review');
  jira.renameStatus('Review', 'In review');
  jira.as('paul').transition(key, 'Approved');
  clock.advance(60_000);
  jira.as('paul').setField(key, 'Sign-off', 'Yes');
  jira.as('paul').setField(key, 'Receipt', 'T-1');
  jira.as('paul').setField(key, 'Receipt', null);
  jira.as('paul').setField(key, 'Owner', 'maria');
  jira.as('ed').transition(key, 'Finish');
  jira.as('ed').transition(key, 'Back to draft');

  const told = await changelog(world, key);
  const [signOff, owner] = ['Sign-off', 'Owner'].map((name) => fieldId(jira.issue(key), name));
  const { creator, assignee, fields } = jira.issue(key);
  const [maria = '', ed = ''] = [creator, assignee].map((user) =>
    flavour === 'cloud' ? user?.accountId : user?.key,
  );
  const yes = [...fields.values()].find((value) => value.kind === 'option')?.id ?? '';
  expect(told.map((one) => [who(one), ...one.items])).toEqual([
    ['Ed', item(flavour, 'labels', [null, 'spec'], [null, 'backend spec'])],
    [
      'Maria Weber',
      item(flavour, 'description', [null, 'Sold in the shop.'], [null, 'Sold in the shop.\n\nAnd online.']),
      item(flavour, 'summary', [null, 'Gift cards'], [null, 'Gift cards, printed']),
    ],
    ['Maria Weber', item(flavour, 'assignee', [null, null], [ed, 'Ed'])],
    ['Maria Weber', item(flavour, 'status', draft, [jira.statusId('In review'), 'Review'])],
    ['Paul', item(flavour, 'status', status('In review'), status('Approved'))],
    ['Paul', item(flavour, 'Sign-off', [null, null], [yes, 'Yes'], signOff)],
    ['Paul', item(flavour, 'Receipt', [null, null], [null, 'T-1'], ticket)],
    ['Paul', item(flavour, 'Receipt', [null, 'T-1'], [null, ''], ticket)],
    ['Paul', item(flavour, 'Owner', [null, null], [maria, 'Maria Weber'], owner)],
    [
      'Ed',
      item(flavour, 'resolution', [null, null], ['10000', 'Done']),
      item(flavour, 'status', status('Approved'), status('Done')),
    ],
    [
      'Ed',
      item(flavour, 'resolution', ['10000', 'Done'], [null, null]),
      item(flavour, 'status', status('Done'), draft),
    ],
  ]);
  const times = told.map((one) => Date.parse(one.created.replace(/(\d\d)$/, ':$1')));
  // Told apart by milliseconds, in order, in the asker's time zone.
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(new Set(times).size).toBe(times.length);
  expect(told[0]?.created).toBe('2026-01-12T03:00:00.001-0500');
});

test.each(flavours)('%s: another workflow changes the statuses that it does not know', async (flavour) => {
  world = await startWorld(flavour);
  const { jira } = world;
  const { key } = jira.as('maria').createIssue('OPS', { summary: 'Rotate keys' });
  const from = jira.issue(key).project.workflow;
  const picks = { 'To Do': 'Approved' };
  expect(() => jira.as('ed').changeWorkflow('OPS', 'Shop workflow', picks)).toThrow(JiraRefusal);
  jira.makeAdministrator('ed');
  jira.as('ed').changeWorkflow('OPS', 'Shop workflow', picks);
  const to = jira.issue(key).project.workflow;
  expect((await changelog(world, key)).map((one) => [who(one), ...one.items])).toEqual([
    [
      'Ed',
      item(flavour, 'status', [jira.statusId('To Do'), 'To Do'], [jira.statusId('Approved'), 'Approved']),
      item(flavour, 'Workflow', [from.id, 'Simplified Workflow'], [to.id, 'Shop workflow'], null),
    ],
  ]);
});

test.each(flavours)('%s: moving changes project, status, workflow and key together', async (flavour) => {
  world = await startWorld(flavour);
  const { jira } = world;
  const { key } = jira.as('maria').createIssue('OPS', { summary: 'Rotate keys' });
  const shop = jira.issue(key);
  const from = shop.project;
  const moved = jira.as('ed').move(key, 'SHOP', 'Approved');
  expect(moved).toBe('SHOP-1');
  const to = jira.issue(moved).project;
  expect((await changelog(world, moved)).map((one) => [who(one), ...one.items])).toEqual([
    [
      'Ed',
      item(flavour, 'project', [from.id, 'Operations'], [to.id, 'Shop']),
      item(flavour, 'status', [jira.statusId('To Do'), 'To Do'], [jira.statusId('Approved'), 'Approved']),
      item(
        flavour,
        'Workflow',
        [from.workflow.id, 'Simplified Workflow'],
        [to.workflow.id, 'Shop workflow'],
        null,
      ),
      item(flavour, 'Key', [null, 'OPS-1'], [null, 'SHOP-1'], null),
    ],
  ]);
  // The old key leads on.
  expect(await world.call('GET', '/issue/OPS-1?fields=summary')).toMatchObject({ body: { key: 'SHOP-1' } });
});

test.each(flavours)('%s: what leaves no history, and what does', async (flavour) => {
  world = await startWorld(flavour);
  const { jira, call } = world;
  // In the status where it was created, nobody put it.
  const { key } = jira.as('ed').createIssue('SHOP', { summary: 'Search', status: 'Review' });
  const updated = async (): Promise<unknown> =>
    ((await call('GET', `/issue/${key}?fields=updated`)).body as { fields: { updated: string } }).fields
      .updated;
  const before = await updated();
  jira.as('ed').setProperty(key, 'baton.seen', { yes: true });
  expect(await updated()).toBe(before);
  const comment = jira.as('ed').comment(key, 'Please /approve this');
  jira.as('ed').editComment(key, comment, 'Edited');
  expect(await changelog(world, key)).toEqual([]);
  expect(await updated()).not.toBe(before);
  jira.as('ed').deleteComment(key, comment);
  const link = jira
    .as('ed')
    .linkRemotely(key, { url: 'https://github.com/acme/shop/pull/7', title: 'PR 7', globalId: 'pr-7' });
  const [remote, thing] =
    flavour === 'cloud' ? ['RemoteWorkItemLink', 'work item'] : ['RemoteIssueLink', 'issue'];
  expect((await changelog(world, key)).map((one) => one.items)).toEqual([
    [item(flavour, 'Comment', ['Edited', null], [null, null], 'comment')],
    [
      item(
        flavour,
        remote ?? '',
        [null, null],
        [String(link.id), `This ${thing} links to "PR 7 (Web Link)"`],
        null,
      ),
    ],
  ]);
});

test.each(flavours)('%s: a rule acts in a name, and Jira records that name', async (flavour) => {
  world = await startWorld(flavour);
  const { jira } = world;
  const { key } = jira.as('maria').createIssue('OPS', { summary: 'Rotate keys' });
  jira.rule('maria').transition(key, 'In Progress');
  jira.rule().transition(key, 'Done');
  expect((await changelog(world, key)).map(who)).toEqual(['Maria Weber', 'Automation for Jira']);
});

test.each(flavours)('%s: where anybody may write, nobody in particular did', async (flavour) => {
  world = await startWorld(flavour);
  const { jira, listener, call } = world;
  const { key } = jira.as('maria').createIssue('OPS', { summary: 'Rotate keys' });
  expect(() => jira.as(null).setLabels(key, 'x')).toThrow(JiraRefusal);
  jira.grant('OPS', 'BROWSE_PROJECTS', 'anyone');
  expect(await call('PUT', `/issue/${key}`, { update: { labels: [{ add: 'x' }] } }, null)).toMatchObject({
    status: 401,
  });
  jira.grant('OPS', 'EDIT_ISSUES', 'anyone');
  expect(await call('PUT', `/issue/${key}`, { update: { labels: [{ add: 'x' }] } }, null)).toMatchObject({
    status: 204,
  });
  const [history] = await changelog(world, key);
  expect([history?.author, history?.items.length]).toEqual([undefined, 1]);
  await jira.settled();
  const sent = listener.received.map((one) => JSON.parse(one.body) as { user?: unknown });
  expect(sent.map((one) => one.user === undefined)).toEqual([false, true]);
});

test.each(flavours)('%s: who may not is refused, by the same code as over HTTP', async (flavour) => {
  world = await startWorld(flavour);
  const { jira } = world;
  const { key } = jira.as('maria').createIssue('SHOP', { summary: 'Search' });
  jira.grant('SHOP', 'EDIT_ISSUES', 'role:Product');
  jira.grant('SHOP', 'TRANSITION_ISSUES', 'role:Product');
  expect(() => jira.as('ed').setLabels(key, 'x')).toThrow(JiraRefusal);
  expect(() => jira.as('ed').transition(key, 'Ask for review')).toThrow(/not valid for the current state/);
  expect(() => jira.as('maria').transition(key, 'Approve')).toThrow(/not valid for the current state/);
  expect(() => jira.as('vic').comment(key, 'Hello')).toThrow(JiraRefusal);
  expect(() => jira.as('ed').deleteIssue(key)).toThrow(JiraRefusal);
  jira.deactivate('ed');
  expect(() => jira.as('ed')).toThrow(/deactivated/);
  expect(await changelog(world, key)).toEqual([]);
});

const fieldId = (issue: JiraIssue, name: string): string | undefined => {
  const known = [...issue.fields.keys()].find((one) => one.name === name);
  return known?.id;
};
