/** Check suites and check runs, and whether the required ones have passed. */
import { type Annotation, type CheckRun, type CheckStatus, type CheckSuite, type Conclusion, type Repository, type World } from '../model/index.ts';
import { type Viewer } from '../viewer.ts';
export type CheckOutput = {
    readonly title?: string | null;
    readonly summary?: string | null;
    readonly text?: string | null;
    readonly annotations?: readonly Annotation[];
};
export type CheckChange = {
    readonly name?: string;
    readonly status?: CheckStatus;
    readonly conclusion?: Conclusion | null;
    /** Milliseconds since the epoch. */
    readonly startedAt?: number;
    readonly completedAt?: number;
    readonly detailsUrl?: string;
    readonly externalId?: string;
    readonly output?: CheckOutput;
};
/** After a push, every App that may write checks gets a suite for the commit, and is told. */
export declare function requestSuites(world: World, viewer: Viewer, repository: Repository, oid: string, branch: string, before: string | null): void;
export declare function createRun(world: World, viewer: Viewer, repository: Repository, headOid: string, name: string, change: CheckChange): CheckRun;
export declare function updateRun(world: World, viewer: Viewer, run: CheckRun, change: CheckChange): void;
/** "Re-run" on a check run: its App is asked to do it again; the run itself stays as it is until the App says otherwise. */
export declare function rerequestRun(world: World, viewer: Viewer, run: CheckRun): void;
export declare function rerequestSuite(world: World, viewer: Viewer, suite: CheckSuite): void;
export declare function findRun(repository: Repository, id: number): CheckRun;
