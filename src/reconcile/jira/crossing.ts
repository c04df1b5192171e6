/**
 * What came of a move of Baton's, where somebody may have done something between what Baton read and what it did: whether
 * the move is there, and whether it was right at its place in the history.
 */
import { isStatus, type Moment, type MomentOf } from '../../handoff/index.ts';
import type { JiraSight } from '../../jira/index.ts';

export type Moving = {
  /** `righting`: what another move undid by mistake is put right. Absent, as it was kept earlier: `revert`. */
  readonly what?: 'revert' | 'move' | 'righting';
  /** A status: its id, or for `move` its name. */
  readonly to: string;
  /** The id of what happened last before it; null, or absent, as it was kept earlier: not known. */
  readonly after?: string | null;
  /** The id of what happened last before it was found not to be there. Absent: nobody found so. */
  readonly absentAt?: string | null;
};

export type Moved = MomentOf<'moved'>;

export type Came =
  /** It was never made. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'right' }
  /** It undid what somebody did, and the issue stands so. */
  | { readonly kind: 'wrong'; readonly moved: Moved }
  /** It did, and somebody moved the issue on since. */
  | { readonly kind: 'overtaken' };

/**
 * @param sight read after the move
 * @param isDemanded whether what was so right before the move called for it
 */
export async function crossed(
  sight: JiraSight,
  { what = 'revert', to, after = null, absentAt = null }: Moving,
  isDemanded: (before: JiraSight) => Promise<boolean>,
): Promise<Came> {
  const { moments } = sight.observed.history;
  const seen = after === null ? -1 : moments.findIndex(({ id }) => id === after);
  const since = moments.slice(seen + 1);
  const isOurs = (moment: (typeof moments)[number]): moment is Moved =>
    moment.kind === 'moved' && moment.by.self && isStatus(to, moment.to);
  const absent = absentAt === null ? -1 : since.findIndex(({ id }) => id === absentAt);
  const left = since.slice(absent + 1);
  const moved = after === null ? left.findLast(isOurs) : left.find(isOurs);
  if (moved === undefined) return { kind: 'absent' };
  const between = since
    .slice(0, since.indexOf(moved))
    .filter((moment) => !moment.by.self && !isOfOne(moment, moved));
  if (after === null || between.length === 0) return { kind: 'right' };
  const isRight =
    what === 'righting'
      ? !between.some(({ kind }) => kind === 'moved' || kind === 'resolved')
      : await isDemanded(sightBefore(sight, moved));
  if (isRight) return { kind: 'right' };
  if (moved.from.id === moved.to.id) return { kind: 'overtaken' };
  // Where an answer was lost, it may have been made twice, the second time from there to there.
  const isOn = (moment: (typeof moments)[number]): boolean => moment.kind === 'moved' && !isOurs(moment);
  const isLast = !moments.slice(moments.indexOf(moved) + 1).some(isOn);
  return isLast ? { kind: 'wrong', moved } : { kind: 'overtaken' };
}

/** What came with a move in one change has its place in the history. */
const isOfOne = ({ order }: Moment, moved: Moved): boolean => order !== undefined && order === moved.order;

/** What was so right before a move. */
function sightBefore(sight: JiraSight, moved: Moved): JiraSight {
  const { observed, statuses } = sight;
  const { moments } = observed.history;
  const index = moments.findIndex((moment) => isOfOne(moment, moved));
  const category = statuses.find(({ id }) => id === moved.from.id)?.category ?? 'indeterminate';
  const closedReason = moved.wasClosedAs ?? null;
  return {
    ...sight,
    status: { ...moved.from, category },
    observed: {
      ...observed,
      history: { ...observed.history, moments: moments.slice(0, index) },
      displayed: { ...observed.displayed, state: closedReason === null ? 'open' : 'closed', closedReason },
    },
  };
}
