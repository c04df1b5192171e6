/**
 * What a reader sees of a text: GitHub Flavored Markdown as `micromark` renders it, and then as a browser shows it. Written
 * apart from what it judges.
 */
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/** Tags that only set text apart. */
const apart = new Set(['p', 'br', 'tbody', 'section', 'sup']);
/** Attributes that say nothing, or whether a box is ticked. */
const silent = /^(?:checked|type|disabled|id|class|aria-.*|data-.*)$/;
const verbatim = new Set(['pre', 'code', 'textarea', 'script', 'style', 'xmp', 'plaintext']);

/** micromark sees a box behind an empty item, where GitHub shows brackets. */
const notInItem = /(<\/[uo]l>\s*(?:<p>)?)<input type="checkbox"[^>]*>/g;

/** Everything that is shown, in its order: words, elements with their attributes, code as it is spaced. */
export function rendered(source: string): string {
  return shown(
    micromark(source, {
      allowDangerousHtml: true,
      extensions: [gfm()],
      htmlExtensions: [gfmHtml()],
    }),
  );
}

/** HTML Standard, "Tokenization", as far as Markdown brings it about. */
function shown(raw: string): string {
  const html = raw.replaceAll(/\r\n?/g, '\n').replaceAll(notInItem, '$1[ ]');
  const found: string[] = [];
  let [words, spaced, at] = ['', 0, 0];
  const end = (): void => {
    const text = spaced > 0 ? words.replaceAll(/^\n+|\n+$/g, '') : words.replaceAll(/\s+/g, ' ').trim();
    if (text.trim() !== '') found.push(text.normalize('NFC'));
    words = '';
  };
  while (at < html.length) {
    const rest = html.slice(at);
    const comment =
      /^<!--(?:-?>|[^]*?(?:--!?>|$))/.exec(rest) ?? /^<(?:[!?]|\/(?![a-z]))[^>]*(?:>|$)/i.exec(rest);
    const tag = /^<(\/?)([a-z][^\s/>]*)((?:[^>"'=]|=\s*(?:"[^"]*(?:"|$)|'[^']*(?:'|$))?|["'])*)(?:>|$)/i.exec(
      rest,
    );
    if (comment !== null) at += comment[0].length;
    else if (tag === null) {
      words += html[at] ?? '';
      at += 1;
    } else {
      at += tag[0].length;
      const name = tag[2]?.toLowerCase() ?? '';
      if (apart.has(name)) {
        words += ' ';
        continue;
      }
      end();
      if (verbatim.has(name)) spaced = Math.max(0, spaced + (tag[1] === '' ? 1 : -1));
      const attributes = Array.from((tag[3] ?? '').matchAll(/([^\s=/]+)(?:\s*=\s*("[^"]*"|'[^']*'|\S*))?/g))
        .filter(([, key = '']) => !silent.test(key))
        .map(([, key, value = '']) => `${key}=${key === 'alt' ? value.replaceAll(/\s+/g, ' ') : value}`);
      found.push(`<${tag[1]}${[name, ...attributes].join(' ')}>`);
    }
  }
  end();
  return found.join('\n');
}
