/**
 * Which checks have to pass before something is merged into a branch, with the permissions that Baton has: rules need
 * `Metadata`, and of a branch's own protection whoever reads `Contents` is told its required checks ("Get rules for a
 * branch", "Get a branch"). The events that tell of changes (`branch_protection_rule`, `repository_ruleset`) need
 * `Administration`, which Baton does not ask for.
 */
import { z } from 'zod';

import {
  checkName,
  requirementOf,
  type RequiredHere,
  type RequiredRead,
  type Requirement,
} from '../../handoff/index.ts';
import { type GitHub, read, readAll, type Rest } from '../client/index.ts';

export type Requirements = {
  /**
   * What a branch requires of Baton's check.
   * @throws {TryLater}
   */
  readonly requirement: (installation: number, repository: string, branch: string) => Promise<Requirement>;
  /**
   * Every check that a branch requires.
   * @throws {TryLater}
   */
  readonly requiredOn: (installation: number, repository: string, branch: string) => Promise<RequiredRead>;
};

/** Whom a check has to come from: an App by its ID; in older protections -1 stands for anyone. */
const app = z
  .number()
  .nullish()
  .transform((id) => (id == null || id < 0 ? null : id));
const rule = z.object({
  type: z.string(),
  ruleset_id: z.number().optional(),
  ruleset_source_type: z.string().optional(),
  ruleset_source: z.string().optional(),
  parameters: z
    .object({
      required_status_checks: z.array(z.object({ context: z.string(), integration_id: app })).default([]),
    })
    .optional(),
});
const protectedBranch = z.object({
  protection: z
    .object({
      enabled: z.boolean().optional(),
      required_status_checks: z
        .object({
          enforcement_level: z.string().optional(),
          contexts: z.array(z.string()).default([]),
          checks: z.array(z.object({ context: z.string(), app_id: app })).optional(),
        })
        .optional(),
    })
    .optional(),
});

/** More pages of rules than any branch has. */
const most = 5;
const isAboutPlan = (message: string): boolean => /upgrade to github/i.test(message);

/** All that a branch requires. @throws {TryLater} */
async function readRequired(rest: Rest, repository: string, branch: string): Promise<RequiredRead> {
  const [owner, repo] = repository.split('/');
  const where = { owner, repo, branch };
  const rules = await readAll(rest, 'GET /repos/{owner}/{repo}/rules/branches/{branch}', where, most);
  const own = await read(rest, 'GET /repos/{owner}/{repo}/branches/{branch}', where);
  const byRules = rules.kind === 'found' ? rules.data.flatMap(fromRule) : [];
  const byProtection = own.kind === 'found' ? fromProtection(own.data) : [];
  const unread = [
    ...(rules.kind === 'forbidden' && !isAboutPlan(rules.message)
      ? [`GitHub refuses to show the rules (${rules.message})`]
      : []),
    ...(rules.kind === 'missing' ? ['GitHub does not show the rules'] : []),
    ...(byProtection === null ? ['GitHub does not say what the branch’s protection requires'] : []),
    ...(own.kind === 'forbidden' ? [`GitHub refuses to show the branch (${own.message})`] : []),
    ...(own.kind === 'missing' ? ['GitHub does not show the branch'] : []),
  ];
  return {
    checks: [...byRules, ...(byProtection ?? [])],
    hasPlan: !(rules.kind === 'forbidden' && isAboutPlan(rules.message)),
    unread: unread[0] ?? null,
  };
}

function fromRule(one: unknown): readonly RequiredHere[] {
  const { type, parameters, ruleset_id, ruleset_source_type, ruleset_source } = rule.parse(one);
  if (type !== 'required_status_checks') return [];
  const organization = ruleset_source_type === 'Organization' ? (ruleset_source ?? null) : null;
  const source = { kind: 'ruleset', ruleset: ruleset_id ?? 0, organization } as const;
  return (parameters?.required_status_checks ?? []).map(({ context, integration_id }) => ({
    name: context,
    app: integration_id,
    source,
  }));
}

/** null: GitHub does not say. */
function fromProtection(branch: unknown): readonly RequiredHere[] | null {
  const { protection } = protectedBranch.parse(branch);
  const required = protection?.required_status_checks;
  if (required === undefined) return protection?.enabled === false ? [] : null;
  if (required.enforcement_level === 'off') return [];
  const source = { kind: 'protection' } as const;
  const checks = required.checks ?? required.contexts.map((context) => ({ context, app_id: null }));
  return checks.map(({ context, app_id }) => ({ name: context, app: app_id, source }));
}

export function createRequirements(github: GitHub): Requirements {
  const requiredOn: Requirements['requiredOn'] = async (installation, repository, branch) =>
    readRequired(await github.rest(installation), repository, branch);
  return {
    requiredOn,
    requirement: async (installation, repository, branch) =>
      requirementOf(await requiredOn(installation, repository, branch), checkName, (await github.self()).id),
  };
}
