/** The texts of an item, how far a replay has come in them, and what they say. Each is read once in a replay. */
import type { Gate } from '../../policy/index.ts';
import type { Portions } from '../../portions.ts';
import type { Revision } from './fold.ts';
import { samePerson } from './history.ts';
import {
  coveredSource,
  coveredText,
  criteriaIn,
  missingSections,
  readSections,
  readSpec,
  type Criterion,
  specText,
} from '../text/index.ts';

/** What was read of revisions, by what was asked. */
type ByRevision<Asked, T> = Map<Asked, T[]>;

export type Texts = {
  readonly revisions: readonly Revision[];
  /** The index of the revision in force. */
  current: number;
  /** When the text was edited, by any edit: the revisions of each instant, by their index. */
  readonly editedAt: ReadonlyMap<number, readonly number[]>;
  /** By revision, the first one with the same body, and with the same title and body. */
  readonly firstBody: readonly number[];
  readonly firstText: readonly number[];
  readonly keys: ByRevision<readonly string[] | null, string>;
  readonly missing: ByRevision<readonly string[], readonly string[]>;
  readonly criteria: ByRevision<string, readonly Criterion[]>;
  /** What was found out about the edits of one instant, which is the same for all that was said then. */
  readonly atOnce: {
    readonly changed: Map<string, boolean>;
    readonly lacking: Map<string, number>;
    readonly doubtful: Map<string, ReadonlySet<string>>;
  };
};

/** When and by whom something was said. */
type Saying = Pick<Revision, 'at' | 'by'>;

export function textsOf(revisions: readonly Revision[]): Texts {
  const editedAt = new Map<number, number[]>();
  for (const [index, { at }] of revisions.entries()) {
    if (index === 0) continue;
    const those = editedAt.get(at);
    if (those === undefined) editedAt.set(at, [index]);
    else those.push(index);
  }
  const atOnce = { changed: new Map(), lacking: new Map(), doubtful: new Map() };
  return {
    revisions,
    current: 0,
    editedAt,
    ...firstOf(revisions),
    keys: new Map(),
    missing: new Map(),
    criteria: new Map(),
    atOnce,
  };
}

/** Of revisions that say the same, sign for sign, the first one stands for all: each text is read once. */
function firstOf(revisions: readonly Revision[]): Pick<Texts, 'firstBody' | 'firstText'> {
  const bodies = new Map<string, { readonly index: number; readonly titles: Map<string, number> }>();
  const firstBody: number[] = [];
  const firstText: number[] = [];
  for (const [index, { title, body, lost }] of revisions.entries()) {
    if (lost) {
      firstBody.push(index);
      firstText.push(index);
      continue;
    }
    let known = bodies.get(body);
    if (known === undefined) bodies.set(body, (known = { index, titles: new Map() }));
    let text = known.titles.get(title);
    if (text === undefined) known.titles.set(title, (text = index));
    firstBody.push(known.index);
    firstText.push(text);
  }
  return { firstBody, firstText };
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  return made;
}

function readOnce<Asked, T>(known: ByRevision<Asked, T>, asked: Asked, index: number, read: () => T): T {
  const those = known.get(asked) ?? [];
  if (those.length === 0) known.set(asked, those);
  const before = those[index];
  if (before !== undefined) return before;
  return (those[index] = read());
}

/** What a revision says, as far as the gate's approvals are bound to it; two lost texts never say the same. */
export function keyOf(texts: Texts, index: number, { covers }: Pick<Gate, 'covers'>): string {
  const first = covers === null ? texts.firstText[index] : texts.firstBody[index];
  return readOnce(texts.keys, covers, first ?? index, () => {
    // With a single revision there is nothing to compare with.
    const revision = texts.revisions.length < 2 ? undefined : texts.revisions[index];
    if (revision === undefined) return '';
    if (revision.lost) return `lost\n${revision.id}`;
    return covers === null ? specText(revision.title, revision.body) : coveredText(revision.body, covers);
  });
}

/** What a gate's approvals are bound to, as a reader sees it. */
export function shownText(texts: Texts, index: number, { covers }: Pick<Gate, 'covers'>): string {
  const revision = texts.revisions[index];
  if (revision === undefined) return '';
  return covers === null ? `${revision.title}\n\n${revision.body}` : coveredSource(revision.body, covers);
}

/**
 * True when the text became another at that very time: what came first, nobody can tell. But in Jira, where the history
 * tells, and what somebody does at one instant is one act: a transition with what was filled in on its screen.
 */
export function changedAt(texts: Texts, said: Saying, gate: Pick<Gate, 'covers' | 'sign'>): boolean {
  if (!texts.editedAt.has(said.at)) return false;
  return remembered(texts.atOnce.changed, keyAtOnce(said, gate, gate.covers), () =>
    editsAt(texts, said, gate).some((index) => keyOf(texts, index, gate) !== keyOf(texts, index - 1, gate)),
  );
}

