/** The GitHubs that are played: github.com, and releases of GitHub Enterprise Server, which lack some of it. */
export type Release = keyof typeof releases;
export declare const releases: {
    /** As published. */
    readonly 'github.com': {
        readonly lacks: readonly [];
        readonly lacksDeprecated: false;
        readonly unknownEvents: readonly [];
        readonly version: null;
    };
    /** github.com after GitHub has removed what it announced ("Breaking changes" of the GraphQL API). */
    readonly 'github.com, later': {
        readonly lacks: readonly ["Issue.stateReason.enableDuplicate"];
        readonly lacksDeprecated: true;
        readonly unknownEvents: readonly [];
        readonly version: null;
    };
    /** 3.19 to 3.22. */
    readonly 'GHES 3.19': {
        readonly lacks: readonly [];
        readonly lacksDeprecated: false;
        readonly unknownEvents: string[];
        readonly version: '3.19.0';
    };
    /** By its own published schema: sub-issues are there, but not the events that tell when each came and went. */
    readonly 'GHES 3.16': {
        readonly lacks: readonly ["Issue.stateReason.enableDuplicate", "Issue.duplicateOf", "ClosedEvent.duplicateOf", ...string[]];
        readonly lacksDeprecated: false;
        readonly unknownEvents: string[];
        readonly version: '3.16.0';
    };
};
