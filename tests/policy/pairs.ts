/** Any base with a locked gate, and any file that builds on it, for fast-check: every key of the schema may be in either. */
import fc from 'fast-check';
import type { WrittenGate, WrittenPolicy, WrittenRole, WrittenRule } from '../../src/policy/schema.ts';

/** Both as texts; `own` says `extends: acme/.github`. `gates`: the base's, the one in the middle is locked, and one more. */
export type Pair = {
  readonly base: string;
  readonly own: string;
  readonly gates: readonly [string, string, string, string];
};

export const people = ['maria', 'paul', 'anton', 'ben'] as const;
const roles = ['pm', 'engineer', 'lead'] as const;
/** Questions about the spec go to the gate of that name, or to another: so it is there or not, locked or not. */
const names: readonly Pair['gates'][] = [
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
const inGate = (
  gate: string,
  gates: Pair['gates'],
): { [K in keyof WrittenGate]-?: fc.Arbitrary<WrittenGate[K]> } => {
  const at = gates.indexOf(gate);
  return {
    preset: fc.constantFrom('spec' as const, 'acceptance' as const),
    title: fc.constant('A title'),
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
const holders: fc.Arbitrary<WrittenRole> = fc.oneof(
  { weight: 4, arbitrary: members },
  fc.record(
    { members, permission: fc.constantFrom('read' as const, 'write' as const, 'admin' as const) },
    { requiredKeys: ['members'] },
  ),
);

type Besides = Omit<WrittenPolicy, 'roles' | 'gates' | 'extends' | 'version'>;
const besides: { [K in keyof Besides]-?: fc.Arbitrary<Besides[K]> } = {
  mode,
  'applies-to': filter,
  exempt: fc.record({ labels: some(otherLabels), authors: some(people), paths: some(['docs/**', '*.md']) }),
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
    { 'require-issue': fc.boolean(), 'linked-repositories': some(['acme/planning', 'acme/other']) },
    { requiredKeys: [] },
  ),
  people: some(people).map((logins) => logins.map((login) => ({ github: login, jira: `j-${login}` }))),
  reminders: fc.record({ 'escalate-to': role }),
  texts: fc.constant({}),
};

/** Each key with a chance of its own. */
function sometimes(model: Record<string, fc.Arbitrary<unknown>>, chance: number): fc.Arbitrary<object> {
  const entries = Object.entries(model).map(([key, value]) =>
    fc
      .tuple(fc.integer({ min: 1, max: 100 }), value)
      .map(([roll, some]): readonly [string, unknown][] => (roll <= chance ? [[key, some]] : [])),
  );
  return fc.tuple(...entries).map((found) => Object.fromEntries(found.flat()));
}

type Tree = Readonly<Record<string, unknown>>;

const baseGate = (gate: string, gates: Pair['gates']): fc.Arbitrary<Tree> => {
  const { approve, preset: _, locked: _locked, label, blocks, ...rest } = inGate(gate, gates);
  return fc
    .tuple(fc.record({ approve, label, blocks }), sometimes(rest, 13))
    .map(([must, more]) => ({ ...must, ...more }));
};

const anyBase = (gates: Pair['gates']): fc.Arbitrary<Tree> =>
  fc
    .record({
      also: fc.integer({ min: 0, max: 9 }),
      roles: fc.record({ pm: holders, engineer: holders, lead: holders }),
      besides: sometimes(besides, 15),
      each: fc.tuple(...gates.slice(0, 3).map((gate) => baseGate(gate, gates))),
    })
    .map(({ also, roles, besides, each }) => ({
      roles,
      ...besides,
      gates: Object.fromEntries(
        each.map((gate, index) => [
          gates[index] ?? '',
          index === 1 || index === also ? { ...gate, locked: true } : gate,
        ]),
      ),
    }));

/** One thing that the file says; `how`: as it comes, with what the base says, or without what it does not say. */
type Edit = { readonly path: readonly string[]; readonly value: unknown; readonly how: number };

const how = fc.constantFrom(0, 0, 1, 1, 2);

/** Mostly of what the base says too. */
function editOf(
  model: Record<string, fc.Arbitrary<unknown>>,
  path: readonly string[],
  from: Tree,
): fc.Arbitrary<Edit> {
  const said = at(from, path);
  return fc.oneof(
    ...Object.entries(model).map(([key, value]) => ({
      weight: isMap(said) && key in said ? 6 : 1,
      arbitrary: fc.record({ path: fc.constant([...path, key]), value, how }),
    })),
  );
}

const anyEdit = (gates: Pair['gates'], from: Tree): fc.Arbitrary<Edit> =>
  fc.oneof(
    { weight: 6, arbitrary: editOf(inGate(gates[1], gates), ['gates', gates[1]], from) },
    ...[gates[0], gates[2], gates[3]].map((gate) => ({
      weight: 1,
      arbitrary: editOf(inGate(gate, gates), ['gates', gate], from),
    })),
    { weight: 3, arbitrary: editOf(besides, [], from) },
    {
      weight: 2,
      arbitrary: editOf({ pm: holders, engineer: holders, lead: holders, qa: holders }, ['roles'], from),
    },
  );

const isMap = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value made from what the base says and what comes to mind. */
function blend(before: unknown, value: unknown, how: number): unknown {
  if (how === 0) return value;
  if (Array.isArray(before) && Array.isArray(value))
    return how === 1
      ? [...new Set([...(before as unknown[]), ...(value as unknown[])])]
      : before.filter((each) => value.includes(each));
  if (!isMap(before) || !isMap(value)) return how === 1 || before === undefined ? value : before;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, blend(before[key], inner, how)]),
  );
}

function put(tree: Tree, [first = '', ...rest]: readonly string[], value: unknown): Tree {
  const inner = tree[first];
  return { ...tree, [first]: rest.length === 0 ? value : put(isMap(inner) ? inner : {}, rest, value) };
}

const at = (tree: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (isMap(value) ? value[key] : undefined), tree);

function ownOf(from: Tree, edits: readonly Edit[]): Tree {
  let own: Tree = { extends: 'acme/.github' };
  for (const { path, value, how } of edits) {
    own = put(own, path, blend(at(from, path), value, how));
    const approve = [...path.slice(0, 2), 'approve'];
    if (path[0] === 'gates' && at(from, approve) === undefined && at(own, approve) === undefined)
      own = put(own, approve, 'pm');
  }
  return own;
}

export const anyPair: fc.Arbitrary<Pair> = fc.oneof(
  ...names.map((gates) =>
    anyBase(gates).chain((from) =>
      fc.array(anyEdit(gates, from), { minLength: 1, maxLength: 3 }).map((edits) => ({
        base: JSON.stringify(from),
        own: JSON.stringify(ownOf(from, edits)),
        gates,
      })),
    ),
  ),
);
