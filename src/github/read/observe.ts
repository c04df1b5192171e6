/** One read of an item: its whole story, and what it shows. */
import type { z } from 'zod';

import { TryLater, type Item, type Observation } from '../../tracker.ts';
import { mostIssues, type Observed, type PullRequest } from '../../handoff/index.ts';
import {
  answers,
  ask,
  type Mend,
  everything,
  type Has,
  type Host,
  withoutUnreadable,
  documents,
  usualShape,
} from '../graphql/index.ts';
import type { LruCache } from '../../lru-cache.ts';
import type { GitHub } from '../client/index.ts';
import type { FirstTexts } from './first-texts.ts';
import type { LabelNames, Labels } from '../labels/index.ts';
import { knownOf } from './in-doubt.ts';
import { nothingAhead } from './ahead.ts';
import {
  askAhead,
  type Asked,
  type Expected,
  expectedOf,
  type ExpectedStore,
  forgetExpected,
  guess,
  keepExpected,
  type Long,
  forgetLong,
  noteLong,
  withoutAhead,
} from './expected.ts';
import type { EditStore } from './kept-edits.ts';
import { policyOf, type OwnerPolicies } from './policy-source.ts';
import { pastKey, pastOf, type Pasts } from './past.ts';
import { nothingAsked, type Remarks } from './remarks.ts';
import { repositoryOf } from './repository.ts';
import { checksOf, observedOf, pullRequestOf, tell, type Told } from './story.ts';
import type { Divisions } from './sub-issues.ts';
import { resumeTimeline, usablePast } from './timeline.ts';
import type { Together } from './together.ts';
import { traceOf } from './trace.ts';
import {
  judgedStories,
  wholeCommit,
  wholePull,
  wholeStory,
  type Beforehand,
  type Source,
  type WholePull,
  type WholeStory,
} from './whole.ts';
import { textKey } from '../../same-text.ts';

/** What looking leaves behind for writing and for later looks. */
export type Memory = {
  readonly labels: Labels;
  readonly labelNames: LabelNames;
  readonly firstTexts: FirstTexts;
  readonly ownerPolicies: OwnerPolicies;
  /** Node ids of users, by login (lower case). */
  readonly users: LruCache<string>;
  /** What is kept of long timelines. */
  readonly pasts: Pasts;
  /** What is kept of the edits of bodies. */
  readonly edits: EditStore;
  /** What looks had to read beside the first pages. */
  readonly expected: ExpectedStore;
  readonly long: Long;
  readonly remarks: Remarks;
  readonly divisions: Pick<Divisions, 'isAsked'>;
  readonly host: Host;
};

/** Who looks. `now`: by our clock, in milliseconds since the epoch. */
type Looking = { readonly github: GitHub; readonly memory: Memory; readonly now: number };

type Looked = Extract<Item, { number: number }>;

/**
 * Reads an item in one request, and goes on for what is longer than a page.
 * @throws {TryLater} when it could not be read as a whole
 */
export function observe(
  looking: Looking,
  item: Looked,
  together: Together | null = null,
): Promise<Observation> {
  const { host, expected: store } = looking.memory;
  return host.using(item.installation, async (has) => {
    const kept = together === null ? await expectedOf(store, item) : null;
    const expected = together === null ? (kept ?? (await guess(looking.memory, item))) : null;
    try {
      return await observeWith(has, looking, item, { together, expected });
    } catch (error) {
      // Whatever it is about: nothing of it need be asked for at once.
      if (expected !== null && error instanceof TryLater && error.until === null) {
        await forgetExpected(store, item);
        await forgetLong(looking.memory, item.repository);
      }
      throw error;
    }
  });
}

