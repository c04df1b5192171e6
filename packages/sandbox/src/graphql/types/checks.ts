/** Check suites and runs, and the rollup over all of a commit's. */
import type {
  CheckRunAnnotationsArgs,
  CheckRunIsRequiredArgs,
  CheckSuiteCheckRunsArgs,
  StatusCheckRollupContextsArgs,
} from '@octokit/graphql-schema';
import { requiredOn, runsOn } from '../../actions/index.ts';
import { timestamp, timestampOrNull } from '../../clock.ts';
import {
  latestRuns,
  suiteStatus,
  type Annotation,
  type CheckRun,
  type CheckSuite,
  type Commit,
  type Push,
} from '../../model/index.ts';
import { repositoryPage, runPage } from '../../show/index.ts';
import { connection } from '../connection.ts';
import type { Fields } from '../context.ts';
import { shown } from '../visible.ts';

const suite: Fields<CheckSuite> = {
  id: (one) => one.nodeId,
  databaseId: (one) => one.id,
  app: (one) => one.app,
  branch: (one) => (one.headBranch === null ? null : (one.repository.branches.get(one.headBranch) ?? null)),
  commit: (one) => one.repository.commits.get(one.headOid),
  status: (one) => suiteStatus(one).status.toUpperCase(),
  conclusion: (one) => suiteStatus(one).conclusion?.toUpperCase() ?? null,
  createdAt: (one) => timestamp(one.createdAt),
  updatedAt: (one) => timestamp(one.updatedAt),
  repository: (one) => one.repository,
  push: (one) => (one.push === null ? null : { ...one.push, suite: one }),
  url: (one, _, { world }) =>
    `${repositoryPage(world, one.repository)}/commit/${one.headOid}/checks?check_suite_id=${one.id}`,
  checkRuns: (one, args: CheckSuiteCheckRunsArgs) => {
    const filter = args.filterBy;
    const pool = filter?.checkType === 'ALL' ? one.runs : latestRuns(one.runs);
    const chosen = pool.filter(
      (run) =>
        (filter?.appId == null || filter.appId === one.app.id) &&
        (filter?.checkName == null || filter.checkName === run.name) &&
        (filter?.status == null || filter.status === run.status.toUpperCase()) &&
        (filter?.statuses == null || filter.statuses.some((status) => status === run.status.toUpperCase())) &&
        (filter?.conclusions == null ||
          filter.conclusions.some((conclusion) => conclusion === run.conclusion?.toUpperCase())),
    );
    return connection(chosen, args, 'checkRuns');
  },
};

const push: Fields<Push & { readonly suite: CheckSuite }> = {
  id: (one) => `PSH_${one.suite.nodeId}`,
  pusher: (one) => shown(one.pusher),
  previousSha: (one) => one.before ?? '0'.repeat(40),
  nextSha: (one) => one.after,
  repository: (one) => one.suite.repository,
};

const run: Fields<CheckRun> = {
  id: (one) => one.nodeId,
  databaseId: (one) => one.id,
  name: (one) => one.name,
  status: (one) => one.status.toUpperCase(),
  conclusion: (one) => one.conclusion?.toUpperCase() ?? null,
  startedAt: (one) => timestamp(one.startedAt),
  completedAt: (one) => timestampOrNull(one.completedAt),
  detailsUrl: (one, _, { world }) => one.detailsUrl ?? runPage(world, one),
  externalId: (one) => (one.externalId === '' ? null : one.externalId),
  title: (one) => one.title,
  summary: (one) => one.summary,
  text: (one) => one.text,
  url: (one, _, { world }) => runPage(world, one),
  permalink: (one, _, { world }) => runPage(world, one),
  resourcePath: (one, _, { world }) => runPage(world, one).slice(world.baseUrl.length),
  checkSuite: (one) => one.suite,
  repository: (one) => one.suite.repository,
  annotations: (one, args: CheckRunAnnotationsArgs) => connection(one.annotations, args, 'annotations'),
  isRequired: (one, args: CheckRunIsRequiredArgs, { world }) => {
    const pull =
      args.pullRequestNumber == null ? undefined : one.suite.repository.items.get(args.pullRequestNumber);
    const base = pull?.kind === 'PullRequest' ? pull.baseRef : one.suite.repository.defaultBranch;
    const required = requiredOn(world, one.suite.repository, base);
    return required.some(
      (check) => check.name === one.name && (check.app === null || check.app === one.suite.app),
    );
  },
};

const annotation: Fields<Annotation> = {
  path: (one) => one.path,
  message: (one) => one.message,
  title: (one) => one.title,
  rawDetails: (one) => one.rawDetails,
  annotationLevel: (one) => one.level.toUpperCase(),
  location: (one) => ({
    start: { line: one.startLine, column: one.startColumn },
    end: { line: one.endLine, column: one.endColumn },
  }),
};

/** Null where nothing was reported on the commit. */
export function rollupOf(commit: Commit): { commit: Commit; runs: CheckRun[] } | null {
  const runs = runsOn(commit.repository, commit.oid);
  return runs.length === 0 ? null : { commit, runs };
}

const rollup: Fields<NonNullable<ReturnType<typeof rollupOf>>> = {
  id: (one) => `SCR_${one.commit.oid}`,
  commit: (one) => one.commit,
  contexts: (one, args: StatusCheckRollupContextsArgs) => connection(one.runs, args, 'contexts'),
  state: (one) => {
    if (one.runs.some((each) => each.status !== 'completed')) return 'PENDING';
    const fine = one.runs.every((each) => ['success', 'neutral', 'skipped'].includes(each.conclusion ?? ''));
    return fine ? 'SUCCESS' : 'FAILURE';
  },
};

export const checkTypes = {
  CheckSuite: suite,
  Push: push,
  CheckRun: run,
  CheckAnnotation: annotation,
  StatusCheckRollup: rollup,
};
