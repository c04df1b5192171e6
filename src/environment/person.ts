/** What is set where a person, or a workflow of theirs, asks GitHub in their own name. */
import { SettingError } from '../setting-error.ts';
import { environmentOf } from './env-file.ts';
import type { Variables } from './variables.ts';

export type Person = {
  /** null: they ask as anybody. Never printed. */
  readonly token: string | null;
  /** GitHub's REST API, without a slash at the end. */
  readonly apiUrl: string;
  /** The repository that a workflow runs in, `owner/name`; null: it is no workflow. */
  readonly repository: string | null;
};

/**
 * The names are those of the command `gh`, and of GitHub Actions.
 * @throws SettingError
 */
export function readPerson(variables: Variables = environmentOf()): Person {
  const set = (name: string): string | null => {
    const value = variables[name]?.trim() ?? '';
    return value === '' ? null : value;
  };
  const host = set('GH_HOST');
  const apiUrl =
    set('GITHUB_API_URL') ??
    (host === null || host === 'github.com' ? 'https://api.github.com' : `https://${host}/api/v3`);
  if (!URL.canParse(apiUrl) || !/^https?:$/.test(new URL(apiUrl).protocol))
    throw new SettingError(`${set('GITHUB_API_URL') === null ? 'GH_HOST' : 'GITHUB_API_URL'} is no address.`);
  const token = set('GH_TOKEN') ?? set('GITHUB_TOKEN') ?? set('GH_ENTERPRISE_TOKEN');
  if (token !== null && !/^[\x21-\x7e]+$/.test(token))
    throw new SettingError('GH_TOKEN has characters that no token has.');
  return { token, apiUrl: apiUrl.replace(/(?<!\/)\/+$/, ''), repository: set('GITHUB_REPOSITORY') };
}
