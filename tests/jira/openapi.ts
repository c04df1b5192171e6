/** Atlassian's OpenAPI description as the referee of requests. */
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

import type { Asked } from './answering.ts';
import { sample } from './samples.ts';

type Parameter = {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly schema: { readonly type?: string; readonly enum?: readonly string[] };
};
type Operation = {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: object }>> };
};
type Description = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

/** Says what is wrong with a request to Cloud; nothing where it is as described. */
export function createReferee(): (asked: Asked) => readonly string[] {
  const description = JSON.parse(sample('openapi', 'jira-cloud-platform-v3.openapi.json')) as Description;
  const ajv = new Ajv({ strict: false, allErrors: true, code: { optimize: false }, inlineRefs: false });
  addFormats.default(ajv);
  ajv.addFormat('int32', true).addFormat('int64', true).addFormat('double', true);
  ajv.addSchema({ ...description, $id: 'jira' });
  const templates = Object.keys(description.paths).sort((one, other) => params(one) - params(other));
  return ({ method, url, query, body }) => {
    const { pathname } = new URL(url, 'http://jira.test');
    const path = templates.find((each) => matches(each, pathname));
    if (path === undefined) return [`${pathname} is no path`];
    const operation = description.paths[path]?.[method.toLowerCase()];
    if (operation === undefined) return [`${path} has no ${method}`];
    const known = (operation.parameters ?? []).filter((each) => each.in === 'query');
    const wrong: string[] = [];
    for (const [name, value] of Object.entries(query)) {
      const parameter = known.find((each) => each.name === name);
      if (parameter === undefined) wrong.push(`${path} knows no ${name}`);
      else if (!fits(parameter, value)) wrong.push(`${name} cannot be ${value}`);
    }
    for (const { name, required } of known)
      if (required === true && !(name in query)) wrong.push(`${name} is missing`);
    const check = bodyCheck(ajv, path, method, operation);
    if (check === null && body !== undefined) wrong.push(`${path} takes no body`);
    if (check !== null && !check(body)) wrong.push(ajv.errorsText(check.errors));
    return wrong;
  };
}

const params = (template: string): number => template.split('{').length;

function matches(template: string, path: string): boolean {
  const wanted = template.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length && wanted.every((part, at) => part.startsWith('{') || part === given[at])
  );
}

function fits({ schema }: Parameter, value: string): boolean {
  if (schema.type === 'integer' && !/^\d+$/.test(value)) return false;
  return schema.enum === undefined || schema.enum.includes(value);
}

function bodyCheck(ajv: Ajv, path: string, method: string, operation: Operation): ValidateFunction | null {
  if (operation.requestBody?.content['application/json']?.schema === undefined) return null;
  const parts = ['paths', path, method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema'];
  const pointer = parts
    .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  return ajv.compile({ $ref: `jira#/${pointer}` });
}
