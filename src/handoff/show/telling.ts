/**
 * Which comments are written for what people are to be told. What one person is told at once is one comment, and what they
 * were told before is no new one: the comment that told them says which of theirs it answers, too, and nothing is taken
 * from it. Each carries in markers whom it told what, so that this can be read again from the tracker.
 */
import type { Effect } from '../effect.ts';
import { personOf, type Said, type ToldComment, whatWasSaid } from '../history/index.ts';
import type { Answer } from '../verdict.ts';
import { type Sentence, tellingBody, textOfTelling } from '../words/index.ts';

/** What somebody is told, without the words. */
type Topic = Pick<Sentence, 'about' | 'why'>;

/** What is to be said although nobody asked for it: a handoff, and what was undone. */
export type Notice = {
  readonly text: string;
  /** What it is for. */
  readonly said: readonly Said[];
  /** Who is told what of acts of theirs that were undone. */
  readonly told: readonly (Topic & { readonly person: string })[];
  /** It is only about these acts. */
  readonly isTheirs: boolean;
};

/** An answer that a comment still needs. */
export type Unanswered = {
  readonly answer: Answer;
  readonly sentences: readonly Sentence[];
  /** What it is for beside that. */
  readonly said: readonly Said[];
  /** It is the last one for a while. */
  readonly isLast: boolean;
  /** Whose comment led to a handoff, too, so that this goes below it; null: it gets a comment of its own. */
  readonly name: string | null;
};

/** Where it is to be told. */
export type Place = {
  /** The tracker's id of the issue or pull request. */
  readonly on: string;
  readonly now: number;
  /** Baton's comments there that told somebody something, oldest first. */
  readonly told: readonly ToldComment[];
  /** Everything that is to be seen there. */
  readonly said: readonly Said[];
  /** What was said a moment ago and may not be readable yet. */
  readonly justSaid: readonly Said[];
  /** All answers there, the given ones too. */
  readonly answers: readonly Answer[];
};

/** The same, to be asked for one person after the other. */
type People = Pick<Place, 'now'> & {
  /** What told somebody something, oldest first, by person. */
  readonly toldTo: ReadonlyMap<string, readonly ToldComment[]>;
  /**
   * True while something that a person was told a moment ago cannot be read yet: it may be in any comment of theirs, and
   * would be lost if that was written anew from what can be read.
   */
  readonly isLagging: (person: string) => boolean;
};

function peopleOf({ now, told, said, justSaid, answers }: Place): People {
  const toldTo = new Map<string, ToldComment[]>();
  for (const comment of told)
    for (const person of new Set(comment.said.flatMap((one) => (one.kind === 'told' ? [one.to] : [])))) {
      const those = toldTo.get(person);
      if (those === undefined) toldTo.set(person, [comment]);
      else those.push(comment);
    }
  const wasSaid = whatWasSaid(said);
  const lagging = justSaid.filter((one) => (one.kind === 'undone' || one.kind === 'answer') && !wasSaid(one));
  const isUndoing = lagging.some(({ kind }) => kind === 'undone');
  const comments = new Set(lagging.flatMap((one) => (one.kind === 'answer' ? [one.to] : [])));
  const people = new Set(answers.flatMap((one) => (comments.has(one.comment) ? [inMarkers(one)] : [])));
  return { now, toldTo, isLagging: (person) => isUndoing || people.has(person) };
}

/** A comment as it is to be. `comment`: the one that it is already; null: none. */
type Draft = {
  readonly comment: string | null;
  readonly text: string;
  readonly said: readonly Said[];
  readonly latest: string | null;
  readonly isLast: boolean;
};

/** In milliseconds: how long a comment is gone on with. What explains everything is looked for where it was asked for. */
const goesOnFor = 24 * 60 * 60_000;
const goesOnForAtOnce = 60 * 60_000;
/** So many comments of a person one comment answers. Beyond that, they get a reaction. */
const mostInOne = 20;

const atOnce: ReadonlySet<string> = new Set(['/why', '/help']);
/** What a comment is for that is nobody's answer alone. */
const forOthers: ReadonlySet<Said['kind']> = new Set(['handoff', 'stopped', 'reminder', 'escalation']);

