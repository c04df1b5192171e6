/**
 * What somebody can do on GitHub, by name: `sandbox.as('alice').comment('acme/shop#1', 'Looks good')`.
 * The same code as behind the API, with the same rights; a refusal is thrown as a `Refusal`.
 */
import {
  type CheckChange,
  type Closing,
  type LabelDraft,
  type MergeOrder,
  type PullDraft,
  type Push,
  type RemarkDraft,
  type ReviewDraft,
  addLabels,
  addSubIssue,
  assign,
  closeItem,
  comment,
  connect,
  createBranch,
  createLabel,
  createRun,
  deleteBranch,
  deleteComment,
  deleteIssue,
  deleteLabel,
  deleteRemark,
  deleteRevision,
  dequeue,
  editComment,
  editItem,
  editPull,
  editRemark,
  editReview,
  enqueue,
  labelsNamed,
  linkBranch,
  lockItem,
  merge,
  minimizeComment,
  openIssue,
  openPull,
  pinIssue,
  push,
  react,
  remark,
  removeLabels,
  removeSubIssue,
  reopenItem,
  requestReview,
  rerequestRun,
  rerequestSuite,
  review,
  setDraft,
  transferIssue,
  unassign,
  unminimizeComment,
  updateLabel,
  updateRun,
} from './actions/index.ts';
import { commitOf } from './git.ts';
import type {
  CheckRun,
  CheckSuite,
  Comment,
  Commit,
  Issue,
  Item,
  Label,
  LinkedBranch,
  MergeQueueEntry,
  PullRequest,
  ReactionContent,
  Remark,
  Repository,
  Review,
  World,
} from './model/index.ts';
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
  edit(item: string, change: { title?: string; body?: string }): void;
  /** "Delete revision from history" of a body; `place`: of the edit, the original first. */
  deleteRevision(item: string, place: number): void;
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
  openPull(
    repository: string,
    draft: Omit<PullDraft, 'headRepository'> & { readonly headRepository?: string },
  ): PullRequest;
  editPull(pull: string, change: { title?: string; body?: string; base?: string }): void;
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

