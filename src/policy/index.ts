export * from './policy.ts';
export { readPolicy, type PolicyResult } from './read.ts';
export { formatProblem, type Problem } from './problem.ts';
export { jsonSchema } from './schema.ts';
export { describePolicy } from './describe.ts';
export { judgePolicyFile, type PolicyFile, type PolicyReport } from './check.ts';
export { matcher } from './paths.ts';
