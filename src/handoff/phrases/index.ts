/** Pieces of sentences that all texts share: other people's words made safe, and rules in words. */
export {
  code,
  day,
  fenced,
  instant,
  link,
  list,
  plain,
  prose,
  quote,
  shorten,
  withWeekday,
} from './markdown.ts';
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
