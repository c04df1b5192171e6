/**
 * What people type, as it is read in commands: signs that look the same are the same, signs that nobody sees are none. Letters
 * of other scripts stay what they are, however alike they look.
 */

/** Joiners, marks for line breaks and for the shapes of signs: they change nothing that could be read otherwise. */
const invisible = /[\u00AD\u180E\u200B-\u200D\u2060\uFEFF]|\u034F|\p{Variation_Selector}/gu;
/** Signs that turn the direction of writing, or control something else: what is shown may be another text. */
const misleading = /[\p{Cc}\p{Cf}\p{Co}\u2800\u3164\u115F\u1160\uFFA0]/u;

const oddEmphasis =
  /^[\s\u00AD\u180E\u200B-\u200D\u2060]*[\u00AD\u180E\u200B-\u200D\u2060][*_]|_[\u00AD\u180E\u200B-\u200D\u2060]/u;

/** What most lines are: signs that are what they look like. */
const usual = /^[ -%'-~]*$/;

/** With plain spaces, and without signs that nobody sees. */
export const withPlainSpaces = (text: string): string =>
  usual.test(text) ? text : text.replaceAll(invisible, '').replaceAll(/&nbsp;|[\t\p{Zs}\u2028\u2029]/gu, ' ');

/** True where a sign that nobody sees stands before signs of emphasis, or behind some: these are shown as they are then. */
export const hasOddEmphasis = (text: string): boolean => !usual.test(text) && oddEmphasis.test(text);

/** True where what is shown may be another text than the one that is read. */
export const isMisleading = (text: string): boolean => !usual.test(text) && misleading.test(text);

/** Wide forms as plain ones, and every dash as `-`; sign by sign, so that each stays where it is. */
export const folded = (text: string): string =>
  usual.test(text)
    ? text
    : text
        .replaceAll(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfe_e0))
        .replaceAll(/[\u2010-\u2015\u2212\uFE58\uFE63]/g, '-');

/** What may stand around a word that is named: quotes, brackets, signs of emphasis and code. Behind it also what ends a sentence. */
const opening = /^["'`*_<>()[\]{}“”„‟‘’‚‛«»‹›「」『』]{1,5}/;
const closing = /["'`*_<>()[\]{}“”„‟‘’‚‛«»‹›「」『』.,:;!…。、，：；！．]{1,10}$/;

/** What most names are: nothing stands around them. */
const bare = /^[A-Za-z\d-]*$/;

/** A word that names something, without what stands around it. */
export const nameIn = (word: string): string =>
  bare.test(word) ? word : folded(word).replace(opening, '').replace(closing, '');

/** Words that name things and say no more, without what ends a sentence. */
export const withoutEnding = (text: string): string => text.replace(closing, '').trim();
