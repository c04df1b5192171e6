/**
 * GitHub, asked one thing at a time for somebody who examines it: what it answers is the finding, also where it refuses.
 * Nothing waits, nothing is repeated, and nothing is thrown.
 */
import { Octokit } from '@octokit/rest';
import { pino } from 'pino';

import { createTransport } from '../../transport.ts';
import { createApp, type Access } from './app.ts';
import { createGitHub, type GitHub } from './client.ts';
import { isRequestFailure, limitOf } from './failures.ts';
import { cannotAskIn, inWords, limited, unreached } from './in-words.ts';

/** What a request came to. */
export type Asked =
  | {
      readonly kind: 'found';
      readonly data: unknown;
      readonly headers: Readonly<Record<string, string | undefined>>;
    }
  /** `message`: GitHub's own. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly message: string;
      readonly headers: Readonly<Record<string, string | undefined>>;
    }
  /** It says nothing of what was asked: no answer, a failure of GitHub's, or a limit. `why`: in a sentence. */
  | { readonly kind: 'unanswered'; readonly why: string };

/** @param route as GitHub's documentation has it: `GET /repos/{owner}/{repo}` */
export type Ask = (route: string, parameters?: Readonly<Record<string, unknown>>) => Promise<Asked>;

export type AskingApp = {
  /** As the App itself. */
  readonly app: Ask;
  readonly installation: (id: number) => Ask;
  /** For what asks GitHub in its own ways. */
  readonly github: GitHub;
};

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const headers = { 'x-github-api-version': '2022-11-28' };

type Request = (
  route: string,
  parameters: Record<string, unknown>,
) => Promise<{ data: unknown; headers: object }>;

/** Nothing is asked yet. */
export function createAskingApp(access: Access): AskingApp {
  const app = createApp(access, pino({ level: 'silent' }));
  const { probot } = app;
  const as = (installation: number): Ask => {
    const octokit = probot.ready().then(() => probot.auth(installation));
    return asking(access.apiUrl, async (route, parameters) => {
      const { request } = await octokit;
      return request(route, { ...parameters, request: { log: silent } });
    });
  };
  return { app: as(0), installation: as, github: createGitHub(app) };
}

/** @param token null: as anybody */
export function createAskingPerson({
  token,
  apiUrl,
}: {
  readonly token: string | null;
  readonly apiUrl: string;
}): Ask {
  const { request } = new Octokit({
    ...(token === null ? {} : { auth: token }),
    baseUrl: apiUrl,
    userAgent: 'baton',
    log: silent,
    request: { fetch: inWords(createTransport()), log: silent },
  });
  return asking(apiUrl, request);
}

function asking(apiUrl: string, request: Request): Ask {
  const { host } = new URL(apiUrl);
  return async (route, parameters = {}) => {
    try {
      const answer = await request(route, { ...parameters, headers });
      return { kind: 'found', data: answer.data, headers: answer.headers as Record<string, string> };
    } catch (error) {
      // The key could not sign, or something of ours is wrong: both are for whoever asks.
      if (!isRequestFailure(error)) throw error;
      if (error.response === undefined)
        return { kind: 'unanswered', why: cannotAskIn(error) ?? unreached(host, error) };
      const limit = limitOf(error, Date.now());
      if (limit !== null) return { kind: 'unanswered', why: limited(host, limit.until) };
      if (error.status >= 500) return { kind: 'unanswered', why: `${host} answers ${error.status}.` };
      return {
        kind: 'refused',
        status: error.status,
        message: error.message.split(' - http')[0] ?? '',
        headers: Object.fromEntries(
          Object.entries(error.response.headers).map(([name, value]) => [name, value?.toString()]),
        ),
      };
    }
  };
}
