/** What a subcommand of `baton` is: what it takes, and what it does with that. */
import type { Arguments, Options, Script } from '../arguments.ts';
import { SettingError } from '../setting-error.ts';

/** Scripts can rely on these: 0 done, 1 it found something, 2 an argument or a setting is wrong, 3 it could not find out. */
export const exit = { fine: 0, findings: 1, usage: 2, unknown: 3 } as const;
export type Exit = (typeof exit)[keyof typeof exit];

/** Where a subcommand speaks. */
export type Io = {
  /** A line of what it was asked for. */
  readonly print: (line: string) => void;
  /** Resolves once whoever reads has taken what was printed, but for a little: what prints much waits for it. */
  readonly taken: () => Promise<void>;
  /** A line about how it goes, beside that. */
  readonly note: (line: string) => void;
  /** Whether somebody looks at what is printed. */
  readonly isTerminal: boolean;
  /** Asks whoever types, and gives back their line; null: nobody is there to be asked. */
  readonly ask: ((question: string) => Promise<string>) | null;
  /** All of what is piped in. */
  readonly read: () => Promise<string>;
  /**
   * Runs on until a signal comes. Then `end` is called, and the process ends with 0.
   * @param failed rejects where it cannot go on; then so does this
   */
  readonly stays: (failed: Promise<never>, end: () => Promise<void>) => Promise<never>;
  /** What to do before a signal ends it: to keep what there is. */
  readonly interrupted: (keep: () => void) => void;
};

export type Subcommand = {
  readonly script: Script<Options>;
  readonly run: (given: Arguments<Options>, io: Io) => Promise<Exit>;
};

/** It could not find out what it was asked: nothing is known to be wrong. The message says why, and what to do. */
export class CannotTell extends Error {
  override readonly name = 'CannotTell';
}

/** @param load reads what does it; `run` throws `SettingError` where a setting is wrong, and `CannotTell` */
export const subcommand = <const O extends Options>(
  script: Script<O>,
  load: () => Promise<{ readonly run: (given: Arguments<O>, io: Io) => Promise<Exit> }>,
): Subcommand => ({
  script,
  async run(given, io) {
    const { run } = await load();
    // Given is read by the same script.
    return run(given as Arguments<O>, io);
  },
});

/**
 * Asks what others keep: a database, a server.
 * @throws SettingError where a setting is wrong; else CannotTell with the reason
 */
export async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof SettingError || !(error instanceof Error)) throw error;
    throw new CannotTell(error.message, { cause: error });
  }
}
