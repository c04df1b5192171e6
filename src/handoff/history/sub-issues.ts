/** The parts of an issue through time: which of them are not done, for gates that wait for all of them. */
import type { Period, SubIssue, SubIssues, Unfinished } from './history.ts';

/** What is not done from a time on. `early`: it is so before whatever else happened in that second. */
export type UnfinishedStep = {
  readonly kind: 'unfinished';
  readonly at: number;
  readonly early: boolean;
  readonly unfinished: Unfinished;
};

export const noneUnfinished: Unfinished = { home: '', parts: [], hidden: 0 };

export const isDone = ({ parts, hidden, untold }: Unfinished): boolean =>
  parts.length === 0 && hidden === 0 && untold !== true;

/**
 * How what is not done changes in time, of the parts of an issue in the repository `home`.
 * Of what happened in one second nobody knows the order, and doubt keeps a gate
 * closed: a part counts from the beginning of the second in which it became one, and as done from the end of the second
 * in which it was done.
 */
export function unfinishedSteps(home: string, { all, hidden, untold }: SubIssues): readonly UnfinishedStep[] {
  const changes = new Map<number, Change[]>([[0, []]]);
  for (const [index, part] of all.entries())
    for (const change of changesOf(part, index)) {
      const those = changes.get(change.at);
      if (those === undefined) changes.set(change.at, [change]);
      else those.push(change);
    }
  const open = new Set<number>();
  let parts: readonly SubIssue[] = [];
  const instants = [...changes].toSorted(([one], [other]) => one - other);
  return instants.flatMap(([at, those]) =>
    (['early', 'late'] as const).map((when): UnfinishedStep => {
      for (const change of those)
        if (change[when]) open.add(change.index);
        else open.delete(change.index);
      if (those.length > 0)
        parts = [...open].toSorted((one, other) => one - other).flatMap((index) => all[index] ?? []);
      return {
        kind: 'unfinished',
        at,
        early: when === 'early',
        unfinished: { home, parts, hidden, ...(untold && { untold }) },
      };
    }),
  );
}

/** Whether a part is one and not done, at the beginning of a second and at its end; so it stays until its next change. */
type Change = {
  readonly index: number;
  readonly at: number;
  readonly early: boolean;
  readonly late: boolean;
};

function changesOf({ times, standing }: SubIssue, index: number): readonly Change[] {
  const part = edgesOf(times);
  const done = edgesOf(standing?.done ?? []);
  let [parts, dones] = [0, 0];
  return [...new Set([...part.keys(), ...done.keys()])]
    .toSorted((one, other) => one - other)
    .map((at): Change => {
      const asPart = part.get(at) ?? noEdge;
      const asDone = done.get(at) ?? noEdge;
      parts += asPart.begin - asPart.end;
      dones += asDone.begin - asDone.end;
      return {
        index,
        at,
        early: (parts > 0 || asPart.isEnd) && dones - asDone.begin <= 0,
        late: parts > 0 && dones <= 0,
      };
    });
}

/** How many times begin and end at an instant; `isEnd`: one does, also one that was over at once. */
type Edge = { readonly begin: number; readonly end: number; readonly isEnd: boolean };

const noEdge: Edge = { begin: 0, end: 0, isEnd: false };

function edgesOf(times: readonly Period[]): ReadonlyMap<number, Edge> {
  const edges = new Map<number, Edge>();
  const edge = (at: number): Edge => edges.get(at) ?? noEdge;
  for (const { from, to } of times) {
    const isAny = to === null || from < to;
    edges.set(from, { ...edge(from), begin: edge(from).begin + Number(isAny) });
    if (to !== null) edges.set(to, { ...edge(to), end: edge(to).end + Number(isAny), isEnd: true });
  }
  return edges;
}
