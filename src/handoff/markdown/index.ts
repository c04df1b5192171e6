/** Markdown, as far as Baton reads it: see `blocks.ts` and `inline.ts`. */
export type { Block, Container, Leaf } from './block.ts';
export { blocksOf } from './blocks.ts';
export { createHtmlReader, endOfComment, endOfTag, nameOfTag, type HtmlReader } from './html.ts';
export { spansIn, type Span } from './inline.ts';
