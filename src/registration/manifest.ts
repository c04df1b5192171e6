/** The App's manifest, and what GitHub gives for it. GitHub: "Registering a GitHub App from a manifest". */
import { z } from 'zod';

import type { Manifest } from '../app-manifest.ts';
import { isSafeForSessions, type Environment, type Registered } from '../environment/index.ts';
import type { Choices } from './choices.ts';

/** GitHub did not give an App for the code; the message is a sentence for whoever is registering. */
export class NoApp extends Error {
  override readonly name = 'NoApp';
  /** Whether the same code may still lead to one. */
  readonly mayRetry: boolean;

  constructor(message: string, mayRetry: boolean, cause?: unknown) {
    super(message, { cause });
    this.mayRetry = mayRetry;
  }
}

/** Where GitHub leads people back to who sign in to the board. */
const signInPath = '/sign-in/callback';

/**
 * The addresses under which people may sign in: PUBLIC_URL, or else where this page is, and where the board is without it.
 * GitHub takes up to ten.
 */
export function callbackUrls(
  { publicUrl, port }: Pick<Environment, 'publicUrl' | 'port'>,
  here: string,
): readonly string[] {
  const addresses =
    publicUrl === undefined ? [here, ...(port === 0 ? [] : [`http://localhost:${port}`])] : [publicUrl];
  return [...new Set(addresses)].filter(isSafeForSessions).map((address) => `${address}${signInPath}`);
}

/**
 * The manifest as the form sends it.
 * @param here the page's own address, to which GitHub leads back
 * @param callbacks where GitHub may lead people back to who sign in
 */
export function manifestFor(
  manifest: Manifest,
  { name, isPublic, webhooks }: Pick<Choices, 'name' | 'isPublic' | 'webhooks'>,
  here: string,
  callbacks: readonly string[],
): string {
  return JSON.stringify({
    ...manifest,
    name,
    public: isPublic,
    hook_attributes: { url: webhooks },
    redirect_url: `${here}/probot/setup`,
    ...(callbacks.length === 0 ? {} : { callback_urls: callbacks }),
  });
}

/** Where the form goes. @param organization null: the App becomes the visitor's own */
export function newAppUrl(githubUrl: string, organization: string | null, state: string): string {
  const owner = organization === null ? '' : `/organizations/${organization}`;
  return `${githubUrl}${owner}/settings/apps/new?state=${encodeURIComponent(state)}`;
}

/** The code as GitHub writes it. */
export const codeForm = /^[A-Za-z0-9_-]{1,200}$/;

const conversion = z.object({
  id: z.number(),
  name: z.string().optional(),
  html_url: z.url({ protocol: /^https?$/ }),
  pem: z.string().min(1),
  webhook_secret: z.string().min(1),
  client_id: z.string().optional().catch(undefined),
  client_secret: z.string().optional().catch(undefined),
});

/**
 * Has GitHub turn the code into an App. GitHub: "Create a GitHub App from a manifest".
 * @throws NoApp
 */
export async function createAppFrom(
  code: string,
  apiUrl: string,
): Promise<{ readonly app: Registered; readonly page: string; readonly name: string }> {
  const response = await fetch(`${apiUrl}/app-manifests/${code}/conversions`, {
    method: 'POST',
    headers: {
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      'user-agent': 'baton',
    },
    redirect: 'error',
    signal: AbortSignal.timeout(10_000),
  }).catch((error: unknown) => {
    throw new NoApp(`Baton can't reach ${new URL(apiUrl).host}. Try again in a moment.`, true, error);
  });
  if (!response.ok) {
    const mayRetry = response.status >= 500 || response.status === 429;
    const why = mayRetry ? 'Try again in a moment.' : 'The code is wrong, used, or older than an hour.';
    throw new NoApp(`GitHub answered ${response.status}. ${why}`, mayRetry);
  }
  const read = conversion.safeParse(await response.json().catch(() => null));
  // What was wrong with it is not said: it may hold the key.
  if (!read.success) throw new NoApp("GitHub's answer has no App with a key and a webhook secret.", false);
  const { id, name = 'Baton', html_url: page, pem, webhook_secret: webhookSecret } = read.data;
  const { client_id: clientId, client_secret: clientSecret } = read.data;
  const signIn = clientId === undefined || clientSecret === undefined ? null : { clientId, clientSecret };
  return { app: { appId: String(id), privateKey: pem, webhookSecret, signIn }, page, name };
}
