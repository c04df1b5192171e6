import { showUser } from './people.js';
import { avatars, self } from './view.js';
const categories = {
    new: [2, 'blue-gray', 'To Do'],
    indeterminate: [4, 'yellow', 'In Progress'],
    done: [3, 'green', 'Done'],
};
export function showStatus(view, status) {
    const [id, colorName, name] = categories[status.category];
    return {
        self: self(view, `/status/${status.id}`),
        description: '',
        iconUrl: `${view.site.baseUrl}/`,
        name: status.name,
        id: status.id,
        statusCategory: { self: self(view, `/statuscategory/${id}`), id, key: status.category, colorName, name },
    };
}
export function showType(view, type) {
    return {
        self: self(view, `/issuetype/${type.id}`),
        id: type.id,
        description: '',
        iconUrl: `${view.site.baseUrl}/secure/viewavatar?size=medium&avatarId=${type.avatarId}&avatarType=issuetype`,
        name: type.name,
        subtask: false,
        avatarId: type.avatarId,
        ...(view.site.flavour === 'cloud' ? { hierarchyLevel: 0 } : {}),
    };
}
/** As issues name their project. */
export function showProjectBriefly(view, project) {
    return {
        self: self(view, `/project/${project.id}`),
        id: project.id,
        key: project.key,
        name: project.name,
        projectTypeKey: 'software',
        ...(view.site.flavour === 'cloud' ? { simplified: false } : {}),
        avatarUrls: avatars((size) => `${view.site.baseUrl}/secure/projectavatar?size=${size}&pid=${project.id}`),
    };
}
/** "Get project". */
export function showProject(view, project, roles) {
    return {
        expand: 'description,lead,issueTypes,url,projectKeys',
        ...showProjectBriefly(view, project),
        description: '',
        lead: showUser(view, project.lead),
        components: [],
        issueTypes: project.types.map((type) => showType(view, type)),
        assigneeType: 'UNASSIGNED',
        versions: [],
        roles: roleAddresses(view, project, roles),
        ...(view.site.flavour === 'cloud' ? { style: 'classic', isPrivate: false, properties: {} } : {}),
    };
}
export function roleAddresses(view, project, roles) {
    return Object.fromEntries(roles.map((role) => [role.name, self(view, `/project/${project.id}/role/${role.id}`)]));
}
const custom = 'com.atlassian.jira.plugin.system.customfieldtypes';
const customTypes = {
    text: ['string', `${custom}:textfield`],
    select: ['option', `${custom}:select`],
    user: ['user', `${custom}:userpicker`],
};
/** "Get fields". */
export function showCustomField(view, field) {
    const schema = schemaOf(field);
    return {
        id: field.id,
        ...(view.site.flavour === 'cloud' ? { key: field.id } : {}),
        name: field.name,
        custom: true,
        orderable: true,
        navigable: true,
        searchable: true,
        clauseNames: [`cf[${schema.customId}]`, field.name],
        schema,
    };
}
function schemaOf({ id, type: kind }) {
    const [type, name] = customTypes[kind];
    return { type, custom: name, customId: Number(id.replace('customfield_', '')) };
}
export function showSystemField(view, id, name, type) {
    return {
        id,
        ...(view.site.flavour === 'cloud' ? { key: id } : {}),
        name,
        custom: false,
        orderable: true,
        navigable: true,
        searchable: true,
        clauseNames: [id],
        schema: { type, system: id },
    };
}
/** A field as "Get edit issue metadata" has it: Cloud says `key`, Data Center `fieldId`. */
export function showEditable(view, id, about) {
    const { name, schema, required = false, operations, allowedValues } = about;
    return {
        required,
        schema,
        name,
        ...(view.site.flavour === 'cloud' ? { key: id } : { fieldId: id }),
        operations: [...operations],
        ...(allowedValues === undefined ? {} : { allowedValues: [...allowedValues] }),
    };
}
/** The same of a custom field: those with options list them ("How to retrieve available options … via Jira REST API"). */
export function showEditableCustom(view, field) {
    return showEditable(view, field.id, {
        name: field.name,
        schema: schemaOf(field),
        operations: ['set'],
        ...(field.type === 'select'
            ? {
                allowedValues: field.options.map(({ id, value }) => ({
                    self: self(view, `/customFieldOption/${id}`),
                    value,
                    id,
                })),
            }
            : {}),
    });
}