async function observeWith(
  has: Has,
  looking: Looking,
  item: Looked,
  { together, expected }: { readonly together: Together | null; readonly expected: Expected | null },
): Promise<Observation> {
  const { github, memory } = looking;
  const self = await github.self();
  const [owner = '', name = ''] = item.repository.split('/');
  const labels = memory.labels.unknown(item.repository);
  const { installation, repository } = item;
  const { divided, undivided } = documents.observingOn(has);
  const of = has.subIssues && memory.divisions.isAsked(repository) ? divided : undivided;
  const before =
    item.kind === 'merge-group' || together === null
      ? null
      : await together.answerTo(item, { of, app: self.id, labels });
  const asked = before === null ? await memory.remarks.toAsk(item) : nothingAsked;
  const variables = { owner, name, number: item.number, app: self.id, labels, remarks: asked.ids };
  const mend: Mend = (data, errors) => withoutAhead(data, withoutUnreadable(data, errors, item.repository));
  const source = sourceOf(looking, item, self, of);
  const { isDivided } = of;
  const own = item.kind === 'issue' ? ({ kind: 'issue', repository, number: item.number } as const) : null;
  const beside = before === null ? await askAhead(source, item, expected, { own, isDivided }) : null;

  if (item.kind === 'issue') {
    const known = answers.observeIssue.safeParse(before).data?.repository ?? null;
    const { found, remarks, beforehand } =
      known === null && beside !== null
        ? await readIssue(source, item, { variables, beside, mend })
        : { ...nothingElse, found: known };
    if (found?.issue == null || !isIn(found.issue, found)) return { kind: 'gone' };
    if (found.labels !== undefined) memory.labels.learn(repository, found.labels.nodes);
    const story = await wholeStory(source, found.issue, beforehand);
    const read = await memory.remarks.of(item, { pulls: idsOf(story.pulls), asked, found: remarks, item });
    const told = tell(await knownOf(source, memory, { stories: [story], pulls: story.pulls, remarks: read }));
    await keepPasts(source, [story, ...story.pulls], told);
    const { id, number } = found.issue;
    const isResumed = story.timeline.past !== null;
    await noteLong(memory, repository, source, isResumed ? [{ kind: 'issue', repository, id, number }] : []);
    if (beside !== null)
      await keepExpected(
        source,
        { store: memory.expected, item, before: expected },
        {
          own: found.issue.id,
          issues: 1,
          pulls: story.pulls.length,
          isDivided,
        },
      );
    return {
      kind: 'issue',
      repository: repositoryOf(found),
      policy: await policyOf(memory.ownerPolicies, installation, found),
      trace: traceOf(story, self.login),
      issue: remembered(memory, story, observedOf(story, told)),
    };
  }

  const group = item.kind === 'merge-group';
  const head = group ? item.headSha : null;
  const question = {
    document: of.shaped.pullRequest(beside?.shape ?? usualShape('pull-request', isDivided)),
    variables: { ...variables, ...beside?.variables, group, head },
    answer: answers.observePullRequest,
  };
  const answer = question.answer.safeParse(before).data ?? (await ask(github, installation, question, mend));
  beside?.take(answer ?? {});
  const found = answer?.repository;
  if (found?.pullRequest == null || (group && found.group == null)) return { kind: 'gone' };
  if (found.labels !== undefined) memory.labels.learn(repository, found.labels.nodes);
  const pull = await wholePull(source, found.pullRequest);
  const stories = await judgedStories(source, found.pullRequest.id, found.pullRequest.stories);
  // Where there are too many, the rest blocks it unread.
  const unread = pull.closes.find(
    (link, _, { length }) =>
      length <= mostIssues &&
      link.repository.nameWithOwner === found.nameWithOwner &&
      !stories.some((story) => story.answer.id === link.id),
  );
  if (unread !== undefined) throw new TryLater(`${repository}#${unread.number} could not be read.`);
  const pulls = [pull, ...stories.flatMap((story) => story.pulls)];
  const remarks = await memory.remarks.of(item, { pulls: idsOf(pulls), asked, found: answer?.remarks, item });
  const told = tell(await knownOf(source, memory, { stories, pulls, remarks }));
  await keepPasts(source, [...stories, ...pulls], told);
  await noteLong(memory, repository, source, []);
  if (beside !== null)
    await keepExpected(
      source,
      { store: memory.expected, item, before: expected },
      {
        own: null,
        issues: Math.min(mostIssues, pull.closes.length),
        pulls: Math.max(0, ...stories.map((story) => story.pulls.length)),
        isDivided,
      },
    );
  let pullRequest: PullRequest = pullRequestOf(pull, told);
  if (found.group != null) {
    const commit = await wholeCommit(source, found.group);
    pullRequest = { ...pullRequest, headSha: commit.oid, checks: checksOf(commit) };
  }
  return {
    kind: 'pull-request',
    repository: repositoryOf(found),
    policy: await policyOf(memory.ownerPolicies, installation, found),
    trace: group ? null : traceOf(pull, self.login),
    pullRequest,
    siblings: group ? [] : siblingsOf(found.pullRequest),
    queued: found.pullRequest.mergeQueueEntry?.headCommit?.oid ?? null,
    issues: stories.map((story) => remembered(memory, story, observedOf(story, told))),
    traces: stories.map((story) => ({
      repository: story.answer.repository.nameWithOwner,
      number: story.answer.number,
      trace: traceOf(story, self.login),
    })),
  };
}

/** Reads pull requests by their ids; those that are gone, or may not be read, are left out. @throws {TryLater} */
export async function observePulls(
  looking: Looking,
  { installation, repository }: Pick<Looked, 'installation' | 'repository'>,
  ids: readonly string[],
): Promise<readonly PullRequest[]> {
  const { github, memory } = looking;
  const self = await github.self();
  // Of pull requests alone, which every GitHub knows alike.
  const { undivided } = documents.observingOn(everything);
  const source = sourceOf(looking, { installation, repository }, self, undivided);
  const variables = { ids, app: self.id };
  const answer = await ask(
    github,
    installation,
    { document: documents.formerPulls, variables, answer: answers.formerPulls },
    (data, errors) =>
      withoutUnreadable(
        data,
        errors.filter(({ path }) => path?.length !== 2),
        repository,
      ),
  );
  const pulls: WholePull[] = [];
  for (const node of answer?.nodes ?? []) if (node !== null) pulls.push(await wholePull(source, node));
  const remarks = await memory.remarks.of(
    { installation, repository },
    { pulls: idsOf(pulls), asked: nothingAsked },
  );
  const told = tell(await knownOf(source, memory, { stories: [], pulls, remarks }));
  await keepPasts(source, pulls, told);
  return pulls.map((pull) => pullRequestOf(pull, told));
}

