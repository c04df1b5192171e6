/** Runs a GraphQL request: validated against GitHub's schema, loud about what is not played. */
import {
  execute,
  getOperationAST,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Json, JsonObject } from '../json.ts';
import type { Entity, World } from '../model/index.ts';
import { Refusal } from '../refusal.ts';
import type { Context } from './context.ts';
import { costOf, type Cost } from './cost.ts';
import { Failure } from './failure.ts';
import { resolvers } from './resolvers.ts';
import { showInvalid } from './invalid.ts';
import { githubSchema } from './schema.ts';
import { typeNameOf } from './type-names.ts';

const mostNodes = 500_000;

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

type Parsed = { readonly document: DocumentNode; readonly errors: readonly GraphQLError[] };
const known = new WeakMap<GraphQLSchema, Map<string, Parsed>>();

function parsed(query: string, schema: GraphQLSchema): Parsed {
  const ofSchema = known.get(schema) ?? new Map<string, Parsed>();
  known.set(schema, ofSchema);
  const hit = ofSchema.get(query);
  if (hit !== undefined) return hit;
  const document = parse(query);
  const fresh = { document, errors: validate(schema, document) };
  if (ofSchema.size > 200) ofSchema.clear();
  ofSchema.set(query, fresh);
  return fresh;
}

/** What this GitHub knows. */
export const schemaOf = ({ release, alsoLacks }: Pick<World, 'release' | 'alsoLacks'>): GraphQLSchema =>
  githubSchema(release, alsoLacks);

/** Parses and validates; gives back the body of the answer where the request cannot run. */
export function prepare(
  request: GraphqlRequest,
  schema: GraphQLSchema,
): Prepared | { readonly refused: JsonObject } {
  try {
    const { document, errors } = parsed(request.query, schema);
    if (errors.length > 0)
      return { refused: { errors: errors.map((error) => showInvalid(error, document)) } };
    const operation = getOperationAST(document, request.operationName);
    if (operation == null) {
      return {
        refused: {
          errors: [
            {
              message:
                request.operationName === null
                  ? 'An operation name is required'
                  : `No operation named "${request.operationName}"`,
            },
          ],
        },
      };
    }
    const cost = costOf(schema, document, operation, request.variables);
    if (cost.nodes > mostNodes) {
      const message = `This query requests up to ${cost.nodes.toLocaleString('en')} possible nodes which exceeds the maximum limit of 500,000.`;
      return { refused: { errors: [{ type: 'MAX_NODE_LIMIT_EXCEEDED', message }] } };
    }
    return { schema, document, operation, request, cost };
  } catch (problem) {
    if (problem instanceof GraphQLError) return { refused: { errors: [showInvalid(problem, null)] } };
    throw problem;
  }
}

export async function run(prepared: Prepared, context: Context): Promise<JsonObject> {
  const result: ExecutionResult = await execute({
    schema: prepared.schema,
    document: prepared.document,
    operationName: prepared.request.operationName,
    variableValues: prepared.request.variables,
    contextValue: context,
    fieldResolver: resolveField,
    typeResolver: (source) => typeNameOf(source as Entity),
  });
  const data = (result.data ?? null) as JsonObject | null;
  if (result.errors === undefined) return { data };
  const errors = result.errors.map(showError);
  return result.data === undefined ? { errors } : { data, errors };
}

function showError(error: GraphQLError): JsonObject {
  const cause = error.originalError;
  const type: Json | undefined =
    cause instanceof Refusal ? cause.graphqlType : cause instanceof Failure ? cause.type : undefined;
  const message = cause instanceof Refusal ? cause.overGraphql : error.message;
  return {
    ...(type === undefined ? {} : { type }),
    ...(error.path === undefined ? {} : { path: [...error.path] }),
    locations: (error.locations ?? []).map(({ line, column }) => ({ line, column })),
    message,
  };
}

/** A type with resolvers plays exactly those; any other source is a plain answer, read by name. Else: loud. */
const resolveField: GraphQLFieldResolver<unknown, Context> = (source, args, context, info) => {
  const name = `${info.parentType.name}.${info.fieldName}`;
  const fields = resolvers[info.parentType.name];
  const resolve = fields?.[info.fieldName];
  if (info.parentType.name === 'Mutation') context.refuse(info.fieldName, args);
  if (resolve !== undefined) return resolve(source as never, args as never, context, info);
  if (fields === undefined && typeof source === 'object' && source !== null && info.fieldName in source) {
    return (source as Readonly<Record<string, unknown>>)[info.fieldName];
  }
  context.unplayed(name);
  throw new Error(`sandbox does not play ${name}`);
};
