/**
 * GitHub as a person sees it, with a token of theirs: whoever asks why something is blocked needs no server. Nothing is
 * written this way.
 */
import { Octokit } from '@octokit/rest';
import * as z from 'zod';

import { createTransport } from '../../transport.ts';
import { createGitHub, type GitHub } from './client.ts';
import { cannotAskIn, inWords } from './in-words.ts';
import { asApp, graphqlOf, signedIn, silent } from './signed-in.ts';

export type PersonAccess = {
  /** A personal access token, or one of a workflow. */
  readonly token: string;
  /** Without a slash at the end. */
  readonly apiUrl: string;
  /** What the App is called in addresses, whose comments and labels are its own. */
  readonly app: string;
};

/** Somebody asked for a write. */
class ReadsOnly extends Error {
  override readonly name = 'ReadsOnly';
}

/** Nothing is asked yet. Every write is refused with `ReadsOnly`. */
export function createPersonGitHub({ token, apiUrl, app }: PersonAccess): GitHub {
  const fetch = inWords(createTransport());
  const github = createGitHub({
    ...signedIn(token),
    access: { apiUrl, graphqlUrl: graphqlOf(apiUrl), writeSpacing: 0 },
    fetch: async (input, init) => {
      const method = init?.method ?? 'GET';
      if (method !== 'GET' && method !== 'HEAD' && !isQuestion(init?.body))
        throw new ReadsOnly(`A person's token is for reading, and ${method} writes.`);
      return fetch(input, init);
    },
  });
  return asApp(github, app);
}

/** A file as somebody finds it. `status`: of GitHub's answer; 0: there was none, and `why` says why, in sentences. */
export type FileSeen =
  | { readonly kind: 'file'; readonly text: string }
  | { readonly kind: 'folder' }
  | { readonly kind: 'unseen'; readonly status: number; readonly why: string };

/** Reads a file of a default branch, as somebody with a token, or as anybody. It never throws. */
export async function readFileAs(
  { token, apiUrl }: { readonly token: string | null; readonly apiUrl: string },
  { repository, path }: { readonly repository: string; readonly path: string },
): Promise<FileSeen> {
  const [owner = '', repo = ''] = repository.split('/');
  const octokit = new Octokit({
    ...(token === null ? {} : { auth: token }),
    baseUrl: apiUrl,
    userAgent: 'baton',
    log: silent,
    request: { fetch: inWords(createTransport()), log: silent },
  });
  try {
    const { data } = await octokit.rest.repos.getContent({
      owner,
      repo,
      path,
      mediaType: { format: 'raw' },
      headers: { 'x-github-api-version': '2022-11-28' },
    });
    return typeof data === 'string' ? { kind: 'file', text: data } : { kind: 'folder' };
  } catch (error) {
    const why = cannotAskIn(error);
    const status = error instanceof Error && 'status' in error ? Number(error.status) : 0;
    // Octokit says 500 where nobody answered.
    return why === null
      ? { kind: 'unseen', status, why: `GitHub answers ${status}.` }
      : { kind: 'unseen', status: 0, why };
  }
}

/** GraphQL is asked with POST, too. */
function isQuestion(body: unknown): boolean {
  if (typeof body !== 'string') return false;
  const parsed = z.object({ query: z.string() }).safeParse(JSON.parse(body));
  return parsed.success && !/^\s*(?:mutation|subscription)\b/.test(parsed.data.query);
}
