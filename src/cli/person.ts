/** GitHub, asked in the name of whoever types. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { readPerson, SettingError, type Person } from '../environment/index.ts';
import {
  cannotAskIn,
  createGitHubTracker,
  createPersonGitHub,
  InstallationGone,
  limited,
  type Reads,
} from '../github/index.ts';
import { ApiMoved, TryLater } from '../tracker.ts';
import { CannotTell } from './command.ts';

/**
 * What GitHub tells whoever has the token in GH_TOKEN, or is signed in with the command `gh`.
 * @param app what Baton is called on that GitHub, whose comments and labels are its own
 * @throws SettingError where there is no token
 */
export async function readsOfPerson(name: string, app: string): Promise<Reads> {
  const person = readPerson();
  const token = await tokenOfPerson(person);
  if (token === null)
    throw new SettingError(
      `${name}: it needs a token that can read the repository. Set GH_TOKEN, or sign in with: gh auth login.`,
    );
  return readsWith(token, person.apiUrl, app);
}

/** The token that is set, or that of the command `gh`; null: there is none. */
export const tokenOfPerson = async ({ token, apiUrl }: Person): Promise<string | null> =>
  token ?? tokenOfGh(apiUrl);

/** What GitHub tells whoever has this token. */
export function readsWith(token: string, apiUrl: string, app: string): Reads {
  const { reads } = createGitHubTracker(createPersonGitHub({ token, apiUrl, app }));
  return {
    ...reads,
    // Only the App is told where it is installed, and since when: a policy counts from when its file came.
    installationSince: async () => null,
    isInstalled: async () => true,
  };
}

/** null: there is no such command, or nobody is signed in. */
async function tokenOfGh(apiUrl: string): Promise<string | null> {
  const { host } = new URL(apiUrl);
  const where = host === 'api.github.com' ? 'github.com' : host;
  try {
    const { stdout } = await promisify(execFile)('gh', ['auth', 'token', '--hostname', where], {
      timeout: 5000,
    });
    return stdout.trim() === '' ? null : stdout.trim();
  } catch {
    // Whoever asks is told what to do instead.
    return null;
  }
}

/**
 * Asks GitHub; an answer that cannot be had is no finding.
 * @throws CannotTell
 */
export async function askingGitHub<T>(name: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const why = whyNoAnswer(error);
    if (why === null) throw error;
    throw new CannotTell(`${name}: ${why}`, { cause: error });
  }
}

/** In sentences, for REST and GraphQL alike; null: something else is wrong than GitHub. */
export function whyNoAnswer(error: unknown): string | null {
  const why = cannotAskIn(error);
  if (why !== null) return why;
  // What GraphQL says of its limit stands in an answer.
  if (error instanceof TryLater && error.scope === 'installation')
    return limited(new URL(readPerson().apiUrl).host, error.until);
  if (error instanceof TryLater || error instanceof ApiMoved || error instanceof InstallationGone)
    return `${error.message.replace(/\.$/, '')}. Ask again in a few minutes.`;
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  const said = error.message.split(' - http')[0]?.replace(/\.$/, '');
  return `GitHub refuses a request (${error.status}: ${said}). Check that the token can read the repository, its organization’s members and its teams.`;
}
