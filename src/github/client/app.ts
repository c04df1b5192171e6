/** Baton as a GitHub App: the one Probot instance, which signs in and receives webhooks. */
import type { Logger } from 'pino';
import { Probot, ProbotOctokit } from 'probot';

import { createTokens, type Tokens } from './tokens.ts';
import { createTransport } from '../../transport.ts';

/** How to reach GitHub, and as whom. */
export type Access = {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** Other secrets that count while it is rotated; absent: none. */
  readonly olderSecrets?: readonly string[];
  /** Without a slash at the end. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  /** Milliseconds between two writes of one installation. */
  readonly writeSpacing: number;
  /** How many requests that create content GitHub takes of an installation in an hour; 500 when absent. */
  readonly contentAnHour?: number;
  /** Milliseconds after which an unanswered request counts as failed; 15 s when absent. */
  readonly timeout?: number;
};

export type App = {
  readonly probot: Probot;
  readonly access: Access;
  readonly tokens: Tokens;
  readonly fetch: typeof fetch;
};

type OctokitOptions = { readonly auth?: object };

/**
 * Makes the Probot instance. Nothing is sent.
 * Probot's throttling and retrying are off: they space every GraphQL read by a second and repeat writes.
 * `client.ts` keeps GitHub's limits itself, and what failed is looked at again.
 */
export function createApp(access: Access, log: Logger): App {
  const tokens = createTokens();
  const fetch = createTransport(access.timeout);
  // As an object, `defaults` would be overridden by Probot's own options; the function has the last word.
  const Octokit = ProbotOctokit.defaults((options: OctokitOptions) => ({
    ...options,
    auth: { ...options.auth, cache: tokens },
    throttle: { enabled: false },
    retry: { enabled: false },
  }));
  const probot = new Probot({
    appId: access.appId,
    privateKey: access.privateKey,
    secret: access.webhookSecret,
    baseUrl: access.apiUrl,
    request: { fetch },
    Octokit,
    log,
  });
  return { probot, access, tokens, fetch };
}
