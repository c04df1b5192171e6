/**
 * Makes openapi.json: what GitHub's description says about the operations that are played, and nothing else.
 * Run: node src/sandbox/prune-openapi.ts PATH/api.github.com.json (of the npm package @octokit/openapi).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Json, JsonObject } from './json.ts';
import { playedOperations } from './rest/router.ts';

const source = process.argv[2];
if (source === undefined)
  throw new Error('Which description? Give the path of api.github.com.json as the argument.');
const full = JSON.parse(readFileSync(source, 'utf8')) as JsonObject;

function at(pointer: string): Json {
  return pointer
    .replace(/^#\//, '')
    .split('/')
    .reduce<Json>(
      (value, key) => (value as JsonObject)[key.replaceAll('~1', '/').replaceAll('~0', '~')] ?? null,
      full,
    );
}

/** Words for people, and what only they need. */
const dropped: ReadonlySet<string> = new Set([
  'description',
  'example',
  'examples',
  'externalDocs',
  'title',
  'deprecated',
  'x-github',
  'x-multi-segment',
  'default',
  'summary',
  'readOnly',
]);
const definitions: Record<string, Json> = {};

/** A JSON schema from an OpenAPI 3.0 one: `nullable` becomes a type, references become definitions. */
function schemaOf(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(schemaOf);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref, nullable, ...rest } = schema as JsonObject;
  if (typeof $ref === 'string') return { $ref: define($ref) };
  const plain: Record<string, Json> = {};
  for (const [key, value] of Object.entries(rest)) {
    if (key === 'properties') {
      plain[key] = Object.fromEntries(
        Object.entries(value as JsonObject).map(([name, one]) => [name, schemaOf(one)]),
      );
    } else if (!dropped.has(key)) {
      plain[key] = key === 'enum' || key === 'required' ? value : schemaOf(value);
    }
  }
  if (nullable !== true) return plain;
  if (typeof plain['type'] === 'string' && plain['enum'] === undefined)
    return { ...plain, type: [plain['type'], 'null'] };
  return { anyOf: [{ type: 'null' }, plain] };
}

function define($ref: string): string {
  const name = $ref.slice($ref.lastIndexOf('/') + 1);
  if (!(name in definitions)) {
    definitions[name] = true;
    definitions[name] = schemaOf(at($ref));
  }
  return `github#/definitions/${name}`;
}

function responsesOf(operation: string): JsonObject {
  const [method = '', path = ''] = operation.split(' ');
  const described = (full['paths'] as JsonObject)[path] as JsonObject | undefined;
  const responses = (described?.[method.toLowerCase()] as JsonObject | undefined)?.['responses'] as
    | JsonObject
    | undefined;
  if (responses === undefined) throw new Error(`GitHub's description has no ${operation}`);
  return Object.fromEntries(
    Object.entries(responses).flatMap(([status, response]) => {
      const resolved =
        '$ref' in (response as JsonObject) ? at((response as { $ref: string }).$ref) : response;
      const json = ((resolved as JsonObject)['content'] as JsonObject | undefined)?.['application/json'] as
        | JsonObject
        | undefined;
      if (json === undefined) return [[status, true] as const];
      return [[status, schemaOf(json['schema'] ?? true)] as const];
    }),
  );
}

const paths: Record<string, Record<string, Json>> = {};
for (const operation of playedOperations) {
  const [method = '', path = ''] = operation.split(' ');
  paths[path] = { ...paths[path], [method.toLowerCase()]: { responses: responsesOf(operation) } };
}
const target = new URL('openapi.json', import.meta.url);
writeFileSync(target, `${JSON.stringify({ definitions, paths })}\n`);
