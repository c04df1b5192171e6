import { type Comment, type Edit, type Item, type Reaction, type ReactionContent, type Remark, type Review } from '../../model/index.ts';
import type { Context, Fields } from '../context.ts';
export declare const reactionNames: Readonly<Record<ReactionContent, string>>;
type Written = Item | Comment | Review | Remark;
export declare function reactionGroups(on: Written): {
    on: Written;
    content: "+1" | "-1" | "confused" | "eyes" | "heart" | "hooray" | "laugh" | "rocket";
    reactions: Reaction[];
}[];
export declare const writingFields: Fields<Written>;
export declare const writingTypes: {
    UserContentEdit: Readonly<Record<string, (source: Edit, args: never, context: Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
    Reaction: Readonly<Record<string, (source: Reaction, args: never, context: Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
    ReactionGroup: Readonly<Record<string, (source: {
        on: Written;
        content: "+1" | "-1" | "confused" | "eyes" | "heart" | "hooray" | "laugh" | "rocket";
        reactions: Reaction[];
    }, args: never, context: Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
};
export {};
