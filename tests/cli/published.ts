/** What a command prints with `--json`, held against the schema that is published for it. */
import { readFileSync } from 'node:fs';

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const compiled = new Map<string, ValidateFunction>();

function schemaOf(command: string): ValidateFunction {
  const known = compiled.get(command);
  if (known !== undefined) return known;
  const file = new URL(`../../config/output/${command}.schema.json`, import.meta.url);
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  formats.default(ajv);
  const made = ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
  compiled.set(command, made);
  return made;
}

/**
 * @param command without `baton`
 * @throws where it is not as the schema says
 */
export function asPublished(command: string, text: string): unknown {
  const value: unknown = JSON.parse(text);
  const holds = schemaOf(command);
  if (!holds(value)) throw new Error(`baton ${command} --json: ${JSON.stringify(holds.errors)} in ${text}`);
  return value;
}
