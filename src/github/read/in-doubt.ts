/** What an answer leaves in doubt, asked for apart: names that labels had, and first texts of comments that were edited. */
import { isCardBody, readCommands } from '../../handoff/index.ts';
import { inPortions } from '../../in-portions.ts';
import type { Portions } from '../../portions.ts';
import type { CommentAnswer, LabelEventAnswer, ReviewAnswer, TimelineAnswer } from '../graphql/index.ts';
import type { LabelNames } from '../labels/index.ts';
import { actorOf } from './actor.ts';
import type { FirstTexts } from './first-texts.ts';
import { readDescriptions } from './links.ts';
import { isOthersEditOfOwn, type Known } from './moments.ts';
import type { WholeTimeline } from './past.ts';
import type { RemarksByPull } from './remarks.ts';
import type { Source, WholePull, WholeStory } from './whole.ts';

/** What was read. */
type Read = {
  readonly stories: readonly WholeStory[];
  readonly pulls: readonly WholePull[];
  readonly remarks: RemarksByPull;
};

/** Where it is asked for, and kept. */
type Clearing = { readonly labelNames: LabelNames; readonly firstTexts: FirstTexts };

/** Clears what the answer leaves in doubt: names of labels, and first texts of comments that were edited. */
export async function knownOf(
  { github, installation, self }: Source,
  memory: Clearing,
  { stories, pulls, remarks }: Read,
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
  const own: (CommentAnswer | ReviewAnswer)[] = [];
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
      named.map(({ event }) => event).filter((event) => !there.has(event) && !isKept(timeline, event)),
    );
    const texts = [...timeline.nodes, ...timeline.changed];
    edited.push(...texts.filter((each) => isEditedComment(each, self)).map(({ id }) => id));
    own.push(...texts.filter((each) => isOwnEditedByOthers(each, self)));
    for (const each of texts) if (isText(each) && isUnedited(each, self)) memory.firstTexts.note(each);
  }
  const all = [...remarks.values()].flat();
  edited.push(...all.filter((each) => isEdited(each, self)).map(({ id }) => id));
  for (const each of all) if (isUnedited(each, self)) memory.firstTexts.note(each);
  const comments = [...items.values()].flatMap(({ timeline }) =>
    timeline.nodes.flatMap((node) => (isText(node) ? [node.body] : [])),
  );
  await inPortions(readAll([...comments, ...all.map(({ body }) => body)]));
  for (const pull of pulls) await inPortions(readDescriptions(pull, self));
  const first = edited.length === 0 ? [] : await memory.firstTexts.of(installation, edited);
  const firstTexts = new Map([
    ...first,
    ...(own.length === 0 ? [] : await memory.firstTexts.own(installation, own, self)),
  ]);
  return { self, labelNames, firstTexts, added, remarks };
}

/** The first reading of a long one takes a moment. */
function* readAll(texts: readonly string[]): Portions<void> {
  for (const text of texts) {
    yield* readCommands(text);
    yield;
  }
}

type Where = {
  readonly id: string;
  readonly number: number;
  readonly repository: { readonly nameWithOwner: string };
};

function isLabelEvent(item: TimelineAnswer): item is LabelEventAnswer {
  return item.kind === 'LabeledEvent' || item.kind === 'UnlabeledEvent';
}

/** True when an event that REST tells of was kept with its item's past. */
function isKept({ past }: WholeTimeline, { id, createdAt }: LabelEventAnswer): boolean {
  return past !== null && (createdAt < past.until || past.moments.some((moment) => moment.id === id));
}

/** True for what somebody wrote: a comment, or the text of a review. */
const isText = (item: TimelineAnswer): item is CommentAnswer | ReviewAnswer =>
  item.kind === 'IssueComment' || item.kind === 'PullRequestReview';

function isEditedComment(item: TimelineAnswer, self: string): item is CommentAnswer | ReviewAnswer {
  return isText(item) && isEdited(item, self);
}

const isEdited = (
  { lastEditedAt, author }: Pick<CommentAnswer, 'lastEditedAt' | 'author'>,
  self: string,
): boolean => lastEditedAt !== null && !actorOf(author, self).self;

const isUnedited = (
  { lastEditedAt, author }: Pick<CommentAnswer, 'lastEditedAt' | 'author'>,
  self: string,
): boolean => lastEditedAt === null && !actorOf(author, self).self;

/** What others made of a comment of Baton's is not what Baton said. The card says nothing that is not shown anew. */
function isOwnEditedByOthers(item: TimelineAnswer, self: string): item is CommentAnswer | ReviewAnswer {
  return isText(item) && isOthersEditOfOwn(item, self) && !isCardBody(item.body);
}
