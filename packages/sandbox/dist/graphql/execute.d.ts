/** Runs a GraphQL request: validated against GitHub's schema, loud about what is not played. */
import { type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { JsonObject } from '../json.ts';
import type { World } from '../model/index.ts';
import type { Context } from './context.ts';
import { type Cost } from './cost.ts';
export type GraphqlRequest = {
    readonly query: string;
    readonly operationName: string | null;
    readonly variables: Readonly<Record<string, unknown>>;
};
/** A request that may run: valid, and its cost is known. */
export type Prepared = {
    readonly schema: GraphQLSchema;
    readonly document: DocumentNode;
    readonly operation: OperationDefinitionNode;
    readonly request: GraphqlRequest;
    readonly cost: Cost;
};
/** What this GitHub knows. */
export declare const schemaOf: ({ release, alsoLacks }: Pick<World, 'release' | 'alsoLacks'>) => GraphQLSchema;
/** Parses and validates; gives back the body of the answer where the request cannot run. */
export declare function prepare(request: GraphqlRequest, schema: GraphQLSchema): Prepared | {
    readonly refused: JsonObject;
};
export declare function run(prepared: Prepared, context: Context): Promise<JsonObject>;
