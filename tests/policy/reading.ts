import { formatProblem, readPolicy, type Policy } from '../../src/policy/index.ts';

/** The policy of a text that is known to be good. */
export function policyOf(text: string): Policy {
  const result = readPolicy(text, 'roles.yml');
  if (result.kind === 'policy') return result.policy;
  throw new Error(result.problems.map(formatProblem).join('\n'));
}

/** All problems of a text, `line:column: message hint`; none if it is good. */
export function problemsOf(text: string | null): readonly string[] {
  const result = readPolicy(text, 'f');
  return result.kind === 'policy' ? [] : result.problems.map((problem) => formatProblem(problem).slice(2));
}

export const roles = 'roles: {pm: [maria], engineer: [emil], qa: [quin, "@acme/qa"]}\n';

/** The keys of a policy, as problems list them. */
export const policyKeys =
  'version, extends, mode, roles, people, applies-to, exempt, work, pull-requests, gates, reminders, jira and texts';
