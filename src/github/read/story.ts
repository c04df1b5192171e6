/** What was read of an issue or a pull request → what it means to handoffs. */
import {
  isCardBody,
  visibilityOf,
  type DisplayedCheck,
  type ItemRef,
  type Moment,
  type MomentOf,
  type Observed,
  type PullRequest,
} from '../../handoff/index.ts';
import { actorOf } from './actor.ts';
import type { RunAnswer, TimelineAnswer } from '../graphql/index.ts';
import { closeReasonOf, merged, momentsOf, remarksAsMoments, type Known } from './moments.ts';
import { momentsOfPast } from './past.ts';
import { elsewhereOf, linkedTimes, textTimes } from './links.ts';
import { pushersIn } from './pushers.ts';
import { revisionsOf } from './revisions.ts';
import { partsOf } from './sub-issues.ts';
import type { WholeCommit, WholePull, WholeStory } from './whole.ts';

/** What was read, as moments: each item's are made once, however often it is shown. */
export type Told = {
  /** Baton's own login, `name[bot]`. */
  readonly self: string;
  /** The moments of an item's whole timeline. */
  timeline(item: WholeStory | WholePull): readonly Moment[];
  /** The same, with the remarks on lines of code that are read. */
  moments(item: WholeStory | WholePull): readonly Moment[];
};

export function tell(known: Known): Told {
  const timelines = new Map<string, readonly Moment[]>();
  const told = new Map<string, readonly Moment[]>();
  const timeline = (item: WholeStory | WholePull): readonly Moment[] => {
    const moments = timelines.get(item.answer.id) ?? allMoments(item, known);
    timelines.set(item.answer.id, moments);
    return moments;
  };
  return {
    self: known.self,
    timeline,
    moments(item) {
      const remarks = known.remarks.get(item.answer.id);
      if (remarks === undefined) return timeline(item);
      const moments = told.get(item.answer.id) ?? merged(timeline(item), remarksAsMoments(remarks, known));
      told.set(item.answer.id, moments);
      return moments;
    },
  };
}

/** An issue, from all that was read of it. */
export function observedOf(story: WholeStory, told: Told): Observed {
  const { answer } = story;
  const timeline = told.moments(story);
  const firstTitle = firstTitleOf(story);
  const { opened, edited } = revisionsOf(answer, story.edits, firstTitle, told.self);
  const [card, ...spare] = timeline.filter(isCard);
  return {
    history: {
      item: refOf(answer),
      author: actorOf(answer.author, told.self),
      moments: [...opened, ...merged(timeline, edited)],
    },
    displayed: {
      state: answer.state === 'OPEN' ? 'open' : 'closed',
      closedReason: answer.state === 'OPEN' ? null : closeReasonOf(answer.stateReason),
      labels: story.labels.map(({ name }) => name),
      locked: answer.locked,
      assignees: story.assignees.map((assignee) => actorOf(assignee, told.self)),
      type: null,
      card:
        card === undefined
          ? null
          : { id: card.id, body: card.text, ...(card.hiddenAs === undefined ? {} : { isHidden: true }) },
      spareCards: spare.map(({ id }) => id),
      pullRequests: story.pulls.map((pull) => pullRequestOf(pull, told)),
      branches: story.branches,
      subIssues: story.division === null ? null : partsOf(story.division),
    },
  };
}

function firstTitleOf({ answer, timeline }: WholeStory | WholePull): string {
  const renamed = timeline.nodes.find((item) => item.kind === 'RenamedTitleEvent');
  return timeline.past?.firstTitle ?? renamed?.previousTitle ?? answer.title;
}

/** A pull request, from all that was read of it. */
export function pullRequestOf(pull: WholePull, told: Told): PullRequest {
  const { answer } = pull;
  const moments = told.moments(pull);
  return {
    item: refOf(answer),
    author: actorOf(answer.author, told.self),
    state: answer.state === 'OPEN' ? 'open' : answer.state === 'MERGED' ? 'merged' : 'closed',
    openedAt: answer.createdAt,
    mergedAt: answer.mergedAt,
    ...(answer.mergedBy === null ? {} : { mergedBy: actorOf(answer.mergedBy, told.self) }),
    labels: pull.labels.map(({ name }) => name),
    locked: answer.locked,
    headSha: answer.headRefOid,
    pushedAt: pull.head?.createdAt ?? null,
    closes: pull.closes.map(({ id, number, repository }) => ({
      tracker: 'github',
      repository: repository.nameWithOwner,
      number,
      id,
      visibility: visibilityOf(repository.visibility),
    })),
    ...(answer.headRefName === undefined ? {} : elsewhereOf(pull)),
    linked: linkedTimes(pull, moments, told.self),
    moments,
    ...(answer.headRefName === undefined
      ? {}
      : {
          says: {
            branch: answer.headRefName,
            body: answer.body,
            texts: textTimes(pull, firstTitleOf(pull), moments, told.self),
          },
        }),
    ...(answer.headRefName === undefined
      ? {}
      : { compared: { base: answer.baseRefOid, head: answer.headRefOid, ...filesOf(answer) } }),
    ...commitsOf(pull, told.self),
    isFromFork: answer.isCrossRepository,
    checks: pull.head === null ? [] : checksOf(pull.head),
  };
}

