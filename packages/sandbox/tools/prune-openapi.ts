/**
 * Makes openapi.json: what GitHub's description says about the operations that are played, and nothing else.
 * How to run it is in the sandbox's README, under "Working on it".
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Json, JsonObject } from '../src/json.ts';
import { playedOperations } from '../src/rest/router.ts';
import { playedWebhooks } from '../src/webhooks/played.ts';

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
        Object.entries(value as JsonObject).map(([name, one]) => [
          name,
          name === 'events' ? anyEvents(schemaOf(one)) : schemaOf(one),
        ]),
      );
    } else if (key === 'allOf' && isAccountOfEitherKind(value)) {
      plain['anyOf'] = schemaOf(value);
    } else if (!dropped.has(key)) {
      plain[key] = key === 'enum' || key === 'required' ? value : schemaOf(value);
    }
  }
  if (nullable !== true) return plain;
  if (typeof plain['type'] === 'string' && plain['enum'] === undefined)
    return { ...plain, type: [plain['type'], 'null'] };
  return { anyOf: [{ type: 'null' }, plain] };
}

/** An installation's account is a person or an enterprise; in one place the description says that it is both. */
function isAccountOfEitherKind(schemas: Json): boolean {
  const titles = (schemas as readonly JsonObject[]).map((one) => one['title'] as string);
  return titles.join() === 'Simple User,Enterprise';
}

/** The lists of events that an App can subscribe to are out of date here and there: `merge_group` is missing. */
function anyEvents(schema: Json): Json {
  const { items, ...rest } = schema as JsonObject;
  return isSchema(items ?? null) ? { ...rest, items: { type: 'string' } } : schema;
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
const webhooks: Record<string, Json> = {};
for (const [event, { actions }] of Object.entries(playedWebhooks)) {
  for (const action of actions.length === 0 ? [null] : actions) {
    const name = [event, ...(action === null ? [] : [action])].join('-').replaceAll('_', '-');
    const described = at(`#/x-webhooks/${name}/post/requestBody/content/application~1json/schema`);
    if (described === null) throw new Error(`GitHub's description has no webhook ${name}`);
    webhooks[action === null ? event : `${event} ${action}`] = schemaOf(described);
  }
}
/** How often each schema of some size occurs: the webhooks repeat whole issues and repositories. */
const occurrences = new Map<string, number>();
const shortest = 250;

function isSchema(value: Json): value is JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { type } = value as JsonObject;
  return typeof type === 'string' || Array.isArray(type);
}

function count(value: Json): void {
  if (typeof value !== 'object' || value === null) return;
  if (isSchema(value)) {
    const text = JSON.stringify(value);
    const before = occurrences.get(text) ?? 0;
    if (text.length >= shortest) occurrences.set(text, before + 1);
    if (before > 0) return;
  }
  for (const inner of Object.values(value)) count(inner);
}

const names = new Map<string, string>();
const shared: Record<string, Json> = {};

/** The same, with every schema that occurs more than once in a place of its own. */
function share(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  const inner = (): Json =>
    Array.isArray(value)
      ? value.map(share)
      : Object.fromEntries(Object.entries(value).map(([key, one]) => [key, share(one)]));
  const text = isSchema(value) ? JSON.stringify(value) : '';
  if ((occurrences.get(text) ?? 0) < 2) return inner();
  let name = names.get(text);
  if (name === undefined) {
    name = `shared-${names.size}`;
    names.set(text, name);
    shared[name] = inner();
  }
  return { $ref: `github#/definitions/${name}` };
}

const everything = { definitions, paths, webhooks };
count(everything);
const { definitions: own, ...rest } = share(everything) as { definitions: JsonObject };
const target = new URL('../src/openapi.json', import.meta.url);
writeFileSync(target, `${JSON.stringify({ definitions: { ...own, ...shared }, ...rest })}\n`);
