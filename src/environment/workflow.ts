/** What GitHub Actions sets where a workflow runs Baton. */
import { SettingError } from '../setting-error.ts';
import { readPerson } from './person.ts';
import type { Variables } from './variables.ts';

export type WorkflowRun = {
  readonly access: {
    readonly token: string;
    readonly organizationToken: string | null;
    readonly apiUrl: string;
    readonly app: string;
    readonly writeSpacing: number;
  };
  /** `owner/name`. */
  readonly repository: string;
  /** What started it, and the file with its payload. */
  readonly event: string;
  readonly eventPath: string;
  /** Tells this run, and this try of it, from all others. */
  readonly id: string;
  /** The file that is shown on the run's page; null: nobody shows one. */
  readonly summaryPath: string | null;
};

/**
 * Inputs are variables that begin with `INPUT_`. GitHub: "Workflow commands" and "Default environment variables".
 * @throws SettingError
 */
export function readWorkflowRun(variables: Variables): WorkflowRun {
  const set = (name: string): string | null => {
    const value = variables[name]?.trim() ?? '';
    return value === '' ? null : value;
  };
  const needed = (name: string): string => {
    const value = set(name);
    if (value === null) throw new SettingError(`${name} is missing: GitHub Actions sets it.`);
    return value;
  };
  const { apiUrl } = readPerson({ ...variables, GH_TOKEN: undefined, GITHUB_TOKEN: undefined });
  const token = set('INPUT_TOKEN') ?? set('GITHUB_TOKEN');
  if (token === null) throw new SettingError('token is missing: give the step `token: ${{ github.token }}`.');
  const spacing = Number(set('GITHUB_WRITE_SPACING_MS') ?? 1000);
  if (!Number.isInteger(spacing) || spacing < 0)
    throw new SettingError('GITHUB_WRITE_SPACING_MS must be a number of milliseconds.');
  const repository = needed('GITHUB_REPOSITORY');
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw new SettingError('GITHUB_REPOSITORY is no name of a repository: acme/shop is one.');
  return {
    access: {
      token,
      organizationToken: set('INPUT_ORGANIZATION-TOKEN'),
      apiUrl,
      app: set('INPUT_APP') ?? 'github-actions',
      writeSpacing: spacing,
    },
    repository,
    event: needed('GITHUB_EVENT_NAME'),
    eventPath: needed('GITHUB_EVENT_PATH'),
    id: `run-${needed('GITHUB_RUN_ID')}-${set('GITHUB_RUN_ATTEMPT') ?? '1'}`,
    summaryPath: set('GITHUB_STEP_SUMMARY'),
  };
}
