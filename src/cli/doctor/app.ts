/** Whether GitHub knows the App by its key, and lets it do what it has to. */
import * as z from 'zod';

import {
  lackingOf,
  manifestOn,
  titleOf,
  type Lacking,
  type Manifest,
  type Rights,
} from '../../app-manifest.ts';
import type { Access, AskingApp, Asked } from '../../github/index.ts';
import { reportOf, whyNot, type Finding } from './finding.ts';

const { fine, warning, problem, unknown } = reportOf('The App');

const shape = z.object({
  id: z.number(),
  slug: z.string(),
  html_url: z.string(),
  client_id: z.string().nullish(),
  owner: z.object({ login: z.string(), type: z.string().optional() }).nullish(),
  permissions: z.record(z.string(), z.string()).default({}),
  events: z.array(z.string()).default([]),
});
export type AppThere = z.infer<typeof shape>;

export type AppExamined = {
  readonly findings: readonly Finding[];
  /** null: GitHub does not know it by this key, or did not answer; then nothing else can be asked. */
  readonly app: AppThere | null;
};

/** The App's settings. @param page a part of them: `permissions`, `advanced`; absent: the first */
export function settingsOf({ html_url, owner, slug }: AppThere, page = ''): string {
  const { origin } = new URL(html_url);
  const whose = owner?.type === 'Organization' ? `/organizations/${owner.login}` : '';
  return `${origin}${whose}/settings/apps/${slug}${page === '' ? '' : `/${page}`}`;
}

/** @param now milliseconds since the epoch */
export async function examineApp(
  asking: Pick<AskingApp, 'app'>,
  {
    access,
    githubUrl,
    manifest,
  }: { readonly access: Access; readonly githubUrl: string; readonly manifest: Manifest },
  now: () => number,
): Promise<AppExamined> {
  const began = now();
  const asked = await asking.app('GET /app');
  const clock = clockFinding(asked, (began + now()) / 2);
  if (asked.kind !== 'found') return { findings: [notKnown(asked, access, githubUrl), ...clock], app: null };
  const read = shape.safeParse(asked.data);
  if (!read.success) {
    const remedy = 'Check that GITHUB_API_URL or GHE_HOST names GitHub’s API.';
    return {
      findings: [problem('app', `What answers at ${access.apiUrl} describes no App.`, remedy)],
      app: null,
    };
  }
  const app = read.data;
  const version = asked.headers['x-github-enterprise-version'];
  const owned = app.owner == null ? '' : `, which ${app.owner.login} owns`;
  return {
    findings: [
      fine('app', `GitHub knows this key as the App ${app.slug} (ID ${app.id})${owned}.`),
      ...clock,
      ...versionFinding(version),
      // Also where a proxy has its API elsewhere.
      ...rightsFindings(
        app,
        manifest,
        version === undefined ? access.apiUrl : `${new URL(app.html_url).origin}/api/v3`,
      ),
    ],
    app,
  };
}

function notKnown(
  asked: Exclude<Asked, { kind: 'found' }>,
  { appId, apiUrl }: Access,
  githubUrl: string,
): Finding {
  const { host } = new URL(apiUrl);
  if (asked.kind === 'unanswered')
    return unknown('app', `Whether GitHub knows the App could not be found out: ${asked.why}`);
  if (asked.status === 404 || /integration not found/i.test(asked.message))
    return problem(
      'app',
      `${host} knows no App with the ID ${appId}.`,
      'Set APP_ID to the “App ID” on the App’s settings page. For an App on another GitHub, set GHE_HOST.',
      `${githubUrl}/settings/apps`,
    );
  if (asked.status === 401 && /claim|exp|iat/i.test(asked.message) && !/decoded/.test(asked.message))
    return problem(
      'app',
      `GitHub refuses what Baton signs, because of the time in it (${asked.message}).`,
      'Let this machine take its time from the network (NTP).',
    );
  if (asked.status === 401)
    return problem(
      'app',
      `GitHub refuses the private key: it is not one of the App with the ID ${appId}.`,
      'Make sure that APP_ID and PRIVATE_KEY (or PRIVATE_KEY_PATH) are of the same App. If the key was deleted there, generate a new one on the App’s settings page.',
      `${githubUrl}/settings/apps`,
    );
  return unknown('app', `Whether GitHub knows the App could not be found out: ${whyNot(asked)}`);
}

