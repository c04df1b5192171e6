/** A text without what is not said in it: code and HTML comments. */
import { isPortion, newPace, type Portions } from '../../portions.ts';
import { spansIn } from '../markdown/index.ts';
import { everyBlock, leafText, memoizedPortions, read } from './text.ts';

/**
 * What a text says in its paragraphs, headings and tables, without code and HTML comments; each block in lines of its own.
 * A pull request has many descriptions over time, all of which are asked about each time that it is read.
 */
export const proseOf = memoizedPortions(8_000_000, function* (text: string): Portions<string> {
  const { blocks, html } = yield* read(text);
  const found: string[] = [];
  const pace = newPace();
  for (const block of everyBlock(blocks)) {
    if (isPortion(pace)) yield;
    if ('children' in block) continue;
    const said = yield* leafText(block, html);
    // What opens a comment and does not end it hides the rest.
    if (block.kind === 'code' || block.kind === 'rule' || html.isLost()) continue;
    found.push(block.kind === 'html' ? said.replaceAll(/<!--[^]*$/g, ' ') : yield* withoutCode(said));
  }
  return found.join('\n\n');
});

function* withoutCode(text: string): Portions<string> {
  let [kept, at] = ['', 0];
  const pace = newPace();
  for (const { from, to, kind } of yield* spansIn(text)) {
    if (isPortion(pace)) yield;
    if (kind !== 'code' && kind !== 'comment') continue;
    kept += `${text.slice(at, from)} `;
    at = to;
  }
  return kept + text.slice(at);
}
