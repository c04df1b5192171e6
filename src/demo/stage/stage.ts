/** The demo's world on a stage: who acts now, how far the story is, and what happened last. One act at a time. */
import { Refusal, type Acting } from '@baton/sandbox';

import { errorMessageOf } from '../../error-message.ts';
import { story } from '../story.ts';
import { openWorld, type World } from '../world.ts';
import { deedsSince, look, type Deed } from './deeds.ts';

/** Something that somebody did, and what came of it. */
export type Happening = {
  readonly who: string;
  /** What they did, as one would tell it; with code between backticks. */
  readonly did: string;
  /** Why GitHub refused it; null: it did not. */
  readonly refused: string | null;
  /** What Baton did then. */
  readonly deeds: readonly Deed[];
  /** How much there was on each issue and pull request before, by number. */
  readonly entries: ReadonlyMap<number, number>;
  /** Of a step of the story: what had to be true then. */
  readonly expected: readonly { readonly what: string; readonly holds: boolean }[];
};

export type Stage = {
  readonly world: () => World;
  /** Counts what changed: a page of another count is out of date. */
  readonly count: () => number;
  /** Who acts. */
  readonly you: () => string;
  /** How many steps of the story were played; null: it is over, and everything may be done. */
  readonly played: () => number | null;
  /** What happened, the latest first; the last thirty. */
  readonly past: () => readonly Happening[];
  /** Plays the next step. @returns the item to look at, `owner/name#number`; null: the story is over */
  next(): Promise<string | null>;
  /** Lets go: everything may be done from now on. */
  skip(): Promise<void>;
  /** A new world, and the story from its beginning. */
  again(): Promise<void>;
  /** Switches to somebody. */
  be(login: string): void;
  /**
   * Somebody acts, unless the story is still being told.
   * @param did what they do, as one would tell it
   * @returns what it gave; null: GitHub refused, or the story is not over
   */
  act(did: string, what: (somebody: Acting) => number | null): Promise<number | null>;
  /** Tells of every change until it is called again. */
  onChange(told: () => void): () => void;
  close(): Promise<void>;
};

const mostPast = 30;

/** Starts it. */
export async function openStage(): Promise<Stage> {
  let world = await openWorld({ hasBoard: true });
  let [count, you, played]: [number, string, number | null] = [0, 'maria', 0];
  let past: readonly Happening[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const listeners = new Set<() => void>();

  function changed(): void {
    count += 1;
    for (const told of listeners) told();
  }
  /** One after the other: an act is over when all that follows from it has happened. */
  function inTurn<T>(what: () => Promise<T>): Promise<T> {
    const done = last.then(what);
    last = done.catch(() => {});
    return done;
  }
  function keep(happening: Happening): void {
    past = [happening, ...past].slice(0, mostPast);
    changed();
  }

  return {
    world: () => world,
    count: () => count,
    you: () => you,
    played: () => played,
    past: () => past,
    next: () =>
      inTurn(async () => {
        const step = played === null ? undefined : story[played];
        if (step === undefined || played === null) return null;
        const seen = watched(world);
        await step.act(seen.world);
        const sight = world.see(step.look);
        const expected = Object.entries(step.expect).map(([what, holds]) => ({ what, holds: holds(sight) }));
        you = step.who;
        played += 1;
        keep({ who: step.who, did: step.tells, ...seen.outcome(), expected });
        return step.look;
      }),
    skip: () =>
      inTurn(async () => {
        played = null;
        changed();
      }),
    again: () =>
      inTurn(async () => {
        const old = world;
        world = await openWorld({ hasBoard: true });
        [you, played, past] = ['maria', 0, []];
        changed();
        await old.close();
      }),
    be(login) {
      you = login;
      changed();
    },
    act: (did, what) =>
      inTurn(async () => {
        if (played !== null) return null;
        const who = you;
        const seen = watched(world);
        let gave: number | null = null;
        await seen.world.act(who, (somebody) => {
          try {
            gave = what(somebody);
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
          }
        });
        keep({ who, did, ...seen.outcome(), expected: [] });
        return gave;
      }),
    onChange(told) {
      listeners.add(told);
      return () => listeners.delete(told);
    },
    close: () => inTurn(() => world.close()),
  };
}

type Outcome = Pick<Happening, 'refused' | 'deeds' | 'entries'>;

/** The world, for one act: what GitHub refuses is noted, whoever catches it, and what Baton does then. */
function watched(world: World): { readonly world: World; readonly outcome: () => Outcome } {
  const before = look(world.github);
  let refused: string | null = null;
  const noting = (somebody: Acting): Acting =>
    new Proxy(somebody, {
      get(of, name: keyof Acting) {
        const act: (...words: never[]) => unknown = of[name];
        return (...words: never[]) => {
          try {
            return act(...words);
          } catch (error) {
            if (error instanceof Refusal) refused = reasonOf(error);
            throw error;
          }
        };
      },
    });
  return {
    world: { ...world, act: (login, what) => world.act(login, (somebody) => what(noting(somebody))) },
    outcome: () => ({
      refused,
      deeds: deedsSince(before, world.github),
      entries: new Map([...before].map(([number, { entries }]) => [number, entries])),
    }),
  };
}

/** GitHub's sentence, with what it says of each field. */
function reasonOf(refusal: Refusal): string {
  const fields = (refusal.errors ?? []).flatMap(({ field, code, message }) =>
    typeof message === 'string'
      ? [message]
      : typeof field === 'string' && typeof code === 'string'
        ? [`${field} is ${code}`]
        : [],
  );
  return [errorMessageOf(refusal), ...fields].join(': ');
}
