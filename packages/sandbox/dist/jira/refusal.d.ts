/** Jira says no: a status with `errorMessages` and `errors` ("Status codes" in "The Jira Cloud platform REST API"). */
export declare class JiraRefusal extends Error {
    readonly status: number;
    readonly errorMessages: readonly string[];
    /** By field. */
    readonly errors: Readonly<Record<string, string>>;
    constructor(status: number, errorMessages: string | readonly string[], errors?: Readonly<Record<string, string>>);
}
/** Somebody asked for something that Jira has and the sandbox does not play: it fails loudly, and is listed. */
export declare class NotPlayed extends Error {
    readonly what: string;
    constructor(what: string);
}
