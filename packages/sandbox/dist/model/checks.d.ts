/** What check suites come to. */
import type { CheckRun, CheckSuite } from './repository.ts';
import type { CheckStatus, Conclusion } from './words.ts';
/** What a suite as a whole has come to, from its latest runs by name. */
export declare function suiteStatus(suite: CheckSuite): {
    status: CheckStatus;
    conclusion: Conclusion | null;
};
/** The newest run of each name. */
export declare function latestRuns(runs: readonly CheckRun[]): CheckRun[];
