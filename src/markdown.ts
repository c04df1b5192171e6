/** Strings that people wrote, made safe for Baton's Markdown: nothing in them pings, links, renders or breaks out. */

/** Control characters, and those that turn the direction of writing round. */
const invisible = /(?![\n\t])[\p{Cc}\p{Cf}]/gu;

const special = /[\\`*_{}[\]()#+\-.!|<>~$&:=]/g;

/** GitHub finds these in what is shown, escaped or not: `@login`, `#12` and `GH-12`. */
const found = /@|#(?=\d)|GH(?=-\d)/gi;

/** Shortens to at most `length` characters, the ellipsis included. */
export function shorten(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}

/** One line of plain text: no formatting, no mention, no reference, no HTML. */
export function plain(text: string): string {
  return escaped(
    text
      .replaceAll(/[\n\u2028\u2029]/g, ' ')
      .replaceAll(invisible, '')
      .trim(),
  );
}

/** The same of a text that may have several lines, and stands between others. */
export function prose(text: string): string {
  return escaped(text.replaceAll('\r\n', '\n').replaceAll(invisible, ''));
}

function escaped(line: string): string {
  return line.replaceAll(found, '$&\u200B').replaceAll(special, String.raw`\$&`);
}

/** A code span, also inside a table. Code spans neither ping nor render. */
export function code(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').replaceAll(invisible, '').trim();
  // Whether a pipe after a backslash ends a cell depends on the parser: an entity never does.
  if (line.includes('|')) return `<code>${plain(line).replaceAll(String.raw`\|`, '&#124;')}</code>`;
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = line === '' || line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${line === '' ? '' : pad}${fence}`;
}

/** A link with a name that is safe already; an address that is none leads nowhere. */
export const link = (name: string, url: string): string =>
  /^https?:\/\/[^\s()<>]+$/.test(url) ? `[${name}](${url})` : name;

/** A quote of somebody's words, at most `length` characters, one line for each of theirs. */
export function quote(text: string, length = 1000): string {
  return shorten(text.trim(), length)
    .split(/\r?\n/)
    .map((line) => `> ${plain(line)}`)
    .join('\n');
}

/** A fenced block that its content cannot leave. */
export function fenced(content: string, language: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${content.replaceAll(invisible, '')}\n${fence}`;
}
