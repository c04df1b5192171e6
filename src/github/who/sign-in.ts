/**
 * People sign in with the App's own OAuth, and Baton asks GitHub in their name what they see. A token is in no error and in
 * no address.
 * Source: GitHub, "Generating a user access token for a GitHub App"; "REST API endpoints for OAuth authorizations".
 */
import * as z from 'zod';

import { createTransport } from '../../transport.ts';
import { inPartsOf, sightIn, type SeenNow } from './sight.ts';

export type SignInAccess = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The GitHub that people see; all three without a slash at the end. */
  readonly githubUrl: string;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  /** Milliseconds after which an unanswered request counts as failed; 10 s when absent. */
  readonly timeout?: number;
};

/** `away`: it may work later; `why` goes on "GitHub …". */
export type Away = { readonly kind: 'away'; readonly why: string };

export type Exchanged =
  /** `seconds`: how long it lasts; null: GitHub does not end it. */
  | { readonly kind: 'token'; readonly token: string; readonly seconds: number | null }
  /** `code`: it was used, or is too old. `credentials`: of ours. `address`: it is none of the App's callback URLs. */
  | { readonly kind: 'refused'; readonly what: 'code' | 'credentials' | 'address' | 'unknown' }
  | Away;

export type WhoIs =
  | { readonly kind: 'person'; readonly id: number; readonly login: string }
  | { readonly kind: 'over' }
  | Away;

/** `over`: the token counts no more. */
export type Seeing = ({ readonly kind: 'seen' } & SeenNow) | { readonly kind: 'over' } | Away;

export type SignIn = {
  /**
   * Where a browser is sent to. `challenge`: SHA-256 of the verifier, in base64url; `choosing`: GitHub asks which account,
   * also where it knows one.
   */
  readonly page: (asked: {
    readonly state: string;
    readonly challenge: string;
    readonly callback: string;
    readonly choosing: boolean;
  }) => string;
  readonly exchange: (got: {
    readonly code: string;
    readonly verifier: string;
    readonly callback: string;
  }) => Promise<Exchanged>;
  readonly whoIs: (token: string) => Promise<WhoIs>;
  /** Which of these repositories, by their node ids, the token's person sees. */
  readonly sees: (token: string, ids: readonly string[]) => Promise<Seeing>;
  /** Whether GitHub takes the client id with the client secret; null: it does not say. */
  readonly isTaken: () => Promise<boolean | null>;
  /** Ends a token. @returns whether GitHub ended it, or knows none such */
  readonly revoke: (token: string) => Promise<boolean>;
};

const tokenShape = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{10,500}$/),
  expires_in: z.number().positive().optional(),
});
const errorShape = z.object({ error: z.string() });
const personShape = z.object({ id: z.number().int().positive(), login: z.string().min(1).max(100) });

/** GitHub: "Troubleshooting OAuth app access token request errors". */
const refusals: Readonly<Record<string, 'code' | 'credentials' | 'address'>> = {
  bad_verification_code: 'code',
  incorrect_client_credentials: 'credentials',
  redirect_uri_mismatch: 'address',
};

/** Bytes of an answer: a hundred repositories take thirty thousand. */
const mostBytes = 1_000_000;

