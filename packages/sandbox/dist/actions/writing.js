/** Bodies and their revisions. */
import { identify, remember } from '../model/index.js';
import { unprocessable } from '../refusal.js';
import { actorOf } from '../viewer.js';
/** GitHub stores at most so many characters in a body. */
const longestBody = 65536;
function checkBody(body) {
    if (body.length > longestBody)
        throw unprocessable(`Body is too long (maximum is ${longestBody} characters)`);
}
export function write(world, viewer, body, app) {
    checkBody(body);
    const at = world.clock.now();
    return { author: actorOf(viewer), body, createdAt: at, updatedAt: at, edits: [], reactions: [], app };
}
/** Replaces a body and keeps the revision; the first edit also keeps the original. False: it was the same text. */
export function rewrite(world, viewer, writing, body) {
    checkBody(body);
    if (writing.body === body)
        return false;
    const at = world.clock.now();
    if (writing.edits.length === 0) {
        writing.edits.push(remember(world, {
            ...identify(world, 'UCE'),
            kind: 'UserContentEdit',
            at: writing.createdAt,
            editor: writing.author,
            text: writing.body,
        }));
    }
    writing.edits.push(remember(world, {
        ...identify(world, 'UCE'),
        kind: 'UserContentEdit',
        at,
        editor: actorOf(viewer),
        text: body,
    }));
    writing.body = body;
    writing.updatedAt = at;
    return true;
}
