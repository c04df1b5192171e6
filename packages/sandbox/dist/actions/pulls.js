/** Pull requests: opening, changing, reviewing, merging. */
import { ancestry } from '../git.js';
import { identify, remember, } from '../model/index.js';
import { invalidField, Refusal, unprocessable } from '../refusal.js';
import { baseOid, commitsOf, showAccount, showPull, showReview, showTeam } from '../show/index.js';
import { actorOf, appOf, demand, isAuthor, may } from '../viewer.js';
import { editItem } from './issues.js';
import { connect } from './pushes.js';
import { copyCommits } from './landing.js';
import { enter, newItem } from './new-item.js';
import { announceItem, record } from './record.js';
import { crossReference } from './references.js';
import { rewrite, write } from './writing.js';
export function openPull(world, viewer, repository, draft) {
    demand(viewer, repository, { role: 'read', app: { pull_requests: 'write' } }, 'CreatePullRequest');
    const headRepository = draft.headRepository ?? repository;
    const baseRef = draft.base ?? repository.defaultBranch;
    const head = headRepository.branches.get(draft.head);
    const base = repository.branches.get(baseRef);
    if (head === undefined)
        throw invalidField('PullRequest', 'head', 'invalid');
    if (base === undefined)
        throw invalidField('PullRequest', 'base', 'invalid');
    copyCommits(world, headRepository, repository, head.oid);
    checkNew(repository, headRepository, draft.head, baseRef, head.oid, base.oid);
    const pull = enter(world, {
        ...identify(world, 'PR'),
        ...newItem(world, viewer, repository, draft),
        kind: 'PullRequest',
        issueId: identify(world, 'PR').id,
        headRepository,
        headRef: draft.head,
        headOid: head.oid,
        baseRef,
        draft: draft.draft ?? false,
        merged: false,
        mergedAt: null,
        mergedBy: null,
        mergeCommit: null,
        mergedBaseOid: null,
        requestedReviewers: [],
        links: [],
    });
    for (const commit of commitsOf(pull))
        record(world, viewer, pull, 'committed', { commit });
    announceItem(world, actorOf(viewer), pull, 'opened');
    crossReference(world, viewer, pull, pull.body);
    linkByBranch(world, viewer, pull);
    return pull;
}
function checkNew(repository, headRepository, head, base, headOid, baseTip) {
    if (ancestry(repository, baseTip).has(headOid)) {
        throw invalidField('PullRequest', 'base', 'custom', `No commits between ${base} and ${head}`);
    }
    const twin = [...repository.items.values()].some((item) => item.kind === 'PullRequest' &&
        item.state === 'open' &&
        item.headRef === head &&
        item.headRepository === headRepository &&
        item.baseRef === base);
    if (twin) {
        const from = `${headRepository.owner.login}:${head}`;
        throw invalidField('PullRequest', 'base', 'custom', `A pull request already exists for ${from}.`);
    }
}
/** A pull request from a branch that was made from an issue is linked to that issue. */
function linkByBranch(world, viewer, pull) {
    for (const repository of world.repositories) {
        for (const item of repository.items.values()) {
            if (item.kind !== 'Issue')
                continue;
            const linked = item.linkedBranches.some((one) => one.repository === pull.headRepository && one.branch === pull.headRef);
            if (linked && may(viewer, pull.repository, { role: 'triage', app: { pull_requests: 'write' } }))
                connect(world, viewer, pull, item, true);
        }
    }
}
export function editPull(world, viewer, pull, change) {
    editItem(world, viewer, pull, change);
    if (change.base === undefined || change.base === pull.baseRef)
        return;
    const base = pull.repository.branches.get(change.base);
    if (base === undefined)
        throw invalidField('PullRequest', 'base', 'invalid');
    const from = pull.baseRef;
    const sha = baseOid(pull);
    pull.baseRef = change.base;
    record(world, viewer, pull, 'base_ref_changed', { from, to: change.base });
    announceItem(world, actorOf(viewer), pull, 'edited', {
        changes: { base: { ref: { from }, sha: { from: sha } } },
    });
}
export function setDraft(world, viewer, pull, draft) {
    const doing = draft ? 'ConvertPullRequestToDraft' : 'MarkPullRequestReadyForReview';
    demand(viewer, pull.repository, { role: isAuthor(viewer, pull.author) ? 'read' : 'write', app: { pull_requests: 'write' } }, doing);
    if (pull.draft === draft)
        return;
    pull.draft = draft;
    record(world, viewer, pull, draft ? 'convert_to_draft' : 'ready_for_review', {});
    announceItem(world, actorOf(viewer), pull, draft ? 'converted_to_draft' : 'ready_for_review');
}
export function requestReview(world, viewer, pull, reviewer, wanted) {
    demand(viewer, pull.repository, { role: isAuthor(viewer, pull.author) ? 'read' : 'triage', app: { pull_requests: 'write' } }, 'RequestReviews');
    if (reviewer === pull.author)
        throw unprocessable('Review cannot be requested from pull request author.');
    const at = pull.requestedReviewers.indexOf(reviewer);
    if ((at !== -1) === wanted)
        return;
    if (wanted)
        pull.requestedReviewers.push(reviewer);
    else
        pull.requestedReviewers.splice(at, 1);
    record(world, viewer, pull, wanted ? 'review_requested' : 'review_request_removed', { reviewer });
    const who = reviewer.kind === 'User'
        ? { requested_reviewer: showAccount(world, reviewer) }
        : { requested_team: showTeam(world, reviewer) };
    announceItem(world, actorOf(viewer), pull, wanted ? 'review_requested' : 'review_request_removed', who);
}
export function review(world, viewer, pull, draft) {
    demand(viewer, pull.repository, { role: 'read', app: { pull_requests: 'write' } }, 'AddPullRequestReview');
    if (draft.event !== 'COMMENT' && isAuthor(viewer, pull.author)) {
        const verb = draft.event === 'APPROVE' ? 'approve' : 'request changes on';
        throw new Refusal('UNPROCESSABLE', `Can not ${verb} your own pull request`);
    }
    const states = { APPROVE: 'approved', REQUEST_CHANGES: 'changes_requested', COMMENT: 'commented' };
    const made = {
        ...identify(world, 'PRR'),
        ...write(world, viewer, draft.body ?? '', appOf(viewer)),
        kind: 'PullRequestReview',
        item: pull,
        state: states[draft.event],
        oid: pull.headOid,
    };
    pull.timeline.push(remember(world, made));
    const author = actorOf(viewer);
    const asked = pull.requestedReviewers.findIndex((one) => one === author);
    if (asked !== -1)
        pull.requestedReviewers.splice(asked, 1);
    world.announce({
        event: 'pull_request_review',
        action: 'submitted',
        sender: author,
        repository: pull.repository,
        payload: () => ({ review: showReview(world, made, 'webhook'), pull_request: showPull(world, pull) }),
    });
    return made;
}
/** The text of a review is edited by its author, or by whoever can write ("Update a review for a pull request"). */
export function editReview(world, viewer, target, body) {
    const role = isAuthor(viewer, target.author) ? 'read' : 'write';
    demand(viewer, target.item.repository, { role, app: { pull_requests: 'write' } }, 'UpdatePullRequestReview');
    const from = target.body;
    if (!rewrite(world, viewer, target, body))
        return;
    world.announce({
        event: 'pull_request_review',
        action: 'edited',
        sender: actorOf(viewer),
        repository: target.item.repository,
        payload: () => ({
            review: showReview(world, target, 'webhook'),
            pull_request: showPull(world, target.item),
            changes: { body: { from } },
        }),
    });
}
