/** A label means one thing: which gate it shows, that work has begun, or which issues have gates. */
import { quoted } from './problem.ts';
import type { FilledGates } from './resolve.ts';
import type { Readable } from './schema.ts';
import { find, gateOffset, type LocatedComplaint, type Tree } from './tree.ts';
import { sameText } from '../same-text.ts';

/** Somewhere a label is written. `isOwn`: in the file itself, and not in what it builds on. */
type Use = {
  readonly label: string;
  readonly at: number;
  readonly isOwn: boolean;
  /** What it is to do: "show" the gate, or "say" what `meaning` tells. */
  readonly verb: 'show' | 'say';
  readonly meaning: string;
};

/**
 * Labels with two meanings that do not go together. Baton puts the label of a gate on and takes it off, and takes off a label
 * that says that work has begun: with it an issue would get gates, or lose them.
 */
export function labelMeanings(
  gates: FilledGates,
  written: Readable,
  tree: Tree,
  own: Tree,
): readonly LocatedComplaint[] {
  const shown = gates.flatMap(([name, { label }]): readonly Use[] =>
    label === undefined ? [] : [useAt(label, name, find(own, ['gates', name, 'label']) !== null, tree)],
  );
  const begun = listed(
    { path: ['work'], labels: written.work?.labels, meaning: 'that work has begun' },
    tree,
    own,
  );
  const exempt = listed(
    { path: ['exempt'], labels: written.exempt?.labels, meaning: 'that an issue has no gates' },
    tree,
    own,
  );
  const filters = [
    ...listed(
      { path: ['applies-to'], labels: written['applies-to']?.labels, meaning: 'that an issue has gates' },
      tree,
      own,
    ),
    ...gates.flatMap(([name, { when }]) =>
      listed(
        {
          path: ['gates', name, 'when'],
          labels: when?.labels,
          meaning: `that an issue has the gate ${quoted(name)}`,
        },
        tree,
        own,
      ),
    ),
  ];
  return [
    ...twoGates(shown),
    ...clashes(shown, [...begun, ...exempt, ...filters]),
    ...clashes(
      begun.filter((each) => !shown.some((gate) => areSame(gate, each))),
      filters,
    ),
  ];
}

function useAt(label: string, gate: string, isOwn: boolean, tree: Tree): Use {
  const meaning = `the gate ${quoted(gate)}`;
  return { label, at: gateOffset(tree, gate, ['label']), isOwn, verb: 'show', meaning };
}

/** A list of labels of a policy, and what each of them says. */
type Listed = {
  readonly path: readonly string[];
  readonly labels: readonly string[] | undefined;
  readonly meaning: string;
};

function listed({ path, labels, meaning }: Listed, tree: Tree, own: Tree): readonly Use[] {
  const isOwn = find(own, [...path, 'labels']) !== null;
  return (labels ?? []).map((label, i) => {
    const at = find(tree, [...path, 'labels', i])?.value.at ?? tree.at;
    return { label, at, isOwn, verb: 'say', meaning };
  });
}

/** Told where the second stands, unless only the first is the file's own. */
const placeOf = (first: Use, second: Use): number => (second.isOwn || !first.isOwn ? second.at : first.at);

const areSame = (one: Use, other: Use): boolean => sameText(one.label, other.label);

function twoGates(shown: readonly Use[]): readonly LocatedComplaint[] {
  return shown.flatMap((second, i): readonly LocatedComplaint[] => {
    const first = shown.find((each) => areSame(each, second));
    if (first === undefined || first === shown[i]) return [];
    const message = `The label ${quoted(second.label)} shows ${first.meaning} already.`;
    return [{ at: placeOf(first, second), message, hint: 'Give each gate a label of its own.' }];
  });
}

function clashes(firsts: readonly Use[], seconds: readonly Use[]): readonly LocatedComplaint[] {
  return seconds.flatMap((second): readonly LocatedComplaint[] => {
    const first = firsts.find((each) => areSame(each, second));
    if (first === undefined) return [];
    const message = `The label ${quoted(second.label)} ${first.verb}s ${first.meaning}, so it cannot ${second.verb} ${second.meaning}.`;
    return [{ at: placeOf(first, second), message, hint: 'Use two labels.' }];
  });
}
