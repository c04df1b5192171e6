/** Check suites and check runs, and whether the required ones have passed. */
import {
  conclusions,
  identify,
  remember,
  suiteStatus,
  type Annotation,
  type App,
  type CheckRun,
  type CheckStatus,
  type CheckSuite,
  type Conclusion,
  type Push,
  type Repository,
  type World,
} from '../model/index.ts';
import { notForIntegrations, notFound, Refusal, unprocessable } from '../refusal.ts';
import { showRunInWebhook, showSuite } from '../show/index.ts';
import { actorOf, allows, demand, type Viewer } from '../viewer.ts';

const mostAnnotations = 50;
const longestOutput = 65535;

export type CheckOutput = {
  readonly title?: string | null;
  readonly summary?: string | null;
  readonly text?: string | null;
  readonly annotations?: readonly Annotation[];
};

export type CheckChange = {
  readonly name?: string;
  readonly status?: CheckStatus;
  readonly conclusion?: Conclusion | null;
  /** Milliseconds since the epoch. */
  readonly startedAt?: number;
  readonly completedAt?: number;
  readonly detailsUrl?: string;
  readonly externalId?: string;
  readonly output?: CheckOutput;
};

function reporter(viewer: Viewer): App {
  if (viewer.kind === 'installation') return viewer.installation.app;
  throw new Refusal('FORBIDDEN', 'You must authenticate via a GitHub App.');
}

function suiteOf(
  world: World,
  app: App,
  repository: Repository,
  headOid: string,
  headBranch: string | null,
  push: Push | null = null,
): CheckSuite {
  const known = repository.suites.find((one) => one.app === app && one.headOid === headOid);
  if (known !== undefined) return known;
  const at = world.clock.now();
  const branch =
    headBranch ?? [...repository.branches.values()].find((one) => one.oid === headOid)?.name ?? null;
  const suite: CheckSuite = {
    ...identify(world, 'CS'),
    kind: 'CheckSuite',
    repository,
    app,
    headOid,
    headBranch: branch,
    push,
    createdAt: at,
    updatedAt: at,
    runs: [],
  };
  repository.suites.push(remember(world, suite));
  return suite;
}

/** GitHub, "About status checks", on skipping checks: the last line of the message, after an empty one. */
const skipping = /\n\nskip-checks: *true\s*$/;

/** After a push, every App that may write checks gets a suite for the commit, and is told. */
export function requestSuites(
  world: World,
  viewer: Viewer,
  repository: Repository,
  oid: string,
  branch: string,
  before: string | null,
): void {
  if (skipping.test(repository.commits.get(oid)?.message ?? '')) return;
  const push: Push = { pusher: actorOf(viewer), before, after: oid };
  for (const installation of world.installations) {
    const reached =
      installation.account === repository.owner &&
      (installation.repositories === 'all' || installation.repositories.has(repository));
    if (!reached || !allows(installation.permissions['checks'], 'write')) continue;
    const suite = suiteOf(world, installation.app, repository, oid, branch, push);
    announceSuite(world, viewer, suite, 'requested');
  }
}

function announceSuite(
  world: World,
  viewer: Viewer,
  suite: CheckSuite,
  action: 'requested' | 'rerequested' | 'completed',
): void {
  world.announce({
    event: 'check_suite',
    action,
    sender: actorOf(viewer),
    repository: suite.repository,
    ...(action === 'completed' ? {} : { onlyTo: suite.app }),
    payload: () => {
      const { repository: _, ...shown } = showSuite(world, suite);
      return { check_suite: shown };
    },
  });
}

function announceRun(
  world: World,
  viewer: Viewer,
  run: CheckRun,
  action: 'created' | 'completed' | 'rerequested',
): void {
  world.announce({
    event: 'check_run',
    action,
    sender: actorOf(viewer),
    repository: run.suite.repository,
    ...(action === 'rerequested' ? { onlyTo: run.suite.app } : {}),
    payload: () => ({ check_run: showRunInWebhook(world, run) }),
  });
}

