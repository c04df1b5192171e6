import { nextId } from './model/index.js';
import { wikiOf } from './text.js';
function system(field, from, to, fieldId = field) {
    return { field, fieldtype: 'jira', fieldId, from: from[0], fromText: from[1], to: to[0], toText: to[1] };
}
const named = (one) => one === null ? [null, null] : [one.id, one.name];
/** How histories name a user: the account, or Data Center's key. */
const userId = (site, user) => (site.flavour === 'cloud' ? user.accountId : user.key);
const person = (site, user) => user === null ? [null, null] : [userId(site, user), user.displayName];
export const summaryItem = (from, to) => system('summary', [null, from], [null, to]);
/** The whole texts, as wiki text on both flavours. */
export const descriptionItem = (from, to) => system('description', [null, from === null ? null : wikiOf(from)], [null, to === null ? null : wikiOf(to)]);
/** The whole sets, separated by spaces. */
export const labelsItem = (from, to) => system('labels', [null, from.join(' ')], [null, to.join(' ')]);
export const assigneeItem = (site, from, to) => system('assignee', person(site, from), person(site, to));
export const reporterItem = (site, to) => system('reporter', [null, null], person(site, to));
export const statusItem = (from, to) => system('status', named(from), named(to));
/** How Cloud's webhook of a new issue tells its status: with a capital letter. */
export const firstStatusItem = (to) => system('Status', [null, null], named(to), 'status');
export const resolutionItem = (from, to) => system('resolution', named(from), named(to));
export const typeItem = (from, to) => system('issuetype', named(from), named(to));
export const projectItem = (from, to) => system('project', named(from), named(to));
export const workflowItem = (from, to) => system('Workflow', named(from), named(to), null);
export const keyItem = (from, to) => system('Key', [null, from], [null, to], null);
/** A comment that was deleted leaves its text; one that was edited leaves nothing. */
export const deletedCommentItem = (body) => system('Comment', [wikiOf(body), null], [null, null], 'comment');
/** A link to something outside: Cloud calls issues work items by now. */
export function remoteLinkItem(site, id, from, to) {
    const [field, thing] = site.flavour === 'cloud' ? ['RemoteWorkItemLink', 'work item'] : ['RemoteIssueLink', 'issue'];
    const side = (what) => what === null ? [null, null] : [String(id), `This ${thing} links to "${what}"`];
    return system(field, side(from), side(to), null);
}
/** A custom field that is emptied shows an empty text, not null. */
export function customItem(site, field, from, to) {
    const [fromId, fromText] = from === undefined ? [null, null] : shown(site, from);
    const [toId, toText] = to === undefined ? [null, ''] : shown(site, to);
    const { name, id: fieldId } = field;
    return { field: name, fieldtype: 'custom', fieldId, from: fromId, fromText, to: toId, toText };
}
function shown(site, value) {
    switch (value.kind) {
        case 'text':
            return [null, value.text];
        case 'option':
            return [value.id, value.value];
        case 'user':
            return [userId(site, value.user), value.user.displayName];
        default:
            return value;
    }
}
/** Writes a change into the issue's history. */
export function record(site, issue, author, at, items) {
    const history = { id: String(nextId(site, 'history')), author, created: at, items };
    issue.histories.push(history);
    issue.updated = at;
    return history;
}
