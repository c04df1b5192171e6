/** A place in a line, in columns: a tab goes on to the next multiple of four, and may be used up in part. */
export type Cursor = {
  readonly text: string;
  at: number;
  column: number;
  /** Columns that are left of a tab which stands at `at`, and was used up in part; 0: none was. */
  left: number;
};

export const cursorAt = (text: string): Cursor => ({ text, at: 0, column: 0, left: 0 });

/** How far the text that comes next is in from here, and where it begins. */
export type Indent = { readonly columns: number; readonly next: number; readonly isBlank: boolean };

export function indentOf({ text, at, column, left }: Cursor): Indent {
  let [next, columns] = [at, 0];
  for (; next < text.length; next += 1) {
    const code = text.charCodeAt(next);
    if (code === 0x20) columns += 1;
    else if (code === 0x09) columns += next === at && left > 0 ? left : 4 - ((column + columns) % 4);
    else break;
  }
  return { columns, next, isBlank: next >= text.length };
}

/** Goes on over white space, by so many columns at most. */
export function advance(cursor: Cursor, columns: number): void {
  for (let rest = columns; rest > 0 && cursor.at < cursor.text.length;) {
    const sign = cursor.text[cursor.at];
    if (sign !== ' ' && sign !== '\t') return;
    const wide = sign === ' ' ? 1 : cursor.left > 0 ? cursor.left : 4 - (cursor.column % 4);
    const used = Math.min(wide, rest);
    cursor.column += used;
    rest -= used;
    cursor.left = wide - used;
    if (cursor.left === 0) cursor.at += 1;
  }
}

/** Goes on over so many characters that are no white space. */
export function skip(cursor: Cursor, characters: number): void {
  cursor.at += characters;
  cursor.column += characters;
  cursor.left = 0;
}

/** What is left of the line. */
export function restOf({ text, at, left }: Cursor): string {
  return left > 0 ? ' '.repeat(left) + text.slice(at + 1) : text.slice(at);
}
