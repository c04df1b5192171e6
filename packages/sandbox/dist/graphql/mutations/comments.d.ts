import type { Fields } from '../context.ts';
export declare const commentMutations: Fields<unknown>;
