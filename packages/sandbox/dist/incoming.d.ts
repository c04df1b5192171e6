/** What came in: its body, its sender, and what the log says of it. */
import type { IncomingMessage } from 'node:http';
import type { SeenRequest } from './faults.ts';
import type { GraphqlRequest, Prepared } from './graphql/index.ts';
import type { JsonObject } from './json.ts';
import { Refusal } from './refusal.ts';
import type { Viewer } from './viewer.ts';
import { type Engine } from './engine.ts';
export declare function read(request: IncomingMessage): Promise<string>;
/** Null: it is no JSON object. A bare array stands for `{labels: [...]}`, as GitHub takes it. */
export declare function parse(text: string): JsonObject | null;
export declare function identify(engine: Engine, request: IncomingMessage): Viewer | Refusal;
export declare function graphqlRequest(body: JsonObject | null): GraphqlRequest;
export declare function see(request: IncomingMessage, url: URL, viewer: Viewer | Refusal, graphql: GraphqlRequest | null, prepared: Prepared | {
    readonly refused: JsonObject;
} | null): SeenRequest;
