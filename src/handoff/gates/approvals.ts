/**
 * The words for one gate, as they are given, carried over to other texts, undone and replaced. What is asked about them
 * with each moment is kept up, so that it costs the same however many there are.
 */
import type { ApproveRule, Gate } from '../../policy/index.ts';
import { ByPerson, samePerson, type Somebody } from '../history/index.ts';
import type { Evidence, Reason } from '../verdict.ts';
import { isOutdone, isPart, KeptWords, type Saying } from './kept-words.ts';
import { missingAtFirst, missingRule } from './missing.ts';
import { Tally } from './tally.ts';

/** A word for a gate, and the text that it is about. */
export type Approval = Evidence & {
  /** Its place among all that were given for the gate. */
  readonly place: number;
  /** The revision approved. */
  readonly given: number;
  /** The revision it is about now: the one approved, or the last one it was carried over to. */
  readonly revision: number;
  /** What that revision says; null: it cannot be told which revision was meant. */
  readonly text: string | null;
  /** Why it no longer stands, whatever the text. */
  readonly undone: Reason | null;
};

type Entry = {
  readonly place: number;
  readonly word: Evidence;
  readonly given: number;
  revision: number;
  /** What it is about, and where it is as long as it is not undone; null: it is not known which text was meant. */
  text: string | null;
  shelf: Shelf | null;
  undone: Reason | null;
  /** The criteria that it accepts; null: the gate has none. */
  readonly criteria: Set<string> | null;
  /** What its text says in the sections that the gate requires; null: not asked yet. */
  filling: string | null;
};

/** Words about one text, or about any. */
type Shelf = {
  text: string;
  /** The revision that all of them were carried over to; those that came since are about a later one. */
  revision: number;
  readonly all: Tally<Entry>;
  /** Those that accept anything: the whole, or at least one criterion. */
  readonly full: Set<Entry>;
  readonly byCriterion: Map<string, Tally<Entry>>;
};

const emptyShelf = (text: string): Shelf => ({
  text,
  revision: -1,
  all: new Tally(),
  full: new Set(),
  byCriterion: new Map(),
});

const nobody = new Tally<Entry>();

/** Of the words that stand for a text: those that accept a criterion (null: anything), after an instant. */
type Asked = { readonly text: string; readonly criterion: string | null; readonly since?: number };

/** All that is kept up. It is only made once something is said: commands are tried on many gates. */
type Store = {
  /** Those that are not undone, oldest first. */
  readonly alive: Set<Entry>;
  onAnyText: Shelf;
  readonly byText: Map<string, Shelf>;
  /** All that are kept, undone or not, and those that are undone: where a gate is approved as a whole. */
  readonly kept: Tally<Entry>;
  readonly undone: ByPerson<Entry>;
  readonly words: KeptWords;
  /** Those that were given with the gate's label. */
  readonly labels: KeptWords;
  /** By what they say in the sections that a gate requires; and those of which that was not asked yet. */
  readonly byFilling: Map<string, Set<Entry>>;
  readonly unread: Set<Entry>;
};

const emptyStore = (): Store => ({
  alive: new Set(),
  onAnyText: emptyShelf(''),
  byText: new Map(),
  kept: new Tally(),
  undone: new ByPerson(),
  words: new KeptWords(),
  labels: new KeptWords(),
  byFilling: new Map(),
  unread: new Set(),
});

export class Approvals {
  private readonly gate: Gate;
  private readonly isBound: boolean;
  private readonly hasCriteria: boolean;
  private readonly hasSections: boolean;
  private latest: Entry | null = null;
  private store: Store | null = null;
  /** Of what is tried: whether there are any. Null: it is no trial. */
  private tried: { isEmpty: boolean } | null = null;

  constructor(gate: Gate) {
    this.gate = gate;
    this.isBound = gate.staleOn.includes('spec-edit');
    this.hasCriteria = gate.requires.criteria !== null;
    this.hasSections = gate.requires.sections.length > 0;
  }

  get isEmpty(): boolean {
    return this.tried?.isEmpty ?? this.latest === null;
  }

  /** The one that was given last, whether it stands or not; null: there is none. */
  get last(): Approval | null {
    return this.latest === null ? null : approvalOf(this.latest);
  }

  /** For trying a command: how it comes out depends on no more than whether there are any. */
  forTrial(): Approvals {
    const trial = new Approvals(this.gate);
    trial.tried = { isEmpty: this.isEmpty };
    return trial;
  }

  /** Those that stand for a text, oldest first. */
  standing(text: string): readonly Evidence[] {
    const all = this.isBound ? (this.all.byText.get(text)?.all.inOrder() ?? []) : [...this.all.alive];
    return all.map(({ word }) => word);
  }

