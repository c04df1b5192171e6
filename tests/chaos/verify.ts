/** What has to be true once everything is over, whatever was killed when. */
import type { Comment, Item, Sandbox } from '@baton/sandbox';
import { readEvent } from '../../src/github/receive/events.ts';
import { saidIn } from '../../src/handoff/index.ts';
import { commentsOf } from '../stories/seen.ts';

/**
 * Deliveries that were acknowledged and are not accounted for, or never arrived; in sentences. Those that tell nothing are
 * not kept.
 */
export function lostDeliveries(github: Sandbox, kept: ReadonlySet<string>): readonly string[] {
  const byGuid = Map.groupBy(github.deliveries, ({ guid }) => guid);
  const us = { appId: github.find.app('baton').id, login: 'baton[bot]' };
  return [...byGuid].flatMap(([guid, tries]) => {
    const [first] = tries;
    if (first !== undefined && readEvent(first.event, first.payload, us).length === 0) return [];
    const acknowledged = tries.some(({ statusCode }) => statusCode === 202);
    const what = `${first?.event} ${first?.action ?? ''} ${guid}`;
    if (!acknowledged && !kept.has(guid)) return [`A delivery never arrived: ${what}`];
    return acknowledged && !kept.has(guid) ? [`An acknowledged delivery was lost: ${what}`] : [];
  });
}

/** Things that Baton said twice on an item, and cards too many; in sentences. */
export function doubled(item: Item, address: string): readonly string[] {
  const comments = commentsOf(item);
  const cards = comments.filter(isCard);
  const problems = cards.length > 1 ? [`${address} has ${cards.length} cards.`] : [];
  const said = comments.filter((comment) => !isCard(comment)).flatMap(({ body }) => saidIn(body));
  // Whom an answer tells of a gate may be said again: of another act, in another answer.
  const once = said
    .filter(({ kind }) => kind !== 'handoff' && kind !== 'told')
    .map((each) => JSON.stringify(each));
  for (const each of new Set(once))
    if (once.indexOf(each) !== once.lastIndexOf(each)) problems.push(`${address}: said twice: ${each}`);
  const handoffs = said.flatMap((each) => (each.kind === 'handoff' ? [each.to] : []));
  for (const [index, to] of handoffs.entries())
    if (index > 0 && handoffs[index - 1] === to)
      problems.push(`${address}: the baton was handed to ${to} twice in a row.`);
  return problems;
}

const isCard = ({ body }: Comment): boolean => body.includes('<!-- baton:card -->');
