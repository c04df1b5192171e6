/** Time as the inbox needs it; tests bring their own. */
export type Clock = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Calls back after so many milliseconds; returns how to call that off. */
  readonly later: (milliseconds: number, callback: () => void) => () => void;
};

export const systemClock: Clock = {
  now: Date.now,
  later(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
