/** What issues and pull requests have in common when they are opened. */
import { remember, type Item, type Repository, type World } from '../model/index.ts';
import { invalidField } from '../refusal.ts';
import { appOf, type Viewer } from '../viewer.ts';
import { write } from './writing.ts';

type NewItem = Omit<Item, 'kind' | 'id' | 'nodeId' | 'issueId'>;

/** An item that is open and that nobody has touched, with the repository's next number. */
export function newItem(
  world: World,
  viewer: Viewer,
  repository: Repository,
  { title, body = '' }: { readonly title: string; readonly body?: string },
): NewItem {
  return {
    ...write(world, viewer, body, appOf(viewer)),
    number: repository.nextNumber,
    repository,
    title: checkTitle(title),
    labels: [],
    assignees: [],
    state: 'open',
    closedAt: null,
    closedBy: null,
    locked: false,
    timeline: [],
    deleted: false,
  };
}

/** Takes it into its repository. */
export function enter<T extends Item>(world: World, item: T): T {
  item.repository.nextNumber += 1;
  item.repository.items.set(item.number, remember(world, item));
  return item;
}

export function checkTitle(title: string): string {
  if (title.trim() === '') throw invalidField('Issue', 'title', 'missing_field');
  if (title.length > 256)
    throw invalidField('Issue', 'title', 'custom', 'title is too long (maximum is 256 characters)');
  return title;
}
