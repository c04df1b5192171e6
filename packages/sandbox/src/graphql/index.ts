/** GitHub's GraphQL API, by its own schema. */
export { type GraphqlRequest, type Prepared, prepare, run, schemaOf } from './execute.ts';
export { Failure } from './failure.ts';
export { githubSchema } from './schema.ts';
export { pullsWith } from './types/git.ts';
