import { findIssue } from '../directory.js';
import { JiraRefusal, NotPlayed } from '../refusal.js';
import { may, seeing } from '../rights.js';
import { self } from '../show/index.js';
import { isDocument } from '../text.js';
export const ok = (body) => ({ status: 200, body });
export const created = (body) => ({ status: 201, body });
export const noContent = { status: 204, body: undefined };
export function param(call, name) {
    const value = call.params[name];
    if (value === undefined)
        throw new Error(`the route has no {${name}}`);
    return value;
}
/** The issue in the path, to whoever may see it. */
export const issueOf = (call) => seeing(call.site, call.viewer, findIssue(call.site, param(call, 'issueIdOrKey')));
export function projectOf(call) {
    const idOrKey = param(call, 'projectIdOrKey');
    const project = findProject(call, idOrKey);
    if (project === undefined)
        throw new JiraRefusal(404, `No project could be found with key '${idOrKey}'.`);
    return project;
}
export const findProject = (call, idOrKey) => call.site.projects.find((one) => (one.key === idOrKey || one.id === idOrKey) && may(call.viewer, 'BROWSE_PROJECTS', one));
/** Whoever may do that; nobody in particular is asked to log in where not anybody may. */
export function writer(call, issue, permission) {
    return may(null, permission, issue.project) ? call.viewer : actor(call);
}
export function actor(call) {
    if (call.viewer === null)
        throw new JiraRefusal(401, 'You are not authenticated. Authentication required to perform this operation.');
    return call.viewer;
}
/** The body, of the form that is wanted. Names in it that the sandbox does not play fail loudly. */
export function input(call, schema) {
    if (call.body === undefined)
        throw new JiraRefusal(400, 'No content to map to Object due to end of input');
    const result = schema.safeParse(call.body);
    if (result.success)
        return result.data;
    for (const issue of result.error.issues)
        if (issue.code === 'unrecognized_keys')
            throw new NotPlayed(`${[...issue.path, issue.keys.join(', ')].join('.')} in the body`);
    throw new JiraRefusal(400, call.site.flavour === 'cloud'
        ? 'Invalid request payload. Refer to the REST API documentation and try again.'
        : 'Can not deserialize instance.', Object.fromEntries(result.error.issues.map(({ path, message }) => [path.join('.'), message])));
}
/** A long text in a body: version 3 takes ADF only, version 2 takes text only. */
export function richText(call, value, refusal) {
    const fits = call.view.api === '3' ? isDocument(value) : typeof value === 'string';
    if (!fits)
        throw refusal;
    return value;
}
export function numberOf(call, name, otherwise) {
    const text = call.query.get(name);
    return text === null || !/^\d+$/.test(text) ? otherwise : Number(text);
}
/** Names in a parameter, separated by commas, which may be given more than once. */
export const namesOf = (call, name) => call.query
    .getAll(name)
    .flatMap((one) => one.split(','))
    .map((one) => one.trim())
    .filter((one) => one !== '');
/** `expand`: only what is played. */
export function expansions(call, played) {
    const names = namesOf(call, 'expand');
    for (const name of names)
        if (!played.includes(name))
            throw new NotPlayed(`expand=${name}`);
    return new Set(names);
}
/** A page of a list as Cloud's newer calls and Data Center's lists of members give it (`PageBean…`). */
export function page(call, path, all, most, show) {
    const startAt = numberOf(call, 'startAt', 0);
    const maxResults = Math.max(1, Math.min(most, numberOf(call, 'maxResults', most)));
    const values = all.slice(startAt, startAt + maxResults);
    const address = (start) => {
        const query = new URLSearchParams(call.query);
        query.set('startAt', String(start));
        query.set('maxResults', String(maxResults));
        return self(call.view, `${path}?${query.toString()}`);
    };
    const isLast = startAt + values.length >= all.length;
    return {
        self: address(startAt),
        ...(isLast ? {} : { nextPage: address(startAt + maxResults) }),
        maxResults,
        startAt,
        total: all.length,
        isLast,
        values: values.map(show),
    };
}