/** What is asked about the edits of an instant: in Jira, who spoke makes a difference. */
function keyAtOnce({ at, by }: Saying, { sign }: Pick<Gate, 'sign'>, ...asked: readonly unknown[]): string {
  return JSON.stringify([at, sign === undefined ? null : [by.id, by.login], ...asked]);
}

/** The revisions of that very time, by their index, but those that are one act with what was done then. */
function editsAt(texts: Texts, { at, by }: Saying, { sign }: Pick<Gate, 'sign'>): readonly number[] {
  return (texts.editedAt.get(at) ?? []).filter((index) => {
    const revision = texts.revisions[index];
    return (
      revision !== undefined &&
      !(sign !== undefined && (revision.order !== undefined || samePerson(revision.by, by)))
    );
  });
}

/** The first revision that `isMeant` of those before each edit of that very time; null: none. */
export function firstBefore(
  texts: Texts,
  said: Saying,
  gate: Gate,
  isMeant: (before: Texts) => boolean,
): Texts | null {
  if (!texts.editedAt.has(said.at)) return null;
  const before = (index: number): Texts => ({ ...texts, current: index - 1 });
  const found = remembered(
    texts.atOnce.lacking,
    keyAtOnce(said, gate, gate.name),
    () => editsAt(texts, said, gate).find((index) => isMeant(before(index))) ?? -1,
  );
  return found < 0 ? null : before(found);
}

/**
 * The criteria in the text in force that a word cannot be told to mean, because the list was edited in that very second:
 * those that were not there all the time, or, where they were meant by their numbers, had another one.
 */
export function doubtfulCriteria(
  texts: Texts,
  word: Saying,
  gate: Gate,
  byNumber: boolean,
): ReadonlySet<string> {
  if (!texts.editedAt.has(word.at)) return new Set();
  const asked = [texts.current, gate.requires.criteria, byNumber];
  return remembered(texts.atOnce.doubtful, keyAtOnce(word, gate, ...asked), () => {
    const doubtful = new Set<string>();
    const now = criteriaOf(gate, texts) ?? [];
    for (const index of editsAt(texts, word, gate)) {
      const before = criteriaOf(gate, { ...texts, current: index - 1 }) ?? [];
      const numbers = new Map(before.map(({ key, number }) => [key, number]));
      for (const { key, number } of now) {
        const then = numbers.get(key);
        if (then === undefined || (byNumber && then !== number)) doubtful.add(key);
      }
    }
    return doubtful;
  });
}

/** Headings that the gate requires and the text in force does not have, or has without text. */
export function sectionsMissing(gate: Gate, texts: Texts): readonly string[] {
  const wanted = gate.requires.sections;
  if (wanted.length === 0) return [];
  return readOnce(texts.missing, wanted, texts.firstBody[texts.current] ?? texts.current, () => {
    const revision = texts.revisions[texts.current];
    return revision === undefined || revision.lost ? wanted : missingSections(revision.body, wanted);
  });
}

/** The acceptance criteria in the text in force; null: the gate has none. */
export function criteriaOf(gate: Gate, texts: Texts): readonly Criterion[] | null {
  const heading = gate.requires.criteria;
  if (heading === null) return null;
  return readOnce(texts.criteria, heading, texts.firstBody[texts.current] ?? texts.current, () => {
    const revision = texts.revisions[texts.current];
    return revision === undefined || revision.lost ? [] : criteriaIn(revision.body, heading);
  });
}

const keysOf = new WeakMap<readonly Criterion[], ReadonlySet<string>>();

/** What tells the criteria in the text in force from others. */
export function criteriaKeys(gate: Gate, texts: Texts): ReadonlySet<string> {
  const criteria = criteriaOf(gate, texts) ?? [];
  const known = keysOf.get(criteria);
  if (known !== undefined) return known;
  const keys = new Set(criteria.map(({ key }) => key));
  keysOf.set(criteria, keys);
  return keys;
}

/**
 * What a gate asks of a text, each a reading of its own: judging finds it read; see `memoized`.
 * @param isCompared whether there is another text to compare it with
 */
export const readingsOf = (
  { covers, requires: { sections, criteria } }: Pick<Gate, 'covers' | 'requires'>,
  isCompared: boolean,
): readonly ((body: string) => Portions<unknown>)[] => [
  ...(isCompared
    ? [(body: string) => (covers === null ? readSpec(body) : coveredText.ahead(body, covers))]
    : []),
  ...(sections.length === 0 ? [] : [readSections]),
  ...(criteria === null ? [] : [(body: string) => criteriaIn.ahead(body, criteria)]),
];