/** The files that it touches, as far as they are among the first. */
function filesOf({ files }: WholePull['answer']): Pick<NonNullable<PullRequest['compared']>, 'files'> {
  const nodes = files?.nodes;
  if (files == null || nodes == null) return {};
  const read = nodes.filter((node) => node !== null);
  const isAll =
    !files.pageInfo.hasNextPage &&
    read.length === nodes.length &&
    read.every(({ changeType }) => changeType !== 'RENAMED');
  return { files: { paths: read.map(({ path }) => path), isAll } };
}

/** Its last commit, and who pushed it, where that is all there is; of the one that is looked at. */
function commitsOf({ answer, head }: WholePull, self: string): Pick<PullRequest, 'tip' | 'pushers'> {
  if (answer.headRefName === undefined) return {};
  const tip = answer.headRefOid;
  if (answer.commits.totalCount !== 1 || head === null) return { tip };
  return { tip, pushers: pushersIn(tip, [{ oid: tip, push: head.push }], self) };
}

/** Our checks on a commit; of several with the same name the one begun last, as GitHub shows it. */
export function checksOf(commit: WholeCommit): readonly DisplayedCheck[] {
  const byName = new Map<string, RunAnswer>();
  for (const run of commit.runs) {
    const other = byName.get(run.name);
    if (other === undefined || (run.startedAt ?? 0) >= (other.startedAt ?? 0)) byName.set(run.name, run);
  }
  return [...byName.values()].map(({ id, name, status, conclusion, title, summary }) => ({
    id,
    name,
    headSha: commit.oid,
    title,
    summary,
    conclusion: conclusion === null ? null : conclusionOf(conclusion),
    status: statusOf(status),
  }));
}

function conclusionOf(conclusion: string): NonNullable<DisplayedCheck['conclusion']> {
  switch (conclusion) {
    case 'SUCCESS':
      return 'success';
    case 'NEUTRAL':
      return 'neutral';
    case 'ACTION_REQUIRED':
      return 'action_required';
    case 'FAILURE':
      return 'failure';
    default:
      return 'other';
  }
}

function statusOf(status: string): DisplayedCheck['status'] {
  switch (status) {
    case 'COMPLETED':
      return 'completed';
    case 'IN_PROGRESS':
      return 'in_progress';
    default:
      return 'other';
  }
}

/** The moments of the whole timeline: those that were kept, and those that were read. */
function allMoments(item: WholeStory | WholePull, known: Known): readonly Moment[] {
  const { past, changed } = item.timeline;
  const of = 'edits' in item && 'closes' in item ? 'pull-request' : 'issue';
  const read = momentsOf(timelineOf(item, known), known, of);
  return past === null ? read : [...momentsOfPast(past, momentsOf(changed, known, of)), ...read];
}

/** The timeline, with the label events that only REST knew of at their times. */
function timelineOf(item: WholeStory | WholePull, known: Known): readonly TimelineAnswer[] {
  const timeline = [...item.timeline.nodes];
  for (const event of known.added.get(item.answer.id) ?? []) {
    const later = timeline.findIndex((each) => each.kind !== 'Other' && each.createdAt > event.createdAt);
    timeline.splice(later === -1 ? timeline.length : later, 0, event);
  }
  return timeline;
}

function isCard(moment: Moment): moment is MomentOf<'commented'> {
  return moment.kind === 'commented' && moment.by.self && isCardBody(moment.text);
}

function refOf(answer: WholeStory['answer'] | WholePull['answer']): ItemRef {
  const { id, number, url, title } = answer;
  const { nameWithOwner: repository, visibility } = answer.repository;
  return { tracker: 'github', repository, number, id, url, title, visibility: visibilityOf(visibility) };
}
