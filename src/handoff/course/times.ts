/** Stretches of a course: how long a gate stood as it did, and how long somebody had the baton. */
import type { Period } from '../history/index.ts';
import type { Status } from '../verdict.ts';
import type { Course, CourseState } from './course.ts';

export type GateTime = Period & { readonly gate: string; readonly status: Status; readonly open: boolean };

export type BatonTime = Period & { readonly gate: string; readonly roles: readonly string[] };

/** How each gate stood when, oldest first; the last time of each goes on (`to` null). */
export const gateTimesOf = (course: Course): readonly GateTime[] =>
  stretches(course, ({ standing }) =>
    standing.kind === 'gates'
      ? standing.gates.map(({ gate, status, open }) => ({ gate: gate.name, status, open }))
      : [],
  );

/** Who had the baton of which gate when, oldest first. */
export const batonTimesOf = (course: Course): readonly BatonTime[] =>
  stretches(course, ({ standing }) =>
    standing.kind === 'gates' ? standing.batons.map(({ gate, roles }) => ({ gate, roles })) : [],
  );

function stretches<T extends { readonly gate: string }>(
  { states }: Course,
  of: (state: CourseState) => readonly T[],
): readonly (Period & T)[] {
  const found: (Period & T)[] = [];
  const open = new Map<string, { readonly from: number; readonly key: string; readonly what: T }>();
  const end = (gate: string, to: number | null): void => {
    const going = open.get(gate);
    open.delete(gate);
    if (going !== undefined && going.from !== to) found.push({ from: going.from, to, ...going.what });
  };
  for (const state of states) {
    const now = new Map(of(state).map((what) => [what.gate, what]));
    for (const [gate, { key }] of open) if (JSON.stringify(now.get(gate)) !== key) end(gate, state.at);
    for (const [gate, what] of now)
      if (!open.has(gate)) open.set(gate, { from: state.at, key: JSON.stringify(what), what });
  }
  for (const gate of open.keys()) end(gate, null);
  return found.toSorted((one, other) => one.from - other.from);
}
