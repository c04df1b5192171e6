/** Pull requests ("REST API endpoints for pull requests"). */
import { z } from 'zod';
import { closeItem, editPull, findRepository, merge, mergeable, openPull, reopenItem, requestReview, review, } from '../../actions/index.js';
import { commitOf } from '../../git.js';
import { invalidField, unprocessable } from '../../refusal.js';
import { commitsOf, filesOfPull, showAccount, showCommit, showFile, showFullPull, showPull, showReview, showTeam, } from '../../show/index.js';
import { created, input, ok, page, pullOf, repositoryToRead, } from '../call.js';
import { findUser } from './issues.js';
const draft = z.object({
    title: z.string(),
    head: z.string(),
    base: z.string(),
    body: z.string().nullish(),
    draft: z.boolean().optional(),
});
const change = z.object({
    title: z.string().optional(),
    body: z.string().nullish(),
    base: z.string().optional(),
    state: z.enum(['open', 'closed']).optional(),
});
const order = z.object({
    commit_title: z.string().optional(),
    commit_message: z.string().optional(),
    sha: z.string().optional(),
    merge_method: z.enum(['merge', 'squash', 'rebase']).optional(),
});
const reviewers = z.object({
    reviewers: z.array(z.string()).optional(),
    team_reviewers: z.array(z.string()).optional(),
});
const reviewDraft = z.object({
    event: z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT']),
    body: z.string().optional(),
});
function open(call) {
    const repository = repositoryToRead(call, 'pull_requests');
    const { title, head, base, body, draft: isDraft } = input(call, draft);
    const [owner, branch] = head.includes(':') ? head.split(':', 2) : [null, head];
    const headRepository = owner === null ? repository : forkOf(call, repository, owner);
    const made = openPull(call.world, call.viewer, repository, {
        title,
        body: body ?? '',
        head: branch,
        base,
        draft: isDraft ?? false,
        headRepository,
    });
    return created(showFullPull(call.world, made, mergeable(made)));
}
function forkOf(call, repository, owner) {
    const found = findRepository(call.world, owner, repository.name);
    if (found === undefined)
        throw invalidField('PullRequest', 'head', 'invalid');
    return found;
}
function list(call) {
    const repository = repositoryToRead(call, 'pull_requests');
    const { query } = call;
    const state = query.get('state') ?? 'open';
    const head = query.get('head');
    const chosen = [...repository.items.values()].filter((item) => item.kind === 'PullRequest' &&
        (state === 'all' || item.state === state) &&
        (query.get('base') === null || item.baseRef === query.get('base')) &&
        (head === null || head === `${item.headRepository.owner.login}:${item.headRef}`));
    return page(call, query.get('direction') === 'asc' ? chosen : chosen.reverse(), (pull) => showPull(call.world, pull));
}
function update(call) {
    const { world, viewer } = call;
    const pull = pullOf(call);
    const { title, body, base, state } = input(call, change);
    if (title !== undefined || body !== undefined || base !== undefined) {
        editPull(world, viewer, pull, {
            ...(title === undefined ? {} : { title }),
            ...(body === undefined ? {} : { body: body ?? '' }),
            ...(base === undefined ? {} : { base }),
        });
    }
    if (state === 'closed')
        closeItem(world, viewer, pull);
    if (state === 'open')
        reopenItem(world, viewer, pull);
    return ok(showFullPull(world, pull, mergeable(pull)));
}
function changeReviewers(call, wanted) {
    const pull = pullOf(call);
    const asked = input(call, reviewers);
    const organization = pull.repository.owner.kind === 'Organization' ? pull.repository.owner : null;
    for (const login of asked.reviewers ?? []) {
        const user = findUser(call.world, login);
        if (user === undefined)
            throw unprocessable('Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of this repository.');
        requestReview(call.world, call.viewer, pull, user, wanted);
    }
    for (const slug of asked.team_reviewers ?? []) {
        const team = organization?.teams.find((one) => one.slug === slug);
        if (team === undefined)
            throw unprocessable('Could not resolve to a node with the global id of the team.');
        requestReview(call.world, call.viewer, pull, team, wanted);
    }
    return pull;
}
const one = '/repos/{owner}/{repo}/pulls/{pull_number}';
export const pullRoutes = {
    'GET /repos/{owner}/{repo}/pulls': list,
    'POST /repos/{owner}/{repo}/pulls': open,
    [`GET ${one}`]: (call) => {
        const pull = pullOf(call);
        return ok(showFullPull(call.world, pull, mergeable(pull)));
    },
    [`PATCH ${one}`]: update,
    [`PUT ${one}/merge`]: (call) => {
        const { commit_title: title, commit_message: message, sha, merge_method: method } = input(call, order);
        const commit = merge(call.world, call.viewer, pullOf(call), {
            ...(title === undefined ? {} : { title }),
            ...(message === undefined ? {} : { message }),
            ...(sha === undefined ? {} : { sha }),
            ...(method === undefined ? {} : { method }),
        });
        return ok({ sha: commit.oid, merged: true, message: 'Pull Request successfully merged' });
    },
    [`GET ${one}/files`]: (call) => {
        const pull = pullOf(call);
        return page(call, filesOfPull(pull), (file) => showFile(call.world, commitOf(pull.repository, pull.headOid), file));
    },
    [`GET ${one}/commits`]: (call) => page(call, commitsOf(pullOf(call)), (commit) => showCommit(call.world, commit)),
    [`GET ${one}/reviews`]: (call) => page(call, pullOf(call).timeline.filter((entry) => entry.kind === 'PullRequestReview'), (each) => showReview(call.world, each, 'rest')),
    [`POST ${one}/reviews`]: (call) => {
        const { event, body } = input(call, reviewDraft);
        return ok(showReview(call.world, review(call.world, call.viewer, pullOf(call), { event, body: body ?? '' }), 'rest'));
    },
    [`GET ${one}/requested_reviewers`]: (call) => {
        const { requestedReviewers } = pullOf(call);
        return ok({
            users: requestedReviewers.flatMap((each) => each.kind === 'User' ? showAccount(call.world, each) : []),
            teams: requestedReviewers.flatMap((each) => (each.kind === 'Team' ? showTeam(call.world, each) : [])),
        });
    },
    [`POST ${one}/requested_reviewers`]: (call) => created(showPull(call.world, changeReviewers(call, true))),
    [`DELETE ${one}/requested_reviewers`]: (call) => ok(showPull(call.world, changeReviewers(call, false))),
};
