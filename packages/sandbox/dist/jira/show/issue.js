import { NotPlayed } from '../refusal.js';
import { wikiOf } from '../text.js';
import { showUser } from './people.js';
import { showProjectBriefly, showStatus, showType } from './project.js';
import { self, stamp } from './view.js';
const nothing = () => null;
const none = () => [];
const noProgress = () => ({ progress: 0, total: 0 });
const person = (view, user) => (user === null ? null : showUser(view, user));
/** The fields that are played. Those of parts of Jira that are not (versions, time tracking, …) show that there is nothing. */
const systemFields = {
    summary: (_, issue) => issue.summary,
    description: (view, issue) => (issue.description === null ? null : showText(view, issue.description)),
    status: (view, issue) => showStatus(view, issue.status),
    labels: (_, issue) => [...issue.labels],
    assignee: (view, issue) => person(view, issue.assignee),
    reporter: (view, issue) => person(view, issue.reporter),
    creator: (view, issue) => person(view, issue.creator),
    created: (view, issue) => stamp(issue.created, view.timeZone),
    updated: (view, issue) => stamp(issue.updated, view.timeZone),
    issuetype: (view, issue) => showType(view, issue.type),
    project: (view, issue) => showProjectBriefly(view, issue.project),
    resolution: (view, { resolution }) => resolution === null
        ? null
        : {
            self: self(view, `/resolution/${resolution.id}`),
            id: resolution.id,
            description: '',
            name: resolution.name,
        },
    resolutiondate: (view, issue) => (issue.resolved === null ? null : stamp(issue.resolved, view.timeZone)),
    priority: (view) => ({
        self: self(view, '/priority/3'),
        iconUrl: `${view.site.baseUrl}/images/icons/priorities/medium.svg`,
        name: 'Medium',
        id: '3',
    }),
    comment: (view, issue) => ({
        comments: issue.comments.map((one) => showComment(view, issue, one)),
        maxResults: issue.comments.length,
        total: issue.comments.length,
        startAt: 0,
    }),
    worklog: () => ({ startAt: 0, maxResults: 20, total: 0, worklogs: [] }),
    watches: (view, issue) => ({
        self: self(view, `/issue/${issue.key}/watchers`),
        watchCount: 0,
        isWatching: false,
    }),
    votes: (view, issue) => ({ self: self(view, `/issue/${issue.key}/votes`), votes: 0, hasVoted: false }),
    progress: noProgress,
    aggregateprogress: noProgress,
    workratio: () => -1,
    timetracking: () => ({}),
    fixVersions: none,
    versions: none,
    components: none,
    issuelinks: none,
    subtasks: none,
    attachment: none,
    environment: nothing,
    duedate: nothing,
    lastViewed: nothing,
    timespent: nothing,
    timeestimate: nothing,
    timeoriginalestimate: nothing,
    aggregatetimespent: nothing,
    aggregatetimeestimate: nothing,
    aggregatetimeoriginalestimate: nothing,
};
const onlyOnCloud = {
    security: nothing,
    statuscategorychangedate: (view, issue) => stamp(issue.statusChanged, view.timeZone),
};
/** `*navigable` leaves these out. */
const notNavigable = new Set(['comment', 'worklog', 'attachment', 'timetracking']);
function allFields(view) {
    return {
        ...systemFields,
        ...(view.site.flavour === 'cloud' ? onlyOnCloud : {}),
        ...Object.fromEntries(view.site.customFields.map((field) => [
            field.id,
            (to, issue) => showValue(to, issue.fields.get(field)),
        ])),
    };
}
/**
 * The fields that are asked for: names, `*all`, `*navigable`, and `-name` for all but that. An empty list stands for
 * `otherwise`. Throws NotPlayed for a field that neither the sandbox nor the site has.
 */
export function showFields(view, issue, asked, otherwise) {
    const all = allFields(view);
    const names = asked.length === 0 ? otherwise : asked;
    const chosen = new Set();
    const without = names.filter((name) => name.startsWith('-')).map((name) => name.slice(1));
    // Names that are only taken away are taken from what there is otherwise.
    const given = names.length > without.length ? names : [otherwise.includes('*all') ? '*all' : '*navigable'];
    for (const name of names.length === 0 ? [] : given) {
        if (name === '*all')
            for (const field of Object.keys(all))
                chosen.add(field);
        else if (name === '*navigable')
            for (const field of Object.keys(all).filter((one) => !notNavigable.has(one)))
                chosen.add(field);
        else if (Object.hasOwn(all, name))
            chosen.add(name);
        // Both are no fields, but are allowed to be asked for.
        else if (name !== 'id' && name !== 'key' && !name.startsWith('-'))
            throw new NotPlayed(`the field ${name}`);
    }
    for (const name of without)
        chosen.delete(name);
    return Object.fromEntries([...chosen].map((name) => [name, all[name]?.(view, issue) ?? null]));
}
export function showIssue(view, issue, fields) {
    return {
        expand: 'operations,versionedRepresentations,editmeta,changelog,renderedFields',
        id: issue.id,
        self: self(view, `/issue/${issue.id}`),
        key: issue.key,
        ...(fields === null ? {} : { fields }),
    };
}
/** Nobody in particular is left out. */
const author = (view, name, user) => user === null ? {} : { [name]: showUser(view, user) };
const showText = (view, text) => (view.api === '3' ? text : wikiOf(text));
function showValue(view, value) {
    if (value === undefined)
        return null;
    switch (value.kind) {
        case 'text':
            return value.text;
        case 'option':
            return { self: self(view, `/customFieldOption/${value.id}`), value: value.value, id: value.id };
        case 'user':
            return showUser(view, value.user);
        default:
            return value;
    }
}
export function showComment(view, issue, comment) {
    return {
        self: self(view, `/issue/${issue.id}/comment/${comment.id}`),
        id: comment.id,
        ...author(view, 'author', comment.author),
        body: showText(view, comment.body),
        ...author(view, 'updateAuthor', comment.updateAuthor),
        created: stamp(comment.created, view.timeZone),
        updated: stamp(comment.updated, view.timeZone),
        ...(view.site.flavour === 'cloud' ? { jsdPublic: true } : {}),
    };
}
export function showItems(view, items) {
    const cloud = view.site.flavour === 'cloud';
    return items.map((item) => ({
        field: item.field,
        fieldtype: item.fieldtype,
        ...(cloud && item.fieldId !== null ? { fieldId: item.fieldId } : {}),
        from: item.from,
        fromString: item.fromText,
        to: item.to,
        toString: item.toText,
    }));
}
export function showHistory(view, history) {
    return {
        id: history.id,
        ...author(view, 'author', history.author),
        created: stamp(history.created, view.timeZone),
        items: showItems(view, history.items),
    };
}
export function showRemoteLink(view, issue, link) {
    return {
        id: link.id,
        self: self(view, `/issue/${issue.key}/remotelink/${link.id}`),
        ...(link.globalId === null ? {} : { globalId: link.globalId }),
        application: link.application,
        ...(link.relationship === null ? {} : { relationship: link.relationship }),
        object: link.object,
    };
}
