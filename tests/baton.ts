/** Baton's App on a sandbox: registered as `app.yml` says, and what Baton is told so that it can be that App. */
import { readFileSync } from 'node:fs';

import type { Sandbox } from '@baton/sandbox';
import { pino } from 'pino';
import { parse } from 'yaml';

import { createApp, createGitHub, type Access, type GitHub } from '../src/github/index.ts';

/** The webhook's. */
export const secret = 'a secret between two';

type Manifest = {
  readonly default_permissions: Record<string, 'read' | 'write'>;
  readonly default_events: readonly string[];
};

/** Registers the App. Nobody has installed it yet, and its webhooks go nowhere. */
export function registerBaton(github: Sandbox): void {
  const manifest = parse(readFileSync(new URL('../app.yml', import.meta.url), 'utf8')) as Manifest;
  github.app({
    slug: 'baton',
    permissions: manifest.default_permissions,
    events: manifest.default_events.filter((event) => !github.unknownEvents().includes(event)),
    webhookSecret: secret,
    // GitHub takes any port of the machine itself.
    callbackUrls: ['http://127.0.0.1/sign-in/callback'],
  });
}

/** By what people sign in to it. */
export function signInOf(github: Sandbox): { readonly clientId: string; readonly clientSecret: string } {
  const { clientId, clientSecrets } = github.find.app('baton');
  return { clientId, clientSecret: clientSecrets[0] ?? '' };
}

/** How to reach the sandbox as the App `baton`. */
export function accessTo(github: Sandbox): Access {
  const { id, privateKey } = github.find.app('baton');
  return {
    appId: id,
    privateKey,
    webhookSecret: secret,
    apiUrl: github.url,
    graphqlUrl: `${github.url}/graphql`,
    writeSpacing: 0,
  };
}

/** The same as environment variables, for a Baton that takes webhooks on loopback, at a port that is free. */
export function settingsFor(github: Sandbox): Record<string, string> {
  const { id, privateKey } = github.find.app('baton');
  return {
    APP_ID: String(id),
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: secret,
    GITHUB_API_URL: github.url,
    GITHUB_WRITE_SPACING_MS: '0',
    HOST: '127.0.0.1',
    PORT: '0',
  };
}

/** Baton's client on the sandbox. */
export function clientOf(github: Sandbox): GitHub {
  return createGitHub(createApp(accessTo(github), pino({ level: 'silent' })));
}
