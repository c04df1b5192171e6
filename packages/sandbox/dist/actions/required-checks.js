/** Whether the checks that a branch requires have passed. */
import { latestRuns } from '../model/index.js';
/** Runs on a commit, newest of each name and App. */
export function runsOn(repository, oid) {
    return repository.suites
        .filter((suite) => suite.headOid === oid)
        .flatMap((suite) => latestRuns(suite.runs));
}
/** Why a commit may not be merged yet, in GitHub's words; null: every required check has passed. */
export function missingCheck(repository, required, oid) {
    for (const check of required) {
        const run = runsOn(repository, oid).findLast((one) => one.name === check.name && (check.app === null || one.suite.app === check.app));
        if (run === undefined)
            return { why: `Required status check "${check.name}" is expected.`, failed: false };
        if (run.status !== 'completed')
            return { why: `Required status check "${check.name}" is in progress.`, failed: false };
        if (!['success', 'neutral', 'skipped'].includes(run.conclusion ?? '')) {
            return { why: `Required status check "${check.name}" is failing.`, failed: true };
        }
    }
    return null;
}
