/** Runs a GraphQL request: validated against GitHub's schema, loud about what is not played. */
import { execute, getOperationAST, GraphQLError, parse, validate, } from 'graphql';
import { Refusal } from '../refusal.js';
import { costOf } from './cost.js';
import { Failure } from './failure.js';
import { resolvers } from './resolvers.js';
import { showInvalid } from './invalid.js';
import { githubSchema } from './schema.js';
import { typeNameOf } from './type-names.js';
const mostNodes = 500_000;
const known = new WeakMap();
function parsed(query, schema) {
    const ofSchema = known.get(schema) ?? new Map();
    known.set(schema, ofSchema);
    const hit = ofSchema.get(query);
    if (hit !== undefined)
        return hit;
    const document = parse(query);
    const fresh = { document, errors: validate(schema, document) };
    if (ofSchema.size > 200)
        ofSchema.clear();
    ofSchema.set(query, fresh);
    return fresh;
}
/** What this GitHub knows. */
export const schemaOf = ({ release, alsoLacks }) => githubSchema(release, alsoLacks);
/** Parses and validates; gives back the body of the answer where the request cannot run. */
export function prepare(request, schema) {
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
                            message: request.operationName === null
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
    }
    catch (problem) {
        if (problem instanceof GraphQLError)
            return { refused: { errors: [showInvalid(problem, null)] } };
        throw problem;
    }
}
export async function run(prepared, context) {
    const result = await execute({
        schema: prepared.schema,
        document: prepared.document,
        operationName: prepared.request.operationName,
        variableValues: prepared.request.variables,
        contextValue: context,
        fieldResolver: resolveField,
        typeResolver: (source) => typeNameOf(source),
    });
    const data = (result.data ?? null);
    if (result.errors === undefined)
        return { data };
    const errors = result.errors.map(showError);
    return result.data === undefined ? { errors } : { data, errors };
}
function showError(error) {
    const cause = error.originalError;
    const type = cause instanceof Refusal ? cause.graphqlType : cause instanceof Failure ? cause.type : undefined;
    const message = cause instanceof Refusal ? cause.overGraphql : error.message;
    return {
        ...(type === undefined ? {} : { type }),
        ...(error.path === undefined ? {} : { path: [...error.path] }),
        locations: (error.locations ?? []).map(({ line, column }) => ({ line, column })),
        message,
    };
}
/** A type with resolvers plays exactly those; any other source is a plain answer, read by name. Else: loud. */
const resolveField = (source, args, context, info) => {
    const name = `${info.parentType.name}.${info.fieldName}`;
    const fields = resolvers[info.parentType.name];
    const resolve = fields?.[info.fieldName];
    if (info.parentType.name === 'Mutation')
        context.refuse(info.fieldName, args);
    if (resolve !== undefined)
        return resolve(source, args, context, info);
    if (fields === undefined && typeof source === 'object' && source !== null && info.fieldName in source) {
        return source[info.fieldName];
    }
    context.unplayed(name);
    throw new Error(`sandbox does not play ${name}`);
};
