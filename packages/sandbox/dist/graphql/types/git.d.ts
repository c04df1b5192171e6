import type { Blob, Branch, Commit, PullRequest } from '../../model/index.ts';
/** The pull requests that a commit is in. */
export declare function pullsWith(commit: Commit): PullRequest[];
export declare const gitTypes: {
    Blob: Readonly<Record<string, (source: Blob, args: never, context: import("../context.ts").Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
    Commit: Readonly<Record<string, (source: Commit, args: never, context: import("../context.ts").Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
    Ref: Readonly<Record<string, (source: Branch, args: never, context: import("../context.ts").Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
};
