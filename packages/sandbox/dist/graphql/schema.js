/** GitHub's own published schema, and what is left of it on other releases; each built once, when its first query comes. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildASTSchema, Kind, parse, visit, } from 'graphql';
import { releases } from '../releases.js';
const built = new Map();
let published = null;
/** @param alsoLacks what is missing beside what the release lacks */
export function githubSchema(release, alsoLacks = []) {
    const key = [release, ...alsoLacks].join(' ');
    const known = built.get(key);
    if (known !== undefined)
        return known;
    const path = fileURLToPath(new URL('schema.graphql', import.meta.resolve('@octokit/graphql-schema')));
    published ??= parse(readFileSync(path, 'utf8'), { noLocation: true });
    const { lacksDeprecated } = releases[release];
    const lacks = [...releases[release].lacks, ...alsoLacks];
    const isWhole = lacks.length === 0 && !lacksDeprecated;
    const left = isWhole ? published : without(published, new Set(lacks), lacksDeprecated);
    const schema = buildASTSchema(left, { assumeValid: true, assumeValidSDL: true });
    built.set(key, schema);
    return schema;
}
/**
 * The document without some of its parts.
 * @param lacks `Type`, `Type.field`, `Enum.VALUE`, `Input.field` and `Type.field.argument`
 * @param lacksDeprecated also without everything that GitHub announced to remove
 */
function without(document, lacks, lacksDeprecated) {
    let type = '';
    let field = '';
    const isGone = (name, directives = []) => lacks.has(name) || (lacksDeprecated && directives.some((one) => one.name.value === 'deprecated'));
    const enterType = (node) => {
        type = node.name.value;
        field = '';
        return isGone(type) ? null : undefined;
    };
    return visit(document, {
        ObjectTypeDefinition: { enter: enterType },
        InterfaceTypeDefinition: { enter: enterType },
        InputObjectTypeDefinition: { enter: enterType },
        EnumTypeDefinition: { enter: enterType },
        FieldDefinition: {
            enter(node) {
                field = node.name.value;
                return isGone(`${type}.${field}`, node.directives) ? null : undefined;
            },
        },
        // Both an argument and a field of an input.
        InputValueDefinition(node) {
            const path = [type, field, node.name.value].filter((step) => step !== '').join('.');
            return isGone(path, node.directives) ? null : undefined;
        },
        EnumValueDefinition: (node) => (isGone(`${type}.${node.name.value}`, node.directives) ? null : undefined),
        UnionTypeDefinition: (node) => ({
            ...node,
            types: node.types?.filter((one) => one.kind !== Kind.NAMED_TYPE || !isGone(one.name.value)),
        }),
    });
}
