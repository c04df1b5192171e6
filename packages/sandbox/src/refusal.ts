/** GitHub says no. REST shows it as a status with a body, GraphQL as an entry of `errors` with a type. */
import type { JsonObject } from './json.ts';

export type RefusalType =
  | 'NOT_FOUND'
  | 'FORBIDDEN'
  | 'UNPROCESSABLE'
  | 'UNAUTHORIZED'
  | 'NOT_MERGEABLE'
  | 'CONFLICT'
  | 'GONE'
  | 'BAD_REQUEST';

const statuses: Readonly<Record<RefusalType, number>> = {
  NOT_FOUND: 404,
  FORBIDDEN: 403,
  UNPROCESSABLE: 422,
  UNAUTHORIZED: 401,
  NOT_MERGEABLE: 405,
  CONFLICT: 409,
  GONE: 410,
  BAD_REQUEST: 400,
};

export class Refusal extends Error {
  readonly type: RefusalType;
  readonly status: number;
  readonly errors: readonly JsonObject[] | null;
  /** Some refusals read differently over GraphQL, and are of another type there. */
  readonly overGraphql: string;
  readonly graphqlType: RefusalType;

  constructor(
    type: RefusalType,
    message: string,
    more: { errors?: readonly JsonObject[]; overGraphql?: string; graphqlType?: RefusalType } = {},
  ) {
    super(message);
    this.name = 'Refusal';
    this.type = type;
    this.status = statuses[type];
    this.errors = more.errors ?? null;
    this.overGraphql = more.overGraphql ?? message;
    this.graphqlType = more.graphqlType ?? type;
  }
}

export function notFound(overGraphql = 'Could not resolve to the requested object.'): Refusal {
  return new Refusal('NOT_FOUND', 'Not Found', { overGraphql });
}

/** What an App hears when its permissions do not suffice. */
export function notForIntegrations(): Refusal {
  return new Refusal('FORBIDDEN', 'Resource not accessible by integration');
}

/** A field that does not hold: GitHub's 422 with one entry in `errors`. */
export function invalidField(resource: string, field: string, code: string, message?: string): Refusal {
  const detail = message === undefined ? { resource, field, code } : { resource, field, code, message };
  return new Refusal('UNPROCESSABLE', 'Validation Failed', {
    errors: [detail],
    overGraphql: message ?? `${field} is ${code}`,
  });
}

export function unprocessable(message: string): Refusal {
  return new Refusal('UNPROCESSABLE', message);
}
