/** The day until which something holds, as people write it in a command. What is not understood is told, never passed over. */
import { isDay } from '../../policy/index.ts';

export type Until =
  | { readonly kind: 'none' }
  /** `rest`: what was written beside it. */
  | { readonly kind: 'day'; readonly day: string; readonly rest: string }
  /** Something about an end that is no day of the calendar, as it was written. */
  | { readonly kind: 'unclear'; readonly words: string };

/** "Till" and "Til" within a sentence are people. */
const word = /(?<![\p{L}\p{N}_-])(?:until|untill|unitl|unil|till?)(?![\p{L}\p{N}_-])[:=]?/giu;
const isName = (found: string): boolean => /^T[il]+$/.test(found);

const month = 'jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec';
const unit = '(?:minute|hour|day|week|weekend|month|quarter|sprint|year|business day|working day)s?';
const few = '\\d{1,4}|an?|one|two|three|four|five|six|seven|ten|few|a few';
const day = [
  '\\d{4}-\\d{1,2}-\\d{1,2}|\\d{1,2}[./]\\d{1,2}[./]\\d{2,4}|\\d{1,2}[./]\\d{1,2}',
  'today|tonight|tomorrow|tmrw|eod|eow|eom|(?:mon|tues|wednes|thurs|fri|satur|sun)day',
  `(?:this|next|(?:the )?end of(?: the| this| next)?|(?:the )?rest of(?: the| this)?) ${unit}`,
  `\\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${month})[a-z]{0,6}(?:,? \\d{4})?`,
  `(?:${month})[a-z]{0,6} \\d{1,2}(?:st|nd|rd|th)?(?:,? \\d{4})?`,
].join('|');
const leading = 'by|before|through|thru|to|ends?|ending|expires?|expiring|only|just|for|valid';
/** What may be meant as an end where it is written last, without "until". */
const loose = new RegExp(
  `(?:(?<![\\p{L}\\p{N}_.-])(?:for (?:the )?(?:next )?(?:${few}) ${unit}|\\d{4}-\\d{1,2}-\\d{1,2}|` +
    `(?:${leading})(?: on)?[ :] {0,2}(?:the )?(?:${day})|(?:this|next) ${unit} only)|` +
    `[,;(] {0,2}(?:${day}|(?:just |only |max\\.? )?(?:${few}) ${unit})(?: (?:only|max|at most))?)$`,
  'iu',
);
const begins = new RegExp(`^[ :=]{0,3}(?:the )?(?:${day})`, 'iu');
/** Further from its end, a text is not searched. */
const far = 100;

const withoutEnd = (text: string): string => text.replace(/[\s.,;:!)\]}"']{1,20}$/, '');
const withoutBegin = (text: string): string => text.replace(/^[\s.,;:!(\]"'-]{1,20}/, '');

/**
 * Finds the end in a text: `until YYYY-MM-DD`, in front or at the end of it.
 * @param today `YYYY-MM-DD`: a day before it that stands alone at the end is no end, but a part of the text
 */
export function untilIn(text: string, today: string): Until {
  const found = [...text.matchAll(word)].filter(
    ({ 0: said, index }) => !isName(said) || begins.test(text.slice(index + said.length, index + far)),
  );
  const last = found.at(-1);
  if (last === undefined) {
    const end = looseEnd(text, today);
    return end === null ? { kind: 'none' } : { kind: 'unclear', words: end };
  }
  const after = text.slice(last.index + last[0].length).trim();
  const before = text.slice(0, last.index);
  const [day = ''] = after.split(/[\s,;:!)\]}"']/, 1);
  const rest = after.slice(day.length);
  const named = day.replace(/\.$/, '');
  // A second "until" in front of it names another day, or none: which one is meant is not guessed.
  const isAlone = !/\d/.test(text.slice(found[0]?.index, last.index));
  if (isDay(named) && isAlone) {
    if (withoutEnd(rest) === '')
      return { kind: 'day', day: named, rest: withoutEnd(before.replace(/[\s([]{1,20}$/, '')) };
    const isInFront =
      before.trim() === '' && !/^[\s,]*(?:T?\d|at\b|or\b|and\b|noon|midnight|[+-])/i.test(rest);
    if (isInFront) return { kind: 'day', day: named, rest: withoutBegin(rest) };
  }
  return { kind: 'unclear', words: after.slice(0, far) };
}

/** What may be an end and is written last; null: nothing. */
function looseEnd(text: string, today: string): string | null {
  const found = loose.exec(withoutEnd(text.slice(-far)))?.[0].replace(/^[,;( ]{1,5}/, '');
  return found === undefined || (isDay(found) && found < today) ? null : found;
}
