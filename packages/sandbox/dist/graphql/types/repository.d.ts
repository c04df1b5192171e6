import type { Repository } from '../../model/index.ts';
export declare const repositoryTypes: {
    Repository: Readonly<Record<string, (source: Repository, args: never, context: import("../context.ts").Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
};
