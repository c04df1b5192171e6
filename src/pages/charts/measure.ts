/** How much room a text may take in a picture, where nothing breaks its lines and nobody can measure it. */
import { visible } from '../html.ts';

/**
 * Widths in parts of the letters' size, from the first that fits. They are those of the widest of the fonts that pages are
 * shown with, and a little more.
 */
const widths: readonly (readonly [RegExp, number])[] = [
  [/^[ .,;:!|ijlI']/, 0.42],
  [/^[frt()[\]/\\"*-]/, 0.5],
  [/^[mwMW@%]/, 1.06],
  [/^[A-Z+=<>~#^&]/, 0.88],
  [/^[\p{ASCII}]/u, 0.67],
  [/^[\p{M}\p{Default_Ignorable_Code_Point}]/u, 0],
  [/^[\u2018-\u201E]/, 0.56],
  [/^[\u2010-\u2027]/, 1.06],
  // One letter of Arabic writes a whole sentence; dashes can be three letters long.
  [/^[\u{FDFA}-\u{FDFD}]/u, 13],
  [/^[\u{2E3A}\u{2E3B}]/u, 3.2],
  [/^\p{Extended_Pictographic}|^\p{Emoji_Presentation}/u, 1.5],
  [/^[\u00A0-\u024F]/u, 1.06],
  [/^[\u{0250}-\u{FFFF}]/u, 1.35],
];
/** Cuneiform and other rare writing, whose signs can be wider than high. */
const widest = 3.6;
const boldness = 1.13;

export type Letters = { readonly size: number; readonly isBold?: true };

const found = (letter: string): number => widths.find(([of]) => of.test(letter))?.[1] ?? widest;
const ascii = Array.from({ length: 128 }, (_, code) => found(String.fromCharCode(code)));
const letterWidth = (letter: string): number => ascii[letter.codePointAt(0) ?? 0] ?? found(letter);

/** At least as wide as it comes out, in the units of `size`. */
export function widthOf(text: string, { size, isBold }: Letters): number {
  let width = 0;
  for (const letter of text) width += letterWidth(letter);
  return width * size * (isBold === true ? boldness : 1);
}

/** So much of a text is looked at. */
const longest = 600;

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * A text in lines that fit.
 * @param room in the units of the letters' size. @param most lines; what has no room in them ends with an ellipsis
 */
export function linesIn(text: string, room: number, most: number, of: Letters): readonly string[] {
  const clean = visible(text.slice(0, longest)).replaceAll(/\s+/g, ' ').trim();
  const whole = text.length > longest ? `${clean}…` : clean;
  const lines: string[] = [];
  let line = '';
  for (const word of whole.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer, of) <= room) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const parts = broken(word, room, of);
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1) ?? '';
    // What comes later is not shown anyway.
    if (lines.length > most) break;
  }
  if (line !== '') lines.push(line);
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  return [...kept.slice(0, -1), ended(kept.at(-1) ?? '', room, of)];
}

/** A word in parts that fit; letters stay whole. */
function broken(word: string, room: number, of: Letters): readonly string[] {
  if (widthOf(word, of) <= room) return [word];
  const parts: string[] = [];
  let part = '';
  for (const { segment } of letters.segment(word)) {
    if (part !== '' && widthOf(part + segment, of) > room) {
      parts.push(part);
      part = '';
    }
    part += segment;
  }
  return [...parts, part];
}

/** With an ellipsis behind it, for which there is room. */
function ended(line: string, room: number, of: Letters): string {
  const all = Array.from(letters.segment(line), ({ segment }) => segment);
  while (all.length > 0 && widthOf(`${all.join('')}…`, of) > room) all.pop();
  return `${all.join('').trimEnd()}…`;
}