const topicOf = ({ about, why }: Topic): string => `${about}:${why}`.replaceAll(/[\s<>]|--/g, '_');
const aboutOf = (topic: string): string => topic.slice(0, topic.lastIndexOf(':'));

/** The only person whom a comment tells something; null: there are others, or it is for something else, too. */
function personToldBy({ said }: Pick<Draft, 'said'>): string | null {
  const people = new Set(said.flatMap((one) => (one.kind === 'told' ? [one.to] : [])));
  const [person] = people;
  return people.size !== 1 || said.some(({ kind }) => forOthers.has(kind)) ? null : (person ?? null);
}

const topicsOf = ({ said }: Pick<Draft, 'said'>): readonly string[] =>
  said.flatMap((one) => (one.kind === 'told' ? [one.id] : []));

const tells = (one: Pick<Draft, 'said'>, topics: readonly Topic[]): boolean =>
  topics.every((topic) => topicsOf(one).includes(topicOf(topic)));

const isAboutAny = (one: Pick<Draft, 'said'>, topics: readonly Topic[]): boolean =>
  topics.some((topic) => topicsOf(one).some((told) => aboutOf(told) === aboutOf(topicOf(topic))));

const countAnswers = (said: readonly Said[]): number => said.filter(({ kind }) => kind === 'answer').length;

/** Whose account that is, for markers; null: it is gone, and another may be called the same. */
const inMarkers = ({ by }: Pick<Answer, 'by'>): string | null => (by.kind === 'nobody' ? null : personOf(by));

/** The comment that told a person all of this last, and was first written after an instant (milliseconds since the epoch). */
function toldBefore(
  { toldTo, isLagging }: People,
  person: string,
  topics: readonly Topic[],
  since: number,
): ToldComment | null {
  if (isLagging(person)) return null;
  const last = toldTo.get(person)?.findLast((one) => isAboutAny(one, topics));
  const isGoing = last !== undefined && last.text !== null && last.at > since;
  return isGoing && personToldBy(last) === person && tells(last, topics) ? last : null;
}

/** A comment that is there, to go on with. */
const draftOf = ({ id, text, said }: ToldComment): Draft => ({
  comment: id,
  text: textOfTelling(text ?? ''),
  said,
  latest: null,
  isLast: false,
});

function draftOfNotice({ text, said, told, isTheirs }: Notice, people: People): Draft {
  const markers = told.map((one): Said => ({ kind: 'told', to: one.person, id: topicOf(one) }));
  const fresh: Draft = { comment: null, text, said: [...said, ...markers], latest: null, isLast: false };
  const person = personToldBy(fresh);
  if (person === null || !isTheirs) return fresh;
  const before = toldBefore(people, person, told, people.now - goesOnForAtOnce);
  if (before === null) return fresh;
  const draft = draftOf(before);
  return { ...draft, text: `${draft.text}\n\n${text}`, said: [...draft.said, ...fresh.said] };
}

const isShort = ({ sentences }: Pick<Unanswered, 'sentences'>): boolean =>
  sentences.every(({ about }) => !atOnce.has(about));

/** What is noted of an answer in the comment that gives it. */
function markersOf({ answer, said, sentences }: Unanswered, now: number): readonly Said[] {
  const person = inMarkers(answer);
  const told =
    person === null ? [] : sentences.map((one): Said => ({ kind: 'told', to: person, id: topicOf(one) }));
  return [{ kind: 'answer', to: answer.comment, at: now }, ...said, ...told];
}

const marked = (draft: Draft, added: readonly Said[]): readonly Said[] => [
  ...draft.said,
  ...added.filter(
    (one) =>
      !draft.said.some(
        (each) => each.kind === 'told' && one.kind === 'told' && each.id === one.id && each.to === one.to,
      ),
  ),
];

/** A comment that tells all of it already, in whichever words, answers another one, too. */
const again = (draft: Draft, one: Unanswered, now: number): Draft => ({
  ...draft,
  text: [draft.text, ...unsaid(draft, one)].join('\n\n'),
  said: marked(draft, markersOf(one, now)),
  latest: one.answer.url,
  isLast: one.isLast,
});

/** What it does not say in these words, nor in others that say as much. */
function unsaid({ text, said }: Draft, { sentences }: Unanswered): readonly string[] {
  const undone = toldOfUndoings(said);
  return sentences.flatMap((each) =>
    text.includes(each.text) || (each.isImplied && undone.has(topicOf(each))) ? [] : [each.text],
  );
}

