/**
 * The lines that a reader sees, in the writer's own voice: GitHub Flavored Markdown as `micromark` renders it, and then as a
 * browser shows it. Written apart from what it judges. In a comment, GitHub ends a line where the source does.
 */
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

const within =
  /^(?:a|abbr|b|bdi|big|em|font|g-emoji|i|img|input|ins|picture|small|source|span|strong|sub|sup|u|video)$/;
const quoting = /^(?:blockquote|code|del|kbd|pre|q|s|samp|strike|table|tt|section)$/;
const hiding =
  /^(?:script|style|title|textarea|noscript|noframes|noembed|iframe|xmp|plaintext|template|select|svg|math)$/;

const entities: Readonly<Record<string, string>> = { quot: '"', lt: '<', gt: '>', amp: '&' };

/** The lines that somebody sees, without those in quotes, code, tables and what is struck out. */
export function alone(source: string): readonly string[] {
  const html = micromark(source, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  const lines: string[] = [];
  const quotes: string[] = [];
  let [line, at, isHeard] = ['', 0, true];
  const end = (): void => {
    if (line.trim() !== '' && isHeard) lines.push(line.trim());
    [line, isHeard] = ['', quotes.length === 0];
  };
  while (at < html.length) {
    const rest = html.slice(at);
    const comment =
      /^<!--(?:-?>|[^]*?(?:--!?>|$))/.exec(rest) ?? /^<(?:[!?]|\/(?![a-z]))[^>]*(?:>|$)/i.exec(rest);
    const tag = /^<(\/?)([a-z][^\s/>]*)((?:[^>"'=]|=\s*(?:"[^"]*(?:"|$)|'[^']*(?:'|$))?|["'])*)(?:>|$)/i.exec(
      rest,
    );
    if (comment !== null) at += comment[0].length;
    else if (tag !== null) {
      at += tag[0].length;
      const name = tag[2]?.toLowerCase() ?? '';
      if (hiding.test(name)) return lines;
      if (!within.test(name)) end();
      if (quoting.test(name)) {
        if (tag[1] === '') quotes.push(name);
        // What was not opened is not closed.
        else if (quotes.includes(name)) quotes.length = quotes.lastIndexOf(name);
      }
      if (line.trim() === '') isHeard = quotes.length === 0;
    } else {
      const [whole, entity = ''] = /^&(quot|lt|gt|amp);/.exec(rest) ?? [html[at] ?? ''];
      const sign = entities[entity] ?? whole;
      at += whole.length;
      if (sign === '\n') end();
      else {
        if (line.trim() === '' && sign.trim() !== '') isHeard = quotes.length === 0;
        line += sign;
      }
    }
  }
  end();
  return lines;
}
