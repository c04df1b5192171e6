/** How something that happened gets into an item's timeline, and is told to the Apps. */
import type { JsonObject } from '../json.ts';
import {
  identify,
  remember,
  type Actor,
  type DetailsOf,
  type Event,
  type EventType,
  type Item,
  type World,
} from '../model/index.ts';
import { showFullPull, showIssue } from '../show/index.ts';
import { actorOf, appOf, type Viewer } from '../viewer.ts';

export function record<T extends EventType>(
  world: World,
  viewer: Viewer,
  item: Item,
  type: T,
  details: DetailsOf<T>,
): void {
  const at = world.clock.now();
  const event = {
    ...identify(world, 'EV'),
    kind: 'Event',
    type,
    item,
    actor: actorOf(viewer),
    at,
    app: appOf(viewer),
    ...details,
  };
  item.timeline.push(remember(world, event as unknown as Event));
  item.updatedAt = at;
}

/** Tells of an `issues` or `pull_request` event, whichever the item is. */
export function announceItem(
  world: World,
  sender: Actor,
  item: Item,
  action: string,
  more: JsonObject = {},
): void {
  world.announce({
    event: item.kind === 'Issue' ? 'issues' : 'pull_request',
    action,
    sender,
    repository: item.repository,
    payload: () =>
      item.kind === 'Issue'
        ? { issue: showIssue(world, item), ...more }
        : { number: item.number, pull_request: showFullPull(world, item, null), ...more },
  });
}
