/** What is in a repository: its policy, whom and what it names, and whether the check is required. */
import type { Ask, Reads } from '../../github/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Finding } from './finding.ts';
import { examineLabels } from './labels.ts';
import { examineNames, examinePolicy } from './policy.ts';
import { examineRepository } from './repository.ts';
import { examineRequired } from './required.ts';

type Contents = {
  readonly ask: Ask;
  readonly reads: Reads;
  readonly installation: number;
  /** Of the App; 0: not known. */
  readonly app: number;
};

/** @returns `policy`: null, where there is none that can be used */
export async function examineContents(
  repository: string,
  { ask, reads, installation, app }: Contents,
): Promise<{ readonly findings: readonly Finding[]; readonly policy: Policy | null }> {
  const { findings, there } = await examineRepository(ask, repository);
  if (there === null) return { findings, policy: null };
  const { full_name: name, html_url: url, default_branch: branch } = there;
  const examined = await examinePolicy(reads, installation, name);
  const policy = examined.policy?.policy ?? null;
  return {
    findings: [
      ...findings,
      ...examined.findings,
      ...(policy === null ? [] : await examineNames(ask, name, policy)),
      ...(policy === null ? [] : await examineLabels(ask, { repository: name, url }, policy)),
      ...(await examineRequired(reads, {
        repository: name,
        url,
        branch,
        installation,
        app,
        policy,
        isNone: examined.isNone,
      })),
    ],
    policy,
  };
}
