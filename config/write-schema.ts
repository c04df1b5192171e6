/** `npm run schema`: writes roles.schema.json, for editors, from the schema that policies are read with. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { argumentsOf } from '../src/arguments.ts';
import { jsonSchema } from '../src/policy/index.ts';

argumentsOf({
  name: 'npm run schema',
  what: 'Writes config/roles.schema.json, for editors, from the schema that policies are read with.',
  options: {},
});
const file = fileURLToPath(new URL('roles.schema.json', import.meta.url));
writeFileSync(file, `${JSON.stringify(jsonSchema(), null, 2)}\n`);
execFileSync('oxfmt', ['--write', file], { stdio: 'inherit' });
