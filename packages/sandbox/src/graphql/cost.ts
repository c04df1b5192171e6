/**
 * What a query costs ("Rate limits and query limits for the GraphQL API"): the requests needed for each connection,
 * as if every page were full, divided by a hundred; one point at the least. And how many nodes it could bring.
 */
import {
  getNamedType,
  OperationTypeNode,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

export type Cost = { readonly points: number; readonly nodes: number };

export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Cost {
  if (operation.operation === OperationTypeNode.MUTATION) return { points: 1, nodes: 0 };
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  const pages = pageSizes(schema, document, variables);
  let requests = 0;
  let nodes = 0;
  const walk = (selections: OperationDefinitionNode['selectionSet'] | undefined, times: number): void => {
    for (const selection of selections?.selections ?? []) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        walk(fragments.get(selection.name.value)?.selectionSet, times);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(selection.selectionSet, times);
      } else {
        const size = pages.get(selection);
        if (size !== undefined) {
          requests += times;
          nodes += times * size;
        }
        walk(selection.selectionSet, times * (size ?? 1));
      }
    }
  };
  walk(operation.selectionSet, 1);
  return { points: Math.max(1, Math.round(requests / 100)), nodes };
}

/** What is a connection in a document, by the schema that it was read with: the same for every request with it. */
const connections = new WeakMap<GraphQLSchema, WeakMap<DocumentNode, readonly FieldNode[]>>();

function connectionsOf(schema: GraphQLSchema, document: DocumentNode): readonly FieldNode[] {
  const ofSchema = connections.get(schema) ?? new WeakMap<DocumentNode, readonly FieldNode[]>();
  connections.set(schema, ofSchema);
  const known = ofSchema.get(document);
  if (known !== undefined) return known;
  const found: FieldNode[] = [];
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const type = types.getType();
        if (type && getNamedType(type).name.endsWith('Connection')) found.push(node);
      },
    }),
  );
  ofSchema.set(document, found);
  return found;
}

/** How many nodes a page of each connection field asks for. */
function pageSizes(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): Map<FieldNode, number> {
  return new Map(connectionsOf(schema, document).map((node) => [node, pageSize(node, variables)]));
}

function pageSize(field: FieldNode, variables: Readonly<Record<string, unknown>>): number {
  for (const argument of field.arguments ?? []) {
    if (argument.name.value !== 'first' && argument.name.value !== 'last') continue;
    if (argument.value.kind === Kind.INT) return Number(argument.value.value);
    if (argument.value.kind === Kind.VARIABLE) {
      const value = variables[argument.value.name.value];
      if (typeof value === 'number') return value;
    }
  }
  return 1;
}
