/**
 * History → ItemState: what of an item's history matters to any policy, and nothing else.
 * Folding goes on from where it was: `fold(fold(s, a), b)` is `fold(s, [...a, ...b])`.
 */
import { commandsIn, isAgainst, type Command, nearMissIn, type NearMiss } from '../commands/index.ts';
import type { Actor, Moment, MomentOf, Reaction } from './history.ts';
import { saidIn, type Said } from './own.ts';

/** The text of the item at a time. */
export type Revision = {
  readonly id: string;
  readonly at: number;
  /** As in `Moment`. */
  readonly order?: number;
  readonly by: Actor;
  readonly title: string;
  readonly body: string;
  /** The tracker no longer says what the body was. */
  readonly lost: boolean;
};

/** A comment that holds commands. */
export type Spoken = {
  readonly kind: 'spoken';
  readonly id: string;
  readonly at: number;
  readonly by: Actor;
  /** As first written. */
  readonly commands: readonly Command[];
  /** Commands that only a later edit brought in. */
  readonly editedIn: readonly Command[];
  readonly editedBy: Actor | null;
  readonly url: string;
  readonly reacted: boolean;
  readonly reaction: Reaction | null;
  /** It was hidden as that: of what it says, only what is against a gate counts. null: it was not. */
  readonly hiddenAs: 'spam' | 'abuse' | null;
  /** The original words, to keep a word against a gate. */
  readonly original: string;
  /** What it may have meant, where it holds no command. */
  readonly near?: NearMiss;
};

/** A moment that some policy may ask about. */
export type Word =
  | Spoken
  | MomentOf<
      | 'labeled'
      | 'unlabeled'
      | 'assigned'
      | 'unassigned'
      | 'closed'
      | 'reopened'
      | 'moved'
      | 'resolved'
      | 'set'
    >;

/** A comment of Baton's that told somebody something. `at`: when it was written first (milliseconds since the epoch). */
export type ToldComment = {
  readonly id: string;
  readonly at: number;
  /** As it is; null: somebody else changed or hid it, so it is none that could be gone on with. */
  readonly text: string | null;
  readonly said: readonly Said[];
};

export type ItemState = {
  readonly revisions: readonly Revision[];
  readonly words: readonly Word[];
  /** What Baton said in comments of its own, the card's left out. */
  readonly said: readonly Said[];
  /** When Baton answered commands (milliseconds since the epoch). */
  readonly answered: readonly number[];
  /** Its comments that told somebody something, oldest first. */
  readonly told: readonly ToldComment[];
  /** When anybody but Baton last did anything. */
  readonly lastMoment: number;
};

export const emptyState: ItemState = {
  revisions: [],
  words: [],
  said: [],
  answered: [],
  told: [],
  lastMoment: Number.NEGATIVE_INFINITY,
};

function spoken(moment: MomentOf<'commented'>): Spoken | null {
  const all = commandsIn(moment.original, moment.me);
  const commands = moment.deleted === true ? all.filter(({ verb }) => isAgainst(verb)) : all;
  const now = moment.editedBy === null ? [] : commandsIn(moment.text, moment.me);
  const editedIn = now.length === 0 ? now : newAmong(now, commands);
  const { hiddenAs: as } = moment;
  const hiddenAs: Spoken['hiddenAs'] = as === 'spam' || as === 'abuse' ? as : null;
  const isThere = moment.deleted !== true && hiddenAs === null;
  const near =
    all.length === 0 && isThere && moment.by.kind === 'person' ? nearMissIn(moment.original) : null;
  if (commands.length === 0 && editedIn.length === 0 && near === null) return null;
  const { id, at, by, editedBy, url, reacted, reaction = null, original } = moment;
  const said: Spoken = {
    kind: 'spoken',
    id,
    at,
    by,
    commands,
    editedIn,
    editedBy,
    url,
    reacted,
    reaction,
    hiddenAs,
    original,
  };
  return near === null ? said : { ...said, near };
}

const words = new WeakMap<Moment, { readonly word: Spoken | null }>();

/** What a comment says; a moment that is kept between two evaluations is read once. */
function spokenIn(moment: MomentOf<'commented'>): Spoken | null {
  const known = words.get(moment);
  if (known !== undefined) return known.word;
  const word = spoken(moment);
  words.set(moment, { word });
  return word;
}

/** Commands that were not there before; thousands may be in one comment. */
function newAmong(now: readonly Command[], before: readonly Command[]): readonly Command[] {
  const first = new Set(before.map((command) => JSON.stringify(command)));
  return now.filter((command) => !first.has(JSON.stringify(command)));
}

/** Goes on with the moments that came after those already folded. They must be in the tracker's order. */
export function fold(state: ItemState, moments: readonly Moment[]): ItemState {
  const revisions = [...state.revisions];
  const all = [...state.words];
  const said = [...state.said];
  const answered = [...state.answered];
  const told = [...state.told];
  let lastMoment = state.lastMoment;
  for (const moment of moments) {
    if (!moment.by.self) lastMoment = Math.max(lastMoment, moment.at);
    switch (moment.kind) {
      case 'opened': {
        const { id, at, by, title, body } = moment;
        revisions.push({ id, at, by, title, body, lost: false });
        break;
      }
      case 'edited': {
        const { id, at, by, order } = moment;
        const last = revisions.at(-1);
        const lost = moment.lost || (moment.body === null && last?.lost === true);
        revisions.push({
          id,
          at,
          ...(order === undefined ? {} : { order }),
          by,
          title: moment.title ?? last?.title ?? '',
          body: moment.body ?? last?.body ?? '',
          lost,
        });
        break;
      }
      case 'commented': {
        if (moment.by.self) {
          // Others may edit what Baton wrote: that does not make it unsaid.
          const isOwn = moment.editedBy === null || moment.editedBy.self;
          const now = saidIn(isOwn ? moment.text : moment.original);
          said.push(...now);
          answered.push(...answeredIn(now, moment.at));
          if (now.some(({ kind }) => kind === 'told')) {
            const { id, at, hiddenAs, text } = moment;
            told.push({ id, at, text: isOwn && hiddenAs === undefined ? text : null, said: now });
          }
          break;
        }
        const word = spokenIn(moment);
        if (word !== null) all.push(word);
        break;
      }
      case 'labeled':
      case 'unlabeled':
      case 'assigned':
      case 'unassigned':
      case 'closed':
      case 'reopened':
      case 'moved':
      case 'resolved':
      case 'set':
        all.push(moment);
        break;
      case 'linked':
      case 'unlinked':
      case 'retargeted':
      case 'retitled':
        break;
      default:
        return moment satisfies never;
    }
  }
  return { revisions, words: all, said, answered, told, lastMoment };
}

/** When the answers of one comment were given: it may have been gone on with. `written`: when it was written first. */
function answeredIn(said: readonly Said[], written: number): readonly number[] {
  return said.flatMap((one) => (one.kind === 'answer' ? [one.at ?? written] : []));
}
