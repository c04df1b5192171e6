/** Reading issues: "Get issue", "Get changelogs", "Get transitions", and doing a transition. */
import { z } from 'zod';
import { availableTransitions, transitionIssue } from '../../actions/index.js';
import { JiraRefusal, NotPlayed } from '../../refusal.js';
import { showFields, showHistory, showIssue, showStatus } from '../../show/index.js';
import { expansions, input, issueOf, namesOf, noContent, ok, page, writer, } from '../call.js';
const oneIssue = '/issue/{issueIdOrKey}';
const transitionOrder = z.strictObject({
    transition: z.strictObject({ id: z.union([z.string(), z.number()]) }),
});
/** Cloud shows the newest first, at most 100 of them; Data Center shows all, the oldest first. */
function showChangelog(call, issue) {
    const cloud = call.site.flavour === 'cloud';
    const all = cloud ? issue.histories.toReversed() : issue.histories;
    const histories = cloud ? all.slice(0, 100) : all;
    return {
        startAt: 0,
        maxResults: histories.length,
        total: all.length,
        histories: histories.map((one) => showHistory(call.view, one)),
    };
}
function showTransition(call, transition, issue, withFields) {
    return {
        id: transition.id,
        name: transition.name,
        to: showStatus(call.view, transition.to),
        ...(call.site.flavour === 'cloud'
            ? {
                hasScreen: false,
                isGlobal: transition.from === null,
                isInitial: false,
                isAvailable: true,
                isConditional: transition.roles !== null,
                isLooped: transition.to === issue.status,
            }
            : {}),
        ...(withFields ? { fields: {} } : {}),
    };
}
function properties(call, issue) {
    const names = namesOf(call, 'properties');
    if (names.length === 0)
        return {};
    const chosen = [...issue.properties].filter(([key]) => names.includes('*all') || names.includes(key));
    return { properties: Object.fromEntries(chosen) };
}
export const issueRoutes = {
    [`GET ${oneIssue}`]: {
        scope: 'read:jira-work',
        anonymous: true,
        query: ['fields', 'expand', 'properties', 'updateHistory'],
        handler: (call) => {
            const issue = issueOf(call);
            const expand = expansions(call, ['changelog']);
            const fields = showFields(call.view, issue, namesOf(call, 'fields'), ['*all']);
            return ok({
                ...showIssue(call.view, issue, fields),
                ...properties(call, issue),
                ...(expand.has('changelog') ? { changelog: showChangelog(call, issue) } : {}),
            });
        },
    },
    [`GET ${oneIssue}/changelog`]: {
        flavour: 'cloud',
        scope: 'read:jira-work',
        anonymous: true,
        query: ['startAt', 'maxResults'],
        handler: (call) => {
            const issue = issueOf(call);
            return ok(page(call, `/issue/${issue.key}/changelog`, issue.histories, 100, (one) => showHistory(call.view, one)));
        },
    },
    [`GET ${oneIssue}/transitions`]: {
        scope: 'read:jira-work',
        anonymous: true,
        query: ['expand', 'transitionId'],
        handler: (call) => {
            const issue = issueOf(call);
            const expand = expansions(call, ['transitions.fields']);
            const only = call.query.get('transitionId');
            const transitions = availableTransitions(call.viewer, issue)
                .filter((one) => only === null || one.id === only)
                .map((one) => showTransition(call, one, issue, expand.has('transitions.fields')));
            return ok({ expand: 'transitions', transitions });
        },
    },
    [`POST ${oneIssue}/transitions`]: {
        scope: 'write:jira-work',
        anonymous: true,
        handler: (call) => {
            const issue = issueOf(call);
            const by = writer(call, issue, 'TRANSITION_ISSUES');
            // Transitions of the sandbox have no screens: Jira takes no fields with them.
            if (typeof call.body === 'object' && call.body !== null && 'fields' in call.body) {
                const names = Object.keys(call.body['fields'] ?? {});
                if (names.length > 0)
                    throw new JiraRefusal(400, [], Object.fromEntries(names.map((name) => [
                        name,
                        `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.`,
                    ])));
                throw new NotPlayed('empty fields in a transition');
            }
            transitionIssue(call.site, by, issue, String(input(call, transitionOrder).transition.id));
            return noContent;
        },
    },
};
