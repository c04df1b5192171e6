/**
 * Whether anything happened on an item since it was read, without reading it again. When GitHub dates it does not tell: the
 * date is of whole seconds, and Baton's own writes move it, too. So what others did is compared, by the ids of what GitHub
 * lists of it last.
 */
import type { LatelyAnswer, TimelineAnswer, WhoAnswer } from '../graphql/index.ts';
import type { Trace } from '../../tracker.ts';
import { actorOf } from './actor.ts';
import type { WholePull, WholeStory } from './whole.ts';

/** As many entries as GitHub is asked for later. */
const newest = 20;
const newestEdits = 10;
/** Milliseconds: what was edited so long before an item's date, its reading has seen. */
const unsure = 60_000;

type Edited = { readonly id: string; readonly lastEditedAt: number | null };
const editOf = ({ id, deletedAt }: { readonly id: string; readonly deletedAt: string | null }): string =>
  `${id} ${deletedAt === null ? 'shown' : 'deleted'}`;
const editedOf = ({ id, lastEditedAt }: Edited): string => `${id} ${lastEditedAt}`;

const byOf = (entry: Exclude<TimelineAnswer, { kind: 'Other' }>): WhoAnswer =>
  'author' in entry ? entry.author : entry.actor;

/** What no entry tells: of a pull request also what it holds, and whether it is open. */
const factsOf = (
  { locked, lastEditedAt }: Pick<LatelyAnswer, 'locked' | 'lastEditedAt'>,
  pull: { readonly state?: string | undefined; readonly headRefOid?: string | undefined },
): string => JSON.stringify([locked, lastEditedAt, pull.state ?? null, pull.headRefOid ?? null]);

/** @param self Baton's own login @returns null: not all of it could be read */
export function traceOf(whole: WholeStory | WholePull, self: string): Trace | null {
  const { answer, timeline } = whole;
  const { past, nodes, changed, missing } = timeline;
  const known = nodes.filter((entry) => entry.kind !== 'Other');
  if (missing > 0 || known.length < nodes.length || answer.userContentEdits.missing > 0) return null;
  const entries = known.filter((entry) => !actorOf(byOf(entry), self).self).map(({ id }) => id);
  const isWhole = entries.length <= newest;
  const { id, updatedAt } = answer;
  return {
    id,
    updatedAt,
    facts: factsOf(answer, 'headRefOid' in answer ? answer : {}),
    entries: entries.slice(-newest).toReversed(),
    before: isWhole ? (past?.anchor ?? null) : null,
    isAll: isWhole && past === null,
    edits: answer.userContentEdits.nodes.slice(0, newestEdits).map(editOf),
    comments: [...known, ...changed].flatMap((entry) =>
      entry.kind === 'IssueComment' && isLate(entry, updatedAt) && !actorOf(entry.editor, self).self
        ? [editedOf(entry)]
        : [],
    ),
  };
}

const isLate = ({ lastEditedAt }: Edited, date: number): boolean =>
  lastEditedAt !== null && lastEditedAt >= date - unsure;

/** Whether a later read of an item saw no acts of others that an earlier one had not seen, whatever date it had. */
export const isSameTrace = (earlier: Trace, later: Trace): boolean =>
  actsIn(earlier) === actsIn(later) && later.comments.every((edited) => earlier.comments.includes(edited));
const actsIn = ({ id, facts, entries, edits }: Trace): string => JSON.stringify([id, facts, entries, edits]);

/** Whether others than Baton did nothing since; where that cannot be told, they may have. */
export function isAsTraced(trace: Trace, now: LatelyAnswer, self: string): boolean {
  const { userContentEdits: edits, timelineItems, comments, pullState: state, headRefOid } = now;
  if (trace.id !== now.id || trace.facts !== factsOf(now, { state, headRefOid })) return false;
  const isKnown = (edit: { readonly id: string; readonly deletedAt: string | null } | null): boolean =>
    edit !== null && trace.edits.includes(editOf(edit));
  if (edits?.nodes == null || !edits.nodes.every(isKnown)) return false;
  const isSeen = (comment: (Edited & { readonly editor: WhoAnswer }) | null): boolean =>
    comment !== null &&
    (!isLate(comment, trace.updatedAt) ||
      actorOf(comment.editor, self).self ||
      trace.comments.includes(editedOf(comment)));
  if (comments?.nodes == null || !comments.nodes.every(isSeen)) return false;
  return areAsTraced(trace, timelineItems, self);
}

/** Goes through what is listed from the newest on, along with what was seen. */
function areAsTraced(
  { entries, before, isAll }: Trace,
  { nodes, pageInfo: { hasPreviousPage: hasMore } }: LatelyAnswer['timelineItems'],
  self: string,
): boolean {
  let count = 0;
  for (const entry of (nodes ?? [null]).toReversed()) {
    if (entry === null) return false;
    if (entry.id === before) return count === entries.length;
    if (actorOf(entry.by, self).self) continue;
    if (count === entries.length) return !isAll && before === null;
    if (entries[count] !== entry.id) return false;
    count += 1;
  }
  return hasMore ? count > 0 : isAll && count === entries.length;
}
