import { createRun, updateRun } from '../../actions/index.js';
import { unknownNode } from '../failure.js';
import { findNodeOf } from '../visible.js';
function outputOf(output) {
    return {
        title: output.title,
        summary: output.summary,
        ...(output.text == null ? {} : { text: output.text }),
        annotations: (output.annotations ?? []).map((one) => ({
            path: one.path,
            message: one.message,
            title: one.title ?? null,
            rawDetails: one.rawDetails ?? null,
            level: one.annotationLevel.toLowerCase(),
            startLine: one.location.startLine,
            endLine: one.location.endLine,
            startColumn: one.location.startColumn ?? null,
            endColumn: one.location.endColumn ?? null,
        })),
    };
}
function changeOf(input) {
    return {
        ...(input.name == null ? {} : { name: input.name }),
        ...(input.status == null ? {} : { status: input.status.toLowerCase() }),
        ...(input.conclusion == null ? {} : { conclusion: input.conclusion.toLowerCase() }),
        ...(input.startedAt == null ? {} : { startedAt: Date.parse(input.startedAt) }),
        ...(input.completedAt == null ? {} : { completedAt: Date.parse(input.completedAt) }),
        ...(input.detailsUrl == null ? {} : { detailsUrl: input.detailsUrl }),
        ...(input.externalId == null ? {} : { externalId: input.externalId }),
        ...(input.output == null ? {} : { output: outputOf(input.output) }),
    };
}
export const checkMutations = {
    createCheckRun: (_, { input }, { world, viewer }) => {
        const repository = findNodeOf(world, viewer, input.repositoryId, ['Repository']);
        const checkRun = createRun(world, viewer, repository, input.headSha, input.name, changeOf(input));
        return { clientMutationId: input.clientMutationId ?? null, checkRun };
    },
    updateCheckRun: (_, { input }, { world, viewer }) => {
        const repository = findNodeOf(world, viewer, input.repositoryId, ['Repository']);
        const checkRun = findNodeOf(world, viewer, input.checkRunId, ['CheckRun']);
        if (checkRun.suite.repository !== repository)
            throw unknownNode(input.checkRunId);
        updateRun(world, viewer, checkRun, changeOf(input));
        return { clientMutationId: input.clientMutationId ?? null, checkRun };
    },
};
