import type { Fields } from '../context.ts';
export declare const labelMutations: Fields<unknown>;
