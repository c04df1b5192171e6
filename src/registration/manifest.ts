/** The App's manifest, and what GitHub gives for it. GitHub: "Registering a GitHub App from a manifest". */
import { z } from 'zod';

import type { Manifest } from '../app-manifest.ts';
import type { Registered } from '../environment/index.ts';
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

/**
 * The manifest as the form sends it.
 * @param here the page's own address, to which GitHub leads back
 */
export function manifestFor(
  manifest: Manifest,
  { name, isPublic, webhooks }: Pick<Choices, 'name' | 'isPublic' | 'webhooks'>,
  here: string,
): string {
  return JSON.stringify({
    ...manifest,
    name,
    public: isPublic,
    hook_attributes: { url: webhooks },
    redirect_url: `${here}/probot/setup`,
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
  return { app: { appId: String(id), privateKey: pem, webhookSecret }, page, name };
}
