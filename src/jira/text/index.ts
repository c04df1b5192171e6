/** Texts of Jira, in both its formats, and keys of issues in other people's texts. */
export { readAdf } from './adf.ts';
export { toBody } from './compose.ts';
export { keysOf, partsOf } from './keys.ts';
export { wikiToMarkdown } from './wiki.ts';
