/** The door: a GitHub on loopback. */
export { startSandbox } from './sandbox.ts';
export type { Sandbox, SandboxDescription } from './handle.ts';
export type { Acting } from './acting.ts';
export { createClock, type Clock } from './clock.ts';
export { referencesIn, withoutCode } from './closing-words.ts';
export { githubSchema } from './graphql/index.ts';
export type { App, CheckRun, Comment, Item, Label, PullRequest, Remark, Repository } from './model/index.ts';
export { Refusal } from './refusal.ts';
export { releases, type Release } from './releases.ts';
