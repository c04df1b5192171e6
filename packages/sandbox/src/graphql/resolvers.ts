/** All resolvers, by type. What is not here is not played. */
import type { AnyFields } from './context.ts';
import { mutations } from './mutations/index.ts';
import { accountTypes } from './types/accounts.ts';
import { checkTypes } from './types/checks.ts';
import { gitTypes } from './types/git.ts';
import { itemTypes } from './types/items.ts';
import { labelTypes } from './types/labels.ts';
import { pullTypes } from './types/pulls.ts';
import { queryTypes } from './types/query.ts';
import { repositoryTypes } from './types/repository.ts';
import { timelineTypes } from './types/timeline.ts';
import { writingTypes } from './types/writing.ts';

export const resolvers: Readonly<Record<string, AnyFields>> = {
  ...queryTypes,
  Mutation: mutations,
  ...accountTypes,
  ...repositoryTypes,
  ...gitTypes,
  ...labelTypes,
  ...itemTypes,
  ...pullTypes,
  ...writingTypes,
  ...timelineTypes,
  ...checkTypes,
};
