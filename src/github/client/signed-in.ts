/** What it takes to ask GitHub with a token that is there already: no App signs in. */
import { Octokit } from '@octokit/rest';
import * as z from 'zod';

import { TryLater } from '../../tracker.ts';
import type { Connection, GitHub, Self } from './client.ts';
import { isRequestFailure } from './failures.ts';

export const silent = { debug() {}, info() {}, warn() {}, error() {} };
const appShape = z.object({ id: z.number(), slug: z.string() });

/** Every installation is asked with the same token, also the App itself. */
export function signedIn(token: string): Pick<Connection, 'probot' | 'tokens' | 'isApp'> {
  const octokit = new Octokit({ auth: token, log: silent });
  return {
    probot: { ready: async () => {}, auth: async () => octokit },
    tokens: { drop() {} },
    isApp: false,
  };
}

/** Source: GitHub Enterprise Server, "Managing global webhooks" and "Forming calls with GraphQL": `/api/v3` has `/api/graphql` beside it. */
export const graphqlOf = (apiUrl: string): string =>
  apiUrl.endsWith('/api/v3') ? apiUrl.replace(/\/v3$/, '/graphql') : `${apiUrl}/graphql`;

/** The same client, as the App that is called so in addresses: a token does not tell whose it is. */
export function asApp(github: GitHub, slug: string): GitHub {
  let known: Self | null = null;
  return {
    ...github,
    async self() {
      known ??= await selfOf(await github.rest(0), slug);
      return known;
    },
    knownSelf: () => known,
  };
}

/** An App that nobody can see wrote nothing here: then every comment is somebody else's. */
async function selfOf(octokit: Octokit, slug: string): Promise<Self> {
  try {
    const { data } = await octokit.request('GET /apps/{app_slug}', { app_slug: slug });
    const app = appShape.parse(data);
    return { id: app.id, slug: app.slug, login: `${app.slug}[bot]` };
  } catch (error) {
    if (isRequestFailure(error) && (error.status === 404 || error.status === 403))
      return { id: 0, slug, login: `${slug}[bot]` };
    throw error instanceof TryLater ? error : new TryLater('GitHub did not say what the App is called.');
  }
}
