/** GitHub's own OpenAPI description as the referee of REST answers. */
import { readFile } from 'node:fs/promises';
import type { Ajv, ValidateFunction } from 'ajv';
import type { Json } from './json.ts';

/** Says what is wrong with an answer, or null where it fits the description. */
export type Referee = (operation: string, status: number, body: Json) => string | null;

type Description = {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, unknown>> }>>>
  >;
};

/** Loads the description that is kept beside this file. Schemas are compiled when they are first needed. */
export async function loadReferee(): Promise<Referee> {
  const [{ Ajv }, formats, text] = await Promise.all([
    import('ajv'),
    import('ajv-formats'),
    readFile(new URL('openapi.json', import.meta.url), 'utf8'),
  ]);
  const description = JSON.parse(text) as Description;
  const ajv: Ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
  formats.default.default(ajv);
  ajv.addSchema(description, 'github');
  const compiled = new Map<string, ValidateFunction | null>();
  return (operation, status, body) => {
    const key = `${operation} ${status}`;
    let check = compiled.get(key);
    if (check === undefined) {
      check = compile(ajv, description, operation, status);
      compiled.set(key, check);
    }
    if (check === null) return null;
    return check(body)
      ? null
      : `${key}: ${ajv.errorsText(check.errors, { separator: '\n', dataVar: 'answer' })}`;
  };
}

/** Null where the description says nothing of that status: GitHub describes few of its refusals. */
function compile(
  ajv: Ajv,
  description: Description,
  operation: string,
  status: number,
): ValidateFunction | null {
  const [method = '', path = ''] = operation.split(' ');
  const described = description.paths[path]?.[method.toLowerCase()];
  if (described === undefined) throw new Error(`openapi.json does not describe ${operation}: prune it again`);
  if (!(String(status) in described.responses)) {
    if (status < 300) throw new Error(`GitHub's description of ${operation} knows no status ${status}`);
    return null;
  }
  const pointer = ['paths', path, method.toLowerCase(), 'responses', String(status)].map((part) =>
    encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')),
  );
  return ajv.compile({ $ref: `github#/${pointer.join('/')}` });
}
