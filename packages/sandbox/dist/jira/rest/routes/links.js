/** "Issue remote links" and "Issue properties". */
import { z } from 'zod';
import { deleteProperty, linkRemotely, setProperty } from '../../actions/index.js';
import { JiraRefusal } from '../../refusal.js';
import { self, showRemoteLink } from '../../show/index.js';
import { actor, created, input, issueOf, noContent, ok, param, writer } from '../call.js';
const links = '/issue/{issueIdOrKey}/remotelink';
const properties = '/issue/{issueIdOrKey}/properties';
const property = `${properties}/{propertyKey}`;
const linkOrder = z.strictObject({
    globalId: z.string().optional(),
    application: z.strictObject({ type: z.string().optional(), name: z.string().optional() }).optional(),
    relationship: z.string().optional(),
    object: z.strictObject({
        url: z.string().optional(),
        title: z.string().optional(),
        summary: z.string().optional(),
        icon: z.record(z.string(), z.unknown()).optional(),
        status: z.record(z.string(), z.unknown()).optional(),
    }),
});
/** At most 255 characters. */
function keyOf(key) {
    if (key.length > 255)
        throw new JiraRefusal(400, 'The property key is too long.');
    return key;
}
export const linkRoutes = {
    [`GET ${links}`]: {
        scope: 'read:jira-work',
        anonymous: true,
        query: ['globalId'],
        handler: (call) => {
            const issue = issueOf(call);
            const globalId = call.query.get('globalId');
            if (globalId === null)
                return ok(issue.remoteLinks.map((one) => showRemoteLink(call.view, issue, one)));
            const link = issue.remoteLinks.find((one) => one.globalId === globalId);
            if (link === undefined)
                throw new JiraRefusal(404, `No remote link with the globalId '${globalId}' exists for this issue.`);
            return ok(showRemoteLink(call.view, issue, link));
        },
    },
    [`POST ${links}`]: {
        scope: 'write:jira-work',
        anonymous: true,
        handler: (call) => {
            const issue = issueOf(call);
            const by = writer(call, issue, 'LINK_ISSUES');
            const { globalId, application, relationship, object } = input(call, linkOrder);
            const { link, isNew } = linkRemotely(call.site, by, issue, {
                globalId: globalId ?? null,
                application: (application ?? {}),
                relationship: relationship ?? null,
                object: object,
            });
            const body = { id: link.id, self: self(call.view, `/issue/${issue.key}/remotelink/${link.id}`) };
            return isNew ? created(body) : ok(body);
        },
    },
    [`GET ${properties}`]: {
        scope: 'read:jira-work',
        anonymous: true,
        handler: (call) => {
            const issue = issueOf(call);
            const keys = [...issue.properties.keys()].map((key) => ({
                self: self(call.view, `/issue/${issue.id}/properties/${encodeURIComponent(key)}`),
                key,
            }));
            return ok({ keys });
        },
    },
    [`GET ${property}`]: {
        scope: 'read:jira-work',
        anonymous: true,
        handler: (call) => {
            const key = param(call, 'propertyKey');
            const value = issueOf(call).properties.get(key);
            if (value === undefined)
                throw new JiraRefusal(404, `The property ${key} does not exist.`);
            return ok({ key, value });
        },
    },
    [`PUT ${property}`]: {
        scope: 'write:jira-work',
        anonymous: true,
        handler: (call) => {
            const issue = issueOf(call);
            const by = writer(call, issue, 'EDIT_ISSUES');
            if (call.body === undefined)
                throw new JiraRefusal(400, 'The property value is not valid JSON.');
            const isNew = setProperty(by, issue, keyOf(param(call, 'propertyKey')), call.body);
            const body = call.site.flavour === 'cloud' ? null : undefined;
            return { status: isNew ? 201 : 200, body };
        },
    },
    [`DELETE ${property}`]: {
        scope: 'write:jira-work',
        anonymous: true,
        handler: (call) => {
            deleteProperty(actor(call), issueOf(call), param(call, 'propertyKey'));
            return noContent;
        },
    },
};
