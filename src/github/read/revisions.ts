/** What an issue's text was at each time, from the edits that GitHub recorded of its body. */
import type { MomentOf } from '../../handoff/index.ts';
import { actorOf } from './actor.ts';
import type { EditAnswer, StoryAnswer } from '../graphql/index.ts';

export type Revisions = {
  /** The issue as it was opened, and a second moment where its first text is not known. */
  readonly opened: readonly [MomentOf<'opened'>, ...MomentOf<'edited'>[]];
  /** Edits of the body, oldest first. */
  readonly edited: readonly MomentOf<'edited'>[];
};

/** What has a body whose edits GitHub records. */
export type Edited = Pick<
  StoryAnswer,
  'id' | 'author' | 'createdAt' | 'body' | 'lastEditedAt' | 'editor' | 'includesCreatedEdit'
>;

/**
 * GitHub keeps nothing of a body that was never edited; with the first edit it records the text before, too
 * (`includesCreatedEdit`). An unknown first text is an empty one that was lost at once: `lost` never equals any text,
 * not even an empty one, so nothing that was said of it is carried over to a text that is known.
 * @param edits all edits, in either order
 * @param firstTitle the title before the first renaming
 */
export function revisionsOf(
  issue: Edited,
  edits: readonly EditAnswer[],
  firstTitle: string,
  self: string,
): Revisions {
  const sorted = oldestFirst(edits);
  const author = actorOf(issue.author, self);
  const [first] = sorted;
  const recordsCreation = first !== undefined && isCreation(issue, first);
  const original =
    first === undefined && issue.lastEditedAt === null
      ? issue.body
      : recordsCreation && !isLost(first)
        ? first.diff
        : null;

  const at = { id: issue.id, at: issue.createdAt, by: author };
  const opened: MomentOf<'opened'> = { kind: 'opened', ...at, title: firstTitle, body: original ?? '' };
  const unknown: MomentOf<'edited'> = {
    kind: 'edited',
    ...at,
    id: `${issue.id}:original`,
    title: null,
    body: null,
    lost: true,
  };
  const edited = sorted.slice(recordsCreation ? 1 : 0).map((edit): MomentOf<'edited'> => {
    const lost = isLost(edit);
    return {
      kind: 'edited',
      id: edit.id,
      at: edit.editedAt,
      by: actorOf(edit.editor, self),
      title: null,
      body: lost ? null : edit.diff,
      lost,
    };
  });
  const last = edited.at(-1);
  const shown = last === undefined ? original : last.body;
  if (shown !== issue.body) {
    const time = Math.max(issue.lastEditedAt ?? issue.createdAt, last?.at ?? issue.createdAt);
    edited.push({
      kind: 'edited',
      id: `${issue.id}:${time}`,
      at: time,
      by: actorOf(issue.editor, self),
      title: null,
      body: issue.body,
      lost: false,
    });
  }
  return { opened: original === null ? [opened, unknown] : [opened], edited };
}

function isLost(edit: EditAnswer): boolean {
  return edit.diff === null || edit.deletedAt !== null;
}

/** An edit by the author within a second of opening may be how GitHub recorded the opening. */
function isCreation(
  issue: Pick<StoryAnswer, 'author' | 'createdAt' | 'includesCreatedEdit'>,
  edit: EditAnswer,
): boolean {
  if (issue.includesCreatedEdit) return true;
  return edit.editedAt <= issue.createdAt + 1000 && edit.editor?.login === issue.author?.login;
}

/** GitHub lists the newest first; edits within one second keep that order. */
function oldestFirst(edits: readonly EditAnswer[]): readonly EditAnswer[] {
  const newestFirst = (edits[0]?.editedAt ?? 0) >= (edits.at(-1)?.editedAt ?? 0);
  return (newestFirst ? edits.toReversed() : [...edits]).sort((a, b) => a.editedAt - b.editedAt);
}
