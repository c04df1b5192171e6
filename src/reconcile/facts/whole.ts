/** What was read of an item, with everything else that belongs to its issues: types, sub-issues, recorded words. */
import { asksForSubIssues, type Observed } from '../../handoff/index.ts';
import { wantOf } from '../../items.ts';
import type { Policy } from '../../policy/index.ts';
import { TryLater, type Observation } from '../../tracker.ts';
import type { Notebook } from '../memory/index.ts';
import { asksForTypes } from './issue-types.ts';
import type { Place } from './place.ts';
import { withRecordedWords } from './recorded-words.ts';
import { withSubIssues, type IssueItem } from './sub-issues.ts';

/** `isCertain` false: how some sub-issues stand is not known. */
export type Whole<O> = { readonly seen: O; readonly isCertain: boolean };

/**
 * @param policies what they do not ask for is not read
 * @throws {TryLater}
 */
export async function wholeOf<O extends Exclude<Observation, { kind: 'gone' }>>(
  notebook: Notebook,
  place: Place,
  policies: readonly Policy[],
  observed: O,
): Promise<Whole<O>> {
  const { reads, item } = place;
  const typed = policies.some(asksForTypes) ? await reads.withTypes(item, observed) : observed;
  if (typed.kind !== observed.kind) throw new TryLater('It changed while its type was being read.');
  // Of the same kind, with more in it.
  const seen = typed as O;
  const { seen: divided, unread } = policies.some(asksForSubIssues)
    ? await withSubIssues(notebook, place, seen)
    : { seen, unread: [] };
  await lookFirst(notebook, place, unread);
  const words = (issue: Observed): Promise<Observed> => withRecordedWords(notebook, place, issue);
  const all =
    divided.kind === 'issue'
      ? { ...divided, issue: await words(divided.issue) }
      : { ...divided, issues: await Promise.all(divided.issues.map(words)) };
  return { seen: all as O, isCertain: unread.length === 0 };
}

/** How often an issue waits for what is mostly known of its sub-issues in a moment. What would be merged waits for ever. */
const patience = 1;

/** Has sub-issues looked at that nobody has looked at. @throws {TryLater} as long as there is patience */
async function lookFirst(
  { pen }: Notebook,
  { item: { kind }, tries }: Place,
  unread: readonly IssueItem[],
): Promise<void> {
  const [first] = unread;
  if (first === undefined || pen === null) return;
  await pen.want(unread.map((item) => wantOf(item)));
  if (kind !== 'issue' || tries < patience)
    throw new TryLater(`How the sub-issue ${first.repository}#${first.number} stands is not known yet.`);
}
