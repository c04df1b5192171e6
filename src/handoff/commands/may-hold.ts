/** Whether a text may hold a command, told without reading it as Markdown: most comments hold none. */

/** What may stand in a line before the slash of a command: signs, a number of a list, a box, a name. */
const before =
  /^(?:&nbsp;|[^\p{L}\p{N}]){0,40}(?:\d{1,9}[.)][^\p{L}\p{N}]{0,20})?(?:\[[xX]\] {0,9})?(?:@[a-z0-9-]{1,39}(?:\[bot\])?[^\p{L}\p{N}]{0,20})?$/iu;
/** More than that can be. */
const longest = 400;
/** What stands behind it: a name, perhaps behind signs that nobody sees. */
const after = /[^\p{L}\n\r]{0,9}\p{L}/uy;

const [lineFeed, carriageReturn, angle, slash, wideSlash] = [0x0a, 0x0d, 0x3e, 0x2f, 0xff_0f];
const [lineSeparator, paragraphSeparator] = [0x20_28, 0x20_29];

/** In one pass: what stands before a slash is looked at once in a line, or behind a tag. */
export function mayHoldCommand(text: string): boolean {
  if (!text.includes('/') && !text.includes('\uFF0F')) return false;
  let [start, isOver] = [0, false];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (
      sign === lineFeed ||
      sign === angle ||
      sign === carriageReturn ||
      sign === lineSeparator ||
      sign === paragraphSeparator
    ) {
      [start, isOver] = [at + 1, false];
    } else if (!isOver && (sign === slash || sign === wideSlash)) {
      isOver = at - start > longest;
      after.lastIndex = at + 1;
      if (isOver || !after.test(text)) continue;
      if (before.test(text.slice(start, at))) return true;
      isOver = true;
    }
  }
  return false;
}
