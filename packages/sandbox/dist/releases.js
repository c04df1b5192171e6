/** `merge_group` and `sub_issues` are missing from "Webhook events and payloads" of GitHub Enterprise Server. */
const unknownEvents = ['merge_group', 'sub_issues'];
/** Events of `Type`s by these names, and the values of the enumerations that ask for them. */
const moves = ['SubIssueAdded', 'SubIssueRemoved', 'ParentIssueAdded', 'ParentIssueRemoved'];
const timelineValue = (item, name) => `${item}TimelineItemsItemType.${name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()}_EVENT`;
export const releases = {
    /** As published. */
    'github.com': { lacks: [], lacksDeprecated: false, unknownEvents: [], version: null },
    /** github.com after GitHub has removed what it announced ("Breaking changes" of the GraphQL API). */
    'github.com, later': {
        lacks: ['Issue.stateReason.enableDuplicate'],
        lacksDeprecated: true,
        unknownEvents: [],
        version: null,
    },
    /** 3.19 to 3.22. */
    'GHES 3.19': { lacks: [], lacksDeprecated: false, unknownEvents, version: '3.19.0' },
    /** By its own published schema: sub-issues are there, but not the events that tell when each came and went. */
    'GHES 3.16': {
        lacks: [
            'Issue.stateReason.enableDuplicate',
            'Issue.duplicateOf',
            'ClosedEvent.duplicateOf',
            ...moves.map((name) => `${name}Event`),
            ...moves.flatMap((name) => ['Issue', 'PullRequest'].map((item) => timelineValue(item, name))),
        ],
        lacksDeprecated: false,
        unknownEvents,
        version: '3.16.0',
    },
};
