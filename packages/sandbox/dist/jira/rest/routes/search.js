/** "Search for issues using JQL enhanced search" and "Bulk fetch issues" on Cloud, "Search" on Data Center. */
import { z } from 'zod';
import { findIssue } from '../../directory.js';
import { search } from '../../jql.js';
import { JiraRefusal, NotPlayed } from '../../refusal.js';
import { sees } from '../../rights.js';
import { showFields, showIssue } from '../../show/index.js';
import { input, namesOf, numberOf, ok } from '../call.js';
const cloudOrder = z.strictObject({
    jql: z.string().optional(),
    fields: z.array(z.string()).optional(),
    maxResults: z.number().int().optional(),
    nextPageToken: z.string().optional(),
});
const dataCenterOrder = z.strictObject({
    jql: z.string().optional(),
    fields: z.array(z.string()).optional(),
    maxResults: z.number().int().optional(),
    startAt: z.number().int().optional(),
    validateQuery: z.boolean().optional(),
});
const bulkOrder = z.strictObject({
    issueIdsOrKeys: z.array(z.string()),
    fields: z.array(z.string()).optional(),
});
/** How many issues are fetched at once ("Bulk fetch issues"). */
const mostInBulk = 100;
/** A token leads on from where the page before ended, in the same search. */
const tokenOf = (jql, offset) => Buffer.from(JSON.stringify([jql, offset])).toString('base64url');
function offsetOf(token, jql) {
    if (token === null)
        return 0;
    try {
        const [of, offset] = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
        if (of === jql && typeof offset === 'number')
            return offset;
    }
    catch {
        // It is none of ours: said below.
    }
    throw new JiraRefusal(400, 'The provided next page token is invalid or expired.');
}
/** No total; ids alone unless fields are asked for; at most 100 with fields, 5,000 without. */
function cloud(call, { jql, fields, maxResults }, token) {
    const offset = offsetOf(token, jql);
    const found = search(call.site, call.viewer, jql);
    const onlyIds = fields.every((one) => one === 'id' || one === 'key');
    const size = Math.max(1, Math.min(maxResults, onlyIds ? 5000 : 100));
    const page = found.slice(offset, offset + size);
    const isLast = offset + size >= found.length;
    return ok({
        issues: page.map((issue) => (fields.length === 0 ? { id: issue.id } : show(call, issue, fields, ['id']))),
        ...(isLast ? {} : { nextPageToken: tokenOf(jql, offset + size) }),
        isLast,
    });
}
/** In ascending order of their ids; what there is not, or may not be seen, is not among them, and no error. */
function inBulk(call) {
    const { issueIdsOrKeys, fields = [] } = input(call, bulkOrder);
    if (issueIdsOrKeys.length === 0 || issueIdsOrKeys.length > mostInBulk)
        throw new JiraRefusal(400, `Between 1 and ${mostInBulk} issues can be fetched at once.`);
    const found = new Set(issueIdsOrKeys.flatMap((one) => {
        const issue = findIssue(call.site, one);
        return issue !== undefined && sees(call.viewer, issue) ? [issue] : [];
    }));
    const issues = [...found].sort((one, other) => Number(one.id) - Number(other.id));
    return ok({ issues: issues.map((issue) => show(call, issue, fields, ['*navigable'])), issueErrors: [] });
}
function dataCenter(call, { jql, fields, maxResults, validateQuery = true }, startAt) {
    const found = search(call.site, call.viewer, jql, validateQuery);
    const size = Math.max(0, Math.min(maxResults, 1000));
    return ok({
        expand: 'schema,names',
        startAt,
        maxResults: size,
        total: found.length,
        issues: found.slice(startAt, startAt + size).map((issue) => show(call, issue, fields, ['*navigable'])),
    });
}
function show(call, issue, fields, otherwise) {
    const shown = showFields(call.view, issue, fields, otherwise);
    return showIssue(call.view, issue, Object.keys(shown).length === 0 ? null : shown);
}
function asked(call) {
    if (call.query.has('expand'))
        throw new NotPlayed('expand in a search');
    return {
        jql: call.query.get('jql') ?? '',
        fields: namesOf(call, 'fields'),
        maxResults: numberOf(call, 'maxResults', 50),
        validateQuery: call.query.get('validateQuery') !== 'false',
    };
}
export const searchRoutes = {
    'GET /search/jql': {
        flavour: 'cloud',
        scope: 'read:jira-work',
        anonymous: true,
        query: ['jql', 'fields', 'maxResults', 'nextPageToken'],
        handler: (call) => cloud(call, asked(call), call.query.get('nextPageToken')),
    },
    'POST /search/jql': {
        flavour: 'cloud',
        scope: 'read:jira-work',
        anonymous: true,
        handler: (call) => {
            const { jql = '', fields = [], maxResults = 50, nextPageToken } = input(call, cloudOrder);
            return cloud(call, { jql, fields, maxResults }, nextPageToken ?? null);
        },
    },
    'POST /issue/bulkfetch': {
        flavour: 'cloud',
        scope: 'read:jira-work',
        anonymous: true,
        handler: inBulk,
    },
    // Cloud has taken it away.
    'GET /search': {
        scope: 'read:jira-work',
        anonymous: true,
        query: ['jql', 'fields', 'maxResults', 'startAt', 'validateQuery'],
        handler: (call) => {
            if (call.site.flavour === 'cloud')
                throw new JiraRefusal(410, 'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046');
            return dataCenter(call, asked(call), numberOf(call, 'startAt', 0));
        },
    },
    'POST /search': {
        flavour: 'data-center',
        scope: null,
        anonymous: true,
        handler: (call) => {
            const asks = input(call, dataCenterOrder);
            const { jql = '', fields = [], maxResults = 50, startAt = 0, validateQuery = true } = asks;
            return dataCenter(call, { jql, fields, maxResults, validateQuery }, startAt);
        },
    },
};
