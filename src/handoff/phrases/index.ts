/** Pieces of sentences that all texts share: other people's words made safe, and rules in words. */
export { code, fenced, link, plain, prose, quote, shorten } from '../../markdown.ts';
export { day, firstFew, list } from './dates-and-lists.ts';
export {
  bothNames,
  hasOrHave,
  isBoth,
  isEither,
  isJoint,
  jointly,
  partNames,
  ruleNames,
  together,
} from './rules.ts';
