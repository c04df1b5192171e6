/** Issues and pull requests with every page of everything that is read of them. */
import { mostIssues, mayShow, visibilityOf } from '../../handoff/index.ts';
import {
  pages,
  type BranchAnswer,
  type CommitAnswer,
  type EditAnswer,
  type Page,
  type PullAnswer,
  type PushAnswer,
  type RunAnswer,
  type StoryAnswer,
  allOf,
  moreOf,
  type Observing,
} from '../graphql/index.ts';
import type { WholeTimeline } from './past.ts';
import { editsOf, mostEdits } from './edits.ts';
import { divisionOf, type WholeDivision } from './sub-issues.ts';
import { pagesOf, readTimeline, type Reading } from './timeline.ts';

export type WholeCommit = {
  readonly oid: string;
  /** When our App was first told of the commit. */
  readonly createdAt: number | null;
  readonly runs: readonly RunAnswer[];
  /** The push that brought it, as far as GitHub tells. */
  readonly push: PushAnswer | null;
};

type Named = { readonly id: string; readonly name: string };

export type WholePull = {
  readonly answer: PullAnswer;
  readonly labels: readonly Named[];
  readonly closes: PullAnswer['closingIssuesReferences']['nodes'];
  /** Of its description. `hasAllEdits` false: there are so many that the first ones were not read. */
  readonly edits: readonly EditAnswer[];
  readonly hasAllEdits: boolean;
  readonly timeline: WholeTimeline;
  readonly head: WholeCommit | null;
};

export type WholeStory = {
  readonly answer: StoryAnswer;
  readonly labels: readonly Named[];
  readonly assignees: StoryAnswer['assignees']['nodes'];
  readonly branches: readonly string[];
  readonly edits: readonly EditAnswer[];
  readonly pulls: readonly WholePull[];
  readonly timeline: WholeTimeline;
  /** Its parts; null: not asked for. */
  readonly division: WholeDivision | null;
};

/** Where the further pages come from, for one observation. */
export type Source = Reading & {
  /** What issues are read with. */
  readonly documents: Observing;
  /** Pull requests by id: several issues may be closed by the same. */
  readonly pulls: Map<string, Promise<WholePull>>;
};

export async function wholeCommit(source: Source, commit: CommitAnswer): Promise<WholeCommit> {
  const all = await allOf(commit.checkSuites, pagesOf(source, moreOf.suites, pages.suites, commit.id));
  // The question asks for ours alone already; but a check that is taken for ours decides over a merge.
  const suites = all.nodes.filter(({ app }) => (app?.databaseId ?? source.app) === source.app);
  const runs: RunAnswer[] = [];
  for (const suite of suites) {
    const ofSuite = await allOf(suite.checkRuns, pagesOf(source, moreOf.runs, pages.runs, suite.id));
    runs.push(...ofSuite.nodes);
  }
  const times = suites.map((suite) => suite.createdAt);
  return {
    oid: commit.oid,
    createdAt: times.length === 0 ? null : Math.min(...times),
    runs,
    push: suites[0]?.push ?? null,
  };
}

export function wholePull(source: Source, answer: PullAnswer): Promise<WholePull> {
  const known = source.pulls.get(answer.id);
  if (known !== undefined) return known;
  const whole = readPull(source, answer);
  source.pulls.set(answer.id, whole);
  return whole;
}

async function readPull(source: Source, answer: PullAnswer): Promise<WholePull> {
  const { id } = answer;
  const labels = await allOf(answer.labels, pagesOf(source, moreOf.pullLabels, pages.pullLabels, id));
  const closes = await allOf(answer.closingIssuesReferences, pagesOf(source, moreOf.links, pages.links, id));
  const owner = { ...answer, kind: 'pull-request' } as const;
  const edits = await editsOf(source, owner, answer.userContentEdits);
  const timeline = await readTimeline(source, owner, answer.timelineItems);
  const commit = answer.commits.nodes?.at(-1)?.commit;
  const head = commit?.oid === answer.headRefOid ? await wholeCommit(source, commit) : null;
  return {
    answer,
    labels: labels.nodes,
    closes: closes.nodes,
    edits,
    hasAllEdits: edits.length + answer.userContentEdits.missing < mostEdits,
    timeline,
    head,
  };
}

/**
 * What is known of an issue's timeline beforehand: all of it, or (its past does not hold) how many comments GitHub counts.
 */
export type Beforehand = {
  readonly resumed: WholeTimeline | null;
  readonly counted: number | null;
};

export async function wholeStory(
  source: Source,
  answer: StoryAnswer,
  { resumed, counted }: Beforehand = { resumed: null, counted: null },
): Promise<WholeStory> {
  const { id } = answer;
  const labels = await allOf(answer.labels, pagesOf(source, moreOf.issueLabels, pages.issueLabels, id));
  const assignees = await allOf(answer.assignees, pagesOf(source, moreOf.assignees, pages.assignees, id));
  const branches = await allOf(answer.linkedBranches, pagesOf(source, moreOf.branches, pages.branches, id));
  const owner = { ...answer, kind: 'issue' } as const;
  const edits = await editsOf(source, owner, answer.userContentEdits);
  const timeline = resumed ?? (await readTimeline(source, owner, answer.timelineItems, counted));
  const pullAnswers = await allOf(
    answer.closedByPullRequestsReferences,
    pagesOf(source, moreOf.pulls, pages.pulls, id),
  );
  const pulls: WholePull[] = [];
  for (const pull of pullAnswers.nodes) pulls.push(await wholePull(source, pull));
  return {
    answer,
    labels: labels.nodes,
    assignees: assignees.nodes,
    branches: branches.nodes.flatMap(({ ref }) => (ref === null ? [] : [nameIn(answer, ref)])),
    edits,
    pulls,
    timeline,
    division: await divisionOf(source, answer),
  };
}

/** A branch's name; empty where fewer people can read it than the issue. */
function nameIn(
  { repository: { nameWithOwner: home } }: StoryAnswer,
  { name, repository: { nameWithOwner, visibility } }: NonNullable<BranchAnswer['ref']>,
): string {
  const source = { repository: nameWithOwner, visibility: visibilityOf(visibility) };
  return mayShow(source, { repository: home }) ? name : '';
}

/** The stories of the issues that a pull request would close, as many as are judged. */
export async function judgedStories(
  source: Source,
  pull: string,
  first: Page<StoryAnswer>,
): Promise<readonly WholeStory[]> {
  const next = pagesOf(source, source.documents.stories, pages.stories, pull);
  const { nodes } = await allOf(first, next, mostIssues);
  const stories: WholeStory[] = [];
  for (const story of nodes.slice(0, mostIssues)) stories.push(await wholeStory(source, story));
  return stories;
}