/** Where the pages of one observation come from; `of`: what issues are read with. */
function sourceOf(
  { github, memory: { pasts, edits }, now }: Looking,
  { installation, repository }: Pick<Looked, 'installation' | 'repository'>,
  { id: app, login: self }: Awaited<ReturnType<GitHub['self']>>,
  of: Source['documents'],
): Source {
  const reading = { github, installation, repository, app, self, pasts, edits, now, ...nothingAhead() };
  return { ...reading, pulls: new Map(), documents: of };
}

/** What is known of an issue that was read with others, beside that. */
const nothingElse = {
  remarks: undefined,
  beforehand: { resumed: null, counted: null },
} as const;

/** Reads an issue: what is new of it, where its past is kept and still holds, else all of it. */
async function readIssue(
  source: Source,
  { repository, number }: Looked,
  {
    variables,
    beside,
    mend,
  }: { readonly variables: Readonly<Record<string, unknown>>; readonly beside: Asked; readonly mend: Mend },
): Promise<{
  readonly found: z.output<typeof answers.observeIssue>['repository'] | undefined;
  readonly remarks?: z.output<typeof answers.observeIssue>['remarks'];
  readonly beforehand: Beforehand;
}> {
  const { github, installation, pasts, documents: of } = source;
  const { shape } = beside;
  const asked = { ...variables, ...beside.variables };
  const nothing: Beforehand = { resumed: null, counted: null };
  let beforehand = nothing;
  const past = await usablePast(source, repository, number);
  if (past !== null) {
    const after = { ...asked, after: past.cursor };
    try {
      const answer = await ask(
        github,
        installation,
        { document: of.shaped.resumedIssue(shape), variables: after, answer: answers.observeIssue },
        mend,
      );
      const found = answer?.repository;
      const issue = found?.issue;
      if (issue == null) return { found, beforehand };
      const resumed =
        issue.id === past.id && issue.recent !== undefined
          ? await resumeTimeline(source, { ...issue, kind: 'issue' }, past, {
              page: issue.timelineItems,
              recent: issue.recent,
            })
          : null;
      if (resumed !== null) {
        beside.take(answer ?? {});
        return { found, remarks: answer?.remarks, beforehand: { ...nothing, resumed } };
      }
      beforehand = { ...nothing, counted: issue.recent?.totalCount ?? null };
    } catch (error) {
      // Whatever it is about a cursor, or about what was edited: reading the whole timeline needs neither.
      if (!(error instanceof TryLater) || !/cursor|recent/i.test(error.message)) throw error;
    }
    await pasts.forgetPast(pastKey(repository, number));
  }
  const answer = await ask(
    github,
    installation,
    { document: of.shaped.issue(shape), variables: asked, answer: answers.observeIssue },
    mend,
  );
  beside.take(answer ?? {});
  return { found: answer?.repository, remarks: answer?.remarks, beforehand };
}

/** Keeps of long timelines what the next look need not read again. */
async function keepPasts(
  { github, pasts, self, now }: Source,
  items: readonly (WholeStory | WholePull)[],
  told: Told,
): Promise<void> {
  const long = new Map(
    items
      .filter(({ timeline }) => timeline.ends.length > 0 || timeline.past !== null)
      .map((item) => [item.answer.id, item]),
  );
  for (const [id, item] of long) {
    const past = pastOf({ id, self }, item.timeline, told.timeline(item), {
      ours: now,
      theirs: github.now(),
    });
    const { repository, number } = item.answer;
    if (past !== null) await pasts.keepPast(pastKey(repository.nameWithOwner, number), past);
  }
}

const idsOf = (pulls: readonly WholePull[]): readonly string[] => pulls.map(({ answer }) => answer.id);

type PullFound = NonNullable<
  NonNullable<z.output<typeof answers.observePullRequest>['repository']>['pullRequest']
>;

/** The other open pull requests of its repository that have the same head: GitHub names all that the commit is in. */
function siblingsOf({ number, headRefOid, repository, commits }: PullFound): readonly number[] {
  const nodes = commits.nodes?.at(-1)?.commit.associatedPullRequests?.nodes ?? [];
  return nodes.flatMap((other) =>
    other !== null &&
    other.number !== number &&
    other.state === 'OPEN' &&
    other.headRefOid === headRefOid &&
    other.repository.nameWithOwner === repository.nameWithOwner
      ? [other.number]
      : [],
  );
}

/** GitHub forwards from where an issue was to the repository that it was moved to: there it is another item. */
function isIn(
  issue: { readonly repository: { readonly nameWithOwner: string } },
  repository: { readonly nameWithOwner: string },
): boolean {
  return issue.repository.nameWithOwner === repository.nameWithOwner;
}

function remembered(memory: Memory, story: WholeStory, observed: Observed): Observed {
  for (const { id, login } of story.assignees) memory.users.set(textKey(login), id);
  memory.labels.learn(observed.history.item.repository, story.labels);
  return observed;
}
