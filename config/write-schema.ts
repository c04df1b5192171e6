/** `npm run schema`: writes roles.schema.json, for editors, from the schema that policies are read with. */
import { writeFileSync } from 'node:fs';
import { jsonSchema } from '../src/policy/index.ts';

writeFileSync(new URL('roles.schema.json', import.meta.url), `${JSON.stringify(jsonSchema(), null, 2)}\n`);