/** Nothing is asked yet. */
export function createSignIn(access: SignInAccess): SignIn {
  const { clientId, clientSecret, githubUrl, apiUrl, graphqlUrl, timeout = 10_000 } = access;
  const fetch = createTransport(timeout, mostBytes);

  /** What GitHub answers; null: nothing. */
  async function ask(address: string, init: RequestInit): Promise<Response | null> {
    try {
      return await fetch(address, { redirect: 'error', ...init });
    } catch {
      // Why is no matter of the visitor's, and what was sent is in no log.
      return null;
    }
  }
  const asPerson = (token: string): Record<string, string> => ({
    ...headers,
    authorization: `Bearer ${token}`,
  });

  /** What is asked about a token with the client secret. */
  const ofToken = (method: 'POST' | 'DELETE', token: string): Promise<Response | null> =>
    ask(`${apiUrl}/applications/${encodeURIComponent(clientId)}/token`, {
      method,
      headers: {
        ...headers,
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ access_token: token }),
    });

  async function seesPart(token: string, ids: readonly string[]): Promise<Seeing> {
    const response = await ask(graphqlUrl, {
      method: 'POST',
      headers: { ...asPerson(token), 'content-type': 'application/json' },
      body: sightIn.question(ids),
    });
    if (response?.status === 401) return { kind: 'over' };
    if (response?.status !== 200) return awayAs(response);
    const seen = sightIn.answer(await jsonOf(response), ids);
    return seen === null ? { kind: 'away', why: 'did not say it' } : { kind: 'seen', ...seen };
  }

  return {
    page({ state, challenge, callback, choosing }) {
      const query = new URLSearchParams({
        client_id: clientId,
        redirect_uri: callback,
        state,
        code_challenge: challenge,
        code_challenge_method: 'S256',
        // Who has no account sees nothing here.
        allow_signup: 'false',
        ...(choosing ? { prompt: 'select_account' } : {}),
      });
      return `${githubUrl}/login/oauth/authorize?${query.toString()}`;
    },
    async exchange({ code, verifier, callback }) {
      const response = await ask(`${githubUrl}/login/oauth/access_token`, {
        method: 'POST',
        headers: {
          ...headers,
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({
          client_id: clientId,
          client_secret: clientSecret,
          code,
          redirect_uri: callback,
          code_verifier: verifier,
        }).toString(),
      });
      // An unknown client id is "Not Found".
      if (response?.status === 404) return { kind: 'refused', what: 'credentials' };
      if (response === null || response.status >= 500 || response.status === 429) return awayAs(response);
      const answer = await jsonOf(response);
      const token = tokenShape.safeParse(answer).data;
      if (token !== undefined)
        return { kind: 'token', token: token.access_token, seconds: token.expires_in ?? null };
      const { error = '' } = errorShape.safeParse(answer).data ?? {};
      return {
        kind: 'refused',
        what: Object.hasOwn(refusals, error) ? (refusals[error] ?? 'unknown') : 'unknown',
      };
    },
    async whoIs(token) {
      const response = await ask(`${apiUrl}/user`, { headers: asPerson(token) });
      if (response?.status === 401) return { kind: 'over' };
      const person =
        response?.status === 200 ? personShape.safeParse(await jsonOf(response)).data : undefined;
      return person === undefined ? awayAs(response) : { kind: 'person', ...person };
    },
    async sees(token, ids) {
      const repositories: SeenNow['repositories'][number][] = [];
      const withheld = new Set<SeenNow['withheld'][number]>();
      for (const part of inPartsOf(ids)) {
        const seen = await seesPart(token, part);
        if (seen.kind !== 'seen') return seen;
        repositories.push(...seen.repositories);
        for (const why of seen.withheld) withheld.add(why);
      }
      return { kind: 'seen', repositories, withheld: [...withheld] };
    },
    async isTaken() {
      // GitHub knows no such token, and says so to the App alone ("Check a token").
      const response = await ofToken('POST', 'none-of-anybody');
      if (response?.status === 401) return false;
      return response?.status === 404 || response?.status === 422 ? true : null;
    },
    async revoke(token) {
      const response = await ofToken('DELETE', token);
      // 404 and 422: it had ended already.
      return response !== null && [204, 404, 422].includes(response.status);
    },
  };
}

const headers = {
  accept: 'application/vnd.github+json',
  'x-github-api-version': '2022-11-28',
  'user-agent': 'baton',
};

function awayAs(response: Response | null): Away {
  if (response === null) return { kind: 'away', why: 'does not answer' };
  const isLimit = response.status === 429 || response.headers.get('x-ratelimit-remaining') === '0';
  return { kind: 'away', why: isLimit ? 'has a limit, which is reached' : `answers ${response.status}` };
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}
