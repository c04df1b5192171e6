/** Any policy, key by key of the schema, for fast-check. */
import fc from 'fast-check';
import { readPolicy } from '../../src/policy/index.ts';
import type { WrittenGate, WrittenPolicy, WrittenRole, WrittenRule } from '../../src/policy/schema.ts';

/** Three gates in order, and one more that only another file has. */
export type GateNames = readonly [string, string, string, string];

export const people = ['maria', 'paul', 'anton', 'ben'] as const;
const roles = ['pm', 'engineer', 'lead'] as const;
/** Questions about the spec go to the gate of that name, or to another: so it is there or not, locked or not. */
export const gateNames: readonly GateNames[] = [
  ['design', 'spec', 'acceptance', 'launch'],
  ['spec', 'design', 'acceptance', 'launch'],
  ['plan', 'design', 'acceptance', 'spec'],
];
export const labelsOf = (gate: string): readonly [string, string] => [`${gate}:ok`, `${gate}:fine`];
export const otherLabels = ['bug', 'in progress'] as const;
export const headings = ['Problem', 'Tasks'] as const;

const some = <T>(all: readonly T[], minLength = 0): fc.Arbitrary<T[]> => fc.subarray([...all], { minLength });
const role = fc.constantFrom(...roles);
const counted = fc.record({ role, count: fc.integer({ min: 1, max: 3 }) });
const rule: fc.Arbitrary<WrittenRule> = fc.oneof(
  { weight: 5, arbitrary: role },
  { weight: 2, arbitrary: counted },
  fc.array(fc.oneof(role, counted), { minLength: 1, maxLength: 2 }).map((any) => ({ any })),
  fc.array(fc.oneof(role, counted), { minLength: 1, maxLength: 2 }).map((all) => ({ all })),
  fc.record({ all: fc.tuple(role, fc.record({ any: some(roles, 1) })) }),
);
const filter = fc.oneof(
  fc.record({ labels: some(otherLabels, 1) }),
  fc.record({ types: some(['Bug', 'Feature'], 1), labels: some(otherLabels) }),
);
const mode = fc.constantFrom('enforce' as const, 'warn' as const, 'observe' as const);

/** What may be written in a gate; one that is not here does not compile. */
export const inGate = (
  gate: string,
  gates: GateNames,
): { [K in keyof WrittenGate]-?: fc.Arbitrary<WrittenGate[K]> } => {
  const at = gates.indexOf(gate);
  return {
    preset: fc.constantFrom('spec' as const, 'acceptance' as const),
    title: fc.constant('A title'),
    noun: fc.constant('the text'),
    'prepared-by': role,
    approve: rule,
    label: fc.constantFrom(...labelsOf(gate)),
    blocks: some(['start', 'merge', 'close', ...gates.slice(at + 1, 3)]),
    after: some(gates.slice(0, Math.max(0, at))),
    'ready-when': fc.record({ 'merged-pull-request': fc.boolean() }),
    requires: fc.record(
      {
        sections: some(headings),
        consent: some(roles),
        criteria: fc.constantFrom(...headings),
        'sub-issues': fc.constant('satisfied' as const),
      },
      { requiredKeys: [] },
    ),
    covers: fc.record({ sections: some(headings, 1) }),
    when: filter,
    deadline: fc.constantFrom('1 day', '2 working days', '36 hours', '1 week'),
    waive: some(roles),
    locked: fc.boolean(),
    'closing-accepts': fc.boolean(),
    'close-reasons': some(['completed', 'not_planned', 'duplicate'] as const),
    'stale-on': some(['spec-edit', 'push', 'reopen'] as const),
    'independent-of': some(['author', 'assignees', 'pull-request-authors'] as const),
    mode,
  };
};

const members = some([...people, '@acme/team'], 1);
export const holders: fc.Arbitrary<WrittenRole> = fc.oneof(
  { weight: 4, arbitrary: members },
  fc.record(
    { members, permission: fc.constantFrom('read' as const, 'write' as const, 'admin' as const) },
    { requiredKeys: ['members'] },
  ),
);

