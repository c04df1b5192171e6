/** Whether people can sign in to the board, as far as can be told without one of them. */
import type { Environment } from '../../environment/index.ts';
import { createSignIn } from '../../github/index.ts';
import { settingsOf, type AppThere } from './app.ts';
import { reportOf, type Finding } from './finding.ts';

const { fine, warning, problem, unknown } = reportOf('The board');

/** Nothing where nobody has set anything of it. */
export async function examineBoard(
  { board, github: access, githubUrl, doubts = [] }: Environment,
  app: AppThere | null,
): Promise<readonly Finding[]> {
  const off = doubts.find((doubt) => doubt.startsWith('The board is off'));
  if (off !== undefined)
    return [
      warning(
        'board',
        off,
        'See docs/how-to/turn-on-the-board.md; or remove both GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET.',
      ),
    ];
  if (board === undefined || access === null) return [];
  const { clientId, clientSecret, publicUrl } = board;
  const page = app === null ? null : settingsOf(app);
  if (app?.client_id != null && app.client_id !== clientId)
    return [
      problem(
        'client-id',
        `GITHUB_CLIENT_ID is ${clientId}, and the client ID of the App ${app.slug} is ${app.client_id}.`,
        'Set GITHUB_CLIENT_ID to the App’s, and GITHUB_CLIENT_SECRET to a secret of the same App.',
        page,
      ),
    ];
  const { apiUrl, graphqlUrl } = access;
  const taken = await createSignIn({ clientId, clientSecret, githubUrl, apiUrl, graphqlUrl }).isTaken();
  if (taken === null)
    return [unknown('client-secret', 'Whether GitHub takes GITHUB_CLIENT_SECRET could not be found out.')];
  if (!taken)
    return [
      problem(
        'client-secret',
        'GitHub refuses GITHUB_CLIENT_SECRET, so nobody can sign in.',
        'Generate a new client secret on the App’s settings page, set it, and start Baton again.',
        page,
      ),
    ];
  return [
    fine(
      'client-secret',
      `GitHub takes the client secret. People sign in at ${publicUrl}; that needs ${publicUrl}/sign-in/callback as a “Callback URL” of the App, which GitHub doesn’t tell.`,
    ),
  ];
}
