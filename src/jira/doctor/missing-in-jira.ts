/** What a policy names and Jira does not have, for the people who write the policy: a typing mistake opens no gate. */
import type { JiraPart } from '../../policy/index.ts';
import { TryLater } from '../../tracker.ts';
import { type JiraReading, JiraRefused } from '../client/index.ts';
import { examinePolicy } from './policy.ts';
import { reportOf, type Report } from './finding.ts';

/**
 * In sentences. What there is instead is told where `isShown` alone: not everybody who reads the policy may see Jira.
 * @throws {TryLater} when Jira cannot be reached; JiraRefused when it does not take our token
 */
export async function misfitsOf(
  jira: JiraReading,
  part: JiraPart,
  isShown: boolean,
): Promise<readonly string[]> {
  const usual = reportOf(jira.site);
  const report: Report = {
    ...usual,
    failed(error) {
      const isAway = error instanceof TryLater || (error instanceof JiraRefused && error.what === 'token');
      if (isAway) throw error;
      return usual.failed(error);
    },
  };
  const findings = await examinePolicy(jira, report, part, false);
  return findings
    .filter(({ level }) => level === 'wrong')
    .map(({ what, remedy }) => (isShown && remedy !== null ? `${what} ${remedy}` : what));
}
