/** The log of requests, and how much of the rate limit each account has left: for an hour of real time. */
import type { Clock } from './clock.ts';
import type { SeenRequest } from './faults.ts';
export type LoggedRequest = SeenRequest & {
    /** Milliseconds since the epoch, by the sandbox's clock. */
    readonly at: number;
    /** Points of the rate limit. */
    readonly cost: number;
    /** The HTTP status; 0 where the connection was cut. GraphQL errors have status 200. */
    readonly status: number;
};
export type Budget = {
    readonly limit: number;
    readonly used: number;
    readonly remaining: number;
    /** When it begins anew, by the sandbox's clock: seconds since the epoch. */
    readonly reset: number;
};
/** Points an hour ("Rate limits for the REST API", "Rate limits and query limits for the GraphQL API"). */
declare const hourly: {
    readonly core: 5000;
    readonly graphql: 5000;
};
export type Resource = keyof typeof hourly;
export type Budgets = {
    /** Takes points from somebody's budget; null when it does not have that many. */
    spend(by: string, resource: Resource, points: number): Budget | null;
    look(by: string, resource: Resource): Budget;
};
export declare function createBudgets(clock: Clock): Budgets;
export {};
