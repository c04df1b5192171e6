/** The sandbox's time. GitHub's timestamps have second resolution, so this clock has, too. */
export type Clock = {
  /** Milliseconds since the epoch, whole seconds. */
  now(): number;
  /** Moves the clock forward by so many milliseconds. */
  advance(milliseconds: number): void;
};

/** A clock that runs with real time; `advance` moves it ahead. `start` (milliseconds) makes it stand still there. */
export function createClock(start?: number): Clock {
  let ahead = 0;
  return {
    now: () => Math.floor(((start ?? Date.now()) + ahead) / 1000) * 1000,
    advance: (milliseconds) => {
      ahead += milliseconds;
    },
  };
}

/** As GitHub writes a time: `2026-01-31T09:00:00Z`. */
export function timestamp(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

export function timestampOrNull(at: number | null): string | null {
  return at === null ? null : timestamp(at);
}
