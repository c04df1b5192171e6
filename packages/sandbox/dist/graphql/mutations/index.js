import { checkMutations } from './checks.js';
import { commentMutations } from './comments.js';
import { itemMutations } from './items.js';
import { labelMutations } from './labels.js';
export const mutations = {
    ...itemMutations,
    ...commentMutations,
    ...checkMutations,
    ...labelMutations,
};
