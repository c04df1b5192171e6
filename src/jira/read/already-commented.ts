/** Whether something was said already, where the answer of Jira, or who waited for it, was lost. */
import { textOf, type Jira } from '../client/index.ts';
import { toBody } from '../text/index.ts';
import type { Paragraph } from '../shapes.ts';

/** Jira may give a text back with other white space, and marks of its own. */
const wordsOf = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/**
 * @param self our own account's id: what others quote was not said by us
 * @param since by Jira's clock (milliseconds since the epoch)
 */
export async function hasSaid(
  { site, commentsSince }: Jira,
  self: string,
  key: string,
  paragraphs: readonly Paragraph[],
  since: number,
): Promise<boolean> {
  const words = wordsOf(textOf(site.flavour, toBody(site.flavour, paragraphs)));
  const comments = (await commentsSince(key, since)) ?? [];
  return comments.some(({ by, text }) => by.id === self && wordsOf(text) === words);
}