type Besides = Omit<WrittenPolicy, 'roles' | 'gates' | 'extends' | 'version'>;
export const besides: { [K in keyof Besides]-?: fc.Arbitrary<Besides[K]> } = {
  mode,
  'applies-to': filter,
  exempt: fc.record(
    {
      labels: some(otherLabels),
      by: some(roles, 1),
      authors: some(people),
      paths: some(['docs/**', '*.md']),
    },
    { requiredKeys: ['labels', 'authors', 'paths'] },
  ),
  work: fc.record(
    {
      labels: some(['in progress', 'doing']),
      assignment: fc.boolean(),
      'pull-request': fc.boolean(),
      branch: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
  'pull-requests': fc.record(
    {
      'require-issue': fc.boolean(),
      'closed-issues': fc.constantFrom('refuse' as const, 'allow' as const),
      'linked-repositories': some(['acme/planning', 'acme/other']),
    },
    { requiredKeys: [] },
  ),
  people: some(people).map((logins) => logins.map((login) => ({ github: login, jira: `j-${login}` }))),
  reminders: fc.record(
    {
      'escalate-to': role,
      calendar: fc.record(
        {
          timezone: fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'),
          workdays: some(['mon', 'wed', 'fri', 'sat'] as const, 1),
          holidays: some(['2026-03-02', '2026-03-04']),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  ),
  jira: fc.record(
    {
      site: fc.constant('acme'),
      projects: some(['SHOP', 'PAY'], 1),
      gates: fc.constantFrom({}, { spec: { status: 'Approved' } }, { acceptance: { label: 'done' } }),
      'keys-in': some(['title', 'branch', 'body'] as const, 1),
      mode: fc.constantFrom('observe' as const, 'comment' as const, 'revert' as const),
      'on-unavailable': fc.constantFrom('block' as const, 'cached' as const, 'allow' as const),
      'show-titles': fc.boolean(),
      transitions: fc.constantFrom({}, { 'on-merge': 'Done' }),
      resolutions: fc.constantFrom({}, { duplicate: ['Duplikat'] }, { not_planned: ['10001'] }),
    },
    { requiredKeys: ['site', 'projects'] },
  ),
  texts: fc.constant({}),
};

/** Each key with a chance of its own. */
export function sometimes(
  model: Record<string, fc.Arbitrary<unknown>>,
  chance: number,
): fc.Arbitrary<object> {
  const entries = Object.entries(model).map(([key, value]) =>
    fc
      .tuple(fc.integer({ min: 1, max: 100 }), value)
      .map(([roll, some]): readonly [string, unknown][] => (roll <= chance ? [[key, some]] : [])),
  );
  return fc.tuple(...entries).map((found) => Object.fromEntries(found.flat()));
}

export type Tree = Readonly<Record<string, unknown>>;

export const anyGate = (gate: string, gates: GateNames, chance: number): fc.Arbitrary<Tree> => {
  const { approve, preset: _, locked: _locked, label, blocks, ...rest } = inGate(gate, gates);
  return fc
    .tuple(fc.record({ approve, label, blocks }), sometimes(rest, chance))
    .map(([must, more]) => ({ ...must, ...more }));
};

/** The text of a policy that is good. */
export const anyWritten: fc.Arbitrary<string> = fc
  .oneof(
    ...gateNames.map((gates) =>
      fc
        .record({
          roles: fc.record({ pm: holders, engineer: holders, lead: holders }),
          besides: sometimes(besides, 15),
          each: fc.tuple(...gates.slice(0, 3).map((gate) => anyGate(gate, gates, 25))),
        })
        .map(({ roles, besides, each }) =>
          JSON.stringify({
            roles,
            ...besides,
            gates: Object.fromEntries(each.map((gate, index) => [gates[index] ?? '', gate])),
          }),
        ),
    ),
  )
  .filter((text) => readPolicy(text, 'roles.yml').kind === 'policy');
