/** Whether something was said already, where the answer of Jira, or who waited for it, was lost. */
import { inPortions } from '../../in-portions.ts';
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
  /** The id of the only comment that is meant, to which nothing was added; absent: any. */
  readonly comment?: string;
};

/** The id of the comment that says so, whatever was added to it since; null: there is none. */
export async function commentSaying(
  { site, commentsSince }: Pick<JiraReading, 'site' | 'commentsSince'>,
  { self, key, paragraphs, since, comment }: Said,
): Promise<string | null> {
  const read = async (body: unknown): Promise<string> =>
    wordsOf(await inPortions(textOf(site.flavour, body)));
  const words = await read(await inPortions(toBody(site.flavour, paragraphs)));
  const comments = (await commentsSince(key, since)) ?? [];
  for (const { id, by, body } of comments) {
    if (by.id !== self || (comment !== undefined && id !== comment)) continue;
    const text = await read(body);
    if (text === words || (comment === undefined && text.startsWith(`${words} `))) return id;
  }
  return null;
}
