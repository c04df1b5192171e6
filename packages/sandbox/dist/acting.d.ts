/**
 * What somebody can do on GitHub, by name: `sandbox.as('alice').comment('acme/shop#1', 'Looks good')`.
 * The same code as behind the API, with the same rights; a refusal is thrown as a `Refusal`.
 */
import { type CheckChange, type Closing, type LabelDraft, type MergeOrder, type PullDraft, type Push, type RemarkDraft, type ReviewDraft } from './actions/index.ts';
import type { CheckRun, CheckSuite, Comment, Commit, Issue, Label, LinkedBranch, MergeQueueEntry, PullRequest, ReactionContent, Remark, Repository, Review, World } from './model/index.ts';
import type { Directory } from './directory.ts';
import type { Viewer } from './viewer.ts';
export type IssueWords = {
    readonly title: string;
    readonly body?: string;
    readonly labels?: readonly string[];
    /** Labels of the template that it is opened from: they need no permission. */
    readonly templateLabels?: readonly string[];
    readonly assignees?: readonly string[];
};
/** Items are named `owner/name#number`, repositories `owner/name`, people by login. */
export type Acting = {
    openIssue(repository: string, issue: IssueWords): Issue;
    edit(item: string, change: {
        title?: string;
        body?: string;
    }): void;
    comment(item: string, body: string): Comment;
    editComment(target: Comment, body: string): void;
    deleteComment(target: Comment): void;
    /** "Hide" in a comment's menu; null: shows it again. */
    hide(target: Comment | Remark, reason: 'spam' | 'abuse' | 'off-topic' | 'outdated' | null): void;
    react(on: Comment | string, content: ReactionContent): void;
    label(item: string, ...names: string[]): void;
    unlabel(item: string, ...names: string[]): void;
    assign(item: string, ...logins: string[]): void;
    unassign(item: string, ...logins: string[]): void;
    close(item: string, reason?: Closing['reason'], duplicateOf?: string): void;
    reopen(item: string): void;
    lock(item: string, locked?: boolean): void;
    pin(issue: string, pinned?: boolean): void;
    transfer(issue: string, to: string): Issue;
    deleteIssue(issue: string): void;
    addSubIssue(parent: string, child: string, replaceParent?: boolean): void;
    removeSubIssue(parent: string, child: string): void;
    createLabel(repository: string, draft: LabelDraft): Label;
    changeLabel(repository: string, name: string, change: Partial<LabelDraft>): void;
    deleteLabel(repository: string, name: string): void;
    push(repository: string, branch: string, change?: Push): Commit;
    /** At a commit; left out: where the default branch is. */
    createBranch(repository: string, name: string, oid?: string): void;
    deleteBranch(repository: string, name: string): void;
    linkBranch(issue: string, name: string): LinkedBranch;
    openPull(repository: string, draft: Omit<PullDraft, 'headRepository'> & {
        readonly headRepository?: string;
    }): PullRequest;
    editPull(pull: string, change: {
        title?: string;
        body?: string;
        base?: string;
    }): void;
    draft(pull: string, draft: boolean): void;
    /** Links an issue to a pull request by hand. */
    connect(pull: string, issue: string, linked?: boolean): void;
    /** A person by login, a team as `org/slug`. */
    requestReview(pull: string, reviewer: string, wanted?: boolean): void;
    review(pull: string, draft: ReviewDraft): Review;
    editReview(target: Review, body: string): void;
    /** A comment on a line of a file that the pull request changes. */
    remark(pull: string, draft: RemarkDraft): Remark;
    editRemark(target: Remark, body: string): void;
    deleteRemark(target: Remark): void;
    merge(pull: string, order?: MergeOrder): Commit;
    enqueue(pull: string): MergeQueueEntry;
    dequeue(pull: string): void;
    /** Reports a check run; only an App can. `sha`: a commit, or a pull request whose head is meant. */
    check(repository: string, sha: string, name: string, change: CheckChange): CheckRun;
    updateCheck(run: CheckRun, change: CheckChange): void;
    /** "Re-run" on a check run or on a whole suite. */
    rerun(target: CheckRun | CheckSuite): void;
};
export declare function createActing(world: World, directory: Directory, viewerIn: (repository: Repository) => Viewer, afterChange: () => void): Acting;