export function createActing(
  world: World,
  directory: Directory,
  viewerIn: (repository: Repository) => Viewer,
  afterChange: () => void,
): Acting {
  const { item, issue, pull, repository, users, label } = directory;
  /** Runs an action in the name of whoever it is, there. */
  function act<T>(where: Repository, what: (viewer: Viewer) => T): T {
    const done = what(viewerIn(where));
    afterChange();
    return done;
  }
  const on = <T>(address: string, what: (viewer: Viewer, one: Item) => T): T => {
    const one = item(address);
    return act(one.repository, (viewer) => what(viewer, one));
  };
  const inside = <T>(name: string, what: (viewer: Viewer, where: Repository) => T): T => {
    const where = repository(name);
    return act(where, (viewer) => what(viewer, where));
  };
  return {
    openIssue: (name, { title, body, labels, templateLabels = [], assignees }) =>
      inside(name, (viewer, where) =>
        openIssue(world, viewer, where, {
          title,
          body: body ?? '',
          labels: labels === undefined ? [] : labelsNamed(world, viewer, where, labels),
          templateLabels: labelsNamed(world, viewer, where, templateLabels),
          assignees: users(assignees ?? []),
        }),
      ),
    deleteRevision: (address, place) =>
      on(address, (viewer, one) => deleteRevision(world, viewer, one, place)),
    edit: (address, change) => on(address, (viewer, one) => editItem(world, viewer, one, change)),
    comment: (address, body) => on(address, (viewer, one) => comment(world, viewer, one, body)),
    editComment: (target, body) =>
      act(target.item.repository, (viewer) => editComment(world, viewer, target, body)),
    hide: (target, reason) =>
      act(target.item.repository, (viewer) =>
        reason === null
          ? unminimizeComment(world, viewer, target)
          : minimizeComment(world, viewer, target, reason),
      ),
    deleteComment: (target) => act(target.item.repository, (viewer) => deleteComment(world, viewer, target)),
    react: (target, content) => {
      const one = typeof target === 'string' ? item(target) : target;
      const where = 'item' in one ? one.item.repository : one.repository;
      act(where, (viewer) => react(world, viewer, one, content));
    },
    label: (address, ...names) =>
      on(address, (viewer, one) =>
        addLabels(world, viewer, one, labelsNamed(world, viewer, one.repository, names)),
      ),
    unlabel: (address, ...names) =>
      on(address, (viewer, one) =>
        removeLabels(
          world,
          viewer,
          one,
          names.map((name) => label(one.repository, name)),
        ),
      ),
    assign: (address, ...logins) => on(address, (viewer, one) => assign(world, viewer, one, users(logins))),
    unassign: (address, ...logins) =>
      on(address, (viewer, one) => unassign(world, viewer, one, users(logins))),
    close: (address, reason, duplicateOf) =>
      on(address, (viewer, one) =>
        closeItem(world, viewer, one, {
          ...(reason === undefined ? {} : { reason }),
          duplicateOf: duplicateOf === undefined ? null : issue(duplicateOf),
        }),
      ),
    reopen: (address) => on(address, (viewer, one) => reopenItem(world, viewer, one)),
    lock: (address, locked = true) => on(address, (viewer, one) => lockItem(world, viewer, one, locked)),
    pin: (address, pinned = true) => on(address, (viewer) => pinIssue(world, viewer, issue(address), pinned)),
    transfer: (address, to) =>
      on(address, (viewer) => transferIssue(world, viewer, issue(address), repository(to))),
    deleteIssue: (address) => on(address, (viewer) => deleteIssue(world, viewer, issue(address))),
    addSubIssue: (parent, child, replaceParent = false) =>
      on(parent, (viewer) => addSubIssue(world, viewer, issue(parent), issue(child), replaceParent)),
    removeSubIssue: (parent, child) =>
      on(parent, (viewer) => removeSubIssue(world, viewer, issue(parent), issue(child))),
    createLabel: (name, draft) => inside(name, (viewer, where) => createLabel(world, viewer, where, draft)),
    changeLabel: (name, old, change) =>
      inside(name, (viewer, where) => updateLabel(world, viewer, label(where, old), change)),
    deleteLabel: (name, old) =>
      inside(name, (viewer, where) => deleteLabel(world, viewer, label(where, old))),
    push: (name, branch, change = {}) =>
      inside(name, (viewer, where) => push(world, viewer, where, branch, change)),
    createBranch: (name, branch, oid) =>
      inside(
        name,
        (viewer, where) => void createBranch(world, viewer, where, branch, oid ?? directory.tip(where)),
      ),
    deleteBranch: (name, branch) =>
      inside(name, (viewer, where) => deleteBranch(world, viewer, where, branch)),
    linkBranch: (address, name) =>
      on(address, (viewer, one) =>
        linkBranch(world, viewer, issue(address), one.repository, name, directory.tip(one.repository)),
      ),
    openPull: (name, { headRepository, ...draft }) =>
      inside(name, (viewer, where) =>
        openPull(world, viewer, where, {
          ...draft,
          headRepository: headRepository === undefined ? where : repository(headRepository),
        }),
      ),
    editPull: (address, change) => on(address, (viewer) => editPull(world, viewer, pull(address), change)),
    draft: (address, draft) => on(address, (viewer) => setDraft(world, viewer, pull(address), draft)),
    connect: (address, other, linked = true) =>
      on(address, (viewer) => connect(world, viewer, pull(address), issue(other), linked)),
    requestReview: (address, reviewer, wanted = true) =>
      on(address, (viewer) =>
        requestReview(world, viewer, pull(address), directory.reviewer(reviewer), wanted),
      ),
    editReview: (target, body) =>
      act(target.item.repository, (viewer) => editReview(world, viewer, target, body)),
    remark: (address, draft) => on(address, (viewer) => remark(world, viewer, pull(address), draft)),
    editRemark: (target, body) =>
      act(target.item.repository, (viewer) => editRemark(world, viewer, target, body)),
    deleteRemark: (target) => act(target.item.repository, (viewer) => deleteRemark(world, viewer, target)),
    review: (address, draft) => on(address, (viewer) => review(world, viewer, pull(address), draft)),
    merge: (address, order = {}) => on(address, (viewer) => merge(world, viewer, pull(address), order)),
    enqueue: (address) => on(address, (viewer) => enqueue(world, viewer, pull(address))),
    dequeue: (address) => on(address, (viewer) => dequeue(world, viewer, pull(address), 'MANUAL')),
    check: (name, sha, run, change) =>
      inside(name, (viewer, where) =>
        createRun(
          world,
          viewer,
          where,
          sha.includes('#') ? pull(sha).headOid : commitOf(where, sha).oid,
          run,
          change,
        ),
      ),
    updateCheck: (run, change) =>
      act(run.suite.repository, (viewer) => updateRun(world, viewer, run, change)),
    rerun: (target) => {
      const where = target.kind === 'CheckRun' ? target.suite.repository : target.repository;
      act(where, (viewer) =>
        target.kind === 'CheckRun'
          ? rerequestRun(world, viewer, target)
          : rerequestSuite(world, viewer, target),
      );
    },
  };
}
