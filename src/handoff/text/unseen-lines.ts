/** Lines that nobody sees: the text of an image, and the label of a link. */
import type { Span } from '../markdown/index.ts';

/** Which lines of a paragraph begin within the text of an image or the label of a link, which nobody sees; null: none can. */
export function unseenLines(text: string, spans: readonly Span[]): readonly number[] | null {
  if (!(text.includes('![') || text.includes('][')) || !text.includes('\n')) return null;
  /** By how many of them more, or fewer, each line begins in than the one before. */
  const change: number[] = Array.from({ length: text.split('\n').length + 1 }, () => 0);
  const open: { readonly isUnseen: boolean; readonly line: number }[] = [];
  let [line, next] = [0, 0];
  for (const { 0: sign, index } of text.matchAll(/\\.|[[\]\n]/g)) {
    while ((spans[next]?.to ?? Number.POSITIVE_INFINITY) <= index) next += 1;
    const span = spans[next];
    if (sign === '\n') line += 1;
    else if (sign.length > 1 || (span !== undefined && span.from < index && span.kind !== 'doubt')) continue;
    else if (sign === '[') open.push({ isUnseen: /[!\]]/.test(text[index - 1] ?? ''), line });
    else {
      const from = open.pop();
      if (from?.isUnseen !== true || from.line === line) continue;
      change[from.line + 1] = (change[from.line + 1] ?? 0) + 1;
      change[line + 1] = (change[line + 1] ?? 0) - 1;
    }
  }
  let depth = 0;
  return change.map((by) => (depth += by));
}
