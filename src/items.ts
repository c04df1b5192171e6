/** Items as rows of the set of items to look at. */
import * as z from 'zod';

import type { Want } from './inbox/index.ts';
import type { Item } from './tracker.ts';
import { textKey } from './same-text.ts';

export { last, later, soon, urgent } from './urgency.ts';

const place = { installation: z.number(), repository: z.string() };
const numbered = { ...place, number: z.number() };

/** An item as the database keeps it, in the first version. */
export const itemShape: z.ZodType<Item> = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['issue', 'pull-request']), ...numbered }),
  z.object({ kind: z.literal('merge-group'), ...numbered, headSha: z.string() }),
  z.object({ kind: z.enum(['repository', 'digest', 'onboarding', 'required', 'round']), ...place }),
  z.object({ kind: z.literal('labels'), ...place, names: z.array(z.string()) }),
  z.object({ kind: z.literal('trial'), ...place, pull: z.number() }),
  z.object({ kind: z.literal('sub-issues'), ...place, issue: z.number() }),
  z.object({ kind: z.literal('jira-issue'), ...place, site: z.string(), issue: z.string() }),
]);

/** What is looked at by one worker at a time. GitHub's names mean the same in either case. */
export function keyOf(item: Item): string {
  const where = `${item.installation} ${textKey(item.repository)}`;
  switch (item.kind) {
    case 'repository':
      return where;
    case 'digest':
    case 'round':
      return `${where} ${item.kind}`;
    case 'sub-issues':
      return `${where} ${item.kind} ${item.issue}`;
    case 'jira-issue':
      return `${where} ${item.kind} ${item.site} ${item.issue}`;
    case 'labels':
      return `${where} ${item.kind} ${item.names.join('\n')}`;
    case 'issue':
    case 'pull-request':
      return `${where} ${item.kind} ${item.number}`;
    case 'trial':
      return `${where} ${item.kind} ${item.pull}`;
    case 'onboarding':
    case 'required':
      return `${where} ${item.kind}`;
    case 'merge-group':
      return `${where} ${item.kind} ${item.number} ${item.headSha}`;
    default:
      return item satisfies never;
  }
}

export const isItem = (value: unknown): value is Item => itemShape.safeParse(value).success;

/** What keys begin with of items that can be read at once with an item; null: nothing can. */
export function keysBeside(item: { readonly kind: string }): string | null {
  if (!isItem(item) || (item.kind !== 'issue' && item.kind !== 'pull-request')) return null;
  return keyOf(item).slice(0, -String(item.number).length);
}

/** The wish to look at an item. */
export function wantOf(
  item: Item,
  options: Pick<Want<Item>, 'priority' | 'notBefore' | 'cause' | 'only'> = {},
): Want<Item> {
  return { key: keyOf(item), group: String(item.installation), item, ...options };
}
