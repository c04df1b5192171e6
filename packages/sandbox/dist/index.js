/** The door: a GitHub on loopback. */
export { startSandbox } from './sandbox.js';
export { createClock } from './clock.js';
export { referencesIn, withoutCode } from './closing-words.js';
export { githubSchema } from './graphql/index.js';
export { Refusal } from './refusal.js';
export { releases } from './releases.js';
