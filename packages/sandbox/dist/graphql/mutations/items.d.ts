import type { Fields } from '../context.ts';
export declare const itemMutations: Fields<unknown>;
