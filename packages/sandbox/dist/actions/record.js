import { identify, remember, } from '../model/index.js';
import { showFullPull, showIssue } from '../show/index.js';
import { actorOf, appOf } from '../viewer.js';
export function record(world, viewer, item, type, details) {
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
    item.timeline.push(remember(world, event));
    item.updatedAt = at;
}
/** Tells of an `issues` or `pull_request` event, whichever the item is. */
export function announceItem(world, sender, item, action, more = {}) {
    world.announce({
        event: item.kind === 'Issue' ? 'issues' : 'pull_request',
        action,
        sender,
        repository: item.repository,
        payload: () => item.kind === 'Issue'
            ? { issue: showIssue(world, item), ...more }
            : { number: item.number, pull_request: showFullPull(world, item, null), ...more },
    });
}
