/** Markdown of Baton's own, as a terminal shows it. */
import { styleText } from 'node:util';

import { printable } from '../printable.ts';

/** @param isStyled whether somebody looks at it: bold and code are shown as such */
export function inTerminal(markdown: string, isStyled: boolean): string {
  const style = (how: Parameters<typeof styleText>[0], text: string): string =>
    isStyled ? styleText(how, text) : text;
  return markdown
    .split('\n')
    .map((line) => {
      const heading = /^#{1,6} (.*)$/.exec(line)?.[1];
      return heading === undefined
        ? inline(line, style)
        : style(
            'bold',
            inline(heading, (_, text) => text),
          );
    })
    .filter((line, at, all) => line !== '' || all[at - 1] !== '')
    .join('\n');
}

type Styled = (how: Parameters<typeof styleText>[0], text: string) => string;

function inline(line: string, style: Styled): string {
  return line
    .split(/(`{1,3}[^`]{0,500}`{1,3}|\*\*[^*]{1,500}\*\*|\[[^\][]{0,500}\]\([^()]{0,2000}\))/)
    .map((part) => {
      const code = /^(`{1,3})([^`]*)\1$/.exec(part)?.[2];
      if (code !== undefined) return style('cyan', printable(code.trim()));
      const bold = /^\*\*([^*]+)\*\*$/.exec(part)?.[1];
      if (bold !== undefined) return style('bold', words(bold));
      const [, text, url] = /^\[([^\]]*)\]\(([^)]*)\)$/.exec(part) ?? [];
      return text === undefined ? words(part) : `${words(text)} (${printable(url ?? '')})`;
    })
    .join('');
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Without what keeps Markdown from being markup. */
const words = (text: string): string =>
  printable(
    text
      .replaceAll(/<!--[^<>]{0,500}-->/g, '')
      .replaceAll(/<\/?(?:sub|details|summary|br)\/?>/g, '')
      .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')
      .replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '')
      .replaceAll(/[\u200b\u2060]/g, ''),
  );
