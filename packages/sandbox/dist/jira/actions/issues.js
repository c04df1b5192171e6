import { keyItem, projectItem, record, remoteLinkItem, statusItem, typeItem, workflowItem, } from '../changes.js';
import { named } from '../directory.js';
import { moment, nextId } from '../model/index.js';
import { JiraRefusal } from '../refusal.js';
import { may, mayGlobally } from '../rights.js';
/**
 * "Move work items to another project": the status stays where the other workflow knows it; where it does not, whoever
 * moves picks one of those there (by name), or it begins anew.
 */
export function moveIssue(site, by, issue, to, pick) {
    const from = issue.project;
    if (!may(by, 'MOVE_ISSUES', from) || !may(by, 'CREATE_ISSUES', to))
        throw new JiraRefusal(403, 'You do not have permission to move this issue.');
    if (from === to)
        throw new JiraRefusal(400, 'The issue is in this project already.');
    const { statuses, initial } = to.workflow;
    const stays = statuses.includes(issue.status);
    const status = stays
        ? issue.status
        : (statuses.find((one) => one.name === pick) ?? (pick === null ? initial[0] : undefined));
    const type = to.types.find((one) => one.name === issue.type.name) ?? to.types[0];
    if (status === undefined || type === undefined)
        throw new JiraRefusal(400, `${to.key} has no status ${String(pick)}.`);
    const at = moment(site);
    to.lastNumber += 1;
    const key = `${to.key}-${to.lastNumber}`;
    const items = [
        ...(type === issue.type ? [] : [typeItem(issue.type, type)]),
        projectItem(from, to),
        ...(status === issue.status ? [] : [statusItem(issue.status, status)]),
        ...(from.workflow === to.workflow ? [] : [workflowItem(from.workflow, to.workflow)]),
        keyItem(issue.key, key),
    ];
    issue.formerKeys.push(issue.key);
    if (issue.status.category !== status.category)
        issue.statusChanged = at;
    Object.assign(issue, { key, project: to, type, status });
    const history = record(site, issue, by, at, items);
    site.announce({ kind: 'issue-updated', issue, by, at, history, occasion: 'move' });
}
/**
 * A project gets another workflow ("Migrate a workflow scheme"): issues whose status it does not know get the one that the
 * administrator picks, by names; their history says that the administrator did it. Tells nobody by webhook.
 */
export function changeWorkflow(site, by, project, to, picks) {
    if (!mayGlobally(site, by, 'ADMINISTER'))
        throw new JiraRefusal(403, 'You do not have permission to administer Jira.');
    const from = project.workflow;
    const statusIn = ({ status }) => {
        if (to.statuses.includes(status))
            return status;
        return named('status', picks[status.name] ?? '', to.statuses.find(({ name }) => name === picks[status.name]));
    };
    const issues = site.issues.filter((issue) => issue.project === project);
    const moves = issues.map((issue) => ({ issue, status: statusIn(issue) }));
    project.workflow = to;
    for (const { issue, status } of moves) {
        const at = moment(site);
        const items = [
            ...(status === issue.status ? [] : [statusItem(issue.status, status)]),
            workflowItem(from, to),
        ];
        if (issue.status.category !== status.category)
            issue.statusChanged = at;
        issue.status = status;
        record(site, issue, by, at, items);
    }
}
/** Its comments go with it; Cloud tells of each, later ("Webhooks": secondary flow). */
export function deleteIssue(site, by, issue) {
    if (!may(by, 'DELETE_ISSUES', issue.project))
        throw new JiraRefusal(403, 'You do not have permission to delete issues in this project.');
    const at = moment(site);
    site.issues.splice(site.issues.indexOf(issue), 1);
    site.announce({ kind: 'issue-deleted', issue, by, at });
    if (site.flavour === 'data-center')
        return;
    for (const comment of issue.comments)
        site.announce({ kind: 'comment-deleted', issue, comment, by, at, secondary: true });
}
/** No history and no new `updated`: properties are for apps ("Set issue property"). True: it is new. */
export function setProperty(by, issue, key, value) {
    demandEditing(by, issue);
    const isNew = !issue.properties.has(key);
    issue.properties.set(key, value);
    return isNew;
}
export function deleteProperty(by, issue, key) {
    demandEditing(by, issue);
    if (!issue.properties.delete(key))
        throw new JiraRefusal(404, `The property ${key} does not exist.`);
}
function demandEditing(by, issue) {
    if (!may(by, 'EDIT_ISSUES', issue.project))
        throw new JiraRefusal(403, 'You do not have permission to edit issues in this project.');
}
/** Creates a link to something outside, or changes the one with that global id ("Create or update remote issue link"). */
export function linkRemotely(site, by, issue, draft) {
    if (!may(by, 'LINK_ISSUES', issue.project))
        throw new JiraRefusal(403, 'You do not have permission to link issues in this project.');
    const errors = {};
    for (const field of ['title', 'url'])
        if (typeof draft.object[field] !== 'string' || draft.object[field].trim() === '')
            errors[field] = `'${field}' is required.`;
    if ((draft.globalId ?? '').length > 255)
        errors['globalId'] = "'globalId' must be at most 255 characters.";
    if (Object.keys(errors).length > 0)
        throw new JiraRefusal(400, [], errors);
    const known = issue.remoteLinks.find((one) => one.globalId !== null && one.globalId === draft.globalId);
    const before = known === undefined ? null : told(known);
    const link = known ?? { id: nextId(site, 'remote link'), ...draft };
    Object.assign(link, draft);
    if (known === undefined)
        issue.remoteLinks.push(link);
    // Recorded, even where nothing changed; but no webhook tells of it.
    record(site, issue, by, moment(site), [remoteLinkItem(site, link.id, before, told(link))]);
    return { link, isNew: known === undefined };
}
function told(link) {
    const { name } = link.application;
    const { title } = link.object;
    return `${typeof title === 'string' ? title : ''} (${typeof name === 'string' ? name : 'Web Link'})`;
}
