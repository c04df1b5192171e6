/** GitHub's GraphQL API, by its own schema. */
export { prepare, run, schemaOf } from './execute.js';
export { Failure } from './failure.js';
export { githubSchema } from './schema.js';
export { pullsWith } from './types/git.js';
