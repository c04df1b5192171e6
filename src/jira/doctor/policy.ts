/** Whether what a policy names is in Jira, and under which ids: names can be changed there, ids stay. */
import { isStatus } from '../../handoff/index.ts';
import type { JiraPart } from '../../policy/index.ts';
import { type JiraReading, JiraRefused } from '../client/index.ts';
import { fieldFindings } from './fields.ts';
import { orFailed, type Finding, type Report } from './finding.ts';
import type { JiraStatus, Named } from '../shapes.ts';
import { waysIn, type Ways } from '../read/index.ts';
import { sameText } from '../../same-text.ts';

/** A status that the policy names. */
type Wanted = {
  readonly status: string;
  /** Where it stands in the policy. */
  readonly place: string;
  /** Who moves issues there. */
  readonly by: 'people' | 'baton';
};

type Project = { readonly key: string; readonly statuses: readonly JiraStatus[] };

/** @param withWays false: whether transitions lead to the statuses is not asked, which takes many requests */
export async function examinePolicy(
  jira: JiraReading,
  report: Report,
  policy: JiraPart,
  withWays = true,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const projects: Project[] = [];
  for (const key of policy.projects)
    found.push(
      ...(await orFailed(report, async () => {
        const statuses = await jira.statusesOf(key);
        // One that is not there was told of already.
        if (statuses !== null) projects.push({ key, statuses });
        return [];
      })),
    );
  const parts = [
    () => statusFindings(report, wantedIn(policy), projects),
    ...(withWays ? [() => wayFindings(jira, report, wantedIn(policy), projects)] : []),
    () => fieldFindings(jira, report, policy, projects),
    () => holderFindings(jira, report, policy, projects),
  ];
  for (const part of parts) found.push(...(await orFailed(report, part)));
  return found;
}

function wantedIn({ gates, transitions }: JiraPart): readonly Wanted[] {
  const moves = [
    ['on-pull-request', transitions.onPullRequest],
    ['on-merge', transitions.onMerge],
    ['on-accept', transitions.onAccept],
  ] as const;
  return [
    ...Object.entries(gates).flatMap(([gate, sign]): readonly Wanted[] =>
      sign.kind === 'status' ? [{ status: sign.status, place: `jira.gates.${gate}`, by: 'people' }] : [],
    ),
    ...moves.flatMap(([name, status]): readonly Wanted[] =>
      status === null ? [] : [{ status, place: `jira.transitions.${name}`, by: 'baton' }],
    ),
  ];
}

async function statusFindings(
  { ok, note, wrong }: Report,
  wanted: readonly Wanted[],
  projects: readonly Project[],
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const { status, place } of wanted) {
    const hits = projects.flatMap(({ key, statuses }) =>
      statuses.filter((each) => isStatus(status, each)).map((each) => ({ key, ...each })),
    );
    for (const { key, statuses } of projects.filter(({ key }) => !hits.some((hit) => hit.key === key)))
      found.push(
        wrong(
          `${place}: ${key} has no status “${status}”.`,
          `Write one of ${statuses.map(({ id, name }) => `"${id}" (${name})`).join(', ')}.`,
        ),
      );
    const [first] = hits;
    if (first === undefined) continue;
    const ids = new Set(hits.map(({ id }) => id));
    if (ids.has(status)) found.push(ok(`${place}: "${status}" is “${first.name}”.`));
    else if (ids.size > 1)
      found.push(
        ok(`${place}: “${status}” is ${hits.map(({ key, id }) => `"${id}" in ${key}`).join(', ')}.`),
      );
    else found.push(note(`${place}: “${status}” is the status "${first.id}".`, write(first.id)));
  }
  return found;
}

/** Whether transitions lead to the statuses. */
async function wayFindings(
  jira: JiraReading,
  report: Report,
  wanted: readonly Wanted[],
  projects: readonly Project[],
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const project of projects) {
    const ways = await waysIn(jira, project.key, project.statuses);
    for (const each of wanted) {
      const status = project.statuses.find((one) => isStatus(each.status, one));
      if (status !== undefined) found.push(wayFinding(report, project, { ...each, to: status }, ways));
    }
  }
  return found;
}

const write = (id: string): string => `Write "${id}": an id stays when the name is changed.`;

