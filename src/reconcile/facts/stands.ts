/** How an issue stands for those that wait for it. */
import { createHash } from 'node:crypto';

import { standingOf, standingWithoutGates, type IssueState, type Verdict } from '../../handoff/index.ts';
import type { Stands } from '../memory/index.ts';

/** A digest of how an issue stands, as it is heard. */
export const heardAs = (stands: Stands): string =>
  createHash('sha256').update(JSON.stringify(stands)).digest('base64');

/** How an issue stands for those that wait for it. */
export function standsOf(issue: IssueState, verdict: Verdict | null): Stands {
  const { state, closedReason } = issue.displayed;
  const closed = state === 'closed' ? (closedReason ?? 'completed') : null;
  const standing = verdict === null ? standingWithoutGates(issue) : standingOf(issue, verdict);
  return { ...standing, closed };
}

/** True when two looks found an issue to stand in the same way. */
export const standsAlike = (one: Stands | undefined, other: Stands): boolean =>
  one !== undefined && heardAs(one) === heardAs(other);
