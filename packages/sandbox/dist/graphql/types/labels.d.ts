/** Labels. */
import type { LabelOrder } from '@octokit/graphql-schema';
import type { Label } from '../../model/index.ts';
export declare function sortLabels(labels: readonly Label[], order: LabelOrder | null): Label[];
export declare const labelTypes: {
    Label: Readonly<Record<string, (source: Label, args: never, context: import("../context.ts").Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
};
