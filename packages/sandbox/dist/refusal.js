const statuses = {
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
    type;
    status;
    errors;
    /** Some refusals read differently over GraphQL, and are of another type there. */
    overGraphql;
    graphqlType;
    constructor(type, message, more = {}) {
        super(message);
        this.name = 'Refusal';
        this.type = type;
        this.status = statuses[type];
        this.errors = more.errors ?? null;
        this.overGraphql = more.overGraphql ?? message;
        this.graphqlType = more.graphqlType ?? type;
    }
}
export function notFound(overGraphql = 'Could not resolve to the requested object.') {
    return new Refusal('NOT_FOUND', 'Not Found', { overGraphql });
}
/** What an App hears when its permissions do not suffice. */
export function notForIntegrations() {
    return new Refusal('FORBIDDEN', 'Resource not accessible by integration');
}
/** A field that does not hold: GitHub's 422 with one entry in `errors`. */
export function invalidField(resource, field, code, message) {
    const detail = message === undefined ? { resource, field, code } : { resource, field, code, message };
    return new Refusal('UNPROCESSABLE', 'Validation Failed', {
        errors: [detail],
        overGraphql: message ?? `${field} is ${code}`,
    });
}
export function unprocessable(message) {
    return new Refusal('UNPROCESSABLE', message);
}
