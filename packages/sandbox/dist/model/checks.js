/** What a suite as a whole has come to, from its latest runs by name. */
export function suiteStatus(suite) {
    const runs = latestRuns(suite.runs);
    if (runs.length === 0)
        return { status: 'queued', conclusion: null };
    if (runs.some((run) => run.status !== 'completed'))
        return { status: 'in_progress', conclusion: null };
    const worst = [
        'action_required',
        'timed_out',
        'cancelled',
        'startup_failure',
        'failure',
        'stale',
        'success',
        'neutral',
        'skipped',
    ];
    return {
        status: 'completed',
        conclusion: worst.find((one) => runs.some((run) => run.conclusion === one)) ?? 'neutral',
    };
}
/** The newest run of each name. */
export function latestRuns(runs) {
    return [...new Map(runs.map((run) => [run.name, run])).values()];
}
