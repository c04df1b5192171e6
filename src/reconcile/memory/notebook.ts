/**
 * What is written down between evaluations, as gathering meets it. A decision reads it, and writes down what is new; a trial,
 * or whoever only explains a decision, reads the same pages and has nothing to write with.
 */
import * as z from 'zod';

import type { Want } from '../../inbox/index.ts';
import { itemShape } from '../../items.ts';
import {
  heardStore,
  namedStore,
  recentStore,
  subIssueStore,
  type HeardStore,
  type NamedStore,
  type RecentStore,
  type Spoken,
  type Store,
  type SubIssueStore,
} from '../../store/index.ts';
import type { Item, Pin } from '../../tracker.ts';
import { lastDecisionOf, lastDecisionShape, type LastDecision } from './last-decision.ts';

/** What was written down before. */
export type Pages = Pick<Store, 'against' | 'headKnown' | 'pins' | 'spoken'> &
  Pick<HeardStore, 'heard'> &
  Pick<NamedStore<Item>, 'namedBy' | 'namingAny'> & {
    /** Under a key of the caller's own; null: nothing. */
    readonly recent: <T>(key: string, shape: z.ZodType<T>) => Promise<T | null>;
    /** What was decided of an item last. */
    readonly lastDecisionOf: (key: string) => Promise<LastDecision>;
    /** The same of several, as far as they were evaluated. */
    readonly lastDecisionsOf: RecentStore<Partial<LastDecision>>['recentOf'];
  };

/** Writes down what is new, at the time that it is, and asks for other items to be evaluated. */
export type Pen = Pick<Store, 'headSeen'> &
  Pick<SubIssueStore<Item>, 'noteSubIssues' | 'noteHeard'> &
  Pick<NamedStore<Item>, 'addNamed' | 'keepNamed' | 'forgetNamed'> & {
    readonly keepPins: (repository: string, pins: readonly Pin[]) => Promise<void>;
    readonly keepRecent: (key: string, value: unknown) => Promise<void>;
    readonly recordSpoken: (repository: string, rows: readonly Spoken[]) => Promise<void>;
    readonly want: (wants: readonly Want<Item>[]) => Promise<void>;
  };

export type WritingNotebook = Pages & { readonly pen: Pen };
export type ReadOnlyNotebook = Pages & { readonly pen: null };
/** `pen` null: nothing is written down, and nobody is asked for anything. */
export type Notebook = WritingNotebook | ReadOnlyNotebook;

/** The notebook of a decision. `now`: by our clock (milliseconds since the epoch). */
export function writing({
  store,
  want,
  now,
}: {
  readonly store: Store;
  readonly want: Pen['want'];
  readonly now: () => number;
}): WritingNotebook {
  const named = namedStore(store.db, itemShape);
  const subIssues = subIssueStore(store.db, itemShape);
  const recents = recentStore(store.db, z.unknown());
  const pen: Pen = {
    addNamed: (...naming) => named.addNamed(...naming),
    keepNamed: (...naming) => named.keepNamed(...naming),
    forgetNamed: (key) => named.forgetNamed(key),
    noteSubIssues: (...waiting) => subIssues.noteSubIssues(...waiting),
    noteHeard: (...heard) => subIssues.noteHeard(...heard),
    headSeen: (...head) => store.headSeen(...head),
    keepPins: (repository, pins) => store.keepPins(repository, pins, now()),
    keepRecent: (key, value) => recents.keepRecent(key, value, now()),
    recordSpoken: (repository, rows) => store.recordSpoken(repository, rows, now()),
    want,
  };
  return { ...pagesOf(store), pen };
}

/** The notebook of a trial or an explanation. */
export const readOnly = (store: Parameters<typeof pagesOf>[0]): ReadOnlyNotebook => ({
  ...pagesOf(store),
  pen: null,
});

function pagesOf(store: Pick<Store, 'against' | 'db' | 'headKnown' | 'pins' | 'spoken'>): Pages {
  const { db } = store;
  const named = namedStore(db, itemShape);
  return {
    against: (...of) => store.against(...of),
    headKnown: (...head) => store.headKnown(...head),
    heard: (...on) => heardStore(db).heard(...on),
    lastDecisionOf: (key) => lastDecisionOf({ db }, key),
    namedBy: (key) => named.namedBy(key),
    namingAny: (...issues) => named.namingAny(...issues),
    pins: (repository) => store.pins(repository),
    recent: (key, shape) => recentStore(db, shape).recent(key),
    lastDecisionsOf: (keys) => recentStore(db, lastDecisionShape).recentOf(keys),
    spoken: (...words) => store.spoken(...words),
  };
}
