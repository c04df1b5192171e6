/**
 * What a query costs ("Rate limits and query limits for the GraphQL API"): the requests needed for each connection,
 * as if every page were full, divided by a hundred; one point at the least. And how many nodes it could bring.
 */
import { getNamedType, OperationTypeNode, Kind, TypeInfo, visit, visitWithTypeInfo, } from 'graphql';
export function costOf(schema, document, operation, variables) {
    if (operation.operation === OperationTypeNode.MUTATION)
        return { points: 1, nodes: 0 };
    const fragments = new Map(document.definitions.flatMap((one) => one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : []));
    const pages = pageSizes(schema, document, variables);
    let requests = 0;
    let nodes = 0;
    const walk = (selections, times) => {
        for (const selection of selections?.selections ?? []) {
            if (selection.kind === Kind.FRAGMENT_SPREAD) {
                walk(fragments.get(selection.name.value)?.selectionSet, times);
            }
            else if (selection.kind === Kind.INLINE_FRAGMENT) {
                walk(selection.selectionSet, times);
            }
            else {
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
/** How many nodes a page of each connection field asks for. */
function pageSizes(schema, document, variables) {
    const sizes = new Map();
    const types = new TypeInfo(schema);
    visit(document, visitWithTypeInfo(types, {
        Field(node) {
            const type = types.getType();
            if (type && getNamedType(type).name.endsWith('Connection'))
                sizes.set(node, pageSize(node, variables));
        },
    }));
    return sizes;
}
function pageSize(field, variables) {
    for (const argument of field.arguments ?? []) {
        if (argument.name.value !== 'first' && argument.name.value !== 'last')
            continue;
        if (argument.value.kind === Kind.INT)
            return Number(argument.value.value);
        if (argument.value.kind === Kind.VARIABLE) {
            const value = variables[argument.value.name.value];
            if (typeof value === 'number')
                return value;
        }
    }
    return 1;
}
