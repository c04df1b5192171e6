/** The answer to a request: over REST or over GraphQL. */
import { type Prepared } from './graphql/index.ts';
import type { JsonObject } from './json.ts';
import { type Reply, type Incoming } from './engine.ts';
export declare function restReply({ engine, request, url, viewer, body }: Incoming): Reply;
export declare function graphqlReply({ engine, viewer }: Incoming, prepared: Prepared | {
    readonly refused: JsonObject;
}): Promise<Reply>;