  /** What those that stand leave missing of the gate's rule; null: nothing. */
  missing(asked: Asked): ApproveRule | null {
    if (this.store === null) return missingAtFirst(this.gate.approve);
    const tally = this.tallyOf(asked);
    return missingRule(this.gate.approve, (role) => tally.people(role, asked.since));
  }

  /** The last of those that stand. */
  lastFor(asked: Asked): Evidence | null {
    return this.tallyOf(asked).last()?.word ?? null;
  }

  /** True when any that stands for a text accepts anything. */
  acceptsAnything(text: string): boolean {
    return (this.shelfFor(text)?.full.size ?? 0) > 0;
  }

  /** True when any that is not undone accepts a criterion, whatever its text. */
  acceptsCriteria(): boolean {
    return this.hasCriteria && this.store !== null && this.all.onAnyText.full.size > 0;
  }

  /** True when they would open the gate if all of them stood; of a gate that is approved as a whole. */
  wouldOpen(): boolean {
    if (this.store === null) return missingAtFirst(this.gate.approve) === null;
    return missingRule(this.gate.approve, (role) => this.all.kept.people(role)) === null;
  }

  /** True when any that stands for a text is somebody's. */
  standsBy(text: string, somebody: Somebody): boolean {
    return this.shelfFor(text)?.all.hasBy(somebody) ?? false;
  }

  hasBy(somebody: Somebody): boolean {
    return this.store !== null && this.all.words.hasBy(somebody);
  }

  /** True when any that was given with the gate's label is somebody's. */
  hasLabelBy(somebody: Somebody): boolean {
    return this.store !== null && this.all.labels.hasBy(somebody);
  }

  /** True when a word only says what the same person said in the same way before about a text. */
  isRepeated(word: Saying, text: string | null): boolean {
    if (this.latest === null) return false;
    for (const _ of this.repeated(word, text)) return true;
    return false;
  }

  /** Takes a word about a revision; those that it repeats or makes up for go. */
  add(word: Saying, revision: number, text: string | null): void {
    if (this.tried !== null) {
      this.tried.isEmpty = false;
      return;
    }
    const repeated = [...this.repeated(word, text)];
    for (const one of repeated) this.drop(one);
    if (!this.hasCriteria) this.dropOutdone(word);
    this.happens(word);
    const { criteria, ...evidence } = word;
    const entry: Entry = {
      place: (this.latest?.place ?? -1) + 1,
      word: evidence,
      given: revision,
      revision,
      text,
      shelf: text === null ? null : this.shelfAt(text),
      undone: null,
      criteria: criteria === null ? null : new Set(criteria),
      filling: null,
    };
    this.latest = entry;
    this.all.words.add(entry.place, word);
    if (word.via === 'label') this.all.labels.add(entry.place, word);
    if (!this.hasCriteria) this.all.kept.add(entry);
    if (this.hasSections) this.all.unread.add(entry);
    this.all.alive.add(entry);
    for (const shelf of this.shelvesOf(entry)) putOn(shelf, entry);
  }

  /** Takes a criterion out of all that was accepted. */
  withdraw(key: string): void {
    if (this.latest === null) return;
    this.happens(key);
    for (const entry of this.all.onAnyText.byCriterion.get(key)?.inOrder() ?? []) {
      entry.criteria?.delete(key);
      for (const shelf of this.shelvesOf(entry)) {
        shelf.byCriterion.get(key)?.remove(entry);
        if (entry.criteria?.size === 0) shelf.full.delete(entry);
      }
    }
  }

  /** What was said of a text is said of another one, that an approver made of it. False: nothing was. */
  carry(before: string, after: string, revision: number): boolean {
    if (this.store === null) return false;
    const shelf = this.all.byText.get(before);
    if (shelf === undefined || shelf.all.size === 0) return false;
    const there = this.all.byText.get(after);
    this.all.byText.delete(before);
    if (this.hasSections) for (const entry of shelf.all) this.all.unread.add(entry);
    if (there === undefined || there.all.size === 0) {
      this.all.byText.set(after, Object.assign(shelf, { text: after, revision }));
      return true;
    }
    for (const entry of shelf.all) {
      entry.revision = revision;
      Object.assign(entry, { text: after, shelf: there });
      putOn(there, entry);
    }
    return true;
  }

  /** Ends the standing of all of them. */
  undoAll(why: Reason): void {
    if (this.store === null || this.all.alive.size === 0) return;
    for (const entry of this.all.alive) this.noteUndone(entry, why);
    for (const those of [this.all.alive, this.all.byText, this.all.byFilling, this.all.unread]) those.clear();
    this.all.onAnyText = emptyShelf('');
  }

