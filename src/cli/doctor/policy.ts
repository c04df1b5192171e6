/** Whether the policy of a repository is valid, and whom it names is there. */
import * as z from 'zod';

import type { Ask, Reads } from '../../github/index.ts';
import type { Policy, Principal } from '../../policy/index.ts';
import { policyThere } from '../../reconcile/index.ts';
import { openStore } from '../../store/index.ts';
import type { Repository } from '../../tracker.ts';
import { reportOf, whyNot, whyUnread, type Finding, type Report } from './finding.ts';

export type PolicyExamined = {
  readonly findings: readonly Finding[];
  /** null: there is none that can be used. `isNone`: there is no file. */
  readonly policy: { readonly policy: Policy; readonly repository: Repository } | null;
  readonly isNone: boolean;
};

export async function examinePolicy(
  reads: Reads,
  installation: number,
  repository: string,
): Promise<PolicyExamined> {
  const { fine, warning, problem, unknown } = reportOf(repository);
  const store = await openStore(':memory:');
  const nothing = { policy: null, isNone: false } as const;
  try {
    const there = await policyThere({ reads, store }, installation, repository);
    if (there === null)
      return {
        findings: [unknown('policy', 'Its policy could not be read: GitHub doesn’t show the repository.')],
        ...nothing,
      };
    const { inForce } = there;
    switch (inForce.kind) {
      case 'none':
        return {
          findings: [
            warning(
              'policy',
              'There is no policy, so Baton does nothing here.',
              'Write .github/roles.yml, in this repository or in its owner’s repository .github.',
              `${there.repository.url}/new/${inPath(there.repository.defaultBranch ?? 'main')}?filename=.github/roles.yml`,
            ),
          ],
          policy: null,
          isNone: true,
        };
      case 'broken':
        return {
          findings: inForce.problems.map(({ file, line, column, message, hint }) =>
            problem(
              'policy',
              `The policy can’t be used: ${file}:${line}:${column} ${message}`,
              hint ?? 'Fix that line on the default branch. baton validate shows it.',
              `${inForce.url}#L${line}`,
            ),
          ),
          ...nothing,
        };
      case 'policy': {
        const { roles, gates, mode } = inForce.policy;
        const names = (all: readonly { readonly name: string }[]): string =>
          all.map(({ name }) => name).join(', ');
        const what = `The policy is valid. Roles: ${names(roles)}. Gates: ${names(gates)}.${mode === 'enforce' ? '' : ` With mode: ${mode} it blocks nothing.`}`;
        return {
          findings: [fine('policy', what)],
          policy: { policy: inForce.policy, repository: there.repository },
          isNone: false,
        };
      }
      default:
        return inForce satisfies never;
    }
  } catch (error) {
    const why = whyUnread(error);
    if (why === null) throw error;
    return {
      findings: [unknown('policy', `Its policy could not be read: ${why}`)],
      ...nothing,
    };
  } finally {
    await store.close();
  }
}

const inPath = (branch: string): string => branch.split('/').map(encodeURIComponent).join('/');

/** Whether those whom the policy names are there. */
export async function examineNames(
  ask: Ask,
  repository: string,
  policy: Policy,
): Promise<readonly Finding[]> {
  const report = reportOf(repository);
  const members = new Map<string, { readonly member: Principal; readonly roles: string[] }>();
  for (const { name, members: some } of policy.roles)
    for (const member of some) {
      const key = (member.kind === 'team' ? `${member.org}/${member.slug}` : member.login).toLowerCase();
      const known = members.get(key) ?? { member, roles: [] };
      known.roles.push(name);
      members.set(key, known);
    }
  const found: Finding[] = [];
  // One after the other: GitHub asks for that.
  for (const { member, roles } of members.values())
    found.push(
      ...(member.kind === 'team'
        ? await teamFindings(ask, report, member, roles)
        : await personFindings(ask, report, member.login, roles)),
    );
  const isFine = found.every(({ severity }) => severity === 'fine');
  return isFine && members.size > 0
    ? [report.fine('people', `Everybody that the policy names is there (${members.size}).`)]
    : found.filter(({ severity }) => severity !== 'fine');
}

const teamShape = z.object({ html_url: z.string().optional(), privacy: z.string().optional() });

async function teamFindings(
  ask: Ask,
  { fine, warning, problem, unknown }: Report,
  { org, slug }: Extract<Principal, { kind: 'team' }>,
  roles: readonly string[],
): Promise<readonly Finding[]> {
  const name = `@${org}/${slug}`;
  const of = roles.join(', ');
  const where = { org, team_slug: slug };
  const asked = await ask('GET /orgs/{org}/teams/{team_slug}', where);
  if (asked.kind === 'refused' && asked.status === 404)
    return [
      problem(
        'teams',
        `The team ${name} (role ${of}) is not there, or Baton can’t see it.`,
        `Check its name. A secret team can be seen only where the App may read the members of ${org}.`,
      ),
    ];
  if (asked.kind === 'refused' && asked.status === 403)
    return [
      problem(
        'teams',
        `The team ${name} (role ${of}) can’t be read: GitHub refuses it (${asked.message}).`,
        `The App needs the permission “Members: read-only” on ${org}, and an owner has to accept it.`,
      ),
    ];
  if (asked.kind !== 'found')
    return [
      unknown(
        'teams',
        `Whether the team ${name} (role ${of}) is there could not be found out: ${whyNot(asked)}`,
      ),
    ];
  const { html_url: page = null, privacy } = teamShape.parse(asked.data);
  const members = await ask('GET /orgs/{org}/teams/{team_slug}/members', { ...where, per_page: 1 });
  if (members.kind !== 'found')
    return [
      unknown('teams', `Who is in the team ${name} (role ${of}) could not be found out: ${whyNot(members)}`),
    ];
  if (Array.isArray(members.data) && members.data.length === 0)
    return [
      warning(
        'teams',
        `The team ${name} (role ${of}) has no members.`,
        'Add somebody, or name another team.',
        page,
      ),
    ];
  if (privacy === 'secret')
    return [
      warning(
        'teams',
        `The team ${name} (role ${of}) is secret, so Baton doesn’t show its name and can’t mention it.`,
        'Make it visible in its settings, unless that is meant.',
        page === null ? null : `${page}/edit`,
      ),
    ];
  return [fine('teams', `The team ${name} is there.`)];
}

async function personFindings(
  ask: Ask,
  { fine, problem, unknown }: Report,
  login: string,
  roles: readonly string[],
): Promise<readonly Finding[]> {
  const asked = await ask('GET /users/{username}', { username: login });
  if (asked.kind === 'found') return [fine('people', `@${login} is there.`)];
  if (asked.kind === 'refused' && asked.status === 404)
    return [
      problem(
        'people',
        `Nobody is called @${login} (role ${roles.join(', ')}) on this GitHub.`,
        'Check the spelling, or whether the account has another name now.',
      ),
    ];
  return [unknown('people', `Whether @${login} is there could not be found out: ${whyNot(asked)}`)];
}
