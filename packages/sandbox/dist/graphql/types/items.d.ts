import type { Comment, Issue, Item, LinkedBranch } from '../../model/index.ts';
import type { Fields } from '../context.ts';
export declare const itemFields: Fields<Item>;
export declare const itemTypes: {
    Issue: Readonly<Record<string, (source: Issue, args: never, context: import("../context.ts").Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
    IssueComment: Readonly<Record<string, (source: Comment, args: never, context: import("../context.ts").Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
    LinkedBranch: Readonly<Record<string, (source: LinkedBranch, args: never, context: import("../context.ts").Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
};