  /** Ends the standing of those whose text has something else in the sections that the gate requires. */
  undoUnless(filling: string, why: Reason, fillingOf: (revision: number) => string): void {
    if (this.store === null) return;
    for (const entry of this.all.unread) {
      entry.filling = fillingOf(approvalOf(entry).revision);
      const those = this.all.byFilling.get(entry.filling);
      if (those === undefined) this.all.byFilling.set(entry.filling, new Set([entry]));
      else those.add(entry);
    }
    this.all.unread.clear();
    for (const [key, those] of this.all.byFilling) {
      if (key === filling) continue;
      this.all.byFilling.delete(key);
      for (const entry of those) {
        if (entry.filling !== key || !this.all.alive.has(entry)) continue;
        this.takeOff(entry);
        this.noteUndone(entry, why);
      }
    }
  }

  private tallyOf({ text, criterion }: Asked): Tally<Entry> {
    const shelf = this.shelfFor(text);
    return (criterion === null ? shelf?.all : shelf?.byCriterion.get(criterion)) ?? nobody;
  }

  /** Where those are that stand for a text. */
  private shelfFor(text: string): Shelf | undefined {
    if (this.store === null) return undefined;
    return this.isBound ? this.all.byText.get(text) : this.all.onAnyText;
  }

  private shelfAt(text: string): Shelf {
    const known = this.all.byText.get(text);
    if (known !== undefined) return known;
    const shelf = emptyShelf(text);
    this.all.byText.set(text, shelf);
    return shelf;
  }

  private shelvesOf({ shelf }: Entry): readonly Shelf[] {
    return shelf === null ? [this.all.onAnyText] : [this.all.onAnyText, shelf];
  }

  private *repeated(word: Saying, text: string | null): Generator<Entry> {
    const [role] = word.roles;
    if (text === null || role === undefined) return;
    const shelf = this.all.byText.get(text);
    const [first] = word.criteria ?? [];
    const those = first === undefined ? shelf?.all : shelf?.byCriterion.get(first);
    for (const entry of those?.saidBy(word.by, role) ?? []) if (isSaidAgain(entry, word)) yield entry;
  }

  /** Undone words that the same person says again, or more. */
  private dropOutdone(word: Saying): void {
    for (const person of this.all.undone.namesakes(word.by))
      this.all.undone.keep(person, (entry) => {
        const isKept = !isOutdone(sayingOf(entry), word);
        if (!isKept) this.all.kept.remove(entry);
        return isKept;
      });
  }

  private get all(): Store {
    return (this.store ??= emptyStore());
  }

  private happens(what: Saying | string): void {
    for (const words of [this.all.words, this.all.labels]) words.happens(what);
  }

  private drop(entry: Entry): void {
    this.takeOff(entry);
    this.all.kept.remove(entry);
    for (const words of [this.all.words, this.all.labels]) words.drop(entry.place);
  }

  private noteUndone(entry: Entry, why: Reason): void {
    const { text, revision } = approvalOf(entry);
    Object.assign(entry, { text, revision, shelf: null, undone: why });
    if (!this.hasCriteria) this.all.undone.add(entry.word.by, entry);
    for (const words of [this.all.words, this.all.labels]) words.undo(entry.place, sayingOf(entry));
  }

  private takeOff(entry: Entry): void {
    this.all.alive.delete(entry);
    this.all.unread.delete(entry);
    for (const shelf of this.shelvesOf(entry)) {
      shelf.all.remove(entry);
      shelf.full.delete(entry);
      for (const key of entry.criteria ?? []) shelf.byCriterion.get(key)?.remove(entry);
    }
  }
}

function approvalOf({ place, word, given, revision, text, shelf, undone }: Entry): Approval {
  return {
    ...word,
    place,
    given,
    revision: Math.max(revision, shelf?.revision ?? revision),
    text: shelf?.text ?? text,
    undone,
  };
}

const sayingOf = ({ word, criteria }: Entry): Saying => ({ ...word, criteria });

/** True when a word only says what the same person said in the same way before. */
function isSaidAgain({ word: one, criteria }: Entry, word: Saying): boolean {
  return (
    isPart(word.criteria, criteria) &&
    one.via === word.via &&
    one.pullRequest === word.pullRequest &&
    samePerson(one.by, word.by) &&
    word.roles.every((role) => one.roles.includes(role))
  );
}

function putOn(shelf: Shelf, entry: Entry): void {
  shelf.all.add(entry);
  if (entry.criteria === null || entry.criteria.size > 0) shelf.full.add(entry);
  for (const key of entry.criteria ?? []) {
    const tally = shelf.byCriterion.get(key) ?? new Tally();
    shelf.byCriterion.set(key, tally);
    tally.add(entry);
  }
}
