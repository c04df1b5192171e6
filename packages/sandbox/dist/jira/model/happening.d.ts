/** What happened on the site, for webhooks. */
import type { ChangeItem, Comment, History, Issue } from './issue.ts';
import type { User } from './project.ts';
/** How an update came about: it names the event (`issue_event_type_name`). */
export type Occasion = 'edit' | 'assign' | 'transition' | 'move';
export type Happening = {
    readonly kind: 'issue-created';
    readonly issue: Issue;
    readonly by: User | null;
    readonly at: number;
    /** What Cloud tells of the first values: in the webhook only, the issue's history has none of it. */
    readonly items: readonly ChangeItem[];
} | {
    readonly kind: 'issue-updated';
    readonly issue: Issue;
    readonly by: User | null;
    readonly at: number;
    readonly history: History;
    readonly occasion: Occasion;
} | {
    readonly kind: 'issue-deleted';
    readonly issue: Issue;
    readonly by: User | null;
    readonly at: number;
} | {
    readonly kind: 'comment-created' | 'comment-updated' | 'comment-deleted';
    readonly issue: Issue;
    readonly comment: Comment;
    readonly by: User | null;
    readonly at: number;
    /** It went with its issue. */
    readonly secondary: boolean;
};
