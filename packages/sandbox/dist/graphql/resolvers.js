import { mutations } from './mutations/index.js';
import { accountTypes } from './types/accounts.js';
import { checkTypes } from './types/checks.js';
import { gitTypes } from './types/git.js';
import { itemTypes } from './types/items.js';
import { labelTypes } from './types/labels.js';
import { pullTypes } from './types/pulls.js';
import { queryTypes } from './types/query.js';
import { repositoryTypes } from './types/repository.js';
import { timelineTypes } from './types/timeline.js';
import { writingTypes } from './types/writing.js';
export const resolvers = {
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
