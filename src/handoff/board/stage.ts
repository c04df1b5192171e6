/** The columns of the board: the work before a gate, and what comes when no gate waits. */
import type { Gate, Policy } from '../../policy/index.ts';
import type { GateVerdict } from '../verdict.ts';

/** Where on its way an item is. */
export type Stage =
  /** The work before a gate, by the gate's title. */
  | { readonly kind: 'gate'; readonly title: string }
  /** The work between the gates before it and the first that waits for its merge. */
  | { readonly kind: 'build' }
  /** A pull request that stands for no issue, or for none that could be read. */
  | { readonly kind: 'unlinked' }
  /** A pull request that nothing blocks. */
  | { readonly kind: 'ready' }
  /** An issue that is open, and of which everything is approved. */
  | { readonly kind: 'approved' }
  | { readonly kind: 'done' };

/** An item's stage, and where that is among the stages of its policy: from 0, the first, to 1000, the last. */
export type Placed = { readonly stage: Stage; readonly position: number };

const last = 1000;

/** What comes after all gates, in this order. */
const behind: Readonly<Record<Exclude<Stage['kind'], 'gate' | 'build'>, number>> = {
  unlinked: last + 1,
  ready: last + 2,
  approved: last + 3,
  done: last + 4,
};

/** A stage that no gate has. */
export const stageBehind = (kind: keyof typeof behind): Placed => ({
  stage: { kind },
  position: behind[kind],
});

/** The stage before a gate, as the policy places it. */
export function stageBefore({ gate, reason }: GateVerdict, { gates }: Pick<Policy, 'gates'>): Placed {
  const shown = gates.filter(({ mode, name }) => mode !== 'observe' || name === gate.name);
  const isBuilt = ({ name }: Pick<Gate, 'name'>): boolean => name === 'build';
  // A team that has a gate for it has its own word for it.
  const first = shown.some(isBuilt) ? -1 : shown.findIndex(({ readyWhen }) => readyWhen.mergedPullRequest);
  const steps = shown.flatMap(({ name }, index) => (index === first ? [null, name] : [name]));
  const isBuilding = reason.kind === 'not-merged' && first !== -1;
  const index = steps.indexOf(isBuilding ? null : gate.name);
  const position = steps.length < 2 ? last / 2 : Math.round((Math.max(index, 0) * last) / (steps.length - 1));
  return { stage: isBuilding ? { kind: 'build' } : { kind: 'gate', title: gate.title }, position };
}

/** What the column is called. */
export function stageTitle(stage: Stage): string {
  switch (stage.kind) {
    case 'gate':
      return stage.title;
    case 'build':
      return 'Build';
    case 'unlinked':
      return 'Needs an issue';
    case 'ready':
      return 'Ready to merge';
    case 'approved':
      return 'Everything is approved';
    case 'done':
      return 'Done lately';
    default:
      return stage satisfies never;
  }
}
