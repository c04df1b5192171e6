/** Whether Baton is on a repository, and can work there at all. */
import * as z from 'zod';

import type { Manifest } from '../../app-manifest.ts';
import type { Ask, AskingApp } from '../../github/index.ts';
import { sameText } from '../../same-text.ts';
import type { AppThere } from './app.ts';
import { reportOf, whyNot, type Finding } from './finding.ts';
import { installationFindings, installationShape, type InstallationThere } from './installations.ts';

/** @returns `installation`: null, where nothing can be asked in its name */
export async function examineInstalled(
  asking: AskingApp,
  {
    repository,
    app,
    manifest,
  }: { readonly repository: string; readonly app: AppThere; readonly manifest: Manifest },
): Promise<{ readonly findings: readonly Finding[]; readonly installation: InstallationThere | null }> {
  const { unknown } = reportOf(repository);
  const [owner = '', repo = ''] = repository.split('/');
  const asked = await asking.app('GET /repos/{owner}/{repo}/installation', { owner, repo });
  if (asked.kind === 'refused' && asked.status === 404)
    return { findings: [await notInstalled(asking.app, { repository, app })], installation: null };
  const read = asked.kind === 'found' ? installationShape.safeParse(asked.data) : null;
  if (asked.kind !== 'found' || read?.success !== true) {
    const why = asked.kind === 'found' ? 'GitHub’s answer can’t be read.' : whyNot(asked);
    const what = `Whether Baton is installed there could not be found out: ${why}`;
    return { findings: [unknown('installed', what)], installation: null };
  }
  const installation = read.data;
  return {
    findings: installationFindings(installation, app, manifest, repository),
    installation: installation.suspended_at == null ? installation : null,
  };
}

/** GitHub answers 404 for both: there is no such repository, or Baton is not on it. */
async function notInstalled(
  ask: Ask,
  { repository, app }: { readonly repository: string; readonly app: AppThere },
): Promise<Finding> {
  const { problem } = reportOf(repository);
  const [owner = ''] = repository.split('/');
  const asOrganization = await ask('GET /orgs/{org}/installation', { org: owner });
  const asked =
    asOrganization.kind === 'found'
      ? asOrganization
      : await ask('GET /users/{username}/installation', { username: owner });
  const onOwner = asked.kind === 'found' ? installationShape.safeParse(asked.data) : null;
  if (onOwner?.success !== true)
    return problem(
      'installed',
      `Baton isn’t installed on ${owner}, or there is no such account.`,
      `Check the name. If it is right, install the App on ${owner}.`,
      `${app.html_url}/installations/new`,
    );
  if (onOwner.data.repository_selection === 'selected')
    return problem(
      'installed',
      `Baton is installed on ${owner}, but not on ${repository}; or there is no such repository.`,
      'Check the name. If it is right, add the repository under “Repository access”.',
      onOwner.data.html_url,
    );
  return problem(
    'installed',
    `Baton is installed on all repositories of ${owner}, and ${repository} isn’t one of them.`,
    'Check the name.',
  );
}

const repositoryShape = z.object({
  full_name: z.string(),
  html_url: z.string(),
  default_branch: z.string(),
  archived: z.boolean(),
  disabled: z.boolean().optional(),
  has_issues: z.boolean(),
});
export type RepositoryThere = z.infer<typeof repositoryShape>;

/** @returns `there`: null, where it cannot be seen */
export async function examineRepository(
  ask: Ask,
  repository: string,
): Promise<{ readonly findings: readonly Finding[]; readonly there: RepositoryThere | null }> {
  const { fine, warning, problem, unknown } = reportOf(repository);
  const [owner = '', repo = ''] = repository.split('/');
  const asked = await ask('GET /repos/{owner}/{repo}', { owner, repo });
  if (asked.kind === 'refused' && asked.status === 404) {
    const remedy = 'Check the name, and that the token can read the repository.';
    return {
      findings: [problem('repository', 'There is no such repository, or it can’t be seen.', remedy)],
      there: null,
    };
  }
  if (asked.kind === 'refused' && asked.status === 401) {
    const what = 'GitHub refuses the token.';
    return {
      findings: [unknown('repository', what, 'Set GH_TOKEN to one that has not ended.')],
      there: null,
    };
  }
  const read = asked.kind === 'found' ? repositoryShape.safeParse(asked.data) : null;
  if (asked.kind !== 'found' || read?.success !== true) {
    const why = asked.kind === 'found' ? 'GitHub’s answer can’t be read.' : whyNot(asked);
    return { findings: [unknown('repository', `The repository could not be read: ${why}`)], there: null };
  }
  const there = read.data;
  const findings = [
    ...(sameText(there.full_name, repository)
      ? []
      : [
          warning(
            'repository',
            `It is called ${there.full_name} now.`,
            'Use that name: somebody else may take the old one.',
            there.html_url,
          ),
        ]),
    ...(there.archived
      ? [
          problem(
            'repository',
            'It is archived, so nothing can be written there.',
            'An administrator can unarchive it at the end of its settings.',
            `${there.html_url}/settings`,
          ),
        ]
      : []),
    ...(there.disabled === true
      ? [
          problem(
            'repository',
            'GitHub has disabled it.',
            'Ask GitHub’s support why.',
            'https://support.github.com',
          ),
        ]
      : []),
    ...(there.has_issues
      ? []
      : [
          problem(
            'repository',
            'Issues are turned off, so there is nothing to approve.',
            'An administrator can turn them on in its settings, under “Features”. If your issues are in Jira, this may be meant.',
            `${there.html_url}/settings`,
          ),
        ]),
  ];
  const isFine = findings.every(({ severity }) => severity === 'warning');
  return {
    findings: isFine ? [fine('repository', 'It can be read, and has issues.'), ...findings] : findings,
    there,
  };
}
