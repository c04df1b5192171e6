/** Opening, editing, closing and reopening issues (and, where they are alike, pull requests). */
import { type Commit, type Issue, type Item, type Label, type PullRequest, type Repository, type StateReason, type User, type World } from '../model/index.ts';
import { type Viewer } from '../viewer.ts';
export type IssueDraft = {
    readonly title: string;
    readonly body?: string;
    readonly labels?: readonly Label[];
    /** Those of the template that it is opened from ("Configuring issue templates for your repository"). */
    readonly templateLabels?: readonly Label[];
    readonly assignees?: readonly User[];
};
export declare function openIssue(world: World, viewer: Viewer, repository: Repository, draft: IssueDraft): Issue;
/** Changes title or body: the author, and whoever can write. */
export declare function editItem(world: World, viewer: Viewer, item: Item, change: {
    title?: string;
    body?: string;
}): void;
export type Closing = {
    readonly reason?: 'completed' | 'not_planned' | 'duplicate';
    readonly duplicateOf?: Issue | null;
};
/** Closes: the author, and whoever can triage. What is closed already stays as it is, but for its reason. */
export declare function closeItem(world: World, viewer: Viewer, item: Item, closing?: Closing): void;
/** Closes without asking who may: closing words and merges come here, too. */
export declare function shut(world: World, viewer: Viewer, item: Item, reason: StateReason, closer: PullRequest | Commit | null): void;
/** Reopens: whoever can triage, and the author unless somebody else closed it. */
export declare function reopenItem(world: World, viewer: Viewer, item: Item): void;
/** Closes an issue that closing words or a merge name, where the merger may close it. */
export declare function closeByWords(world: World, viewer: Viewer, issue: Issue, closer: PullRequest | Commit): void;
