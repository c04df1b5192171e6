/** What GitHub says of a document that does not fit its schema: the words and codes of graphql-ruby, which it runs on. */
import { Kind, print, visit } from 'graphql';
/** @param document null: it could not be read as GraphQL at all */
export function showInvalid(error, document) {
    const locations = (error.locations ?? []).map(({ line, column }) => ({ line, column }));
    const [node] = error.nodes ?? [];
    const above = document === null || node === undefined ? [] : pathTo(document, node);
    const path = above.flatMap(stepOf);
    const { message, extensions } = explained(error.message, above);
    return {
        ...(path.length === 0 ? {} : { path }),
        ...(extensions === null ? {} : { extensions }),
        locations,
        message,
    };
}
/** A node, and all that it stands in, from the outside. */
function pathTo(document, wanted) {
    let found = [];
    visit(document, {
        enter(node, _key, parent, _path, ancestors) {
            if (node !== wanted)
                return;
            const around = [...ancestors, ...(parent === undefined ? [] : [parent])];
            found = [...around.filter((one) => 'kind' in one), node];
        },
    });
    return found;
}
function stepOf(node) {
    if (node.kind === Kind.OPERATION_DEFINITION)
        return [node.name === undefined ? node.operation : `${node.operation} ${node.name.value}`];
    if (node.kind === Kind.FRAGMENT_DEFINITION)
        return [`fragment ${node.name.value}`];
    if (node.kind === Kind.INLINE_FRAGMENT)
        return [node.typeCondition === undefined ? '...' : `... on ${node.typeCondition.name.value}`];
    if (node.kind === Kind.FIELD)
        return [node.alias?.value ?? node.name.value];
    return node.kind === Kind.ARGUMENT ? [node.name.value] : [];
}
function explained(message, above) {
    const [, fieldName, typeName] = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(message) ?? [];
    if (fieldName !== undefined && typeName !== undefined) {
        const extensions = { code: 'undefinedField', typeName, fieldName };
        return { message: `Field '${fieldName}' doesn't exist on type '${typeName}'`, extensions };
    }
    const [, argumentName, name] = /^Unknown argument "(\w+)" on field "\w+\.(\w+)"/.exec(message) ?? [];
    if (argumentName !== undefined && name !== undefined) {
        const extensions = { code: 'argumentNotAccepted', name, typeName: 'Field', argumentName };
        return { message: `Field '${name}' doesn't accept argument '${argumentName}'`, extensions };
    }
    const [, unknown] = /^Unknown type "(\w+)"/.exec(message) ?? [];
    if (unknown !== undefined)
        return ofUnknownType(unknown, above);
    const [, unused] = /^Fragment "(\w+)" is never used/.exec(message) ?? [];
    if (unused !== undefined) {
        const extensions = { code: 'useAndDefineFragment', fragmentName: unused };
        return { message: `Fragment ${unused} was defined, but not used`, extensions };
    }
    const given = above.findLast((node) => node.kind === Kind.ARGUMENT);
    const field = above.findLast((node) => node.kind === Kind.FIELD);
    const [, type] = / does not exist in "(\w+)" enum/.exec(message) ?? [];
    if (given !== undefined && field !== undefined && type !== undefined) {
        const isList = given.value.kind === Kind.LIST;
        const extensions = {
            code: 'argumentLiteralsIncompatible',
            typeName: 'Field',
            argumentName: given.name.value,
        };
        const expected = isList ? `[${type}!]` : type;
        return {
            message: `Argument '${given.name.value}' on Field '${field.alias?.value ?? field.name.value}' has an invalid value (${print(given.value)}). Expected type '${expected}'.`,
            extensions,
        };
    }
    return { message, extensions: null };
}
function ofUnknownType(typeName, above) {
    const variable = above.findLast((node) => node.kind === Kind.VARIABLE_DEFINITION);
    if (variable === undefined) {
        const extensions = { code: 'undefinedType', typeName };
        return { message: `No such type ${typeName}, so it can't be a fragment condition`, extensions };
    }
    const variableName = variable.variable.name.value;
    const extensions = { code: 'variableRequiresValidType', typeName, variableName };
    return { message: `${typeName} isn't a defined input type (on $${variableName})`, extensions };
}
