/** Markdown, as far as Baton reads it: see `blocks.ts` and `inline.ts`. */
export { blocksOf, type Block, type Container, type Leaf } from './blocks.ts';
export { createHtmlReader, endOfComment, endOfTag, type HtmlReader } from './html.ts';
export { spansOf, type Span } from './inline.ts';
