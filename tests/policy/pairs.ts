/** Any base with a locked gate, and any file that builds on it, for fast-check: every key of the schema may be in either. */
import fc from 'fast-check';
import {
  anyGate,
  besides,
  gateNames,
  holders,
  inGate,
  sometimes,
  type GateNames,
  type Tree,
} from './written.ts';

/** Both as texts; `own` says `extends: acme/.github`. `gates`: the base's, the one in the middle is locked, and one more. */
export type Pair = {
  readonly base: string;
  readonly own: string;
  readonly gates: GateNames;
};

const anyBase = (gates: GateNames): fc.Arbitrary<Tree> =>
  fc
    .record({
      also: fc.integer({ min: 0, max: 9 }),
      roles: fc.record({ pm: holders, engineer: holders, lead: holders }),
      besides: sometimes(besides, 15),
      each: fc.tuple(...gates.slice(0, 3).map((gate) => anyGate(gate, gates, 13))),
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

const anyEdit = (gates: GateNames, from: Tree): fc.Arbitrary<Edit> =>
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
  ...gateNames.map((gates) =>
    anyBase(gates).chain((from) =>
      fc.array(anyEdit(gates, from), { minLength: 1, maxLength: 3 }).map((edits) => ({
        base: JSON.stringify(from),
        own: JSON.stringify(ownOf(from, edits)),
        gates,
      })),
    ),
  ),
);
