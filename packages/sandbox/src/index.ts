/** The sandbox's door. */
export { startSandbox } from './sandbox.ts';
export type { Sandbox } from './handle.ts';
export type { Acting } from './acting.ts';
export { releases, type Release } from './releases.ts';
export { createClock, type Clock } from './clock.ts';
export type { App, Comment, Item, Repository } from './model/index.ts';
