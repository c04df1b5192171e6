/** All resolvers, by type. What is not here is not played. */
import type { AnyFields } from './context.ts';
export declare const resolvers: Readonly<Record<string, AnyFields>>;
