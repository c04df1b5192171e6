/** Gates that wait for each other in a circle, so that none of them ever has its turn. */
import { listed, quoted } from './problem.ts';
import type { LocatedComplaint } from './tree.ts';

/** One gate comes before another; `at` is where the file says so. */
export type DependencyEdge = { readonly first: string; readonly next: string; readonly at: number };

/** A complaint for each circle; circles that share a gate are told one at a time. */
export function cycles(edges: readonly DependencyEdge[]): readonly LocatedComplaint[] {
  const after = Map.groupBy(edges, ({ first }) => first);
  const done = new Set<string>();
  const told = new Set<string>();
  const wrong: LocatedComplaint[] = [];
  const follow = (gate: string, way: readonly DependencyEdge[]): void => {
    for (const edge of after.get(gate) ?? []) {
      if (done.has(edge.next)) continue;
      const start = way.findIndex(({ first }) => first === edge.next);
      if (start === -1 && edge.next !== gate) {
        follow(edge.next, [...way, edge]);
        continue;
      }
      const circle = [...(start === -1 ? [] : way.slice(start)), edge];
      if (circle.length > 1 && circle.some(({ first }) => told.has(first))) continue;
      for (const { first } of circle) told.add(first);
      wrong.push(complain(circle));
    }
    done.add(gate);
  };
  for (const gate of after.keys()) if (!done.has(gate)) follow(gate, []);
  return wrong;
}

function complain(circle: readonly DependencyEdge[]): LocatedComplaint {
  const at = Math.max(...circle.map((edge) => edge.at));
  const [start] = circle;
  if (circle.length === 1) {
    return { at, message: `The gate ${quoted(start?.first ?? '')} waits for itself.`, hint: 'Take it out.' };
  }
  const names = circle.map(({ first }) => first);
  const few = names.length > 8 ? [...names.slice(0, 7), '…'] : names;
  return {
    at,
    message: `The gates ${listed(names.slice(0, 8).map(quoted), 'and')} wait for each other in a circle: ${[...few, start?.first ?? ''].join(' → ')}.`,
    hint: 'Each comes before the next; take one of them out of "after" or "blocks".',
  };
}
