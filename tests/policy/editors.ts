/** The schema for editors, as it is in config/, and what it says of a policy's text. */
import { readFileSync } from 'node:fs';

import { Ajv } from 'ajv';
import { parse } from 'yaml';

const file = new URL('../../config/roles.schema.json', import.meta.url);
export const editorSchema: object = JSON.parse(readFileSync(file, 'utf8'));

/** Strict, as SchemaStore has it: a keyword that means nothing is refused, too. */
export const matchesSchema = new Ajv({ strict: true, allErrors: true }).compile(editorSchema);

/** What an editor underlines in a text; none: it is good. */
export function underlined(text: string): readonly string[] {
  if (matchesSchema(parse(text))) return [];
  return (matchesSchema.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
}
