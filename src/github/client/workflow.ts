/** GitHub as a workflow of GitHub Actions sees it, with the token of its run. */
import { createTransport } from '../../transport.ts';
import { createGitHub, type GitHub, type Listeners } from './client.ts';
import { asApp, graphqlOf, signedIn } from './signed-in.ts';

export type WorkflowAccess = {
  /** The token of the run, or an App's. */
  readonly token: string;
  /** One that may read the organization's teams; null: teams are read with the other, which may not see them. */
  readonly organizationToken: string | null;
  /** Without a slash at the end. */
  readonly apiUrl: string;
  /** What the App is called in addresses that the token belongs to. */
  readonly app: string;
  /** Milliseconds between two writes. */
  readonly writeSpacing: number;
};

/** Nothing is asked yet. */
export function createWorkflowGitHub(access: WorkflowAccess, listeners: Listeners = {}): GitHub {
  const { token, organizationToken, apiUrl, app, writeSpacing } = access;
  const fetch = createTransport();
  const github = createGitHub(
    {
      ...signedIn(token),
      access: { apiUrl, graphqlUrl: graphqlOf(apiUrl), writeSpacing },
      fetch: async (input, init) => {
        if (organizationToken === null || !isAboutOrganization(apiUrl, input)) return fetch(input, init);
        const headers = new Headers(init?.headers);
        headers.set('authorization', `token ${organizationToken}`);
        return fetch(input, { ...init, headers });
      },
    },
    Date.now,
    listeners,
  );
  return asApp(github, app);
}

/** Teams and their members: nothing that a workflow's own token may see. */
function isAboutOrganization(apiUrl: string, input: string | URL | Request): boolean {
  const url = input instanceof Request ? input.url : String(input);
  return url.startsWith(`${apiUrl}/orgs/`);
}
