/** What commands print for programs is published, and is what they print. */
import { readFileSync, readdirSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { outputSchemas } from '../../src/cli/output-schemas.ts';
import { subcommands } from '../../src/cli/subcommands.ts';
import { asPublished } from './published.ts';
import { typed } from './typed.ts';

const folder = new URL('../../config/output/', import.meta.url);
const schemas = outputSchemas();

test('each command with --json has a schema, and no other', () => {
  const withJson = subcommands
    .filter(({ script }) => 'json' in script.options)
    .map(({ script }) => script.name);
  expect(schemas.map(({ command }) => `baton ${command}`).toSorted()).toEqual(withJson.toSorted());
  expect(readdirSync(folder).toSorted()).toEqual(schemas.map(({ file }) => file).toSorted());
});

test('each command has examples', () => {
  expect(subcommands.filter(({ script }) => script.examples === undefined)).toEqual([]);
});

describe.each(schemas)('the schema of baton $command', ({ command, file, schema }) => {
  test('is up to date ("npm run schema" writes it), and says what it is of', () => {
    const written = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { readonly title: string };
    expect(written).toEqual(JSON.parse(JSON.stringify(schema)));
    expect(written.title).toContain(`baton ${command}`);
  });

  test('is found from the reference', () => {
    const page = readFileSync(new URL('../../docs/reference/command-line.md', import.meta.url), 'utf8');
    expect(page).toContain(`](../../config/output/${file})`);
  });
});

// Those of the other commands are held where these are tested: `typed` and `asPublished` do it.
test.each([
  ['version', []],
  ['capacity', []],
  ['validate', ['config/presets/default.yml']],
  ['validate', ['package.json']],
] as const)('what is printed is as published: %#', async (command, words) => {
  const { out } = await typed(command, [...words, '--json']);
  expect(JSON.parse(out)).toEqual(expect.any(Object));
});

test('an output that is not as published is noticed', () => {
  expect(() => asPublished('version', '{"baton": 1, "node": "v24.0.0"}')).toThrow('must be string');
  expect(() => asPublished('version', '{"baton": "1", "node": "v24.0.0", "more": 1}')).toThrow('additional');
});
