/** The GitHub of the demo and of `npm run dev`: four people, a repository with a policy, and Baton registered as an App. */
import { readFileSync } from 'node:fs';

import { parse } from 'yaml';
import { z } from 'zod';

import { startSandbox, type App, type Clock, type Sandbox } from '@baton/sandbox';
import { root } from '../root.ts';

export const repository = 'acme/shop';
export const slug = 'baton';
export const secret = 'only for this machine';
export const policyPath = '.github/roles.yml';

export const policy = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
`;

const manifest = z.object({
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
  default_events: z.array(z.string()),
});

export type GitHub = { readonly github: Sandbox; readonly app: App };

/**
 * Starts it. Baton is installed on nothing yet, and has no address for webhooks.
 * @param settings.policy the repository's policy, as YAML
 * @param settings.clock absent: real time
 * @param settings.port absent: a free one
 * @throws where the port is in use
 */
export async function openGitHub(settings: {
  readonly policy: string;
  readonly clock?: Clock;
  readonly port?: number;
}): Promise<GitHub> {
  const { policy: text, ...options } = settings;
  // Before anything listens: what fails here leaves nothing behind that would keep the process.
  const { default_permissions: permissions, default_events: events } = manifest.parse(
    parse(readFileSync(new URL('app.yml', root), 'utf8')),
  );
  const github = await startSandbox({ ...options, checkAnswers: false });
  for (const login of ['olga', 'maria', 'anton', 'ben', 'otto']) github.user(login);
  github.organization('acme', { admins: ['olga'], members: ['maria', 'anton', 'ben', 'otto'] });
  github.team('acme', 'Engineering', { members: ['anton', 'ben'] });
  github.repository(repository, {
    collaborators: { maria: 'write', anton: 'write', ben: 'write', otto: 'write' },
    files: { 'README.md': '# Shop\n', [policyPath]: text },
  });
  settings.clock?.advance(600_000);
  const app = github.app({
    slug,
    permissions,
    events,
    webhookSecret: secret,
    // GitHub takes any port of the machine itself.
    callbackUrls: ['http://127.0.0.1/sign-in/callback'],
  });
  github.protect(repository, { checks: [{ name: 'Baton', app: slug }] });
  return { github, app };
}

/** What Baton needs to know of it, by the names of its settings. */
export function settingsFor({ github, app }: GitHub): Readonly<Record<string, string>> {
  return {
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: secret,
    GITHUB_API_URL: github.url,
    GITHUB_WRITE_SPACING_MS: '20',
    HOST: '127.0.0.1',
  };
}

/** What it needs besides so that people can sign in to its board, which is on a port of this machine. */
export function settingsForBoard({ app }: GitHub, port: number): Readonly<Record<string, string>> {
  return {
    GITHUB_CLIENT_ID: app.clientId,
    GITHUB_CLIENT_SECRET: app.clientSecrets[0] ?? '',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    BOARD_ADMINS: 'olga',
  };
}
