/** Bodies and their revisions. */
import { identify, remember, type App, type Writing, type World } from '../model/index.ts';
import { unprocessable } from '../refusal.ts';
import { actorOf, type Viewer } from '../viewer.ts';

/** GitHub stores at most so many characters in a body. */
const longestBody = 65536;

function checkBody(body: string): void {
  if (body.length > longestBody)
    throw unprocessable(`Body is too long (maximum is ${longestBody} characters)`);
}

export function write(world: World, viewer: Viewer, body: string, app: App | null): Writing {
  checkBody(body);
  const at = world.clock.now();
  return { author: actorOf(viewer), body, createdAt: at, updatedAt: at, edits: [], reactions: [], app };
}

/** Replaces a body and keeps the revision; the first edit also keeps the original. False: it was the same text. */
export function rewrite(world: World, viewer: Viewer, writing: Writing, body: string): boolean {
  checkBody(body);
  if (writing.body === body) return false;
  const at = world.clock.now();
  if (writing.edits.length === 0) {
    writing.edits.push(
      remember(world, {
        ...identify(world, 'UCE'),
        kind: 'UserContentEdit',
        at: writing.createdAt,
        editor: writing.author,
        text: writing.body,
      }),
    );
  }
  writing.edits.push(
    remember(world, {
      ...identify(world, 'UCE'),
      kind: 'UserContentEdit',
      at,
      editor: actorOf(viewer),
      text: body,
    }),
  );
  writing.body = body;
  writing.updatedAt = at;
  return true;
}

/**
 * "Delete revision from history": the text that an edit made is not shown any more, and that it was made is. By GitHub's
 * page "Tracking changes in a comment"; the text as it is now can't be deleted so.
 * @param place of the edit, the original first
 */
export function deleteRevision(world: World, viewer: Viewer, writing: Writing, place: number): void {
  const edit = writing.edits[place];
  if (edit === undefined || edit === writing.edits.at(-1))
    throw unprocessable('This revision cannot be deleted.');
  edit.deleted = { at: world.clock.now(), by: actorOf(viewer) };
}
