export function named(what, name, found) {
    if (found === undefined)
        throw new Error(`There is no ${what} ${name} in the sandbox's Jira.`);
    return found;
}
export const userNamed = (site, handle) => named('user', handle, site.users.find((one) => one.handle === handle));
export const groupNamed = (site, name) => named('group', name, site.groups.find((one) => one.name === name));
export const roleNamed = (site, name) => named('role', name, site.roles.find((one) => one.name === name));
export const statusNamed = (site, name) => named('status', name, site.statuses.find((one) => one.name === name));
export const resolutionNamed = (site, name) => named('resolution', name, site.resolutions.find((one) => one.name === name));
export const projectNamed = (site, key) => named('project', key, site.projects.find((one) => one.key === key));
/** By its id, its key, or a key that it had before it was moved: Jira leads on from that. */
export function findIssue(site, idOrKey) {
    const key = idOrKey.toUpperCase();
    return (site.issues.find((one) => one.id === idOrKey || one.key === key) ??
        site.issues.find((one) => one.formerKeys.includes(key)));
}
/** Null empties the field. A select's value is an option's name, a user's a handle. */
export function valueOf(site, field, value) {
    if (value === null || value === '')
        return undefined;
    switch (field.type) {
        case 'text':
            return { kind: 'text', text: value };
        case 'select': {
            const option = named(`option of ${field.name}`, value, field.options.find((one) => one.value === value));
            return { kind: 'option', ...option };
        }
        case 'user':
            return { kind: 'user', user: userNamed(site, value) };
        default:
            return field.type;
    }
}
export function holderNamed(site, name) {
    if (name === 'anyone' || name === 'logged-in')
        return { kind: name };
    const [kind, ...rest] = name.split(':');
    const of = rest.join(':');
    if (kind === 'user')
        return { kind: 'user', user: userNamed(site, of) };
    if (kind === 'group')
        return { kind: 'group', group: groupNamed(site, of) };
    return { kind: 'role', role: roleNamed(site, of) };
}
