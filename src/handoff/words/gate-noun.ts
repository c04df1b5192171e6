/** What a gate is about, as a sentence names it. */
import type { Gate } from '../../policy/index.ts';

/** A title that ends with one of these names the act, and not what is approved. */
const acts = /\b(?:approval|acceptance|consent|clearance|sign-?off|ok|yes)$/i;
const words = /^[A-Za-z][\w'’ -]*$/;
const article = /^(?:the|an?|our|my|your|its|all|every|each)\s/i;

/**
 * `the spec`: as the policy has it, or made from the title: "Launch brief" gives `the launch brief`. A title that does not
 * fit into a sentence that way stands in quotes: `“Legal approval”`.
 */
export function nounOf({ noun, title, name }: Pick<Gate, 'noun' | 'title' | 'name'>): string {
  if (noun !== undefined) return noun;
  if (name === 'acceptance' && /^acceptance$/i.test(title)) return 'the result';
  if (acts.test(title) || !words.test(title)) return `“${title}”`;
  // "QA check" keeps its capitals.
  const inSentence = /^[A-Z][a-z]/.test(title) ? `${title.charAt(0).toLowerCase()}${title.slice(1)}` : title;
  return article.test(title) ? inSentence : `the ${inSentence}`;
}

/** What approving it is called, as its command is. */
export const approveVerb = ({ name }: Pick<Gate, 'name'>): 'accept' | 'approve' =>
  name === 'acceptance' ? 'accept' : 'approve';

/** `approved`, or `accepted`. */
export const approvedWord = (gate: Pick<Gate, 'name'>): string =>
  `${approveVerb(gate)}${approveVerb(gate) === 'accept' ? 'ed' : 'd'}`;
