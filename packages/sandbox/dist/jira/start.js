import { createClock } from '../clock.js';
import { createFaultBox } from '../faults.js';
import { createActing } from './acting.js';
import { findIssue, groupNamed, holderNamed, named, projectNamed, resolutionNamed, roleNamed, statusNamed, userNamed, } from './directory.js';
import { createHttpServer } from './server.js';
import { createField, createGroup, createProject, createResolution, createSite, createStatus, createUser, createWorkflow, giveRole, grant, grantGlobally, takeRole, } from './setup.js';
import { groupsOf } from './show/index.js';
import { issueToken, usualScopes } from './tokens.js';
import { createOutbox, payloadsOf, playedEvents } from './webhooks/index.js';
/** Starts a Jira on 127.0.0.1. Rejects when the port is taken, or when Cloud is to have a prefix. */
export async function startJira(options) {
    const { flavour, prefix = '' } = options;
    if (prefix !== '' && (flavour === 'cloud' || !/^(\/[\w-]+)+$/.test(prefix)))
        throw new Error('Only a Data Center has a prefix, and it looks like /jira.');
    const clock = options.clock ?? createClock();
    const faults = createFaultBox();
    const outbox = createOutbox(flavour, clock, faults);
    const webhooks = [];
    const announce = (happening) => {
        const { issue } = happening;
        const secondary = 'secondary' in happening && happening.secondary;
        for (const { event, body } of payloadsOf(site, happening)) {
            const hears = webhooks.filter((one) => one.events.has(event));
            for (const webhook of hears) {
                const named = 'issue' in body;
                if (named && webhook.projects !== null && !webhook.projects.has(issue.project.key))
                    continue;
                outbox.post(webhook, event, named ? issue.key : null, body, secondary);
            }
        }
    };
    const site = createSite(flavour, clock, announce, options.version);
    const tokens = [];
    const requests = [];
    const unplayed = [];
    const problems = [];
    const { server, close } = createHttpServer({ site, prefix, tokens, faults, requests, unplayed, problems });
    await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    const origin = `http://127.0.0.1:${server.address().port}`;
    site.baseUrl = origin + prefix;
    const tokenOf = (handle, kind, scopes = []) => {
        const known = tokens.find((one) => one.user.handle === handle &&
            one.kind === kind &&
            !one.revoked &&
            [...one.scopes].join(' ') === [...new Set(scopes)].join(' '));
        return known?.secret ?? issueToken(tokens, userNamed(site, handle), kind, scopes);
    };
    const onlyOn = (wanted, what) => {
        if (flavour !== wanted)
            throw new Error(`Jira ${flavour} knows no ${what}.`);
    };
    const idOf = (handle) => {
        const user = userNamed(site, handle);
        return flavour === 'cloud' ? user.accountId : user.handle;
    };
    return {
        flavour,
        url: site.baseUrl,
        cloudId: site.cloudId,
        gateway: `${origin}/ex/jira/${site.cloudId}`,
        clock,
        faults,
        requests,
        deliveries: outbox.deliveries,
        unplayed,
        problems,
        user: (handle, settings = {}) => void createUser(site, handle, settings),
        deactivate: (handle) => {
            userNamed(site, handle).active = false;
        },
        group: (name, members = []) => createGroup(site, name, members),
        addToGroup: (group, handle) => void groupNamed(site, group).members.add(userNamed(site, handle)),
        removeFromGroup: (group, handle) => void groupNamed(site, group).members.delete(userNamed(site, handle)),
        status: (name, category) => createStatus(site, name, category),
        renameUser: (handle, to) => {
            if (site.users.some((one) => one.handle === to))
                throw new Error(`There is a user ${to} already.`);
            userNamed(site, handle).handle = to;
        },
        renameStatus: (name, to) => {
            statusNamed(site, name).name = to;
        },
        resolution: (name) => createResolution(site, name).id,
        renameResolution: (name, to) => {
            resolutionNamed(site, name).name = to;
        },
        workflow: (name, settings) => createWorkflow(site, name, settings),
        customField: (name, type, fieldOptions = []) => createField(site, name, type, fieldOptions),
        project: (key, settings = {}) => createProject(site, key, settings),
        addToRole: (project, role, { users = [], groups = [] }) => giveRole(site, projectNamed(site, project), role, users, groups),
        removeFromRole: (project, role, { users = [], groups = [] }) => takeRole(site, projectNamed(site, project), role, users, groups),
        grant: (project, permission, ...holders) => grant(site, projectNamed(site, project), permission, holders),
        restrict: (key, ...holders) => {
            const level = holders.map((name) => holderNamed(site, name));
            named('issue', key, findIssue(site, key)).securityLevel = level.length === 0 ? null : level;
        },
        grantGlobally: (permission, ...holders) => grantGlobally(site, permission, holders),
        makeAdministrator: (handle) => void groupNamed(site, 'jira-administrators').members.add(userNamed(site, handle)),
        token: (handle) => tokenOf(handle, flavour === 'cloud' ? 'plain' : 'personal'),
        scopedToken: (handle, scopes = usualScopes) => {
            onlyOn('cloud', 'scoped tokens');
            return tokenOf(handle, 'scoped', scopes);
        },
        password: (handle) => {
            onlyOn('data-center', 'passwords');
            return tokenOf(handle, 'password');
        },
        emailOf: (handle) => userNamed(site, handle).email,
        idOf,
        groupId: (name) => groupNamed(site, name).id,
        roleId: (name) => roleNamed(site, name).id,
        statusId: (name) => statusNamed(site, name).id,
        revokeTokens: (handle) => {
            for (const token of tokens)
                if (token.user.handle === handle)
                    token.revoked = true;
        },
        webhook: ({ url, secret, name = 'webhook', events = playedEvents, projects }) => {
            for (const event of events)
                if (!playedEvents.includes(event))
                    throw new Error(`The sandbox's Jira does not play the event ${event}.`);
            webhooks.push({
                name,
                url,
                secret: secret ?? null,
                events: new Set(events),
                projects: projects === undefined ? null : new Set(projects),
            });
        },
        settled: () => outbox.settled(),
        retryWebhooks: () => {
            outbox.retry();
            return outbox.settled();
        },
        as: (handle) => createActing(site, handle === null ? null : userNamed(site, handle)),
        rule: (actor = 'automation') => createActing(site, userNamed(site, actor)),
        issue: (key) => named('issue', key, findIssue(site, key)),
        describe: () => ({
            url: site.baseUrl,
            people: site.users
                .filter((one) => one.active)
                .map((one) => ({
                handle: one.handle,
                id: idOf(one.handle),
                token: tokenOf(one.handle, flavour === 'cloud' ? 'plain' : 'personal'),
                groups: groupsOf(site, one).map((group) => group.name),
            })),
            projects: site.projects.map((one) => one.key),
        }),
        close: async () => {
            outbox.stop();
            await close();
        },
    };
}
