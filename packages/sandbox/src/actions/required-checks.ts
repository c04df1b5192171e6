/** Whether the checks that a branch requires have passed. */
import {
  latestRuns,
  type CheckRun,
  type Repository,
  type RequiredCheck,
  type Ruleset,
  type World,
} from '../model/index.ts';

/** "About protected branches": with GitHub Free, public repositories alone have them. */
export function hasProtection(world: World, repository: Repository): boolean {
  return !repository.private || !world.freePlans.has(repository.owner);
}

/** The rules that apply to a branch of that name, whether it is there or not. */
export function rulesetsOn(world: World, repository: Repository, branch: string): readonly Ruleset[] {
  if (!hasProtection(world, repository)) return [];
  return world.rulesets.filter(({ source, enforcement, branches, repositories }) => {
    const isHere =
      source === repository ||
      (source === repository.owner && (repositories === 'all' || repositories.includes(repository.name)));
    return isHere && enforcement === 'active' && branches.some((name) => fits(name, repository, branch));
  });
}

/** What must have passed before something is merged into a branch: by its protection, and by rules. */
export function requiredOn(world: World, repository: Repository, branch: string): readonly RequiredCheck[] {
  const byProtection = hasProtection(world, repository) ? repository.protections.get(branch) : undefined;
  return [
    ...(byProtection?.requiredChecks ?? []),
    ...rulesetsOn(world, repository, branch).flatMap(({ requiredChecks }) => requiredChecks),
  ];
}

/** "Creating rulesets for a repository", fnmatch: `*` matches no slash, `**` does. */
function fits(name: string, { defaultBranch }: Repository, branch: string): boolean {
  if (name === '~ALL') return true;
  if (name === '~DEFAULT_BRANCH') return branch === defaultBranch;
  const pattern = name
    .split(/(\*\*|\*)/)
    .map((part) =>
      part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`),
    );
  return new RegExp(`^${pattern.join('')}$`).test(branch);
}

/** Runs on a commit, newest of each name and App. */
export function runsOn(repository: Repository, oid: string): CheckRun[] {
  return repository.suites
    .filter((suite) => suite.headOid === oid)
    .flatMap((suite) => latestRuns(suite.runs));
}

/** Why a commit may not be merged yet, in GitHub's words; null: every required check has passed. */
export function missingCheck(
  repository: Repository,
  required: readonly RequiredCheck[],
  oid: string,
): { why: string; failed: boolean } | null {
  for (const check of required) {
    const run = runsOn(repository, oid).findLast(
      (one) => one.name === check.name && (check.app === null || one.suite.app === check.app),
    );
    if (run === undefined)
      return { why: `Required status check "${check.name}" is expected.`, failed: false };
    if (run.status !== 'completed')
      return { why: `Required status check "${check.name}" is in progress.`, failed: false };
    if (!['success', 'neutral', 'skipped'].includes(run.conclusion ?? '')) {
      return { why: `Required status check "${check.name}" is failing.`, failed: true };
    }
  }
  return null;
}
