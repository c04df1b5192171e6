/** `baton explain SHOP-12`: what is said of an issue in Jira, for the repository whose policy decides there. */
import type { ExplanationInJira } from '../../reconcile/index.ts';
import { SettingError } from '../../setting-error.ts';
import { CannotTell, exit, type Exit, type Io } from '../command.ts';
import type { NamedInJira } from '../item-in.ts';
import { explainOutput } from '../outputs/explain.ts';
import { asJson } from '../../published.ts';
import { printable } from '../printable.ts';
import { explain } from '../scripts/explain.ts';
import { inTerminal } from './markdown.ts';
import { summaryInJira } from './summary.ts';

const { name } = explain;

type Explained = Extract<ExplanationInJira, { kind: 'jira-issue' }>;

/**
 * @param repository whose policy decides
 * @throws CannotTell where there is nothing to explain; SettingError where a setting keeps it from being seen
 */
export function showInJira(
  named: NamedInJira,
  repository: string,
  explanation: ExplanationInJira,
  { json, io: { print, isTerminal } }: { readonly json: boolean; readonly io: Io },
): Exit {
  const explained = found(named, repository, explanation);
  if (json) {
    print(asJson(explainOutput, summaryInJira(repository, explained)));
    return exit.fine;
  }
  const { key, title, why, problems } = explained;
  print(inTerminal(`#### ${key} ${title}`.trimEnd(), isTerminal));
  print('');
  print(inTerminal(why, isTerminal));
  print(pullsNaming(explained, repository));
  for (const problem of problems) print(inTerminal(`- ${problem}`, isTerminal));
  return exit.fine;
}

function found({ key, page }: NamedInJira, repository: string, explanation: ExplanationInJira): Explained {
  switch (explanation.kind) {
    case 'no-repository':
      throw new CannotTell(`${name}: there is no ${repository}, or your token cannot see it.`);
    case 'no-policy':
      throw new CannotTell(
        `${name}: ${repository} has no .github/roles.yml, so Baton says nothing of ${key} there. Write one with: baton init.`,
      );
    case 'broken':
      throw new CannotTell(
        `${name}: the policy of ${repository} cannot be used, and never could. See what is wrong with: baton validate.`,
      );
    case 'not-in-jira':
      throw new CannotTell(
        `${name}: the policy of ${repository} says nothing of Jira, so nothing waits for ${key} there. The policy: ${explanation.policyUrl}`,
      );
    case 'other-project':
      throw new CannotTell(
        `${name}: ${key} is in none of the projects that the policy of ${repository} names in Jira (${explanation.projects.join(', ')}). Add its project to jira.projects, or name another repository with --repository. The policy: ${explanation.policyUrl}`,
      );
    case 'unknown-site':
      throw new SettingError(
        `${name}: the policy of ${repository} names the Jira site “${printable(explanation.site)}”, which the file in JIRA_CONFIG does not have. Add it under sites.`,
      );
    case 'not-allowed':
      throw new SettingError(
        `${name}: the file in JIRA_CONFIG does not let ${repository} see ${explanation.project}. Add it to sites.${printable(explanation.site)}.repositories.`,
      );
    case 'gone':
      throw new CannotTell(
        `${name}: ${key} was not found in Jira (${printable(explanation.site)}), or Baton’s account there may not see it.`,
      );
    case 'jira-issue':
      if (page !== null && !isOnSite(page, explanation.url))
        throw new CannotTell(
          `${name}: that address is on another Jira than the one of ${repository}’s policy, where ${key} is ${explanation.url}`,
        );
      return explanation;
    default:
      return explanation satisfies never;
  }
}

/** Whether two addresses of issues are on the same Jira. */
function isOnSite(page: string, url: string): boolean {
  const siteOf = (address: string): string => address.slice(0, address.lastIndexOf('/browse/'));
  return URL.parse(siteOf(page))?.href === URL.parse(siteOf(url))?.href;
}

/** Which pull requests name it, as a sentence. */
function pullsNaming({ key, pulls }: Explained, repository: string): string {
  if (pulls.length === 0)
    return `No open or merged pull request that was found in ${repository} names ${key}.`;
  const all = pulls.map(({ name: pull, state }) => `${pull} (${state})`);
  return `Pull requests that name ${key}: ${all.join(', ')}.`;
}
