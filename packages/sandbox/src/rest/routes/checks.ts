/** Check runs and suites ("REST API endpoints for check runs"). */
import { z } from 'zod';
import {
  type CheckChange,
  createRun,
  findRun,
  rerequestRun,
  rerequestSuite,
  runsOn,
  updateRun,
} from '../../actions/index.ts';
import { resolveRevision } from '../../git.ts';
import { checkStatuses, conclusions, type CheckSuite, type Repository } from '../../model/index.ts';
import { notFound, unprocessable } from '../../refusal.ts';
import { showAnnotation, showRun, showSuite } from '../../show/index.ts';
import {
  created,
  input,
  ok,
  page,
  param,
  repositoryOf,
  repositoryToRead,
  type Call,
  type Routes,
} from '../call.ts';

const annotation = z.object({
  path: z.string(),
  start_line: z.number(),
  end_line: z.number(),
  start_column: z.number().optional(),
  end_column: z.number().optional(),
  annotation_level: z.enum(['notice', 'warning', 'failure']),
  message: z.string(),
  title: z.string().optional(),
  raw_details: z.string().optional(),
});
const change = z.object({
  name: z.string().optional(),
  status: z.enum(checkStatuses).optional(),
  conclusion: z.enum(conclusions).optional(),
  started_at: z.string().optional(),
  completed_at: z.string().optional(),
  details_url: z.string().optional(),
  external_id: z.string().optional(),
  output: z
    .object({
      title: z.string().optional(),
      summary: z.string().optional(),
      text: z.string().optional(),
      annotations: z.array(annotation).optional(),
    })
    .optional(),
});
const draft = change.extend({ name: z.string(), head_sha: z.string() });

function changeOf(body: z.infer<typeof change>): CheckChange {
  const { output } = body;
  return {
    ...(body.name === undefined ? {} : { name: body.name }),
    ...(body.status === undefined ? {} : { status: body.status }),
    ...(body.conclusion === undefined ? {} : { conclusion: body.conclusion }),
    ...(body.started_at === undefined ? {} : { startedAt: Date.parse(body.started_at) }),
    ...(body.completed_at === undefined ? {} : { completedAt: Date.parse(body.completed_at) }),
    ...(body.details_url === undefined ? {} : { detailsUrl: body.details_url }),
    ...(body.external_id === undefined ? {} : { externalId: body.external_id }),
    ...(output === undefined
      ? {}
      : {
          output: {
            title: output.title ?? null,
            summary: output.summary ?? null,
            text: output.text ?? null,
            annotations: (output.annotations ?? []).map((one) => ({
              path: one.path,
              startLine: one.start_line,
              endLine: one.end_line,
              startColumn: one.start_column ?? null,
              endColumn: one.end_column ?? null,
              level: one.annotation_level,
              message: one.message,
              title: one.title ?? null,
              rawDetails: one.raw_details ?? null,
            })),
          },
        }),
  };
}

function revision(call: Call, repository: Repository): string {
  const commit = resolveRevision(repository, param(call, 'ref'));
  if (commit === undefined) throw unprocessable(`No commit found for SHA: ${param(call, 'ref')}`);
  return commit.oid;
}

function suiteOf(call: Call): CheckSuite {
  const suite = repositoryToRead(call, 'checks').suites.find(
    (one) => one.id === Number(param(call, 'check_suite_id')),
  );
  if (suite === undefined) throw notFound();
  return suite;
}

const runOf = (call: Call) => findRun(repositoryToRead(call, 'checks'), Number(param(call, 'check_run_id')));
const oneRun = '/repos/{owner}/{repo}/check-runs/{check_run_id}';

export const checkRoutes: Routes = {
  'POST /repos/{owner}/{repo}/check-runs': (call) => {
    const body = input(call, draft);
    return created(
      showRun(
        call.world,
        createRun(call.world, call.viewer, repositoryOf(call), body.head_sha, body.name, changeOf(body)),
      ),
    );
  },
  [`GET ${oneRun}`]: (call) => ok(showRun(call.world, runOf(call))),
  [`PATCH ${oneRun}`]: (call) => {
    const run = runOf(call);
    updateRun(call.world, call.viewer, run, changeOf(input(call, change)));
    return ok(showRun(call.world, run));
  },
  [`GET ${oneRun}/annotations`]: (call) => {
    const run = runOf(call);
    return page(call, run.annotations, (one) => showAnnotation(call.world, run, one));
  },
  [`POST ${oneRun}/rerequest`]: (call) => {
    rerequestRun(call.world, call.viewer, runOf(call));
    return created({});
  },
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': (call) => {
    const repository = repositoryToRead(call, 'checks');
    const oid = revision(call, repository);
    const { query } = call;
    const all = repository.suites.filter((suite) => suite.headOid === oid).flatMap((suite) => suite.runs);
    const chosen = (query.get('filter') === 'all' ? all : runsOn(repository, oid)).filter(
      (run) =>
        (query.get('check_name') === null || run.name === query.get('check_name')) &&
        (query.get('status') === null || run.status === query.get('status')) &&
        (query.get('app_id') === null || run.suite.app.id === Number(query.get('app_id'))),
    );
    return page(
      call,
      chosen,
      (run) => showRun(call.world, run),
      (list, total) => ({ total_count: total, check_runs: list }),
    );
  },
  'GET /repos/{owner}/{repo}/commits/{ref}/check-suites': (call) => {
    const repository = repositoryToRead(call, 'checks');
    const oid = revision(call, repository);
    const { query } = call;
    const chosen = repository.suites.filter(
      (suite) =>
        suite.headOid === oid &&
        (query.get('app_id') === null || suite.app.id === Number(query.get('app_id'))) &&
        (query.get('check_name') === null || suite.runs.some((run) => run.name === query.get('check_name'))),
    );
    return page(
      call,
      chosen,
      (suite) => showSuite(call.world, suite),
      (list, total) => ({ total_count: total, check_suites: list }),
    );
  },
  'GET /repos/{owner}/{repo}/check-suites/{check_suite_id}': (call) =>
    ok(showSuite(call.world, suiteOf(call))),
  'POST /repos/{owner}/{repo}/check-suites/{check_suite_id}/rerequest': (call) => {
    rerequestSuite(call.world, call.viewer, suiteOf(call));
    return created({});
  },
};
