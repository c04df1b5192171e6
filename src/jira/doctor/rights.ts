/** Whether our account, and its token, may do what Baton does, and what a policy asks for. */
import type { JiraPart } from '../../policy/index.ts';
import { type Jira, JiraRefused } from '../client/index.ts';
import { examinePolicy } from './policy.ts';
import { orFailed, type Finding, type Report } from './finding.ts';

/** Jira's names of the project permissions ("Permissions for company-managed projects"), and what they let the account do. */
const permissions = [
  ['TRANSITION_ISSUES', 'Transition issues', 'move issues', 'move'],
  ['ADD_COMMENTS', 'Add comments', 'comment', 'comment'],
  ['EDIT_ISSUES', 'Edit issues', 'set labels', 'label'],
  ['LINK_ISSUES', 'Link issues', 'link pull requests', 'link'],
] as const;
const browseGroups = 'USER_PICKER';

export async function examineRights(
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
    ...(await orFailed(report, () => scopeFindings(jira, report))),
    ...(await orFailed(report, () => browsing(jira, report, projects, policy))),
    ...ofProjects.flat(),
    ...(policy === null ? [] : await examinePolicy(jira, report, policy)),
  ];
}

/** What the account may do says nothing of what its token may do, where tokens have scopes: at Atlassian's gateway. */
async function scopeFindings(jira: Jira, { ok, wrong }: Report): Promise<readonly Finding[]> {
  const { flavour, url, apiUrl, name } = jira.site;
  if (flavour !== 'cloud' || apiUrl === url) return [];
  const tried = await Promise.all(
    permissions.map(async ([, , act, writing]) => ({ act, may: await jira.mayWrite(writing) })),
  );
  const lacking = tried.filter(({ may }) => !may).map(({ act }) => act);
  return [
    lacking.length === 0
      ? ok('The scopes of its token let it write, as far as Jira tells where nothing is written.')
      : wrong(
          `The scopes of its token do not let it ${lacking.join(', ')}, whatever the account may do.`,
          `Make a token that has write:jira-work, too, beside read:jira-work and read:jira-user, and put it where sites.${name}.auth names it.`,
        ),
  ];
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
        `Give the account the project permission “Browse projects” there, or fix the key.`,
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
