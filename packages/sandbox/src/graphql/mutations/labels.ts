/** Mutations of a repository's labels. */
import type { CreateLabelInput, DeleteLabelInput, UpdateLabelInput } from '@octokit/graphql-schema';
import { createLabel, deleteLabel, updateLabel } from '../../actions/index.ts';
import type { Fields } from '../context.ts';
import { findNodeOf } from '../visible.ts';

type Input<I> = { readonly input: I };

export const labelMutations: Fields<unknown> = {
  createLabel: (_, { input }: Input<CreateLabelInput>, { world, viewer }) => {
    const repository = findNodeOf(world, viewer, input.repositoryId, ['Repository']);
    const label = createLabel(world, viewer, repository, {
      name: input.name,
      color: input.color,
      description: input.description ?? null,
    });
    return { clientMutationId: input.clientMutationId ?? null, label };
  },
  updateLabel: (_, { input }: Input<UpdateLabelInput>, { world, viewer }) => {
    const label = findNodeOf(world, viewer, input.id, ['Label']);
    updateLabel(world, viewer, label, {
      ...(input.name == null ? {} : { name: input.name }),
      ...(input.color == null ? {} : { color: input.color }),
      ...(input.description == null ? {} : { description: input.description }),
    });
    return { clientMutationId: input.clientMutationId ?? null, label };
  },
  deleteLabel: (_, { input }: Input<DeleteLabelInput>, { world, viewer }) => {
    deleteLabel(world, viewer, findNodeOf(world, viewer, input.id, ['Label']));
    return { clientMutationId: input.clientMutationId ?? null };
  },
};
