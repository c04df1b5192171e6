/**
 * `npm run schema`: writes roles.schema.json and roles.test.schema.json, for editors, from the schemas that policies and
 * their examples are read with, and output/, for programs, from the shapes of what commands print.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { argumentsOf } from '../src/arguments.ts';
import { outputSchemas } from '../src/cli/output-schemas.ts';
import { examplesSchema } from '../src/examples/index.ts';
import { jsonSchema } from '../src/policy/index.ts';

argumentsOf({
  name: 'npm run schema',
  what: 'Writes the schemas in config/ from those that policies are read with, and commands print by.',
  options: {},
});
const all = [
  { file: 'roles.schema.json', schema: jsonSchema() },
  { file: 'roles.test.schema.json', schema: examplesSchema() },
  ...outputSchemas().map(({ file, schema }) => ({ file: `output/${file}`, schema })),
];
const paths = all.map(({ file, schema }) => {
  const path = fileURLToPath(new URL(file, import.meta.url));
  writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`);
  return path;
});
execFileSync('oxfmt', ['--write', ...paths], { stdio: 'inherit' });
