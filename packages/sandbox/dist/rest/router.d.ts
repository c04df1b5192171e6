/** Finds the handler of a REST call. */
import type { Handler } from './call.ts';
export type Match = {
    readonly operation: string;
    readonly handler: Handler;
    readonly params: Readonly<Record<string, string>>;
};
/** What is played, as `METHOD /path/{with}/{parameters}`. */
export declare const playedOperations: readonly string[];
export declare function route(method: string, path: string): Match | null;
