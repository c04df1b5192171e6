import { type Release } from '../releases.ts';
import type { Flavour } from '../jira/index.ts';
/** What was asked for cannot be done as it was written; the message is one line. */
export declare class Wrong extends Error {
    readonly name = "Wrong";
}
export type Asked = {
    /** Null: the world that comes with the package. */
    readonly world: string | null;
    /** 0: a free one. */
    readonly port: number;
    readonly release: Release | null;
    /** Null: no Jira, unless the world's file says which. */
    readonly jira: Flavour | null;
    readonly jiraPort: number;
    /** Where webhooks go whose App names no address. */
    readonly webhook: string | null;
    readonly json: boolean;
};
export declare const help: string;
/**
 * Reads what was given.
 * @returns null: the page of help was asked for
 * @throws Wrong
 */
export declare function readArguments(given: readonly string[]): Asked | null;
