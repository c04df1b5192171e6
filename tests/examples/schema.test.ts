/** What editors are told of examples: the schema, valid for all that ship, and the entry for SchemaStore. */
import { readFileSync } from 'node:fs';

import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { presets } from '../../src/cli/scripts/init.ts';
import { examplesOf } from '../../src/cli/scripts/test.ts';
import { examplesSchema } from '../../src/examples/index.ts';
import { policyPaths } from '../../src/policy-paths.ts';
import { problemsOf } from './reading.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const schema = JSON.parse(read('config/roles.test.schema.json')) as { readonly $id: string };
/** Strict, as SchemaStore has it. */
const matches = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);

test('the schema is up to date ("npm run schema" writes it)', () => {
  expect(schema).toEqual(JSON.parse(JSON.stringify(examplesSchema())));
});

test('the entry for SchemaStore leads from the usual files to the schema', () => {
  expect(JSON.parse(read('config/schemastore-test.json'))).toEqual({
    name: 'Baton role policy examples',
    description: expect.stringMatching(/^[A-Z].{20,}[^.:]$/),
    fileMatch: policyPaths.map(examplesOf),
    url: schema.$id,
  });
});

test.each(presets)('the examples of %s are good for editors, and lead them to the schema', (preset) => {
  const text = read(`config/presets/${preset}.test.yml`);
  expect([matches(parse(text)), matches.errors]).toEqual([true, null]);
  const [, path = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
  expect(new URL(path, new URL('config/presets/', root)).href).toBe(
    new URL('config/roles.test.schema.json', root).href,
  );
});

describe('what Baton refuses in a place of its own, editors refuse', () => {
  test.each([
    'examples: []',
    'examples: [{ name: a, steps: [] }]',
    'examples: [{ name: a, steps: [{ by: maria, coments: a }] }]',
    'examples: [{ name: a, steps: [{ expect: { gates: { spec: aproved } } }] }]',
    'examples: [{ name: a, steps: [{ expect: { check: green } }] }]',
    'examples: [{ name: a, steps: [{ by: maria, opens: page }] }]',
    'people: [maria]\nexamples: [{ name: a, steps: [{ expect: { silent: true } }] }]',
  ])('%s', (text) => {
    expect([matches(parse(text)), problemsOf(text).length > 0]).toEqual([false, true]);
  });
});

test('every key says what it is', () => {
  const silent: string[] = [];
  const walk = (part: unknown, path: string): void => {
    if (typeof part !== 'object' || part === null) return;
    const { properties = {} } = part as { readonly properties?: Readonly<Record<string, object>> };
    for (const [key, value] of Object.entries(properties))
      if (!('description' in value)) silent.push(`${path}.${key}`);
    for (const [key, value] of Object.entries(part)) walk(value, `${path}.${key}`);
  };
  walk(schema, '');
  expect(silent).toEqual(expect.arrayContaining([]));
  expect(silent.filter((path) => !/\.(name|message)$/.test(path))).toEqual([]);
});
