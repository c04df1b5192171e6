/** Texts that are longer than GitHub takes. */

const note = '\n\n_Too long for GitHub: the rest was cut off here._';
const markers = /<!-- baton:[^<>]* -->/g;

/**
 * The text, at most `limit` UTF-16 units long. A cut text ends at a line's end where there is one near, closes a block of
 * code that it leaves open, says that it was cut, and keeps Baton's own markers, by which it is known again.
 */
export function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const room = limit - note.length - 4;
  const kept = (text.match(markers) ?? []).join('\n');
  const head = whole(text, Math.max(0, room - kept.length - 1));
  const lineEnd = head.lastIndexOf('\n');
  const cut = lineEnd > head.length * 0.8 ? head.slice(0, lineEnd) : head;
  const open = (cut.match(/^ {0,3}```/gm) ?? []).length % 2 === 1 ? '\n```' : '';
  const lost = (text.match(markers) ?? []).filter((marker) => !cut.includes(marker));
  return [`${cut}${open}${note}`, ...lost].join('\n').slice(0, limit);
}

/** The title, at most `limit` UTF-16 units long: it is one line, so a cut one says so with an ellipsis. */
export const shortenedTitle = (title: string, limit: number): string =>
  title.length <= limit ? title : `${whole(title, limit - 1)}…`;

/** The first characters of a text, never half of one. */
function whole(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
