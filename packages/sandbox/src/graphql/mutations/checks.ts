/** Mutations of check runs. */
import type { CheckRunOutput, CreateCheckRunInput, UpdateCheckRunInput } from '@octokit/graphql-schema';
import { type CheckChange, type CheckOutput, createRun, updateRun } from '../../actions/index.ts';
import type { CheckStatus, Conclusion } from '../../model/index.ts';
import type { Fields } from '../context.ts';
import { unknownNode } from '../failure.ts';
import { findNodeOf } from '../visible.ts';

type Input<I> = { readonly input: I };

function outputOf(output: CheckRunOutput): CheckOutput {
  return {
    title: output.title,
    summary: output.summary,
    ...(output.text == null ? {} : { text: output.text }),
    annotations: (output.annotations ?? []).map((one) => ({
      path: one.path,
      message: one.message,
      title: one.title ?? null,
      rawDetails: one.rawDetails ?? null,
      level: one.annotationLevel.toLowerCase() as 'notice' | 'warning' | 'failure',
      startLine: one.location.startLine,
      endLine: one.location.endLine,
      startColumn: one.location.startColumn ?? null,
      endColumn: one.location.endColumn ?? null,
    })),
  };
}

function changeOf(input: Omit<UpdateCheckRunInput, 'checkRunId' | 'repositoryId'>): CheckChange {
  return {
    ...(input.name == null ? {} : { name: input.name }),
    ...(input.status == null ? {} : { status: input.status.toLowerCase() as CheckStatus }),
    ...(input.conclusion == null ? {} : { conclusion: input.conclusion.toLowerCase() as Conclusion }),
    ...(input.startedAt == null ? {} : { startedAt: Date.parse(input.startedAt as string) }),
    ...(input.completedAt == null ? {} : { completedAt: Date.parse(input.completedAt as string) }),
    ...(input.detailsUrl == null ? {} : { detailsUrl: input.detailsUrl as string }),
    ...(input.externalId == null ? {} : { externalId: input.externalId }),
    ...(input.output == null ? {} : { output: outputOf(input.output) }),
  };
}

export const checkMutations: Fields<unknown> = {
  createCheckRun: (_, { input }: Input<CreateCheckRunInput>, { world, viewer }) => {
    const repository = findNodeOf(world, viewer, input.repositoryId, ['Repository']);
    const checkRun = createRun(
      world,
      viewer,
      repository,
      input.headSha as string,
      input.name,
      changeOf(input),
    );
    return { clientMutationId: input.clientMutationId ?? null, checkRun };
  },
  updateCheckRun: (_, { input }: Input<UpdateCheckRunInput>, { world, viewer }) => {
    const repository = findNodeOf(world, viewer, input.repositoryId, ['Repository']);
    const checkRun = findNodeOf(world, viewer, input.checkRunId, ['CheckRun']);
    if (checkRun.suite.repository !== repository) throw unknownNode(input.checkRunId);
    updateRun(world, viewer, checkRun, changeOf(input));
    return { clientMutationId: input.clientMutationId ?? null, checkRun };
  },
};
