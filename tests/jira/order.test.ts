/** What happens in Jira at one instant happens in the order in which Jira lists it. */
import { expect, test } from 'vitest';

import { foldIssue, judge, policyInJira } from '../../src/handoff/index.ts';
import { inOrder } from '../../src/jira/client/answers.ts';
import { observedOf } from '../../src/jira/read/observed.ts';
import type { JiraChange, JiraIssue, JiraStatus, JiraUser } from '../../src/jira/shapes.ts';
import { membersOf, policyOf } from '../handoff/people.ts';

const at = Date.UTC(2026, 0, 5, 9);
const somebody = (id: string): JiraUser => ({ id, key: null, name: id, kind: 'person' });
const statuses: readonly JiraStatus[] = [
  { id: '1', name: 'Draft', category: 'new' },
  { id: '2', name: 'Approved', category: 'new' },
];
const item = { from: null, to: null, fromText: null, toText: null };
const approves = (id: string, by = 'maria'): JiraChange => ({
  id,
  at,
  by: somebody(by),
  items: [{ ...item, field: 'status', from: '1', to: '2' }],
});
const edits = (id: string, by = 'anton'): JiraChange => ({
  id,
  at,
  by: somebody(by),
  items: [{ ...item, field: 'description', fromText: 'One.', toText: 'Two.' }],
});
const both: JiraChange = { ...approves('7'), items: [...edits('7').items, ...approves('7').items] };

const policy = policyOf(`roles: { pm: { members: [maria], jira: { groups: [product] } }, engineer: [anton] }
gates: { spec: { preset: spec } }
people: [{ github: maria, jira: maria }, { github: anton, jira: anton }]
jira: { site: acme, projects: [SHOP], gates: { spec: { status: Approved } } }
`);

function statusOf(changes: readonly JiraChange[]): string {
  const [draft, approved] = statuses;
  if (draft === undefined || approved === undefined) throw new Error('There are two.');
  const issue: JiraIssue = {
    id: '100',
    key: 'SHOP-1',
    project: 'SHOP',
    summary: 'Coupons',
    description: 'Two.',
    status: approved,
    labels: [],
    type: null,
    assignee: null,
    author: somebody('ben'),
    created: at - 60_000,
    updated: at,
    resolution: null,
    fields: {},
  };
  const observed = observedOf(
    { issue, changes: inOrder(changes) },
    {
      site: 'acme',
      self: 'baton',
      statuses: new Map(statuses.map((status) => [status.id, status])),
      fields: new Map(),
      resolutions: { completed: [], not_planned: [], duplicate: [] },
      people: policy.people,
      pins: new Map(),
      hasKeys: false,
      namesAreShown: true,
      url: 'https://jira.test/browse/SHOP-1',
    },
  );
  const verdict = judge(foldIssue(observed), {
    policy: policyInJira(policy),
    members: membersOf(policy),
    now: at + 1,
    inForceSince: 0,
  });
  return verdict.kind === 'gates' ? (verdict.gates[0]?.status ?? 'none') : verdict.kind;
}

test.each<readonly [string, readonly JiraChange[], string]>([
  ['edited, then approved', [edits('8'), approves('9')], 'satisfied'],
  ['the same, with ids in another order', [edits('9'), approves('8')], 'satisfied'],
  ['approved, then edited', [approves('8'), edits('9')], 'stale'],
  ['the same, with ids in another order', [approves('9'), edits('8')], 'stale'],
  ['approved, then edited by whoever approved', [approves('8'), edits('9', 'maria')], 'satisfied'],
  ['both in one act', [both], 'satisfied'],
])('%s', (_, changes, status) => expect(statusOf(changes)).toBe(status));

test('a list with the newest first is turned round, and keeps the order of one instant', () => {
  const older = { ...edits('1'), at: at - 1 };
  expect(inOrder([approves('9'), edits('8'), older]).map(({ id }) => id)).toEqual(['1', '8', '9']);
  expect(inOrder([older, edits('8'), approves('9'), edits('8')]).map(({ id }) => id)).toEqual([
    '1',
    '8',
    '9',
  ]);
});
