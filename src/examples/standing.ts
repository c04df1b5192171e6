/** How an issue or a pull request stands, as people see it. */
import { cardOf, checkOf, stateOf } from './shown.ts';
import type { Thing } from './things.ts';

export type Standing = {
  /** What the example calls it. */
  readonly name: string;
  readonly state: 'open' | 'closed' | 'merged';
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  /** Baton's card, with the gates and whose turn it is; null: there is none. */
  readonly card: string | null;
  /** `success: You can merge this`; null: there is none. */
  readonly check: string | null;
};

export function standingOf(thing: Thing): Standing {
  const shown = thing.kind === 'issue' ? null : checkOf(thing);
  return {
    name: thing.name,
    state: stateOf(thing),
    labels: thing.labels.toSorted(),
    assignees: thing.assignees.map(({ login }) => login).toSorted(),
    card: cardOf(thing),
    check: shown === null ? null : `${shown.conclusion ?? shown.status}: ${shown.title ?? ''}`,
  };
}
