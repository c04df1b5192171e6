/** Jira says no: a status with `errorMessages` and `errors` ("Status codes" in "The Jira Cloud platform REST API"). */
export class JiraRefusal extends Error {
    status;
    errorMessages;
    /** By field. */
    errors;
    constructor(status, errorMessages, errors = {}) {
        const messages = typeof errorMessages === 'string' ? [errorMessages] : errorMessages;
        super([...messages, ...Object.values(errors)].join(' '));
        this.name = 'JiraRefusal';
        this.status = status;
        this.errorMessages = messages;
        this.errors = errors;
    }
}
/** Somebody asked for something that Jira has and the sandbox does not play: it fails loudly, and is listed. */
export class NotPlayed extends Error {
    what;
    constructor(what) {
        super(`The sandbox's Jira does not play ${what}.`);
        this.name = 'NotPlayed';
        this.what = what;
    }
}
