import { findItem, findRepository } from '../actions/index.js';
import { notFound, Refusal } from '../refusal.js';
import { demand, itemPermission, seeing } from '../viewer.js';
export const ok = (body) => ({ status: 200, body });
export const created = (body) => ({ status: 201, body });
export const noContent = { status: 204, body: null };
export function param(call, name) {
    const value = call.params[name];
    if (value === undefined)
        throw new Error(`the route has no {${name}}`);
    return value;
}
/** The repository in the path; 404 where the viewer must not know of it. */
export function repositoryOf(call) {
    return seeing(call.viewer, findRepository(call.world, param(call, 'owner'), param(call, 'repo')));
}
/** The same, for reading something that takes a permission of an App. */
export function repositoryToRead(call, permission) {
    const repository = repositoryOf(call);
    if (repository.private || call.viewer.kind !== 'installation') {
        demand(call.viewer, repository, { role: 'read', app: { [permission]: 'read' } }, 'Read');
    }
    return repository;
}
export function itemOf(call, access = 'read') {
    const repository = repositoryOf(call);
    const item = findItem(repository, Number(param(call, 'issue_number')));
    if (item === undefined)
        throw goneOrNotFound(repository, Number(param(call, 'issue_number')));
    if (access === 'read' && repository.private)
        demand(call.viewer, repository, { role: 'read', app: itemPermission(item, 'read') }, 'Read');
    return item;
}
function goneOrNotFound(repository, number) {
    return repository.items.has(number) ? new Refusal('GONE', 'This issue was deleted') : notFound();
}
export function pullOf(call) {
    const item = findItem(repositoryToRead(call, 'pull_requests'), Number(param(call, 'pull_number')));
    if (item?.kind !== 'PullRequest')
        throw notFound();
    return item;
}
export function commentOf(call) {
    const id = Number(param(call, 'comment_id'));
    for (const item of repositoryOf(call).items.values()) {
        for (const entry of item.timeline)
            if (entry.kind === 'IssueComment' && entry.id === id && !item.deleted)
                return entry;
    }
    throw notFound();
}
/** The body, of the form that is wanted; 422 as GitHub words it where it is not. */
export function input(call, schema) {
    const result = schema.safeParse(call.body);
    if (result.success)
        return result.data;
    const problems = result.error.issues.map(({ path, message }) => {
        const [field = ''] = path;
        return path.length === 1 && !(String(field) in call.body)
            ? `"${String(field)}" wasn't supplied.`
            : `For '${path.join('/')}', ${message}.`;
    });
    throw new Refusal('UNPROCESSABLE', `Invalid request.\n\n${problems.join('\n')}`);
}
/** A page of a list, with the Link header ("Using pagination in the REST API"). */
export function page(call, all, show, wrap) {
    const size = Math.min(100, Math.max(1, Number(call.query.get('per_page') ?? 30) || 30));
    const number = Math.max(1, Number(call.query.get('page') ?? 1) || 1);
    const last = Math.max(1, Math.ceil(all.length / size));
    const list = all.slice((number - 1) * size, number * size).map(show);
    const body = wrap === undefined ? list : wrap(list, all.length);
    const links = [
        ...(number > 1 ? [[number - 1, 'prev']] : []),
        ...(number < last ? [[number + 1, 'next'], [last, 'last']] : []),
        ...(number > 1 ? [[1, 'first']] : []),
    ].map(([target, rel]) => {
        const url = new URL(call.url);
        url.searchParams.set('page', String(target));
        return `<${url.href}>; rel="${rel}"`;
    });
    return { status: 200, body, ...(links.length === 0 ? {} : { headers: { link: links.join(', ') } }) };
}