function wayFinding(
  { ok, note, wrong }: Report,
  { key, statuses }: Project,
  { place, by, to }: Wanted & { readonly to: JiraStatus },
  { tried, ways }: Ways,
): Finding {
  const names = (all: readonly JiraStatus[]): string => all.map(({ name }) => `“${name}”`).join(', ');
  const leading = ways.filter((way) => way.to === to.id);
  const open = leading.filter(({ required }) => by === 'people' || required.length === 0);
  if (open.length > 0)
    return ok(
      `${place}: in ${key}, “${to.name}” can be reached from ${names(open.map(({ from }) => from))}.`,
    );
  const others = tried.filter(({ id }) => id !== to.id);
  if (others.length === 0)
    return note(
      `${place}: whether a transition leads to “${to.name}” in ${key} cannot be seen, because no issue stands elsewhere.`,
      `Create an issue in ${key}, and ask again.`,
    );
  const fields = [...new Set(leading.flatMap(({ required }) => required))];
  if (fields.length > 0)
    return wrong(
      `${place}: in ${key}, transitions to “${to.name}” want fields that Baton does not fill in (${fields.join(', ')}).`,
      'Add a transition to the workflow that needs no field, or give the fields a default.',
    );
  const what = `${place}: in ${key}, no transition that our account may use leads to “${to.name}” from ${names(others)}.`;
  const remedy = 'Add a transition to the workflow, or let our account use the one that is there.';
  // People may have ways that our account has not, and there may be ways from where no issue stands.
  const isCertain =
    by === 'baton' && statuses.every(({ id }) => id === to.id || tried.some((one) => one.id === id));
  return isCertain ? wrong(what, remedy) : note(what, remedy);
}

async function holderFindings(
  jira: JiraReading,
  report: Report,
  policy: JiraPart,
  projects: readonly Project[],
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const add = async (find: () => Promise<readonly Finding[]>): Promise<void> => {
    found.push(...(await orFailed(report, find)));
  };
  for (const [role, { groups, accounts, projectRoles }] of Object.entries(policy.roles)) {
    const place = `roles.${role}`;
    for (const group of groups)
      await add(async () => [groupFinding(report, place, group, await jira.group(group))]);
    for (const account of accounts)
      await add(async () => [
        accountFinding(report, place, account, (await jira.groupsOf({ id: account, key: null })) !== null),
      ]);
    for (const { key } of projects)
      if (projectRoles.length > 0)
        await add(() => roleFindings(jira, report, { place, project: key, projectRoles }));
  }
  return found;
}

function groupFinding(
  { ok, note, wrong }: Report,
  place: string,
  group: string,
  found: Named | null,
): Finding {
  if (found === null)
    return wrong(
      `${place}: there is no group “${group}”, or our account may not see it.`,
      'Write the name or the id of a group, and give the account the global permission “Browse users and groups”.',
    );
  if (sameText(found.id, group)) return ok(`${place}: the group “${found.name}” is there.`);
  return note(`${place}: “${group}” is the group "${found.id}".`, write(found.id));
}

function accountFinding({ ok, wrong }: Report, place: string, account: string, isThere: boolean): Finding {
  return isThere
    ? ok(`${place}: the account ${account} is there.`)
    : wrong(
        `${place}: there is no account ${account}, or our account may not see it.`,
        "Write the account's id, which ends the address of the profile (Cloud), or the user's name (Data Center).",
      );
}

async function roleFindings(
  jira: JiraReading,
  { ok, note, wrong }: Report,
  {
    place,
    project,
    projectRoles,
  }: { readonly place: string; readonly project: string; readonly projectRoles: readonly string[] },
): Promise<readonly Finding[]> {
  const roles = await jira.roles(project).catch((error: unknown) => {
    // Told of the project already.
    if (error instanceof JiraRefused && error.what === 'permission') return null;
    throw error;
  });
  if (roles === null) return [];
  return projectRoles.map((name) => {
    const found = roles.find((each) => sameText(each.id, name) || sameText(each.name, name));
    if (found === undefined)
      return wrong(
        `${place}: ${project} has no project role “${name}”.`,
        `Write one of ${roles.map((each) => `"${each.id}" (${each.name})`).join(', ')}.`,
      );
    if (found.id === name)
      return ok(`${place}: "${name}" is the project role “${found.name}” in ${project}.`);
    return note(`${place}: “${name}” is the project role "${found.id}" in ${project}.`, write(found.id));
  });
}
