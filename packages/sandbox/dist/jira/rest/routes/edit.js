/** "Edit issue": `fields` sets, `update` sets, adds and removes. "Get edit issue metadata" says what can be edited. */
import { z } from 'zod';
import { editIssue } from '../../actions/index.js';
import { JiraRefusal } from '../../refusal.js';
import { may } from '../../rights.js';
import { showEditable, showEditableCustom } from '../../show/index.js';
import { input, issueOf, noContent, ok, richText, writer } from '../call.js';
const order = z.strictObject({
    fields: z.record(z.string(), z.unknown()).optional(),
    update: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))).optional(),
});
const invalid = (field, message) => new JiraRefusal(400, [], { [field]: message });
const unknownField = (field) => invalid(field, `Field '${field}' cannot be set. It is not on the appropriate screen, or unknown.`);
export const editRoutes = {
    'GET /issue/{issueIdOrKey}/editmeta': {
        scope: 'read:jira-work',
        anonymous: true,
        handler: (call) => ok({ fields: editable(call, issueOf(call)) }),
    },
    'PUT /issue/{issueIdOrKey}': {
        scope: 'write:jira-work',
        anonymous: true,
        query: ['notifyUsers'],
        handler: (call) => {
            const issue = issueOf(call);
            const by = writer(call, issue, 'EDIT_ISSUES');
            const { fields = {}, update = {} } = input(call, order);
            const draft = { fields: new Map() };
            for (const [name, value] of Object.entries(fields)) {
                if (name in update)
                    throw invalid(name, `Field '${name}' cannot appear in both 'fields' and 'update'`);
                set(call, draft, name, value);
            }
            for (const [name, operations] of Object.entries(update))
                for (const operation of operations) {
                    for (const [verb, value] of Object.entries(operation))
                        change(call, issue, draft, name, verb, value);
                }
            editIssue(call.site, by, issue, draft);
            return noContent;
        },
    },
};
/** The sandbox has one screen, with all fields; whoever may not edit the issue sees none of them. */
function editable({ site, viewer, view }, { project }) {
    if (!may(viewer, 'EDIT_ISSUES', project))
        return {};
    const system = (id, name, schema, operations) => [id, showEditable(view, id, { name, schema: { ...schema, system: id }, operations })];
    return Object.fromEntries([
        [
            'summary',
            showEditable(view, 'summary', {
                name: 'Summary',
                schema: { type: 'string', system: 'summary' },
                required: true,
                operations: ['set'],
            }),
        ],
        system('description', 'Description', { type: 'string' }, ['set']),
        system('labels', 'Labels', { type: 'array', items: 'string' }, ['add', 'set', 'remove']),
        ...(may(viewer, 'ASSIGN_ISSUES', project)
            ? [system('assignee', 'Assignee', { type: 'user' }, ['set'])]
            : []),
        ...site.customFields.map((field) => [field.id, showEditableCustom(view, field)]),
    ]);
}
function set(call, draft, name, value) {
    switch (name) {
        case 'summary':
            if (typeof value !== 'string')
                throw invalid(name, 'Operation value must be a string');
            draft.summary = value;
            return;
        case 'description':
            draft.description =
                value === null
                    ? null
                    : richText(call, value, invalid(name, call.view.api === '3'
                        ? 'Operation value must be an Atlassian Document (see the Atlassian Document Format)'
                        : 'Operation value must be a string'));
            return;
        case 'labels':
            draft.labels = strings(name, value);
            return;
        case 'resolution':
            draft.resolution = value === null ? null : resolution(call, name, value);
            return;
        case 'assignee':
            draft.assignee = value === null ? null : person(call, name, value);
            return;
        default: {
            const field = call.site.customFields.find((one) => one.id === name);
            if (field === undefined)
                throw unknownField(name);
            draft.fields.set(field, valueOf(call, field, value));
        }
    }
}
function change(call, issue, draft, name, verb, value) {
    if (verb === 'set')
        return set(call, draft, name, value);
    if (name !== 'labels' || (verb !== 'add' && verb !== 'remove'))
        throw invalid(name, `Field '${name}' does not support operation '${verb}'`);
    if (typeof value !== 'string')
        throw invalid(name, 'string expected at index 0');
    const labels = draft.labels ?? issue.labels;
    draft.labels = verb === 'add' ? [...labels, value] : labels.filter((one) => one !== value);
}
function strings(name, value) {
    if (!Array.isArray(value))
        throw invalid(name, 'data was not an array');
    return value.map((one, index) => {
        if (typeof one !== 'string')
            throw invalid(name, `string expected at index ${index}`);
        return one;
    });
}
function resolution({ site }, field, value) {
    const given = typeof value === 'object' && !Array.isArray(value) ? value : {};
    const found = site.resolutions.find((one) => one.id === given['id'] || one.name === given['name']);
    if (found === undefined)
        throw invalid(field, 'Specify a valid resolution');
    return found;
}
/** Cloud names people by `accountId` (or `id`), Data Center by `name`. */
function person(call, field, value) {
    const given = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
    const cloud = call.site.flavour === 'cloud';
    const id = cloud ? ('accountId' in given ? given.accountId : given['id']) : given['name'];
    if (id === null)
        return null;
    if (typeof id !== 'string')
        throw invalid(field, `expected Object containing a \`${cloud ? 'accountId' : 'name'}\` property`);
    const user = call.site.users.find((one) => (cloud ? one.accountId : one.handle) === id);
    if (user === undefined)
        throw invalid(field, cloud ? `Account ID '${id}' does not exist for the field '${field}'.` : `User '${id}' does not exist.`);
    return user;
}
function valueOf(call, field, value) {
    if (value === null || value === '')
        return undefined;
    switch (field.type) {
        case 'text':
            if (typeof value !== 'string')
                throw invalid(field.id, 'Operation value must be a string');
            return { kind: 'text', text: value };
        case 'select': {
            const given = typeof value === 'object' && !Array.isArray(value) ? value : {};
            const option = field.options.find((one) => one.id === given['id'] || one.value === given['value']);
            if (option === undefined)
                throw invalid(field.id, `Specify a valid 'id' or 'name' for ${field.name}`);
            return { kind: 'option', ...option };
        }
        case 'user': {
            const user = person(call, field.id, value);
            return user === null ? undefined : { kind: 'user', user };
        }
        default:
            return field.type;
    }
}
