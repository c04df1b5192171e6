import { identify, remember } from '../model/index.js';
import { invalidField, Refusal, unprocessable } from '../refusal.js';
import { filesOfPull, showPull, showRemark } from '../show/index.js';
import { actorOf, appOf, demand, demandInteraction, isAuthor, may } from '../viewer.js';
import { review } from './pulls.js';
import { rewrite, write } from './writing.js';
/** Makes a remark that is in no review that was begun: GitHub makes one of it alone. */
export function remark(world, viewer, pull, draft) {
    const { body, path, line, inReplyTo = null } = draft;
    demand(viewer, pull.repository, { role: 'read', app: { pull_requests: 'write' } }, 'AddPullRequestReviewComment');
    const isWriter = viewer.kind === 'user' &&
        may(viewer, pull.repository, { role: 'write', app: { pull_requests: 'write' } });
    if (pull.locked && !isWriter)
        throw new Refusal('FORBIDDEN', 'Unable to create comment because issue is locked.');
    demandInteraction(viewer, pull.repository);
    if (body.trim() === '')
        throw unprocessable("Body can't be blank");
    if (!filesOfPull(pull).some((file) => file.path === path))
        throw invalidField('PullRequestReviewComment', 'path', 'invalid');
    const made = {
        ...identify(world, 'PRRC'),
        ...write(world, viewer, body, appOf(viewer)),
        kind: 'PullRequestReviewComment',
        item: pull,
        review: review(world, viewer, pull, { event: 'COMMENT' }),
        path,
        line,
        oid: pull.headOid,
        inReplyTo,
        minimized: null,
    };
    remember(world, made);
    announce(world, viewer, made, 'created', {});
    return made;
}
/** Whoever can write can edit and delete other people's remarks. */
function demandRemark(viewer, target, doing) {
    const role = isAuthor(viewer, target.author) ? 'read' : 'write';
    demand(viewer, target.item.repository, { role, app: { pull_requests: 'write' } }, doing);
}
export function editRemark(world, viewer, target, body) {
    demandRemark(viewer, target, 'UpdatePullRequestReviewComment');
    if (body.trim() === '')
        throw unprocessable("Body can't be blank");
    const from = target.body;
    if (rewrite(world, viewer, target, body))
        announce(world, viewer, target, 'edited', { changes: { body: { from } } });
}
export function deleteRemark(world, viewer, target) {
    demandRemark(viewer, target, 'DeletePullRequestReviewComment');
    world.nodes.delete(target.nodeId);
    announce(world, viewer, target, 'deleted', {});
}
function announce(world, viewer, target, action, more) {
    const { item } = target;
    world.announce({
        event: 'pull_request_review_comment',
        action,
        sender: actorOf(viewer),
        repository: item.repository,
        payload: () => ({ comment: showRemark(world, target), pull_request: showPull(world, item), ...more }),
    });
}
