/** The sandbox's time. GitHub's timestamps have second resolution, so this clock has, too. */
export type Clock = {
    /** Milliseconds since the epoch, whole seconds. */
    now(): number;
    /** Moves the clock forward by so many milliseconds. */
    advance(milliseconds: number): void;
};
/** A clock that runs with real time; `advance` moves it ahead. `start` (milliseconds) makes it stand still there. */
export declare function createClock(start?: number): Clock;
/** As GitHub writes a time: `2026-01-31T09:00:00Z`. */
export declare function timestamp(at: number): string;
export declare function timestampOrNull(at: number | null): string | null;
