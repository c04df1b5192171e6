import { addComment, availableTransitions, changeWorkflow, createIssue, deleteComment, deleteIssue, editComment, editIssue, linkRemotely, moveIssue, setProperty, transitionIssue, } from './actions/index.js';
import { findIssue, named, projectNamed, resolutionNamed, userNamed, valueOf } from './directory.js';
import { seeing } from './rights.js';
import { documentOf } from './text.js';
/** Null acts as nobody in particular: in projects that let `anyone`. */
export function createActing(site, by) {
    if (by?.active === false)
        throw new Error(`${by.handle} is deactivated and cannot log in.`);
    const on = (key) => seeing(site, by, findIssue(site, key));
    const text = (typed) => typeof typed === 'string' && site.flavour === 'cloud' ? documentOf(typed) : typed;
    const changeOf = ({ summary, description, resolution }) => ({
        ...(resolution === undefined
            ? {}
            : { resolution: resolution === null ? null : resolutionNamed(site, resolution) }),
        ...(summary === undefined ? {} : { summary }),
        ...(description === undefined
            ? {}
            : { description: description === null || description === '' ? null : text(description) }),
    });
    const field = (name) => named('custom field', name, site.customFields.find((one) => one.name === name || one.id === name));
    const values = (given) => new Map(Object.entries(given).map(([name, value]) => [field(name), valueOf(site, field(name), value)]));
    return {
        createIssue: (project, { description, assignee, fields, ...rest }) => createIssue(site, by, projectNamed(site, project), {
            ...rest,
            ...(description === undefined ? {} : { description: text(description) }),
            ...(assignee === undefined ? {} : { assignee: userNamed(site, assignee) }),
            fields: values(fields ?? {}),
        }),
        edit: (key, edit) => editIssue(site, by, on(key), changeOf(edit)),
        transition: (key, name, screen = {}) => {
            const issue = on(key);
            const fits = (one) => one.id === name || one.name === name || one.to.name === name;
            const here = [...availableTransitions(by, issue), ...issue.project.workflow.transitions].find(fits);
            // One that only another project has is Jira's to refuse; one that nobody has is a mistake of the story.
            const known = here ?? site.workflows.flatMap((one) => one.transitions).find(fits);
            if (!/^\d+$/.test(name))
                named('transition', name, known);
            transitionIssue(site, by, issue, here?.id ?? '0', changeOf(screen));
        },
        setLabels: (key, ...labels) => editIssue(site, by, on(key), { labels }),
        setField: (key, name, value) => editIssue(site, by, on(key), { fields: values({ [name]: value }) }),
        assign: (key, handle) => editIssue(site, by, on(key), { assignee: handle === null ? null : userNamed(site, handle) }),
        comment: (key, body) => addComment(site, by, on(key), text(body)),
        editComment: (key, comment, body) => editComment(site, by, on(key), comment, text(body)),
        deleteComment: (key, comment) => deleteComment(site, by, on(key), comment),
        move: (key, project, status) => {
            const issue = on(key);
            moveIssue(site, by, issue, projectNamed(site, project), status ?? null);
            return issue.key;
        },
        changeWorkflow: (project, name, picks = {}) => {
            const workflow = site.workflows.find((one) => one.name === name);
            changeWorkflow(site, by, projectNamed(site, project), named('workflow', name, workflow), picks);
        },
        deleteIssue: (key) => deleteIssue(site, by, on(key)),
        setProperty: (key, property, value) => void setProperty(by, on(key), property, value),
        linkRemotely: (key, { url, title, globalId }) => linkRemotely(site, by, on(key), {
            globalId: globalId ?? null,
            application: {},
            relationship: null,
            object: { url, title },
        }).link,
    };
}
