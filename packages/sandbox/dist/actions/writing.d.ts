/** Bodies and their revisions. */
import { type App, type Writing, type World } from '../model/index.ts';
import { type Viewer } from '../viewer.ts';
export declare function write(world: World, viewer: Viewer, body: string, app: App | null): Writing;
/** Replaces a body and keeps the revision; the first edit also keeps the original. False: it was the same text. */
export declare function rewrite(world: World, viewer: Viewer, writing: Writing, body: string): boolean;
