import { createLabel, deleteLabel, updateLabel } from '../../actions/index.js';
import { findNodeOf } from '../visible.js';
export const labelMutations = {
    createLabel: (_, { input }, { world, viewer }) => {
        const repository = findNodeOf(world, viewer, input.repositoryId, ['Repository']);
        const label = createLabel(world, viewer, repository, {
            name: input.name,
            color: input.color,
            description: input.description ?? null,
        });
        return { clientMutationId: input.clientMutationId ?? null, label };
    },
    updateLabel: (_, { input }, { world, viewer }) => {
        const label = findNodeOf(world, viewer, input.id, ['Label']);
        updateLabel(world, viewer, label, {
            ...(input.name == null ? {} : { name: input.name }),
            ...(input.color == null ? {} : { color: input.color }),
            ...(input.description == null ? {} : { description: input.description }),
        });
        return { clientMutationId: input.clientMutationId ?? null, label };
    },
    deleteLabel: (_, { input }, { world, viewer }) => {
        deleteLabel(world, viewer, findNodeOf(world, viewer, input.id, ['Label']));
        return { clientMutationId: input.clientMutationId ?? null };
    },
};