/** Milliseconds. GitHub: an App signs for ten minutes, and "60 seconds in the past" allows for clocks that differ. */
const near = 60_000;

function clockFinding(asked: Asked, at: number): readonly Finding[] {
  const date = asked.kind === 'unanswered' ? Number.NaN : Date.parse(asked.headers['date'] ?? '');
  if (Number.isNaN(date)) return [];
  const off = Math.round((at - date) / 1000);
  if (Math.abs(at - date) <= near) return [fine('clock', 'Its clock and ours agree within a minute.')];
  return [
    problem(
      'clock',
      `Our clock is ${Math.abs(off)} seconds ${off > 0 ? 'ahead of' : 'behind'} GitHub’s. GitHub refuses Apps that sign with a wrong time.`,
      'Let this machine take its time from the network (NTP).',
    ),
  ];
}

/** The oldest release that is tried: docs/operating.md, "Which GitHubs". */
const oldest = [3, 16] as const;

function versionFinding(version: string | undefined): readonly Finding[] {
  if (version === undefined) return [];
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const what = `It is GitHub Enterprise Server ${version}.`;
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1]))
    return [
      warning(
        'version',
        `${what} Baton is tested with ${oldest.join('.')} and later.`,
        'Update the server, or try Baton there on a repository of no importance first.',
      ),
    ];
  const lacks =
    minor < 17
      ? ' It has no history of sub-issues, so a gate with `requires: {sub-issues: satisfied}` can’t be approved there.'
      : '';
  return [fine('version', `${what}${lacks}`)];
}

function rightsFindings(app: AppThere, wanted: Manifest, apiUrl: string): readonly Finding[] {
  const { manifest, later } = manifestOn(wanted, apiUrl);
  const asked: Rights = { permissions: manifest.default_permissions, events: manifest.default_events };
  const lacking = lackingOf(asked, app);
  const page = settingsOf(app, 'permissions');
  const where = 'in its settings, under “Permissions & events”';
  const more = superfluous(app, wanted);
  const missedLater = later.filter((event) => !app.events.includes(event));
  return [
    ...(lacking.permissions.length === 0
      ? [fine('permissions', 'It has the permissions that Baton needs.')]
      : [
          problem(
            'permissions',
            `It lacks ${counted(lacking.permissions.length, 'permission')}: ${lacking.permissions.join(', ')}.`,
            `Add ${them(lacking.permissions)} ${where}, and accept the change for each installation.`,
            page,
          ),
        ]),
    ...(lacking.events.length === 0
      ? [fine('events', 'It is subscribed to the events that Baton needs.')]
      : [
          problem(
            'events',
            `It isn’t subscribed to ${counted(lacking.events.length, 'event')}: ${lacking.events.join(', ')}.`,
            `Tick ${them(lacking.events)} ${where}.`,
            page,
          ),
        ]),
    ...(missedLater.length > 0
      ? [
          warning(
            'events',
            `It isn’t subscribed to ${missedLater.join(' and ')}, which not every GitHub Enterprise Server has.`,
            `Tick ${them(missedLater)} ${where}, if you find ${them(missedLater)} there. Until then, don’t require the check Baton on a branch with a merge queue.`,
            page,
          ),
        ]
      : []),
    ...(more.permissions.length === 0
      ? []
      : [
          warning(
            'permissions',
            `It may do more than Baton needs: ${more.permissions.join(', ')}.`,
            `Take ${them(more.permissions)} away ${where}.`,
            page,
          ),
        ]),
    ...(more.events.length === 0
      ? []
      : [
          warning(
            'events',
            `It is subscribed to ${counted(more.events.length, 'event')} that Baton ignores: ${more.events.join(', ')}.`,
            `Untick ${them(more.events)} ${where}.`,
            page,
          ),
        ]),
  ];
}

/** What an App has and Baton does not use. */
function superfluous(
  app: Rights,
  { default_permissions: needed, default_events: events }: Manifest,
): Lacking {
  const permissions = Object.entries(app.permissions)
    .filter(([name, level]) => !(needed[name] === level || needed[name] === 'write'))
    .map(([name, level]) => `${titleOf(name)}: ${levels.get(level) ?? level}`);
  return { permissions, events: app.events.filter((event) => !events.includes(event)) };
}

const levels = new Map([
  ['read', 'read-only'],
  ['write', 'read and write'],
]);

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
export const them = ({ length }: readonly unknown[]): string => (length === 1 ? 'it' : 'them');
