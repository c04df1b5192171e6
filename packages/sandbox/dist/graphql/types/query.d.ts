export declare const queryTypes: {
    Query: Readonly<Record<string, (source: unknown, args: never, context: import("../context.ts").Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
};
