/** A check report → the mutation that shows it. */
import type { Effect } from '../../handoff/index.ts';
import type { Repository } from '../../tracker.ts';
import { shortened, shortenedTitle } from './cut.ts';
import type { Mutation } from '../graphql/index.ts';

/** GitHub's limits (REST, "Create a check run"): characters of a summary, and annotations in one request. */
const longestSummary = 65_535;
const longestTitle = 255;
const mostAnnotations = 50;

/**
 * A check run with annotations is always made anew, even to say that none are left: GitHub adds annotations to those that
 * are there, and shows the newest run of a name.
 */
export function checkMutation(
  { check, report }: Extract<Effect, { kind: 'check' }>,
  repository: Repository,
  now: number,
): Mutation {
  const time = new Date(now).toISOString();
  const annotations = report.annotations?.slice(0, mostAnnotations).map((annotation) => ({
    path: annotation.path,
    message: annotation.message,
    annotationLevel: 'FAILURE',
    location: {
      startLine: annotation.line,
      endLine: annotation.line,
      startColumn: annotation.column,
      endColumn: annotation.column,
    },
  }));
  const input = {
    repositoryId: repository.id,
    name: report.name,
    ...(report.detailsUrl === undefined ? {} : { detailsUrl: report.detailsUrl }),
    output: {
      title: shortenedTitle(report.title, longestTitle),
      summary: shortened(report.summary, longestSummary),
      ...(annotations === undefined ? {} : { annotations }),
    },
    ...(report.conclusion === null
      ? { status: 'IN_PROGRESS' }
      : { status: 'COMPLETED', conclusion: report.conclusion.toUpperCase(), completedAt: time }),
  };
  return check === null || annotations !== undefined
    ? {
        name: 'createCheckRun',
        type: 'CreateCheckRunInput',
        input: { ...input, headSha: report.headSha, startedAt: time },
      }
    : { name: 'updateCheckRun', type: 'UpdateCheckRunInput', input: { ...input, checkRunId: check } };
}
