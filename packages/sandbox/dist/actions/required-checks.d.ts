/** Whether the checks that a branch requires have passed. */
import { type CheckRun, type Repository, type RequiredCheck } from '../model/index.ts';
/** Runs on a commit, newest of each name and App. */
export declare function runsOn(repository: Repository, oid: string): CheckRun[];
/** Why a commit may not be merged yet, in GitHub's words; null: every required check has passed. */
export declare function missingCheck(repository: Repository, required: readonly RequiredCheck[], oid: string): {
    why: string;
    failed: boolean;
} | null;
