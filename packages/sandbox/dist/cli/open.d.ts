import type { Sandbox } from '../handle.ts';
import { type Jira } from '../jira/index.ts';
import type { App } from '../model/index.ts';
import type { Asked } from './arguments.ts';
import type { WorldFile } from './world-file.ts';
export type Opened = {
    readonly github: Sandbox;
    readonly apps: readonly App[];
    readonly jira: Jira | null;
    close(): Promise<void>;
};
/** Rejects where a port is taken, or where the file names somebody or something that it does not have. */
export declare function open(asked: Asked, file: WorldFile): Promise<Opened>;
