import type { MergeQueue, MergeQueueEntry, PullRequest, Remark, Review } from '../../model/index.ts';
import type { Context } from '../context.ts';
export declare const pullTypes: {
    PullRequest: Readonly<Record<string, (source: PullRequest, args: never, context: Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
    PullRequestReview: Readonly<Record<string, (source: Review, args: never, context: Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
    PullRequestReviewComment: Readonly<Record<string, (source: Remark, args: never, context: Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
    MergeQueue: Readonly<Record<string, (source: MergeQueue, args: never, context: Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
    MergeQueueEntry: Readonly<Record<string, (source: MergeQueueEntry, args: never, context: Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
};
