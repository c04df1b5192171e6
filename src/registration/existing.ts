/** An App that exists already: whether GitHub knows it by these credentials, and what it may do. */
import type { Logger } from 'pino';
import { z } from 'zod';

import { createApp, type Access } from '../github/index.ts';
import { NoApp } from './manifest.ts';
import type { Rights } from '../app-manifest.ts';

const shown = z.object({
  name: z.string(),
  html_url: z.url({ protocol: /^https?$/ }),
  client_id: z.string().nullable().default(null).catch(null),
  permissions: z.record(z.string(), z.string()).default({}),
  events: z.array(z.string()).default([]),
});

export type Existing = Rights & {
  readonly name: string;
  /** Its page on GitHub. */
  readonly page: string;
  /** By which people sign in to the board; null: an older GitHub Enterprise Server doesn't tell. */
  readonly clientId: string | null;
};

/**
 * Asks GitHub about the App. GitHub: "Get the authenticated app".
 * @throws NoApp where the credentials don't belong together, or GitHub can't be reached
 */
export async function askForApp(access: Access, log: Logger): Promise<Existing> {
  const octokit = await createApp({ ...access, timeout: 10_000 }, log).probot.auth();
  let answer;
  try {
    answer = await octokit.request('GET /app');
  } catch (error) {
    const status = error instanceof Error && 'status' in error ? Number(error.status) : 0;
    // 401: another App's key. 404: no such App.
    if (status === 401 || status === 404) {
      throw new NoApp(
        'GitHub doesn’t accept this private key for this App ID. Check that both come from the same App’s settings page.',
        false,
        error,
      );
    }
    throw new NoApp(
      `${new URL(access.apiUrl).host} didn’t confirm the App. Try again in a moment.`,
      true,
      error,
    );
  }
  const read = shown.safeParse(answer.data);
  if (!read.success) throw new NoApp('GitHub’s answer describes no App.', false);
  const { name, html_url: page, client_id: clientId, permissions, events } = read.data;
  return { name, page, clientId, permissions, events };
}
