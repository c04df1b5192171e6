/** Puts text that somebody else wrote into Markdown, so that it is read as text. */

/**
 * Text for a running sentence: no markup, no HTML, no link, no mention and no reference comes of it, and
 * no line ends. GitHub looks for mentions and references after rendering, where a backslash is gone; a
 * space without width between the sign and the name stays.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replaceAll(/[\\`*_{}[\]()<>#+\-.!|~&:$=^]/g, String.raw`\$&`)
    .replaceAll(/[@#]/g, '$&\u200B');
}

/** Text as a code span, where nothing is markup and nobody is mentioned. */
export function codeSpan(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^`|`$|^ .* $/.test(line) || line === '' ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Without line ends, and without the characters that turn the direction of reading. */
function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/[\u{202a}-\u{202e}\u{2066}-\u{2069}]/gu, '');
}
