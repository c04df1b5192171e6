/** A text without what is not said in it: code and HTML comments. */
import { spansOf, type Block } from '../markdown/index.ts';
import { leafText, read } from './text.ts';

/** What a text says in its paragraphs, headings and tables, without code and HTML comments; each block in lines of its own. */
export function proseOf(text: string): string {
  const { blocks, html } = read(text);
  const found: string[] = [];
  const visit = (each: readonly Block[]): void => {
    for (const block of each) {
      if ('children' in block) visit(block.children);
      else {
        const said = leafText(block, html);
        // What opens a comment and does not end it hides the rest.
        if (block.kind === 'code' || block.kind === 'rule' || html.isLost()) continue;
        found.push(block.kind === 'html' ? said.replaceAll(/<!--[^]*$/g, ' ') : withoutCode(said));
      }
    }
  };
  visit(blocks);
  return found.join('\n\n');
}

function withoutCode(text: string): string {
  let [kept, at] = ['', 0];
  for (const { from, to, kind } of spansOf(text)) {
    if (kind !== 'code' && kind !== 'comment') continue;
    kept += `${text.slice(at, from)} `;
    at = to;
  }
  return kept + text.slice(at);
}
