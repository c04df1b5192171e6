/** What the stories about the sandbox start from: an organisation, three people, a repository, an App that listens. */
import { createSign } from 'node:crypto';
import { startSandbox, type App, type Sandbox } from '../src/index.ts';
import { answeredWith, listen, type Answered, type Listener } from './http.ts';

export const secret = 'a secret between two';

const allEvents = [
  'issues',
  'sub_issues',
  'issue_comment',
  'label',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'check_run',
  'check_suite',
  'merge_group',
  'push',
  'create',
  'delete',
  'membership',
  'team',
  'member',
  'organization',
  'repository',
];

const allPermissions = {
  issues: 'write',
  pull_requests: 'write',
  checks: 'write',
  contents: 'read',
  members: 'read',
  merge_queues: 'read',
} as const;

export type World = {
  readonly github: Sandbox;
  readonly listener: Listener;
  readonly app: App;
  readonly installationToken: string;
  close(): Promise<void>;
};

/** acme/shop: olga owns the organisation, pia writes specs (triage), ed builds (write), rita only reads; helper[bot] is installed. */
export async function startWorld(
  settings: { readonly clock?: Parameters<typeof startSandbox>[0] } = {},
): Promise<World> {
  const github = await startSandbox(settings.clock);
  const listener = await listen();
  for (const login of ['olga', 'pia', 'ed', 'rita']) github.user(login);
  github.organization('acme', { admins: ['olga'], members: ['pia', 'ed'] });
  github.repository('acme/shop', {
    private: false,
    collaborators: { pia: 'triage', ed: 'write' },
    files: { 'README.md': '# Shop\n' },
  });
  const app = github.app({
    slug: 'helper',
    permissions: allPermissions,
    events: allEvents,
    webhookUrl: listener.url,
    webhookSecret: secret,
  });
  const installation = github.install('helper', 'acme');
  const answer = await call(
    github,
    jwt(app),
    'POST',
    `/app/installations/${installation.id}/access_tokens`,
    {},
  );
  const { token } = answer.body as { token: string };
  return {
    github,
    listener,
    app,
    installationToken: token,
    close: async () => {
      await github.close();
      await listener.close();
    },
  };
}

/** An App's JSON web token, as GitHub's docs say to make it. Times in seconds from now. */
export function jwt(
  app: { readonly id: number | string; readonly privateKey: string },
  times: { readonly iat?: number; readonly exp?: number } = {},
  key: string = app.privateKey,
): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iat: now + (times.iat ?? -30), exp: now + (times.exp ?? 540), iss: String(app.id) };
  const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
}

/** One REST call. */
export async function call(
  github: Sandbox,
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const answer = await fetch(path.startsWith('http') ? path : github.url + path, {
    method,
    headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answeredWith(answer);
}

export type Graphql = {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly type?: string;
    readonly message: string;
    readonly path?: readonly unknown[];
  }[];
};

export async function graphql(
  github: Sandbox,
  token: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Graphql> {
  return (await call(github, token, 'POST', '/graphql', { query, variables })).body as Graphql;
}
