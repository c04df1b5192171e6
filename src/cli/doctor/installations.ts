/** Where the App is installed, and what was granted to it there. */
import * as z from 'zod';

import { lackingOf, type Manifest } from '../../app-manifest.ts';
import type { Ask } from '../../github/index.ts';
import { them, type AppThere } from './app.ts';
import { reportOf, whyNot, type Finding } from './finding.ts';

const installation = z.object({
  id: z.number(),
  html_url: z.string(),
  account: z.object({ login: z.string().optional(), slug: z.string().optional() }).nullish(),
  target_type: z.string().optional(),
  repository_selection: z.string().optional(),
  permissions: z.record(z.string(), z.string()).default({}),
  events: z.array(z.string()).default([]),
  suspended_at: z.string().nullish(),
  suspended_by: z.object({ login: z.string() }).nullish(),
});
export type InstallationThere = z.infer<typeof installation>;
export const installationShape = installation;

/** More are nobody's to read through. */
const most = 100;

export async function examineInstallations(
  ask: Ask,
  app: AppThere,
  manifest: Manifest,
): Promise<readonly Finding[]> {
  const asked = await ask('GET /app/installations', { per_page: most });
  const { problem, unknown } = reportOf('Its installations');
  if (asked.kind !== 'found')
    return [unknown('installed', `Where the App is installed could not be found out: ${whyNot(asked)}`)];
  const read = z.array(installation).safeParse(asked.data);
  if (!read.success)
    return [
      unknown('installed', 'Where the App is installed could not be found out: GitHub’s list can’t be read.'),
    ];
  if (read.data.length === 0)
    return [
      problem(
        'installed',
        'The App is installed nowhere.',
        'Install it on the account that has your repositories.',
        `${app.html_url}/installations/new`,
      ),
    ];
  return read.data.flatMap((each) => installationFindings(each, app, manifest));
}

/** Of one installation: whether it may work, and has what the App asks for. */
export function installationFindings(
  there: InstallationThere,
  app: AppThere,
  manifest: Manifest,
  where = 'Its installations',
): readonly Finding[] {
  const { fine, warning, problem } = reportOf(where);
  const { account, html_url: page, permissions, suspended_at: since, suspended_by: by } = there;
  const name = account?.login ?? account?.slug ?? 'an enterprise';
  if (since != null)
    return [
      problem(
        'suspended',
        `The installation on ${name} is suspended since ${since.slice(0, 10)}${by == null ? '' : `, by ${by.login}`}: Baton hears and does nothing there.`,
        'An owner can unsuspend it at the end of its page.',
        page,
      ),
    ];
  // What the App itself does not ask for yet is told of the App.
  const needed = Object.fromEntries(
    Object.entries(manifest.default_permissions).filter(
      // A person's account has no members.
      ([each]) =>
        app.permissions[each] !== undefined && !(each === 'members' && there.target_type === 'User'),
    ),
  );
  const lacking = lackingOf({ permissions: needed, events: [] }, { permissions, events: [] });
  const forMembers = lacking.permissions.filter((each) => each.startsWith('Members'));
  if (lacking.permissions.length > 0)
    return [
      problem(
        'accepted',
        `${name} has not accepted ${lacking.permissions.join(', ')} yet.${forMembers.length > 0 ? ' Until then, no role can be a team.' : ''}`,
        `An owner of ${name} can review and accept ${them(lacking.permissions)} on the page of the installation.`,
        page,
      ),
    ];
  const scope = there.repository_selection === 'all' ? 'all repositories' : 'chosen repositories';
  const others = Object.entries(app.permissions).filter(([each]) => !(each in manifest.default_permissions));
  const pending = lackingOf(
    { permissions: Object.fromEntries(others), events: [] },
    { permissions, events: [] },
  );
  return [
    fine('installed', `It is installed on ${scope} of ${name}, with the permissions that Baton needs.`),
    ...(pending.permissions.length === 0
      ? []
      : [
          warning(
            'accepted',
            `${name} has not accepted ${pending.permissions.join(', ')} yet, which the App asks for and Baton doesn’t need.`,
            'Take it out of the App’s settings, or have an owner accept it.',
            page,
          ),
        ]),
  ];
}
