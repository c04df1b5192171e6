import { appRoutes } from './routes/apps.js';
import { checkRoutes } from './routes/checks.js';
import { commentRoutes } from './routes/comments.js';
import { issueRoutes } from './routes/issues.js';
import { labelRoutes } from './routes/labels.js';
import { organizationRoutes } from './routes/organizations.js';
import { pullRoutes } from './routes/pulls.js';
import { repositoryRoutes } from './routes/repositories.js';
import { subIssueRoutes } from './routes/sub-issues.js';
const all = {
    ...appRoutes,
    ...repositoryRoutes,
    ...issueRoutes,
    ...subIssueRoutes,
    ...commentRoutes,
    ...labelRoutes,
    ...pullRoutes,
    ...checkRoutes,
    ...organizationRoutes,
};
/** Parameters that may hold slashes. */
const long = new Set(['path', 'ref']);
const table = Object.entries(all)
    .map(([operation, handler]) => {
    const [method = '', path = ''] = operation.split(' ');
    const pattern = path.replace(/\{(\w+)\}/g, (_, name) => `(?<${name}>${long.has(name) ? '.+?' : '[^/]+'})`);
    const tail = path.endsWith('{path}') ? pattern.replace('.+?)', '.*)') : pattern;
    return {
        operation,
        handler,
        method,
        pattern: new RegExp(`^${tail}/?$`),
        wildness: (path.match(/\{/g) ?? []).length,
    };
})
    // The most literal route first: `issues/comments` before `issues/{issue_number}`, `commits/{ref}/check-runs` before `commits/{ref}`.
    .sort((a, b) => a.wildness - b.wildness || b.operation.length - a.operation.length);
/** What is played, as `METHOD /path/{with}/{parameters}`. */
export const playedOperations = Object.keys(all).sort();
export function route(method, path) {
    for (const { operation, handler, method: played, pattern } of table) {
        const match = played === method ? pattern.exec(path) : null;
        if (match === null)
            continue;
        const params = Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]));
        return { operation, handler, params };
    }
    return null;
}
