/** Finds the route of a REST call. */
import type { Flavour } from '../model/index.ts';
import type { Route, Routes } from './call.ts';
import { commentRoutes } from './routes/comments.ts';
import { editRoutes } from './routes/edit.ts';
import { issueRoutes } from './routes/issues.ts';
import { linkRoutes } from './routes/links.ts';
import { peopleRoutes } from './routes/people.ts';
import { projectRoutes } from './routes/projects.ts';
import { searchRoutes } from './routes/search.ts';

export const playedRoutes: Routes = {
  ...issueRoutes,
  ...editRoutes,
  ...commentRoutes,
  ...linkRoutes,
  ...peopleRoutes,
  ...projectRoutes,
  ...searchRoutes,
};

export type Match = {
  readonly operation: string;
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
};

const table = Object.entries(playedRoutes).map(([operation, route]) => {
  const [method = '', path = ''] = operation.split(' ');
  const pattern = new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
  return { operation, route, method, pattern };
});

export function route(flavour: Flavour, method: string, path: string): Match | null {
  for (const { operation, route: one, method: played, pattern } of table) {
    if (played !== method || (one.flavour !== undefined && one.flavour !== flavour)) continue;
    const match = pattern.exec(path);
    if (match === null) continue;
    const params = Object.fromEntries(
      Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
    return { operation, route: one, params };
  }
  return null;
}
