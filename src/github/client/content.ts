/**
 * GitHub takes 500 requests an hour that create content, also of those who have points left ("Rate limits for the REST API",
 * "About secondary rate limits"); that it takes 80 in a minute, the line of writes sees to. It does not say how many are left,
 * so they are counted here. Rounds and sweeps use two thirds: a card of a round must not be why a command is not answered.
 */
import { isLive, type Urgency } from '../../urgency.ts';

const hour = 3_600_000;

/** How many it takes in an hour, as long as nobody says otherwise. */
export const usualContent = 500;

/** What part of them is kept for events. */
const reserve = 1 / 3;
/** Who had nothing left waits until there is room for so many. */
const portion = 20;

/** Whether a document of mutations writes what people read: comments and issues. Labels and checks are none. */
export const createsContent = (document: string): boolean =>
  /: (?:addComment|updateIssueComment|createIssue|updateIssue|updatePullRequest)\(/.test(document);

/** The same of a request of REST. */
export const isContent = (method: string, url: string): boolean =>
  (method === 'POST' || method === 'PATCH') && /\/(?:issues|comments)(?:\/\{?\w+\}?)?$/.test(url);

/** What is still counted of requests, oldest first (milliseconds since the epoch). */
export const lately = (sent: readonly number[], now: number): readonly number[] =>
  sent.filter((at) => at > now - hour);

/**
 * @param sent when such requests were sent within the last hour, oldest first
 * @param most how many GitHub takes in an hour
 * @returns until when something so urgent waits; null: it may be sent
 */
export function contentWait(sent: readonly number[], urgency: Urgency, most: number): number | null {
  const own = Math.floor(most * (1 - reserve));
  if (isLive(urgency) || sent.length < own) return null;
  // Once so many of the oldest are not counted any more.
  const last = sent[sent.length - own + Math.min(portion, own) - 1] ?? 0;
  return last + hour;
}
