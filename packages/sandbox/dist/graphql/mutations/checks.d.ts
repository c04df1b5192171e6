import type { Fields } from '../context.ts';
export declare const checkMutations: Fields<unknown>;
