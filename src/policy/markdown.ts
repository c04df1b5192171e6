/** Puts text that somebody else wrote into Markdown, so that it is read as text. */

/**
 * Text for a running sentence: no markup, no HTML, no link, no mention and no reference comes of it, and
 * no line ends. GitHub looks for mentions after rendering, where a backslash is gone; a comment between
 * the sign and the name stays (names that matter are better shown with `codeSpan`).
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replaceAll(/[\\`*_{}[\]()<>#+\-.!|~&:$=^"']/g, '\\$&')
    .replaceAll(/(@|\\#)(?=[\w[])/g, '$1<!-- -->');
}

/** Text as a code span, where nothing is markup and nobody is mentioned. */
export function codeSpan(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^`|`$|^ .* $/.test(line) || line === '' ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/[\u{202a}-\u{202e}\u{2066}-\u{2069}]/gu, '');
}
