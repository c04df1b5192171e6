/** Finds the handler of a REST call. */
import type { Handler, Routes } from './call.ts';
import { appRoutes } from './routes/apps.ts';
import { authorizationRoutes } from './routes/authorizations.ts';
import { checkRoutes } from './routes/checks.ts';
import { commentRoutes } from './routes/comments.ts';
import { issueRoutes } from './routes/issues.ts';
import { labelRoutes } from './routes/labels.ts';
import { organizationRoutes } from './routes/organizations.ts';
import { protectionRoutes } from './routes/protection.ts';
import { pullRoutes } from './routes/pulls.ts';
import { repositoryRoutes } from './routes/repositories.ts';
import { subIssueRoutes } from './routes/sub-issues.ts';

const all: Routes = {
  ...appRoutes,
  ...authorizationRoutes,
  ...repositoryRoutes,
  ...protectionRoutes,
  ...issueRoutes,
  ...subIssueRoutes,
  ...commentRoutes,
  ...labelRoutes,
  ...pullRoutes,
  ...checkRoutes,
  ...organizationRoutes,
};

export type Match = {
  readonly operation: string;
  readonly handler: Handler;
  readonly params: Readonly<Record<string, string>>;
};

/** Parameters that may hold slashes. */
const long: ReadonlySet<string> = new Set(['path', 'ref', 'branch']);

const table = Object.entries(all)
  .map(([operation, handler]) => {
    const [method = '', path = ''] = operation.split(' ');
    const pattern = path.replace(
      /\{(\w+)\}/g,
      (_, name: string) => `(?<${name}>${long.has(name) ? '.+?' : '[^/]+'})`,
    );
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
export const playedOperations: readonly string[] = Object.keys(all).sort();

export function route(method: string, path: string): Match | null {
  for (const { operation, handler, method: played, pattern } of table) {
    const match = played === method ? pattern.exec(path) : null;
    if (match === null) continue;
    const params = Object.fromEntries(
      Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
    return { operation, handler, params };
  }
  return null;
}
