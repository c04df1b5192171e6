/** One read of an item: its whole story, and what it shows. */
import { TryLater, type Item, type Observation, type Repository } from '../tracker.ts';
import type { Observed, PullRequest } from '../handoff/index.ts';
import { answers, type CommentAnswer, type LabelEventAnswer, type TimelineAnswer } from './answers.ts';
import { actorOf } from './actor.ts';
import { ask, type Mend } from './ask.ts';
import type { Kept } from '../cache.ts';
import type { GitHub } from './client.ts';
import { observeIssue, observePullRequest } from './documents.ts';
import type { FirstTexts } from './first-texts.ts';
import type { LabelNames } from './label-names.ts';
import type { Labels } from './labels.ts';
import type { Known } from './moments.ts';
import { withoutUnreadable } from './partial.ts';
import { policyOf, type OwnerPolicies } from './policy-source.ts';
import { checksOf, observedOf, pullRequestOf } from './story.ts';
import {
  allStories,
  wholeCommit,
  wholePull,
  wholeStory,
  type Source,
  type WholePull,
  type WholeStory,
  type WholeTimeline,
} from './whole.ts';

/** What looking leaves behind for writing and for later looks. */
export type Memory = {
  readonly labels: Labels;
  readonly labelNames: LabelNames;
  readonly firstTexts: FirstTexts;
  readonly ownerPolicies: OwnerPolicies;
  /** Node ids of users, by login (lower case). */
  readonly users: Kept<string>;
  /** What a pull request is compared with, by its id. */
  readonly bases: Kept<string>;
};

type Looked = Exclude<Item, { kind: 'repository' | 'labels' }>;

/**
 * Reads an item in one request, and goes on for what is longer than a page.
 * @throws {TryLater} when it could not be read as a whole
 */
export async function observe(github: GitHub, memory: Memory, item: Looked): Promise<Observation> {
  const self = await github.self();
  const [owner = '', name = ''] = item.repository.split('/');
  const labels = memory.labels.unknown(item.repository);
  const variables = { owner, name, number: item.number, app: self.id, labels };
  const mend: Mend = (data, errors) => withoutUnreadable(data, errors, item.repository);
  const { installation, repository } = item;
  const source: Source = { github, installation, repository, app: self.id, pulls: new Map() };

  if (item.kind === 'issue') {
    const answer = await ask(github, installation, observeIssue, variables, answers.observeIssue, mend);
    const found = answer?.repository;
    if (found?.issue == null || !isIn(found.issue, found)) return { kind: 'gone' };
    if (found.labels !== undefined) memory.labels.learn(repository, found.labels.nodes);
    const story = await wholeStory(source, found.issue);
    const known = await knownOf(github, memory, installation, self.login, [story], story.pulls);
    return {
      kind: 'issue',
      repository: repositoryOf(found),
      policy: await policyOf(memory.ownerPolicies, installation, found),
      issue: remembered(memory, story, observedOf(story, known)),
    };
  }

  const group = item.kind === 'merge-group';
  const head = group ? item.headSha : null;
  const answer = await ask(
    github,
    installation,
    observePullRequest,
    { ...variables, group, head },
    answers.observePullRequest,
    mend,
  );
  const found = answer?.repository;
  if (found?.pullRequest == null || (group && found.group == null)) return { kind: 'gone' };
  if (found.labels !== undefined) memory.labels.learn(repository, found.labels.nodes);
  const pull = await wholePull(source, found.pullRequest);
  const stories = await allStories(source, found.pullRequest.id, found.pullRequest.stories);
  const unread = pull.closes.find(
    (link) =>
      link.repository.nameWithOwner === found.nameWithOwner &&
      !stories.some((story) => story.answer.id === link.id),
  );
  if (unread !== undefined) throw new TryLater(`${repository}#${unread.number} could not be read.`);
  const pulls = [pull, ...stories.flatMap((story) => story.pulls)];
  const known = await knownOf(github, memory, installation, self.login, stories, pulls);
  memory.bases.set(pull.answer.id, `${pull.answer.baseRefName}@${pull.answer.baseRefOid}`);
  let pullRequest: PullRequest = pullRequestOf(pull, known);
  if (found.group != null) {
    const commit = await wholeCommit(source, found.group);
    pullRequest = { ...pullRequest, headSha: commit.oid, checks: checksOf(commit) };
  }
  return {
    kind: 'pull-request',
    repository: repositoryOf(found),
    policy: await policyOf(memory.ownerPolicies, installation, found),
    pullRequest,
    queued: found.pullRequest.mergeQueueEntry?.headCommit?.oid ?? null,
    issues: stories.map((story) => remembered(memory, story, observedOf(story, known))),
  };
}

/** GitHub forwards from where an issue was to the repository that it was moved to: there it is another item. */
function isIn(
  issue: { readonly repository: { readonly nameWithOwner: string } },
  repository: { readonly nameWithOwner: string },
): boolean {
  return issue.repository.nameWithOwner === repository.nameWithOwner;
}

function repositoryOf(found: {
  readonly id: string;
  readonly nameWithOwner: string;
  readonly url: string;
  readonly defaultBranchRef: { readonly name: string } | null;
}): Repository {
  return {
    id: found.id,
    name: found.nameWithOwner,
    defaultBranch: found.defaultBranchRef?.name ?? null,
    url: found.url,
  };
}

function remembered(memory: Memory, story: WholeStory, observed: Observed): Observed {
  for (const { id, login } of story.assignees) memory.users.set(login.toLowerCase(), id);
  memory.labels.learn(observed.history.item.repository, story.labels);
  return observed;
}

/** Clears what the answer leaves in doubt: names of labels, and first texts of comments that were edited. */
async function knownOf(
  github: GitHub,
  memory: Memory,
  installation: number,
  self: string,
  stories: readonly WholeStory[],
  pulls: readonly WholePull[],
): Promise<Known> {
  const labelNames = new Map<string, string | null>();
  const added = new Map<string, readonly LabelEventAnswer[]>();
  const items = new Map(
    [...stories, ...pulls].map((each): [string, { answer: Where; timeline: WholeTimeline }] => [
      each.answer.id,
      each,
    ]),
  );
  const edited: string[] = [];
  for (const { answer, timeline } of items.values()) {
    const where = { repository: answer.repository.nameWithOwner, number: answer.number };
    const named = await memory.labelNames.of(
      where,
      timeline.nodes.filter(isLabelEvent),
      timeline.missing > 0,
      () => github.rest(installation),
    );
    for (const { event, name } of named) labelNames.set(event.id, name);
    const there = new Set(timeline.nodes);
    added.set(
      answer.id,
      named.map(({ event }) => event).filter((event) => !there.has(event)),
    );
    edited.push(...timeline.nodes.filter((each) => isEditedComment(each, self)).map(({ id }) => id));
  }
  const firstTexts = edited.length === 0 ? new Map() : await memory.firstTexts.of(installation, edited);
  return { self, labelNames, firstTexts, added };
}

type Where = {
  readonly id: string;
  readonly number: number;
  readonly repository: { readonly nameWithOwner: string };
};

function isLabelEvent(item: TimelineAnswer): item is LabelEventAnswer {
  return item.kind === 'LabeledEvent' || item.kind === 'UnlabeledEvent';
}

function isEditedComment(item: TimelineAnswer, self: string): item is CommentAnswer {
  return item.kind === 'IssueComment' && item.lastEditedAt !== null && !actorOf(item.author, self).self;
}
