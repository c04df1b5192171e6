import { type Annotation, type CheckRun, type CheckSuite, type Commit, type Push } from '../../model/index.ts';
/** Null where nothing was reported on the commit. */
export declare function rollupOf(commit: Commit): {
    commit: Commit;
    runs: CheckRun[];
} | null;
export declare const checkTypes: {
    CheckSuite: Readonly<Record<string, (source: CheckSuite, args: never, context: import("../context.ts").Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
    Push: Readonly<Record<string, (source: Push & {
        readonly suite: CheckSuite;
    }, args: never, context: import("../context.ts").Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
    CheckRun: Readonly<Record<string, (source: CheckRun, args: never, context: import("../context.ts").Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
    CheckAnnotation: Readonly<Record<string, (source: Annotation, args: never, context: import("../context.ts").Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
    StatusCheckRollup: Readonly<Record<string, (source: {
        commit: Commit;
        runs: CheckRun[];
    }, args: never, context: import("../context.ts").Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
};
