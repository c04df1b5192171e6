/** The playground: a policy to write and an issue to play, without a repository. */
export { addPlayground } from './pages.ts';
export { createTrying } from './trying.ts';
