/** Whether something was said already, where the answer of Jira, or who waited for it, was lost. */
import { textOf, type JiraReading } from '../client/index.ts';
import { toBody } from '../text/index.ts';
import type { Paragraph } from '../shapes.ts';

/** Jira may give a text back with other white space, and marks of its own. */
const wordsOf = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** What is looked for. */
type Said = {
  /** Our own account's id: what others quote was not said by us. */
  readonly self: string;
  /** The issue's. */
  readonly key: string;
  readonly paragraphs: readonly Paragraph[];
  /** By Jira's clock (milliseconds since the epoch). */
  readonly since: number;
};

export async function hasSaid(
  { site, commentsSince }: Pick<JiraReading, 'site' | 'commentsSince'>,
  { self, key, paragraphs, since }: Said,
): Promise<boolean> {
  const words = wordsOf(textOf(site.flavour, toBody(site.flavour, paragraphs)));
  const comments = (await commentsSince(key, since)) ?? [];
  return comments.some(({ by, text }) => by.id === self && wordsOf(text) === words);
}
