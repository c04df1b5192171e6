/** GitHub says no. REST shows it as a status with a body, GraphQL as an entry of `errors` with a type. */
import type { JsonObject } from './json.ts';
export type RefusalType = 'NOT_FOUND' | 'FORBIDDEN' | 'UNPROCESSABLE' | 'UNAUTHORIZED' | 'NOT_MERGEABLE' | 'CONFLICT' | 'GONE' | 'BAD_REQUEST';
export declare class Refusal extends Error {
    readonly type: RefusalType;
    readonly status: number;
    readonly errors: readonly JsonObject[] | null;
    /** Some refusals read differently over GraphQL, and are of another type there. */
    readonly overGraphql: string;
    readonly graphqlType: RefusalType;
    constructor(type: RefusalType, message: string, more?: {
        errors?: readonly JsonObject[];
        overGraphql?: string;
        graphqlType?: RefusalType;
    });
}
export declare function notFound(overGraphql?: string): Refusal;
/** What an App hears when its permissions do not suffice. */
export declare function notForIntegrations(): Refusal;
/** A field that does not hold: GitHub's 422 with one entry in `errors`. */
export declare function invalidField(resource: string, field: string, code: string, message?: string): Refusal;
export declare function unprocessable(message: string): Refusal;
