/** Whether a site is as the server's configuration says, and our account may do there what Baton does. It only reads. */
import type { JiraPart } from '../policy/index.ts';
import { createJira, type Jira } from './client.ts';
import { examinePolicy } from './doctor-policy.ts';
import { examineWebhooks } from './doctor-webhooks.ts';
import { JiraRefused } from './failures.ts';
import { orFailed, reportOf, type Finding, type Report } from './finding.ts';
import type { Heard } from './heard.ts';
import type { JiraServer } from './shapes.ts';
import type { Flavour, JiraSite } from './site.ts';

export type Examination = {
  /** What a policy says of Jira; null: none is examined. */
  readonly policy: JiraPart | null;
  /** Where Baton is, as Jira would reach it, without a slash at the end; null or absent: not told. */
  readonly url?: string | null;
  /** Milliseconds that Baton may take there for an answer; usual ones when absent. */
  readonly timeout?: number;
  /** When webhooks came last; null or absent: not told. */
  readonly heard?: Heard | null;
  readonly now?: () => number;
  readonly create?: (site: JiraSite) => Jira;
};

/** Milliseconds that a clock may be off. */
const near = 60_000;

/** Jira's names of the project permissions ("Permissions for company-managed projects"), and what they let the account do. */
const permissions = [
  ['TRANSITION_ISSUES', 'Transition issues', 'move issues'],
  ['ADD_COMMENTS', 'Add comments', 'comment'],
  ['EDIT_ISSUES', 'Edit issues', 'set labels'],
  ['LINK_ISSUES', 'Link issues', 'link pull requests'],
] as const;
const browseGroups = 'USER_PICKER';

/** Examines every site, and what a policy says of one of them. Never throws what the client throws. */
export async function examineJira(
  sites: readonly JiraSite[],
  examination: Examination,
): Promise<readonly Finding[]> {
  const { policy, heard = null } = examination;
  const found = await Promise.all(sites.map((site) => examineSite(site, examination)));
  const strangers: Finding[] =
    policy === null || sites.some(({ name }) => name === policy.site)
      ? []
      : [
          {
            site: null,
            level: 'wrong',
            what: `The policy names the site “${policy.site}”, which the server does not know.`,
            remedy: `Write one of ${sites.map(({ name }) => name).join(', ') || 'its sites'}, or add the site to the file that JIRA_CONFIG names.`,
          },
        ];
  const unheard: Finding[] =
    heard?.kind !== 'unknown' || sites.every(({ webhookSecret }) => webhookSecret === null)
      ? []
      : [
          {
            site: null,
            level: 'note',
            what: `When webhooks came last is not known: ${heard.why}`,
            remedy:
              'Ask once Baton has been started, with its DATA_DIR or DATABASE_URL, as a user who may read what is there.',
          },
        ];
  return [...unheard, ...found.flat(), ...strangers];
}

async function examineSite(site: JiraSite, examination: Examination): Promise<readonly Finding[]> {
  const { url = null, timeout, heard = null, now = Date.now, create = createJira } = examination;
  const jira = create(site);
  const { found, server } = await askSite(jira, examination);
  const ofWebhooks = await examineWebhooks(reportOf(site), jira, { server, url, timeout, heard, now: now() });
  return [...found, ...ofWebhooks];
}

/** @returns `server`: null, where it cannot be asked */
async function askSite(
  jira: Jira,
  { policy, now = Date.now, create = createJira }: Examination,
): Promise<{ readonly found: readonly Finding[]; readonly server: JiraServer | null }> {
  const { site } = jira;
  const report = reportOf(site);
  try {
    const asked = now();
    const server = await serverOf(site, jira, create);
    const { flavour } = server;
    if (flavour !== site.flavour) {
      const what = `What answers is Jira ${nameOf(flavour)}, and the configuration says ${site.flavour}.`;
      const remedy = `Write "flavour: ${flavour}" at sites.${site.name}, with the account that belongs to it.`;
      return { found: [report.wrong(what, remedy)], server: null };
    }
    const clock = clockFinding(report, server, (asked + now()) / 2);
    const self = await jira.myself();
    const found = [
      report.ok(`Jira ${server.version} (${nameOf(flavour)}) answers at ${site.apiUrl}.`),
      report.ok(`Our account there is ${self.name} (${self.id}).`),
      clock,
      ...(await examineRights(jira, report, policy?.site === site.name ? policy : null)),
    ];
    return { found, server };
  } catch (error) {
    return { found: [report.failed(error)], server: null };
  }
}

