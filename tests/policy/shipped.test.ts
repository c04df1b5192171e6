import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { policyPath, otherPath } from '../../src/policy-paths.ts';
import { formatProblem, jsonSchema, readPolicy, starterPolicy } from '../../src/policy/index.ts';
import { schemaAddress } from '../../src/policy/schema.ts';
import { editorSchema, matchesSchema } from './editors.ts';
import { policyOf, problemsOf } from './reading.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const presets = readdirSync(new URL('config/presets/', root))
  .filter((name) => !name.endsWith('.test.yml'))
  .map((name) => `config/presets/${name}`);

const docs = read('docs/policy.md');

describe('the schema for editors', () => {
  test('is up to date; "npm run schema" writes it', () => {
    expect(editorSchema).toEqual(JSON.parse(JSON.stringify(jsonSchema())));
  });

  test.each([
    'roles: {pm: [a], engineer: {permission: write}}',
    'roles: {pm: [a]}\ngates: {a: {approve: {any: [pm, {all: [pm, {role: pm, count: 1}]}]}}}',
    'roles: {pm: [a]}\ngates: {spec: {preset: spec}}',
    'extends: acme/.github',
    'extends: acme/.github\ngates: {spec: {blocks: [start]}}',
  ])('takes %j', (text) => expect(matchesSchema(parse(text))).toBe(true));

  test.each([
    'gates: {}',
    'roles: {}',
    'roles: {"a b": [a]}',
    'roles: {pm: a}',
    'roles: {pm: [a]}\nfoo: 1',
    'roles: {pm: [a]}\npeople: [{github: a}]',
    'roles: {pm: [a]}\njira: {}',
    'roles: {pm: [a]}\ngates: {a: {}}',
    'roles: {pm: [a]}\ngates: {merge: {approve: pm}}',
    'roles: {pm: [a]}\ngates: {a: {approve: {any: [{rol: pm}]}}}',
    'roles: {pm: [a]}\ngates: {a: {approve: pm, label: "a,b"}}',
  ])('refuses %j', (text) =>
    expect([matchesSchema(parse(text)), problemsOf(text).length > 0]).toEqual([false, true]),
  );
});

test('the entry for SchemaStore leads from the files that Baton reads to the schema', () => {
  const entry: unknown = JSON.parse(read('config/schemastore.json'));
  // Its catalog takes these four keys, and schemas in draft 7.
  expect(entry).toEqual({
    name: 'Baton role policy',
    description: expect.stringMatching(/^[A-Z].{20,}[^.:]$/),
    fileMatch: [policyPath, otherPath],
    url: schemaAddress,
  });
  expect(editorSchema).toMatchObject({
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: schemaAddress,
    title: expect.any(String),
    description: expect.any(String),
  });
});

test('the starter begins with the same line, and is a policy for editors too', () => {
  const owner = { kind: 'organization', login: 'acme' } as const;
  const { text } = starterPolicy({ owner, teams: [], codeOwners: [], labels: [] });
  const [modeline] = read('config/presets/default.yml').split('\n');
  expect([text.split('\n')[0], matchesSchema(parse(text))]).toEqual([modeline, true]);
  expect(docs).toContain(`\n${modeline}\n`);
});

describe('presets', () => {
  test('those that docs/policy.md lists are there, and no others', () => {
    const listed = [...docs.matchAll(/\]\(\.\.\/(config\/presets\/[\w-]+\.yml)\)/g)].map(
      ([, path = '']) => path,
    );
    expect(presets.toSorted()).toEqual(listed.toSorted());
    expect(presets).toHaveLength(6);
  });

  test.each(presets)('%s is a policy, for Baton and for editors', (path) => {
    expect([readPolicy(read(path), path).kind, matchesSchema(parse(read(path)))]).toEqual(['policy', true]);
  });

  test.each(presets)('%s begins with a line that leads editors to the schema', (path) => {
    const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(read(path)) ?? [];
    expect(new URL(schema, new URL(path, root)).href).toBe(new URL('config/roles.schema.json', root).href);
  });

  test('default.yml has the default gates', () => {
    const { gates, mode } = policyOf(read('config/presets/default.yml'));
    expect({ gates, mode }).toEqual({
      gates: policyOf('roles: {pm: [a], engineer: [b]}').gates,
      mode: 'enforce',
    });
  });

  test('warn-only.yml holds nothing back', () => {
    expect(new Set(policyOf(read('config/presets/warn-only.yml')).gates.map(({ mode }) => mode))).toEqual(
      new Set(['warn']),
    );
  });

  test('solo.yml needs no list of people', () => {
    expect(policyOf(read('config/presets/solo.yml')).roles).toEqual([
      { name: 'pm', members: [], permission: 'admin' },
      { name: 'engineer', members: [], permission: 'write' },
    ]);
  });
});

describe('docs/policy.md', () => {
  const examples = [...docs.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);

  test('has examples', () => expect(examples.length).toBeGreaterThan(9));

  test.each(examples)('example %#: %j', (text) => {
    expect([problemsIn(text), matchesSchema(parse(text))]).toEqual([[], true]);
  });

  /** Where an example builds on another, that is the one before it. */
  function problemsIn(text: string): readonly string[] {
    const { extends: named } = parse(text) as { readonly extends?: string };
    if (named === undefined) return problemsOf(text);
    const base = examples[examples.indexOf(text) - 1] ?? '';
    const bases = [{ kind: 'file' as const, repository: named, path: '.github/roles.yml', text: base }];
    const result = readPolicy(text, 'f', { repository: 'acme/shop', bases });
    return result.kind === 'policy' ? [] : result.problems.map(formatProblem);
  }

  test('the default gates are written out as they are', () => {
    const example = examples.find((text) => text.includes('title: Spec approval')) ?? '';
    expect(policyOf(example).gates).toEqual(policyOf('roles: {pm: [a], engineer: [b]}').gates);
  });

  test('the example of a problem is what is told', () => {
    const told = problemsOf('roles:\n  pm: [a]\n  engineer: [b]\ngate: {}\n');
    expect(told).toHaveLength(1);
    expect(docs).toContain(`.github/roles.yml:${told[0] ?? ''}`);
  });
});
