/** Writing Markdown from what is no Markdown: text stays text, whatever it looks like. */
import { isPortion, newPace, type Portions } from '../../portions.ts';

/** The start of a line that Markdown would take for more than text (CommonMark, "Blocks"). */
const block =
  /^(?:#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|`{3}|~{3}|=+\s*$|(?:\*\s*){3,}$|(?:-\s*){3,}$|(?:_\s*){3,}$|\[[^\]]*\]:)/;
const numbered = /^(\d{1,9})([.)])(?=\s|$)/;

/**
 * Lines of text that mean nothing but themselves in Markdown: no headings, lists, code, HTML or definitions.
 * Otherwise text that people see could hide, or end a section of a spec, for those who read it as Markdown.
 * White space at the start of a line goes: four spaces would be code.
 */
export function* literal(text: string): Portions<string> {
  const lines: string[] = [];
  const pace = newPace();
  for (const line of text.split(/\r\n?|\n/)) {
    if (isPortion(pace)) yield;
    lines.push(literalText(line.trim()));
  }
  return lines.join('\n').replaceAll(/\n{2,}/g, '\n');
}

function literalText(line: string): string {
  const bare = line.replaceAll(/<(?=[a-z/!?])/gi, String.raw`\<`);
  return block.test(bare) ? `\\${bare}` : bare.replace(numbered, String.raw`$1\$2`);
}

/** The same on one line. */
export const literalLine = (text: string): string => literalText(text.replaceAll(/\s+/g, ' ').trim()).trim();

export function heading(level: number, text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line === '' ? '' : `${'#'.repeat(Math.min(Math.max(Math.trunc(level) || 1, 1), 6))} ${line}`;
}

/** Code within text, on one line. */
export function inCode(text: string): string {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const ticks = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return text.trim() === '' ? '' : `${ticks}${space}${text.replaceAll(/\s+/g, ' ')}${space}${ticks}`;
}

/** A fence that the code cannot end. */
export function fenced(code: string, language: string): string {
  const longest = Math.max(2, ...Array.from(code.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const body = code.replaceAll(/\r\n?/g, '\n').replace(/\n$/, '');
  return `${fence}${/^[\w+#.-]*$/.test(language) ? language : ''}\n${body}\n${fence}`;
}

export function* quotedBlock(text: string): Portions<string> {
  return text === '' ? '' : yield* prefixed(text, '> ', '> ');
}

/** A list item: `marker` before its first line, as much space before the others. */
export function* item(marker: string, text: string): Portions<string> {
  return (yield* prefixed(text, marker, ' '.repeat(marker.length))).trimEnd();
}

function* prefixed(text: string, first: string, others: string): Portions<string> {
  const lines = text.split('\n');
  const pace = newPace();
  const blank = others.trimEnd();
  for (const [index, line] of lines.entries()) {
    if (isPortion(pace)) yield;
    lines[index] = (index === 0 ? first : line === '' ? blank : others) + line;
  }
  return lines.join('\n');
}

/** What is in a cell of a table, on one line. */
export const cell = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('|', String.raw`\|`)
    .trim();

/** A row of a table, of what `cell` made. */
export const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The line below the names of the columns. */
export const rule = (columns: number): string => `|${' --- |'.repeat(columns)}`;

export function joined(blocks: readonly string[]): string {
  return blocks.filter((each) => each !== '').join('\n\n');
}

/** A link whose target cannot end it. */
export function link(text: string, href: string): string {
  const target = href.replaceAll(/[\s<>()]/g, (char) =>
    encodeURIComponent(char).replace('(', '%28').replace(')', '%29'),
  );
  return text === '' || target === '' || target === text ? text : `[${text}](${target})`;
}