async function examineRights(
  jira: Jira,
  report: Report,
  policy: JiraPart | null,
): Promise<readonly Finding[]> {
  const projects = [
    ...new Set([...[...jira.site.repositories.values()].flat(), ...(policy?.projects ?? [])]),
  ];
  const ofProjects = await Promise.all(
    projects.map((key) => orFailed(report, () => examineProject(jira, report, key, policy))),
  );
  return [
    ...(await orFailed(report, () => browsing(jira, report, projects, policy))),
    ...ofProjects.flat(),
    ...(policy === null ? [] : await examinePolicy(jira, report, policy)),
  ];
}

/** Asks as the other flavour, too, before it gives up: a wrong flavour looks like no Jira at all. */
async function serverOf(site: JiraSite, jira: Jira, create: (site: JiraSite) => Jira): Promise<JiraServer> {
  try {
    return await jira.server();
  } catch (error) {
    if (error instanceof JiraRefused) throw error;
    const flavour = site.flavour === 'cloud' ? 'data-center' : 'cloud';
    const other = await create({ ...site, flavour })
      .server()
      .catch(() => null);
    if (other === null || other.flavour === site.flavour) throw error;
    return other;
  }
}

function nameOf(flavour: Flavour): string {
  return flavour === 'cloud' ? 'Cloud' : 'Data Center';
}

function clockFinding({ ok, note, wrong }: Report, { time }: JiraServer, at: number): Finding {
  if (time === null) return note('Jira does not say what time it is there.', 'Compare the clocks by hand.');
  const off = Math.round((time - at) / 1000);
  if (Math.abs(time - at) <= near) return ok('Its clock and ours agree within a minute.');
  return wrong(
    `Its clock is ${Math.abs(off)} seconds ${off > 0 ? 'ahead of' : 'behind'} ours.`,
    'Let both machines take their time from the network (NTP).',
  );
}

async function browsing(
  jira: Jira,
  { ok, note, wrong }: Report,
  [project]: readonly string[],
  policy: JiraPart | null,
): Promise<readonly Finding[]> {
  if (project === undefined) return [];
  const held = await jira.permissions(project, [browseGroups]);
  if (held === null) return [];
  if (held.includes(browseGroups)) return [ok('Our account may see who is in which group.')];
  const what = 'Our account may not see who is in which group.';
  const remedy = 'Give it the global permission “Browse users and groups”.';
  const isNeeded = Object.values(policy?.roles ?? {}).some(({ groups }) => groups.length > 0);
  return [isNeeded ? wrong(what, remedy) : note(what, remedy)];
}

async function examineProject(
  jira: Jira,
  report: Report,
  key: string,
  policy: JiraPart | null,
): Promise<readonly Finding[]> {
  const { ok, wrong } = report;
  const isConfigured = [...jira.site.repositories.values()].some((keys) => keys.includes(key));
  const known = isConfigured
    ? []
    : [
        wrong(
          `${key}: the policy names it, and no repository may see it.`,
          `Add ${key} to the repository at sites.${jira.site.name}.repositories, or take it out of the policy.`,
        ),
      ];
  if ((await jira.project(key)) === null)
    return [
      ...known,
      wrong(
        `${key}: there is no such project, or our account may not see it.`,
        `Give the account the project permission “Browse projects” there, or mend the key.`,
      ),
    ];
  const held =
    (await jira.permissions(
      key,
      permissions.map(([name]) => name),
    )) ?? [];
  const missing = permissions.filter(([name]) => !held.includes(name));
  const may = ['see issues', ...permissions.filter((each) => !missing.includes(each)).map((each) => each[2])];
  return [
    ...known,
    ok(`${key}: our account may ${may.join(', ')}.`),
    ...missing.map(([, name, act]) =>
      wrong(`${key}: our account may not ${act}.`, `Give it the project permission “${name}” in ${key}.`),
    ),
    await rolesFinding(jira, report, key, policy),
  ];
}

/** Whether we see who is in a project role: it is what a policy needs that names one. */
async function rolesFinding(
  jira: Jira,
  { ok, note, wrong }: Report,
  key: string,
  policy: JiraPart | null,
): Promise<Finding> {
  try {
    const [first] = (await jira.roles(key)) ?? [];
    if (first !== undefined && (await jira.actorsIn(key, first.id)) !== null)
      return ok(`${key}: our account may see who is in a project role.`);
  } catch (error) {
    if (!(error instanceof JiraRefused) || error.what === 'token') throw error;
  }
  const isNeeded =
    policy?.projects.includes(key) === true &&
    Object.values(policy.roles).some(({ projectRoles }) => projectRoles.length > 0);
  const what = `${key}: our account may not see who is in a project role.`;
  return isNeeded
    ? wrong(
        what,
        `Give it the project permission “Administer projects” in ${key}, or name groups in the policy.`,
      )
    : note(
        what,
        `To name project roles in a policy, give it the permission “Administer projects” in ${key}.`,
      );
}
