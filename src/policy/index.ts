export * from './policy.ts';
export { readPolicy, type PolicyResult } from './read.ts';
export { formatProblem, type Problem } from './problem.ts';
export { describePolicy } from './describe.ts';
export { codeSpan, escapeMarkdown } from './markdown.ts';
export { matcher } from './paths.ts';
