import { type PullRequest, type Remark, type World } from '../model/index.ts';
import { type Viewer } from '../viewer.ts';
export type RemarkDraft = {
    readonly body: string;
    /** Of a file that the pull request changes. */
    readonly path: string;
    readonly line: number;
    readonly inReplyTo?: Remark;
};
/** Makes a remark that is in no review that was begun: GitHub makes one of it alone. */
export declare function remark(world: World, viewer: Viewer, pull: PullRequest, draft: RemarkDraft): Remark;
export declare function editRemark(world: World, viewer: Viewer, target: Remark, body: string): void;
export declare function deleteRemark(world: World, viewer: Viewer, target: Remark): void;
