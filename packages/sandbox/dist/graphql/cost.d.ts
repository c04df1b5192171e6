/**
 * What a query costs ("Rate limits and query limits for the GraphQL API"): the requests needed for each connection,
 * as if every page were full, divided by a hundred; one point at the least. And how many nodes it could bring.
 */
import { type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
export type Cost = {
    readonly points: number;
    readonly nodes: number;
};
export declare function costOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): Cost;
