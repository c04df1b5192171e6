/** What an editor shows while somebody types a policy: each key explained, with its values, its default and an example. */
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { runs } from '../night.ts';
import { editorSchema, underlined } from './editors.ts';
import { policyOf, problemsOf } from './reading.ts';
import { anyWritten } from './written.ts';

type Part = {
  readonly $ref?: string;
  readonly allOf?: readonly Part[];
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly additionalProperties?: Part | false;
  readonly items?: Part;
  readonly anyOf?: readonly Part[];
};
type Schema = Part & { readonly definitions: Readonly<Record<string, Part>> };

const schema = editorSchema as Schema;

/** With what a reference leads to; a rule refers to itself, so nobody goes below one. */
function meant(part: Part): Part {
  const reference = part.$ref ?? part.allOf?.[0]?.$ref;
  if (reference === undefined) return part;
  return { ...schema.definitions[reference.split('/').at(-1) ?? ''], ...part };
}

/** Each place of the schema and what it says, in order: `gates.*.stale-on`, and `gates.*.stale-on.[]` for an entry. */
function places(part: Part, path: readonly string[]): readonly (readonly [string, Part])[] {
  const below = [
    ...Object.entries(part.properties ?? {}).map(([key, inner]) => [key, inner] as const),
    ...(typeof part.additionalProperties === 'object' ? [['*', part.additionalProperties] as const] : []),
    ...(part.items === undefined ? [] : [['[]', part.items] as const]),
  ];
  return [
    [path.join('.'), meant(part)],
    ...below.flatMap(([key, inner]) => places(inner, [...path, key])),
    ...(part.anyOf ?? []).flatMap((inner, index) => places(inner, [...path, `(${index + 1})`])),
  ];
}
const all = [
  ...places(schema, []),
  ...Object.entries(schema.definitions).flatMap(([name, part]) => places(part, [`<${name}>`])),
];
const isChoice = (part: Part): boolean => part.enum !== undefined || part.const !== undefined;
const where = (wrong: (path: string, part: Part) => boolean): readonly string[] =>
  all.filter(([path, part]) => wrong(path, part)).map(([path]) => path);

describe('everywhere in the schema', () => {
  test('there are as many places as the language has', () => expect(all.length).toBeGreaterThan(130));

  test('it says what is meant, in a sentence', () => {
    const isSilent = (path: string, part: Part): boolean =>
      !/^[\w"{@].{8,}[.!]$/u.test(part.description ?? '') && !(path.endsWith('[]') && isChoice(part));
    expect(where(isSilent)).toEqual([]);
  });

  test('an object has the keys that it names, and no others', () => {
    const isOpen = (_: string, part: Part): boolean =>
      part.type === 'object' && part.additionalProperties === undefined;
    expect(where(isOpen)).toEqual([]);
  });

  test('a text that is free has an example', () => {
    const isBare = (_: string, part: Part): boolean =>
      part.type === 'string' && !isChoice(part) && (part.examples ?? []).length === 0;
    expect(where(isBare)).toEqual([]);
  });

  test('a choice has a default, but where it is elsewhere or there is none', () => {
    const isOpen = (path: string, part: Part): boolean =>
      (part.type === 'boolean' || isChoice(part)) && part.default === undefined && !path.endsWith('[]');
    expect(where(isOpen)).toEqual([
      'roles.*.(2).permission',
      'gates.*.preset',
      'gates.*.requires.sub-issues',
      // The policy's.
      'gates.*.mode',
    ]);
  });

  test('an example and a default are what the schema itself takes there', () => {
    const ajv = new Ajv({ strict: false });
    const wrong = all.flatMap(([path, part]) =>
      [...(part.examples ?? []), ...(part.default === undefined ? [] : [part.default])]
        .filter((value) => !ajv.validate({ ...part, definitions: schema.definitions }, value))
        .map((value) => `${path}: ${JSON.stringify(value)}`),
    );
    expect(wrong).toEqual([]);
  });
});

type Node = Record<string, unknown>;

/** A policy as it has to be around a place, so that a value can stand there. */
const around = (): Node => ({
  roles: {
    pm: { members: ['maria'], jira: { groups: ['product'] } },
    engineer: { members: ['emil'], jira: { groups: ['engineering'] } },
    lead: ['lena'],
    support: ['ben'],
    marketing: ['mo', 'mia'],
    design: ['dana'],
  },
  gates: {
    build: { approve: 'engineer', blocks: ['close'] },
    spec: { approve: { role: 'engineer', count: 1 }, label: 'spec:ok' },
  },
  jira: { site: 'acme', projects: ['SHOP'] },
});
const named: Readonly<Record<string, string>> = { roles: 'pm', gates: 'build' };

/** That policy with a value at a place of the schema; undefined: without the key. */
function policyWith(place: string, value: unknown): string {
  const written = around();
  const keys = place.split('.').filter((key) => !key.startsWith('('));
  const path = keys.map((key, index) => (key === '*' ? (named[keys[index - 1] ?? ''] ?? '') : key));
  if (path[0] === 'people') written['people'] = [{ github: 'maria', jira: 'mlopez' }];
  if (place.startsWith('roles.*.(1)')) (written['roles'] as Node)['pm'] = [];
  const beside: Readonly<Record<string, Node>> = {
    field: { value: 'Approved' },
    value: { field: 'customfield_10070' },
    'on-accept': { status: 'Accepted' },
  };
  const sign = path[0] === 'jira' ? beside[path.at(-1) ?? ''] : undefined;
  if (sign !== undefined) Object.assign(written['jira'] as Node, { gates: { build: sign } });
  let at = written;
  for (const [index, key] of path.entries()) {
    const name = key === '[]' ? '0' : key;
    if (index === path.length - 1) at[name] = value;
    else at = (at[name] ??= path[index + 1] === '[]' ? [] : {}) as Node;
  }
  return JSON.stringify(written);
}

/** Places in a policy, but those of a rule, which stands wherever somebody approves. */
const written = all.filter(([place]) => !place.startsWith('<') && place !== '');

describe('what Baton makes of it', () => {
  const defaults = written.filter(([, part]) => part.default !== undefined);

  test.each(defaults.map(([place, part]) => [place, part.default] as const))(
    '%s: where it is not written, %j holds',
    (place, value) => {
      expect(policyOf(policyWith(place, value))).toEqual(policyOf(policyWith(place, undefined)));
    },
  );

  test('one approval is enough where "count" is not written', () => {
    const { default: count } = schema.definitions['rule']?.anyOf?.[1]?.properties?.['count'] ?? {};
    const approved = (rule: object): unknown => policyOf(policyWith('gates.*.approve', rule)).gates;
    expect(approved({ role: 'marketing', count })).toEqual(approved({ role: 'marketing' }));
    expect(approved({ role: 'marketing', count: 2 })).not.toEqual(approved({ role: 'marketing' }));
  });

  // A base is somewhere else.
  const examples = written
    .filter(([place]) => place !== 'extends')
    .flatMap(([place, part]) => (part.examples ?? []).map((value) => [place, value] as const));

  test.each(examples)('%s: the example %j can stand there', (place, value) => {
    const text = policyWith(place, value);
    expect([underlined(text), problemsOf(text)]).toEqual([[], []]);
  });

  test('what Baton takes, an editor takes', () => {
    fc.assert(
      fc.property(anyWritten, (text) => {
        expect(underlined(text)).toEqual([]);
      }),
      { numRuns: runs(100) },
    );
  });
});
