/** Lines that nobody sees: the text of an image, and the label of a link. */
import type { Span } from '../markdown/index.ts';

/** Which lines of a paragraph begin within the text of an image or the label of a link, which nobody sees; null: none can. */
export function unseenLines(text: string, spans: readonly Span[]): readonly number[] | null {
  if (!(text.includes('![') || text.includes('][')) || !text.includes('\n')) return null;
  /** By how many of them more, or fewer, each line begins in than the one before. */
  const change: number[] = Array.from({ length: text.split('\n').length + 1 }, () => 0);
  /** In which line each bracket opens that is open; those of links that are seen: nowhere. */
  const open: number[] = [];
  let [line, next] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '\n') line += 1;
    if (sign === '\\' && text[at + 1] !== '\n') at += 1;
    if (sign !== '[' && sign !== ']') continue;
    while ((spans[next]?.to ?? Number.POSITIVE_INFINITY) <= at) next += 1;
    const span = spans[next];
    if (span !== undefined && span.from < at && span.kind !== 'doubt') continue;
    if (sign === '[') open.push(text[at - 1] === '!' || text[at - 1] === ']' ? line : nowhere);
    else {
      const from = open.pop() ?? nowhere;
      if (from === nowhere || from === line) continue;
      change[from + 1] = (change[from + 1] ?? 0) + 1;
      change[line + 1] = (change[line + 1] ?? 0) - 1;
    }
  }
  let depth = 0;
  return change.map((by) => (depth += by));
}

const nowhere = -1;
