import type { AnyFields } from '../context.ts';
import { checkMutations } from './checks.ts';
import { commentMutations } from './comments.ts';
import { itemMutations } from './items.ts';
import { labelMutations } from './labels.ts';

export const mutations: AnyFields = {
  ...itemMutations,
  ...commentMutations,
  ...checkMutations,
  ...labelMutations,
};
