/** A clock that runs with real time; `advance` moves it ahead. `start` (milliseconds) makes it stand still there. */
export function createClock(start) {
    let ahead = 0;
    return {
        now: () => Math.floor(((start ?? Date.now()) + ahead) / 1000) * 1000,
        advance: (milliseconds) => {
            ahead += milliseconds;
        },
    };
}
/** As GitHub writes a time: `2026-01-31T09:00:00Z`. */
export function timestamp(at) {
    return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
export function timestampOrNull(at) {
    return at === null ? null : timestamp(at);
}
