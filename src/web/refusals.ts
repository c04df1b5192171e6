/** Lines in the log about what was refused. Anybody can cause them, so there are only so many. */
import type { Logger } from 'pino';

/** Lines in a minute; what is beyond is told as a number. */
const mostLines = 60;
const minute = 60_000;

export type Refusals = {
  /** Notes one that was refused. */
  readonly note: (about: object, message: string) => void;
};

/** @param now milliseconds since the epoch */
export function createRefusals(log: Pick<Logger, 'warn'>, now: () => number = Date.now): Refusals {
  let until = 0;
  let lines = 0;
  let silent = 0;
  return {
    note(about, message) {
      if (now() >= until) {
        if (silent > 0) log.warn({ refused: silent }, 'More deliveries were refused than the log shows.');
        until = now() + minute;
        lines = 0;
        silent = 0;
      }
      lines += 1;
      if (lines <= mostLines) log.warn(about, message);
      else silent += 1;
    },
  };
}