export function createRun(
  world: World,
  viewer: Viewer,
  repository: Repository,
  headOid: string,
  name: string,
  change: CheckChange,
): CheckRun {
  const app = reporter(viewer);
  demand(viewer, repository, { role: 'write', app: { checks: 'write' } }, 'CreateCheckRun');
  if (!repository.commits.has(headOid)) throw unprocessable(`No commit found for SHA: ${headOid}`);
  const at = world.clock.now();
  const run: CheckRun = {
    ...identify(world, 'CR'),
    kind: 'CheckRun',
    suite: suiteOf(world, app, repository, headOid, null),
    name,
    status: 'queued',
    conclusion: null,
    startedAt: change.startedAt ?? at,
    completedAt: null,
    detailsUrl: null,
    externalId: '',
    title: null,
    summary: null,
    text: null,
    annotations: [],
  };
  apply(world, run, change);
  run.suite.runs.push(remember(world, run));
  announceRun(world, viewer, run, 'created');
  settle(world, viewer, run, false);
  return run;
}

export function updateRun(world: World, viewer: Viewer, run: CheckRun, change: CheckChange): void {
  const app = reporter(viewer);
  demand(viewer, run.suite.repository, { role: 'write', app: { checks: 'write' } }, 'UpdateCheckRun');
  if (run.suite.app !== app) {
    throw new Refusal(
      'FORBIDDEN',
      `Invalid app_id \`${app.id}\` - check run can only be modified by the GitHub App that created it.`,
    );
  }
  const was = run.status === 'completed';
  apply(world, run, change);
  settle(world, viewer, run, was);
}

function apply(world: World, run: CheckRun, change: CheckChange): void {
  checkOutput(change.output);
  if (change.status === 'completed' && change.conclusion === undefined) {
    throw unprocessable(
      'Invalid request.\n\nIf status is completed, conclusion must be one of the following: ' +
        conclusions.join(', '),
    );
  }
  run.name = change.name ?? run.name;
  run.detailsUrl = change.detailsUrl ?? run.detailsUrl;
  run.externalId = change.externalId ?? run.externalId;
  run.startedAt = change.startedAt ?? run.startedAt;
  if (change.conclusion) {
    run.status = 'completed';
    run.conclusion = change.conclusion;
    run.completedAt = change.completedAt ?? world.clock.now();
  } else if (change.status !== undefined) {
    run.status = change.status;
    run.conclusion = null;
    run.completedAt = null;
  }
  if (change.output !== undefined) {
    run.title = change.output.title ?? run.title;
    run.summary = change.output.summary ?? run.summary;
    run.text = change.output.text ?? run.text;
    run.annotations.push(...(change.output.annotations ?? []));
  }
  run.suite.updatedAt = world.clock.now();
}

function checkOutput(output: CheckOutput | undefined): void {
  if ((output?.annotations?.length ?? 0) > mostAnnotations) {
    throw unprocessable(
      `Invalid request.\n\nNo more than ${mostAnnotations} items are allowed; ${output?.annotations?.length} were supplied.`,
    );
  }
  for (const part of ['summary', 'text'] as const) {
    if ((output?.[part]?.length ?? 0) > longestOutput) {
      throw unprocessable(
        `Invalid request.\n\nOnly ${longestOutput} characters are allowed; ${output?.[part]?.length} were supplied.`,
      );
    }
  }
}

function settle(world: World, viewer: Viewer, run: CheckRun, was: boolean): void {
  if (run.status !== 'completed' || was) return;
  announceRun(world, viewer, run, 'completed');
  if (suiteStatus(run.suite).status === 'completed') announceSuite(world, viewer, run.suite, 'completed');
}

/** "Re-run" on a check run: its App is asked to do it again; the run itself stays as it is until the App says otherwise. */
export function rerequestRun(world: World, viewer: Viewer, run: CheckRun): void {
  demandRerun(viewer, run.suite);
  announceRun(world, viewer, run, 'rerequested');
}

export function rerequestSuite(world: World, viewer: Viewer, suite: CheckSuite): void {
  demandRerun(viewer, suite);
  announceSuite(world, viewer, suite, 'rerequested');
}

function demandRerun(viewer: Viewer, suite: CheckSuite): void {
  if (viewer.kind === 'app') throw notForIntegrations();
  demand(viewer, suite.repository, { role: 'write', app: { checks: 'write' } }, 'RerequestCheckSuite');
}

export function findRun(repository: Repository, id: number): CheckRun {
  const run = repository.suites.flatMap((suite) => suite.runs).find((one) => one.id === id);
  if (run === undefined) throw notFound();
  return run;
}
