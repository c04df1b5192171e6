/** Texts as their readers see them: without code, comments and quotes; their sections; words compared as read. */
export { folded, hasOddEmphasis, isMisleading, nameIn, withoutEnding, withPlainSpaces } from './plain.ts';
export { proseOf } from './prose.ts';
export {
  coveredSource,
  coveredText,
  criteriaIn,
  type Criterion,
  missingSections,
  readSections,
} from './sections.ts';
export type { LineDoubt, VisibleLine } from './said-lines.ts';
export { lineAt, readLines, visibleLines } from './visible-lines.ts';
export { memoized, memoizedPortions, readSpec, sourceOf, specText } from './text.ts';
