/** In which order a policy's gates have their turn, and what happens between them. */
import type { Gate, Policy } from '../../policy/index.ts';

/** What gates hold up, in the order in which it happens. */
export const happenings = ['start', 'merge', 'close'] as const;
export type Happening = (typeof happenings)[number];

export type Turn =
  | { readonly kind: 'gate'; readonly gate: Gate }
  | { readonly kind: 'happening'; readonly what: Happening };

export type Course = {
  /** From the first turn to the last; each gate once, and what the policy speaks of. */
  readonly turns: readonly Turn[];
  /** What comes after what, by places in `turns`; where it follows from the others, it is left out. */
  readonly links: readonly { readonly from: number; readonly to: number }[];
  /** Which gate holds up what happens. */
  readonly holds: readonly { readonly from: number; readonly to: number }[];
};

/** The course that an issue takes through a policy. */
export function courseOf({ gates }: Pick<Policy, 'gates'>): Course {
  const spokenOf = happenings.filter(
    (what) =>
      gates.some(({ blocks }) => blocks.some(({ kind }) => kind === what)) ||
      (what === 'merge' && gates.some(({ readyWhen }) => readyWhen.mergedPullRequest)),
  );
  const nodes: readonly Turn[] = [
    ...gates.map((gate) => ({ kind: 'gate', gate }) as const),
    ...spokenOf.map((what) => ({ kind: 'happening', what }) as const),
  ];
  const gateAt = new Map(gates.map(({ name }, index) => [name, index]));
  const happeningAt = new Map(spokenOf.map((what, index) => [what, gates.length + index]));
  const before = nodes.map(() => new Set<number>());
  const links: [number, number][] = [];
  const holds: [number, number][] = [];
  const add = (
    to: (readonly [number, number])[],
    from: number | undefined,
    next: number | undefined,
  ): void => {
    if (from === undefined || next === undefined) return;
    before[next]?.add(from);
    to.push([from, next]);
  };
  for (const [index, { after, blocks, readyWhen }] of gates.entries()) {
    for (const name of after) add(links, gateAt.get(name), index);
    if (readyWhen.mergedPullRequest) add(links, happeningAt.get('merge'), index);
    for (const block of blocks)
      if (block.kind === 'gate') add(links, index, gateAt.get(block.gate));
      else add(holds, index, happeningAt.get(block.kind));
  }
  for (const [index, what] of spokenOf.entries())
    if (index > 0) add([], happeningAt.get(spokenOf[index - 1] ?? what), happeningAt.get(what));

  const ranks = ranksOf(gates, gateAt);
  const rank = (index: number): number => {
    const node = nodes[index];
    return node?.kind === 'happening' ? happenings.indexOf(node.what) + 0.5 : (ranks[index] ?? 0);
  };
  const order = sorted(before, rank);
  const placeOf = new Map(order.map((node, place) => [node, place]));
  const placed = (pairs: readonly (readonly [number, number])[]): Course['links'] =>
    pairs.map(([from, to]) => ({ from: placeOf.get(from) ?? 0, to: placeOf.get(to) ?? 0 }));
  return {
    turns: order.flatMap((node) => nodes[node] ?? []),
    links: needed(placed(links), nodes.length),
    holds: placed(holds),
  };
}

/** Before what happens a gate stands: the first that it holds up, itself or by way of other gates; else where its turn comes. */
function ranksOf(gates: readonly Gate[], gateAt: ReadonlyMap<string, number>): readonly number[] {
  const known = new Map<number, number>();
  const rankOf = (index: number, via: ReadonlySet<number>): number => {
    const gate = gates[index];
    const done = known.get(index);
    if (done !== undefined) return done;
    if (gate === undefined || via.has(index)) return happenings.length;
    const further = new Set([...via, index]);
    const ahead = gate.blocks.map((block) =>
      block.kind === 'gate' ? rankOf(gateAt.get(block.gate) ?? -1, further) : happenings.indexOf(block.kind),
    );
    const behind = gate.after.map((name) => rankOf(gateAt.get(name) ?? -1, further));
    const rank =
      ahead.length > 0
        ? Math.min(...ahead)
        : Math.max(
            gate.readyWhen.mergedPullRequest ? 2 : 0,
            ...behind.filter((each) => each < happenings.length),
          );
    known.set(index, rank);
    return rank;
  };
  return gates.map((_, index) => rankOf(index, new Set()));
}

/** What has nothing before it any more comes next, the lowest rank first; a circle is broken where that is lowest. */
function sorted(before: readonly ReadonlySet<number>[], rank: (index: number) => number): readonly number[] {
  const left = new Set(before.keys());
  const order: number[] = [];
  while (left.size > 0) {
    const free = [...left].filter((each) => [...(before[each] ?? [])].every((earlier) => !left.has(earlier)));
    const among = free.length > 0 ? free : [...left];
    const next = among.reduce((best, each) => (rank(each) < rank(best) ? each : best));
    left.delete(next);
    order.push(next);
  }
  return order;
}

/** Without those that follow from others: after the spec and the check is after the spec, where the check is after it. */
function needed(links: Course['links'], count: number): Course['links'] {
  const ancestors = Array.from({ length: count }, () => new Set<number>());
  const into = Map.groupBy(links, ({ to }) => to);
  const kept: { from: number; to: number }[] = [];
  for (let to = 0; to < count; to += 1) {
    const direct = (into.get(to) ?? []).map(({ from }) => from);
    const known = new Set(direct.flatMap((from) => (from < to ? [...(ancestors[from] ?? [])] : [])));
    for (const from of new Set(direct)) if (!known.has(from)) kept.push({ from, to });
    ancestors[to] = new Set([...known, ...direct]);
  }
  return kept;
}