/** What a comment tells because something was undone: what stands between that and the next answer. */
function toldOfUndoings(said: readonly Said[]): ReadonlySet<string> {
  const topics = new Set<string>();
  let isUndoing = false;
  for (const one of said) {
    if (one.kind === 'undone' || one.kind === 'answer') isUndoing = one.kind === 'undone';
    if (one.kind === 'told' && isUndoing) topics.add(one.id);
  }
  return topics;
}

function withMore(draft: Draft, one: Unanswered, name: string | null, now: number): Draft {
  const text = one.sentences.map((each) => each.text).join('\n\n');
  return {
    ...draft,
    text: `${draft.text}\n\n${name === null ? '' : `${name}: `}${text}`,
    said: marked(draft, markersOf(one, now)),
    isLast: one.isLast,
  };
}

const replaced = (
  drafts: readonly Draft[],
  index: number,
  change: (draft: Draft) => Draft,
): readonly Draft[] => drafts.map((each, at) => (at === index ? change(each) : each));

function withAnswer(drafts: readonly Draft[], one: Unanswered, people: People): readonly Draft[] {
  const { now } = people;
  const { answer, sentences } = one;
  const person = inMarkers(answer);
  const fresh: Draft = {
    comment: null,
    text: sentences.map(({ text }) => text).join('\n\n'),
    said: markersOf(one, now),
    latest: null,
    isLast: one.isLast,
  };
  if (person === null) return [...drafts, fresh];
  const isTheirs = (draft: Draft): boolean => personToldBy(draft) === person;
  const same = drafts.findLastIndex((draft) => isTheirs(draft) && tells(draft, sentences));
  if (same >= 0) return replaced(drafts, same, (draft) => again(draft, one, now));
  const isNewer = drafts.some((draft) => isTheirs(draft) && isAboutAny(draft, sentences));
  const within = isShort(one) ? goesOnFor : goesOnForAtOnce;
  if (isFull(people, person, one, within)) return drafts;
  const before = isNewer ? null : toldBefore(people, person, sentences, answer.at - within);
  if (before !== null) return [...drafts, again(draftOf(before), one, now)];
  if (!isShort(one)) return [...drafts, fresh];
  const own = drafts.findLastIndex((draft) => isTheirs(draft) && draft.comment === null && isBrief(draft));
  if (own >= 0) return replaced(drafts, own, (draft) => withMore(draft, one, null, now));
  const others = drafts.findLastIndex(({ said }) => said.some(({ kind }) => forOthers.has(kind)));
  return others >= 0 && one.name !== null
    ? replaced(drafts, others, (draft) => withMore(draft, one, one.name, now))
    : [...drafts, fresh];
}

/** True where a comment answered so many when it was given that it answers no more; that stays so, whatever is told later. */
function isFull(
  { toldTo }: People,
  person: string,
  { answer: { at }, sentences }: Unanswered,
  within: number,
): boolean {
  const those = toldTo.get(person) ?? [];
  for (let index = those.length - 1; index >= 0; index -= 1) {
    const each = those[index]!;
    if (each.at <= at - within) return false;
    const isMany = each.at <= at && countAnswers(each.said) >= mostInOne;
    if (isMany && personToldBy(each) === person && tells(each, sentences)) return true;
  }
  return false;
}

const isBrief = (draft: Draft): boolean => topicsOf(draft).every((topic) => !atOnce.has(aboutOf(topic)));

/** The comments to be written. */
export function tellingEffects(
  notice: Notice | null,
  unanswered: readonly Unanswered[],
  place: Place,
): readonly Effect[] {
  if (notice === null && unanswered.length === 0) return [];
  const people = peopleOf(place);
  let drafts: readonly Draft[] = notice === null ? [] : [draftOfNotice(notice, people)];
  for (const one of unanswered) drafts = withAnswer(drafts, one, people);
  return drafts.map(({ comment, text, said, latest, isLast }): Effect => {
    const below = { latest: latest === null ? null : { url: latest, count: countAnswers(said) }, isLast };
    const body = tellingBody(said, text, below);
    return { kind: 'comment', on: place.on, body, ...(comment === null ? {} : { comment }) };
  });
}
