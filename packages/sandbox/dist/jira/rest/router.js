import { commentRoutes } from './routes/comments.js';
import { editRoutes } from './routes/edit.js';
import { issueRoutes } from './routes/issues.js';
import { linkRoutes } from './routes/links.js';
import { peopleRoutes } from './routes/people.js';
import { projectRoutes } from './routes/projects.js';
import { searchRoutes } from './routes/search.js';
export const playedRoutes = {
    ...issueRoutes,
    ...editRoutes,
    ...commentRoutes,
    ...linkRoutes,
    ...peopleRoutes,
    ...projectRoutes,
    ...searchRoutes,
};
const table = Object.entries(playedRoutes).map(([operation, route]) => {
    const [method = '', path = ''] = operation.split(' ');
    const pattern = new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    return { operation, route, method, pattern };
});
export function route(flavour, method, path) {
    for (const { operation, route: one, method: played, pattern } of table) {
        if (played !== method || (one.flavour !== undefined && one.flavour !== flavour))
            continue;
        const match = pattern.exec(path);
        if (match === null)
            continue;
        const params = Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]));
        return { operation, route: one, params };
    }
    return null;
}
