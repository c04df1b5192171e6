/** What is printed once everything is up: addresses, tokens and keys, for people or for programs. */
import type { Opened } from './open.ts';

export type Report = {
  readonly github: {
    readonly url: string;
    readonly graphql: string;
    readonly people: readonly { readonly login: string; readonly token: string }[];
    readonly repositories: readonly string[];
    readonly apps: readonly {
      readonly slug: string;
      readonly id: number;
      /** PEM. */
      readonly privateKey: string;
      readonly clientId: string;
      readonly clientSecret: string;
      readonly webhook: { readonly url: string | null; readonly secret: string | null };
      readonly installations: readonly { readonly account: string; readonly id: number }[];
    }[];
  };
  readonly jira: {
    readonly flavour: string;
    readonly url: string;
    readonly people: readonly { readonly handle: string; readonly email: string; readonly token: string }[];
    readonly projects: readonly string[];
  } | null;
};

export function reportOf({ github, apps, jira }: Opened): Report {
  const { url, people, repositories } = github.describe();
  return {
    github: {
      url,
      graphql: `${url}/graphql`,
      people: people.map(({ login, token }) => ({ login, token })),
      repositories,
      apps: apps.map((app) => ({
        slug: app.slug,
        id: app.id,
        privateKey: app.privateKey,
        clientId: app.clientId,
        clientSecret: app.clientSecrets[0] ?? '',
        webhook: { url: app.webhook.url, secret: app.webhook.secret },
        installations: github
          .installations(app.slug)
          .map(({ account, id }) => ({ account: account.login, id })),
      })),
    },
    jira:
      jira === null
        ? null
        : {
            flavour: jira.flavour,
            url: jira.url,
            people: jira.describe().people.map(({ handle, token }) => ({
              handle,
              email: jira.emailOf(handle),
              token,
            })),
            projects: jira.describe().projects,
          },
  };
}

/** The same as text. */
export function textOf({ github, jira }: Report): string {
  const blocks = [
    [
      `GitHub: ${github.url} (GraphQL: ${github.graphql})`,
      `  Repositories: ${github.repositories.join(', ') || 'none'}`,
      '  People, each with a token (Authorization: Bearer TOKEN):',
      ...rows(github.people.map(({ login, token }) => [login, token])),
    ],
    ...github.apps.map(({ slug, id, privateKey, clientId, clientSecret, webhook, installations }) => [
      `App ${slug}: APP_ID=${id}`,
      `  Webhooks: ${webhook.url === null ? 'none (give --webhook URL)' : `to ${webhook.url}`}${webhook.secret === null ? '' : `, WEBHOOK_SECRET=${webhook.secret}`}`,
      `  Signing in at ${github.url}/login/oauth/authorize: client id ${clientId}, client secret ${clientSecret}`,
      ...installations.map(({ account, id: installation }) => `  Installation ${installation} on ${account}`),
      privateKey.trimEnd(),
    ]),
    ...(jira === null
      ? []
      : [
          [
            `Jira (${jira.flavour}): ${jira.url}`,
            `  Projects: ${jira.projects.join(', ') || 'none'}`,
            jira.flavour === 'cloud'
              ? '  People, each with an email address and an API token (Authorization: Basic base64(EMAIL:TOKEN)):'
              : '  People, each with a personal access token (Authorization: Bearer TOKEN):',
            ...rows(
              jira.people.map(({ handle, email, token }) =>
                jira.flavour === 'cloud' ? [handle, email, token] : [handle, token],
              ),
            ),
          ],
        ]),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n\nStop with Ctrl+C.`;
}

function rows(cells: readonly (readonly string[])[]): string[] {
  const wide = (column: number): number => Math.max(...cells.map((row) => row[column]?.length ?? 0));
  return cells.map(
    (row) =>
      `    ${row
        .map((cell, column) => cell.padEnd(wide(column)))
        .join('  ')
        .trimEnd()}`,
  );
}
