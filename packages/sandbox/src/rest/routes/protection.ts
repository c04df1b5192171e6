/** What protects a branch ("REST API endpoints for branches", "… for protected branches", "… for rules"). */
import { hasProtection, requiredOn, rulesetsOn } from '../../actions/index.ts';
import type { JsonObject } from '../../json.ts';
import type { RequiredCheck, Repository } from '../../model/index.ts';
import { Refusal } from '../../refusal.ts';
import { nameWithOwner, repositoryPage, repositoryUrl, showCommit } from '../../show/index.ts';
import { commitOf } from '../../git.ts';
import { demand } from '../../viewer.ts';
import { ok, page, param, repositoryOf, repositoryToRead, type Call, type Routes } from '../call.ts';

/** What a plan without protected branches is answered, of private repositories alone. */
function demandPlan(call: Call, repository: Repository): void {
  if (hasProtection(call.world, repository)) return;
  throw new Refusal(
    'FORBIDDEN',
    'Upgrade to GitHub Pro or make this repository public to enable this feature.',
  );
}

const showChecks = (checks: readonly RequiredCheck[]): JsonObject => ({
  contexts: checks.map(({ name }) => name),
  checks: checks.map(({ name, app }) => ({ context: name, app_id: app?.id ?? null })),
});

export const protectionRoutes: Routes = {
  // Whoever may read the contents is told which checks the branch's protection requires, and nothing else of it.
  'GET /repos/{owner}/{repo}/branches/{branch}': (call) => {
    const { world } = call;
    const repository = repositoryToRead(call, 'contents');
    const branch = repository.branches.get(param(call, 'branch'));
    if (branch === undefined) throw new Refusal('NOT_FOUND', 'Branch not found');
    const protection = hasProtection(world, repository) ? repository.protections.get(branch.name) : undefined;
    const checks = protection?.requiredChecks ?? [];
    const self = `${repositoryUrl(world, repository)}/branches/${branch.name}`;
    return ok({
      name: branch.name,
      commit: showCommit(world, commitOf(repository, branch.oid)),
      _links: { self, html: `${repositoryPage(world, repository)}/tree/${branch.name}` },
      protected: protection !== undefined || requiredOn(world, repository, branch.name).length > 0,
      protection: {
        enabled: protection !== undefined,
        required_status_checks: {
          enforcement_level: checks.length === 0 ? 'off' : 'non_admins',
          ...showChecks(checks),
        },
      },
      protection_url: `${self}/protection`,
    });
  },
  'GET /repos/{owner}/{repo}/branches/{branch}/protection': (call) => {
    const { world } = call;
    const repository = repositoryOf(call);
    demand(call.viewer, repository, { role: 'admin', app: { administration: 'read' } }, 'Protection');
    demandPlan(call, repository);
    const branch = param(call, 'branch');
    if (!repository.branches.has(branch)) throw new Refusal('NOT_FOUND', 'Branch not found');
    const protection = repository.protections.get(branch);
    if (protection === undefined) throw new Refusal('NOT_FOUND', 'Branch not protected');
    const url = `${repositoryUrl(world, repository)}/branches/${branch}/protection`;
    const { requiredChecks } = protection;
    return ok({
      url,
      enforce_admins: { url: `${url}/enforce_admins`, enabled: false },
      ...(requiredChecks.length === 0
        ? {}
        : {
            required_status_checks: {
              url: `${url}/required_status_checks`,
              strict: false,
              contexts_url: `${url}/required_status_checks/contexts`,
              ...showChecks(requiredChecks),
            },
          }),
    });
  },
  // Everybody who sees the repository may ask; the branch need not be there.
  'GET /repos/{owner}/{repo}/rules/branches/{branch}': (call) => {
    const repository = repositoryOf(call);
    demandPlan(call, repository);
    const rules = rulesetsOn(call.world, repository, param(call, 'branch'));
    return page(call, rules, ({ id, source, requiredChecks }) => ({
      type: 'required_status_checks',
      parameters: {
        required_status_checks: requiredChecks.map(({ name, app }) => ({
          context: name,
          ...(app === null ? {} : { integration_id: app.id }),
        })),
        strict_required_status_checks_policy: false,
        do_not_enforce_on_create: false,
      },
      ruleset_source_type: source.kind,
      ruleset_source: source.kind === 'Repository' ? nameWithOwner(source) : source.login,
      ruleset_id: id,
    }));
  },
};
