/**
 * Atlassian's description of its API and recorded webhooks, kept beside the project: the folder that JIRA_SAMPLES names,
 * by default `../shared/jira-samples`. Where it is not there, what depends on it is skipped and says so.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = resolve(root, process.env['JIRA_SAMPLES'] ?? '../shared/jira-samples');

export const samplesAreThere = existsSync(folder);
/** For the names of tests that are skipped. */
export const whyNot = samplesAreThere ? '' : ` (skipped: no samples at ${folder}, see JIRA_SAMPLES)`;

type Operation = {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly 'x-atlassian-oauth2-scopes'?: readonly {
    readonly state: string;
    readonly scopes: readonly string[];
  }[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
};
type Description = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: { readonly ChangeDetails: { readonly properties: Record<string, object> } };
  };
};

/** Says what is wrong with an answer; null: nothing, or the description has no words for it. */
export type Referee = (operation: string, status: number, body: unknown) => string | null;

let described: Description | null = null;

function description(): Description {
  described ??= JSON.parse(
    readFileSync(resolve(folder, 'openapi/jira-cloud-platform-v3.openapi.json'), 'utf8'),
  ) as Description;
  return described;
}

export function operationOf(operation: string): Operation | undefined {
  const [method = '', path = ''] = operation.split(' ');
  return description().paths[`/rest/api/3${path}`]?.[method.toLowerCase()];
}

let referee: Referee | null = null;

export async function refereeIfThere(): Promise<Referee | null> {
  if (!samplesAreThere) return null;
  referee ??= await makeReferee();
  return referee;
}

const pointer = (...parts: readonly string[]): string =>
  `jira#/${parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

async function makeReferee(): Promise<Referee> {
  const formats = await import('ajv-formats');
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
  formats.default.default(ajv);
  // As Jira writes times (2019-02-15T19:11:18.321-0800), which are not as RFC 3339 wants them.
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}$/);
  // The description says that these are texts, and its own example has null in them.
  const items = description().components.schemas.ChangeDetails.properties;
  for (const name of ['from', 'fromString', 'to', 'toString'])
    items[name] = { ...items[name], type: ['string', 'null'] };
  ajv.addSchema(description(), 'jira');
  const compiled = new Map<string, ValidateFunction | null>();
  const compile = (operation: string, status: number): ValidateFunction | null => {
    const found = operationOf(operation);
    if (found === undefined) throw new Error(`Atlassian does not describe ${operation}`);
    const response = found.responses[String(status)];
    if (response === undefined) {
      if (status < 300) throw new Error(`Atlassian's ${operation} knows no status ${status}`);
      return null;
    }
    const [method = '', path = ''] = operation.split(' ');
    const type = Object.keys(response.content ?? {})[0];
    if (type === undefined) return null;
    const at = [
      'paths',
      `/rest/api/3${path}`,
      method.toLowerCase(),
      'responses',
      String(status),
      'content',
      type,
    ];
    return ajv.compile({ $ref: pointer(...at, 'schema') });
  };
  return (operation, status, body) => {
    const key = `${operation} ${status}`;
    const check = compiled.has(key) ? (compiled.get(key) ?? null) : compile(operation, status);
    compiled.set(key, check);
    if (check === null || check(body)) return null;
    return `${key}: ${ajv.errorsText(check.errors, { separator: '\n', dataVar: 'it' })}`;
  };
}

/** The recorded webhooks by file name. */
export function recordedWebhooks(): ReadonlyMap<string, unknown> {
  const where = resolve(folder, 'webhooks');
  return new Map(
    readdirSync(where).map((name): [string, unknown] => [
      name,
      JSON.parse(readFileSync(resolve(where, name), 'utf8')),
    ]),
  );
}

export function recordedAnswer(name: string): unknown {
  return JSON.parse(readFileSync(resolve(folder, 'responses', name), 'utf8'));
}
