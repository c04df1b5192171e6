/** What GitHub says of a document that does not fit its schema: the words and codes of graphql-ruby, which it runs on. */
import { type DocumentNode, type GraphQLError } from 'graphql';
import type { JsonObject } from '../json.ts';
/** @param document null: it could not be read as GraphQL at all */
export declare function showInvalid(error: GraphQLError, document: DocumentNode | null): JsonObject;
