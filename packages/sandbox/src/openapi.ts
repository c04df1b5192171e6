/** GitHub's own OpenAPI description as the referee of REST answers. */
import { readFile } from 'node:fs/promises';
import type { Ajv, ValidateFunction } from 'ajv';
import type { Json } from './json.ts';

/** Each says what is wrong, or null where it fits the description. */
export type Referee = {
  readonly answer: (operation: string, status: number, body: Json) => string | null;
  readonly webhook: (event: string, action: string | null, payload: Json) => string | null;
};

type Description = {
  readonly webhooks: Readonly<Record<string, unknown>>;
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, unknown>> }>>>
  >;
};

/** What to do about a description that is missing. */
const again = 'make it again, as the README says under "Working on it"';

let loaded: Promise<Referee> | null = null;

/** The referee, of which one is enough for all sandboxes of a process. Schemas are compiled when they are first needed. */
export function loadReferee(): Promise<Referee> {
  loaded ??= load();
  return loaded;
}

/** From the description that is kept beside this file. */
async function load(): Promise<Referee> {
  const [{ Ajv }, formats, text] = await Promise.all([
    import('ajv'),
    import('ajv-formats'),
    readFile(new URL('openapi.json', import.meta.url), 'utf8'),
  ]);
  const description = JSON.parse(text) as Description;
  const ajv: Ajv = new Ajv({
    strict: false,
    allErrors: true,
    validateFormats: true,
    // Each schema judges a few bodies: compiling it in a quarter of the time is worth more than a faster judgement.
    code: { optimize: false },
    inlineRefs: false,
  });
  formats.default.default(ajv);
  // GitHub's own addresses of bots (49699333+dependabot[bot]@users.noreply.github.com) fit no stricter format.
  ajv.addFormat('email', /^[^@\s]+@[^@\s]+$/);
  ajv.addSchema(description, 'github');
  const compiled = new Map<string, ValidateFunction | null>();
  const judge = (what: string, body: Json, compileIt: () => ValidateFunction | null): string | null => {
    const check = compiled.has(what) ? (compiled.get(what) ?? null) : compileIt();
    compiled.set(what, check);
    if (check === null || check(body)) return null;
    return `${what}: ${ajv.errorsText(check.errors, { separator: '\n', dataVar: 'it' })}`;
  };
  return {
    answer: (operation, status, body) =>
      judge(`${operation} ${status}`, body, () => compile(ajv, description, operation, status)),
    webhook: (event, action, payload) => {
      const what = action === null ? event : `${event} ${action}`;
      return judge(what, payload, () => {
        if (!(what in description.webhooks))
          throw new Error(`openapi.json does not describe the webhook ${what}: ${again}`);
        return ajv.compile({ $ref: pointerTo('webhooks', what) });
      });
    },
  };
}

function pointerTo(...parts: readonly string[]): string {
  return `github#/${parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
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
  if (described === undefined) throw new Error(`openapi.json does not describe ${operation}: ${again}`);
  if (!(String(status) in described.responses)) {
    if (status < 300) throw new Error(`GitHub's description of ${operation} knows no status ${status}`);
    return null;
  }
  return ajv.compile({ $ref: pointerTo('paths', path, method.toLowerCase(), 'responses', String(status)) });
}
