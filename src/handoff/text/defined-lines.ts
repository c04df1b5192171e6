/** Definitions of links, with which a paragraph begins. GitHub Flavored Markdown Spec, "Link reference definitions". */

/** One on one line, where what stands in its title can be nothing else. */
const definition = /^\[[^[\]]*\]:[ \t]*[^ \t]+(?:[ \t]+("[^"\\]*"|'[^'\\]*'|\([^()\\]*\)))?[ \t]*$/;

/** One with a title that goes on below it. */
const openTitle = /^\[[^[\]]*\]:[ \t]*[^ \t]+[ \t]+(?=["'(])/;

/** With how many lines a paragraph defines links. Not sure: from there on nobody can tell what is a title, or a definition. */
export function definedLines(lines: readonly string[]): { readonly many: number; readonly isSure: boolean } {
  let many = 0;
  for (let line = lines[many]; line !== undefined; line = lines[many]) {
    const whole = definition.exec(line);
    if (whole !== null) {
      many += 1;
      if (whole[1] !== undefined || !/^["'(]/.test(lines[many] ?? '')) continue;
      const end = titleEnd(lines, many, 0);
      if (end === null) return { many, isSure: false };
      many = end + 1;
      continue;
    }
    const title = openTitle.exec(line);
    if (title === null) break;
    const end = titleEnd(lines, many, title[0].length);
    if (end === null) return { many, isSure: false };
    many = end + 1;
  }
  return { many, isSure: !/^["'([]/.test(lines[many] ?? '') };
}

/** The line in which the title ends that begins there; null: nobody can tell. */
function titleEnd(lines: readonly string[], first: number, from: number): number | null {
  const sign = lines[first]?.[from];
  const ends = sign === '(' ? /[()\\]/g : sign === '"' ? /["\\]/g : /['\\]/g;
  ends.lastIndex = from + 1;
  for (let index = first; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const end = ends.exec(line);
    if (end === null) continue;
    const isEnd = end[0] === (sign === '(' ? ')' : sign);
    return isEnd && /^[ \t]*$/.test(line.slice(end.index + 1)) ? index : null;
  }
  return null;
}
