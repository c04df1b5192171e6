/** What came in: its body, its sender, and what the log says of it. */
import type { IncomingMessage } from 'node:http';
import { OperationTypeNode } from 'graphql';
import type { SeenRequest } from './faults.ts';
import type { GraphqlRequest, Prepared } from './graphql/index.ts';
import type { Json, JsonObject } from './json.ts';
import { Refusal } from './refusal.ts';
import { authenticate } from './tokens.ts';
import type { Viewer } from './viewer.ts';
import { type Engine, nameOrNobody } from './engine.ts';

export async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Null: it is no JSON object. A bare array stands for `{labels: [...]}`, as GitHub takes it. */
export function parse(text: string): JsonObject | null {
  if (text === '') return {};
  try {
    const value = JSON.parse(text) as Json;
    if (Array.isArray(value)) return { labels: value };
    return typeof value === 'object' && value !== null ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}

export function identify(engine: Engine, request: IncomingMessage): Viewer | Refusal {
  try {
    return authenticate(engine.world, request.headers.authorization);
  } catch (problem) {
    if (problem instanceof Refusal) return problem;
    throw problem;
  }
}

export function graphqlRequest(body: JsonObject | null): GraphqlRequest {
  const { query, operationName, variables } = body ?? {};
  return {
    query: typeof query === 'string' ? query : '',
    operationName: typeof operationName === 'string' ? operationName : null,
    variables:
      typeof variables === 'object' && variables !== null && !Array.isArray(variables)
        ? (variables as JsonObject)
        : {},
  };
}

function kindOf(operation: OperationTypeNode | undefined): 'mutation' | 'query' {
  return operation === OperationTypeNode.MUTATION ? 'mutation' : 'query';
}

export function see(
  request: IncomingMessage,
  url: URL,
  viewer: Viewer | Refusal,
  graphql: GraphqlRequest | null,
  prepared: Prepared | { readonly refused: JsonObject } | null,
  isPage: boolean,
): SeenRequest {
  const operation = prepared !== null && 'operation' in prepared ? prepared.operation : null;
  return {
    kind: isPage ? 'page' : graphql === null ? 'rest' : kindOf(operation?.operation),
    method: request.method ?? 'GET',
    path: url.pathname,
    operation: graphql?.operationName ?? operation?.name?.value ?? null,
    document: graphql?.query ?? null,
    by: nameOrNobody(viewer),
    installation:
      !(viewer instanceof Refusal) && viewer.kind === 'installation' ? viewer.installation.id : null,
  };
}
