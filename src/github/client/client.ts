/**
 * Authenticated access to GitHub, one installation at a time.
 * Reads go out at once; writes of an installation wait in its line. Nothing is repeated here but a request
 * that met an ended token: what failed is looked at again as a whole, by whoever asked for it.
 */
import { Octokit } from '@octokit/rest';

import { createLruCache } from '../../lru-cache.ts';
import { ApiMoved, TryLater } from '../../tracker.ts';
import { noteRequest, urgencies, urgencyNow, type Urgency } from '../../urgency.ts';
import type { Access } from './app.ts';
import {
  budgetOf,
  explain,
  InstallationGone,
  isRequestFailure,
  limitIn,
  limitOf,
  outageIn,
  pathOf,
  requestOf,
} from './failures.ts';
import type { Budget } from './pace.ts';
import { createsContent, isContent } from './content.ts';
import { createPacing, type Pacing } from './pacing.ts';
import { createLimits } from './rate-limits.ts';
import { movedIn } from './schema-errors.ts';
import type { Tokens } from './tokens.ts';
import { createWriteLine } from './write-queue.ts';

export type GraphqlError = {
  readonly message: string;
  readonly type?: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
};

/** What GraphQL answered; both parts can be there, when a part of the question failed. */
export type Answer<T> = { readonly data: T | null; readonly errors: readonly GraphqlError[] };

/** Who we are on GitHub. */
export type Self = { readonly id: number; readonly slug: string; readonly login: string };

export type RequestKind = 'graphql-read' | 'graphql-write' | 'rest-read' | 'rest-write' | 'token';

/**
 * All requests reject with `TryLater` (limits, 5xx, network, time-out), `InstallationGone`, `ApiMoved`, or octokit's
 * own error for what GitHub refused for good.
 */
export type GitHub = {
  /** False: it is asked with a token that somebody has, and there is no installation. */
  readonly isApp: boolean;
  graphql<T>(installation: number, query: string, variables?: Variables): Promise<Answer<T>>;
  /** As `graphql`, in the installation's line of writes. `before`: called when its turn has come; it may throw. */
  mutate<T>(
    installation: number,
    document: string,
    variables?: Variables,
    before?: () => void,
  ): Promise<Answer<T>>;
  /** REST as the installation; its writes wait in the line by themselves. */
  rest(installation: number): Promise<Octokit>;
  /** REST as the App itself. */
  app(): Promise<Octokit>;
  /** Asked once, then remembered. */
  self(): Promise<Self>;
  /** `self`, if it is known already. */
  knownSelf(): Self | null;
  /** Nothing is asked for in an installation's name (0: the App's) before an instant, milliseconds since the epoch. */
  pause(installation: number, until: number): void;
  /** Forgets what is kept for an installation. */
  forget(installation: number): void;
  /** What GraphQL said last of an installation's rate limit; null: nothing yet. */
  budget(installation: number): Budget | null;
  /** What is known of every installation's. */
  budgets(): ReadonlyMap<number, Budget>;
  /** Who waits so that the limits reach for those who are more urgent. */
  readonly pacing: Pick<Pacing, 'waitOf' | 'left'>;
  /** What time it is on GitHub (milliseconds since the epoch), as its last answer told; before the first, by our clock. */
  now(): number;
  /** Requests sent since the start, and how many of them failed. */
  requests(): Readonly<Record<RequestKind, number>>;
  failures(): Readonly<Record<RequestKind, number>>;
  /** Requests sent since the start by how urgent they were; those for tokens are not among them. */
  requestsByUrgency(): Readonly<Record<Urgency, number>>;
  /** How often GitHub did not know what was asked for, since the start: fields, arguments and types by name, REST as `REST`. */
  moved(): ReadonlyMap<string, number>;
};

/** What of GitHub may fail apart from the rest: what is asked as the App itself, and each of its APIs. */
export type Part = 'app' | 'graphql' | 'rest';

/** GraphQL answered, without data and without a reason that we know. */
export class NoData extends TryLater {}

type Variables = Readonly<Record<string, unknown>>;

/** How requests are signed, and where they go: as the App (`createApp`), or as a person. */
export type Connection = {
  readonly probot: {
    ready(): Promise<unknown>;
    /** `auth` is what octokit calls an authentication strategy. 0: the App itself. */
    auth(installation: number): Promise<{ readonly auth: unknown }>;
  };
  readonly access: Pick<Access, 'apiUrl' | 'graphqlUrl' | 'writeSpacing' | 'contentAnHour'>;
  readonly tokens: Pick<Tokens, 'drop'>;
  readonly fetch: typeof fetch;
  /** False: as somebody with a token. Absent: as the App. */
  readonly isApp?: boolean;
};

const apiVersion = '2022-11-28';
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Names that are counted by themselves; whatever there is more is counted as `other`. */
const mostMoved = 50;
/** Installations whose client is kept: one takes 21 kB, and a fifth of a millisecond to make again. */
const mostClients = 200;

/** Who is told of what happens to requests. */
export type Listeners = {
  /** An installation (0: the App itself) met a limit; until when it holds. */
  readonly onLimit?: (installation: number, until: number) => void;
  /** Once of each thing that GitHub does not know any more, or does not know yet. */
  readonly onMoved?: (error: ApiMoved, operation: string) => void;
  /** How each request went: null, or what is wrong with GitHub as a whole. */
  readonly onAnswer?: (part: Part, outage: string | null) => void;
};

/** Nothing is asked yet. @param now milliseconds since the epoch */
export function createGitHub(
  app: Connection,
  now: () => number = Date.now,
  { onLimit = () => {}, onMoved = () => {}, onAnswer = () => {} }: Listeners = {},
): GitHub {
  const { probot, access, tokens } = app;
  const inLine = createWriteLine(access.writeSpacing);
  const octokits = createLruCache<Promise<Octokit>>(mostClients, Number.POSITIVE_INFINITY, () => 0);
  const counts: Record<RequestKind, number> = {
    'graphql-read': 0,
    'graphql-write': 0,
    'rest-read': 0,
    'rest-write': 0,
    token: 0,
  };
  const failures: Record<RequestKind, number> = { ...counts };
  const byUrgency = Object.fromEntries(urgencies.map((urgency) => [urgency, 0])) as Record<Urgency, number>;
  const pacing = createPacing(now, access.contentAnHour);
  const limits = createLimits(now, onLimit);
  const moved = new Map<string, number>();
  const told = new Set<string>();
  let self: Self | null = null;
  /** Milliseconds that GitHub's clock is ahead of ours. */
  let ahead = 0;

  /** Counts what GitHub does not know, and tells of it the first time. */
  function noteMoved(error: ApiMoved, operation: string, label: string): ApiMoved {
    const known = moved.has(label) || moved.size < mostMoved ? label : 'other';
    moved.set(known, (moved.get(known) ?? 0) + 1);
    if (!told.has(label)) {
      if (told.size < mostMoved) told.add(label);
      onMoved(error, operation);
    }
    return error;
  }

  /** An octokit that signs in as Probot does; installation 0 is the App itself. */
  async function connect(installation: number): Promise<Octokit> {
    await probot.ready();
    const signedIn = await probot.auth(installation);
    const octokit = new Octokit({
      authStrategy: () => signedIn.auth,
      baseUrl: access.apiUrl,
      userAgent: 'baton',
      request: { fetch: app.fetch, log: silent },
      log: silent,
    });
    octokit.hook.wrap('request', async (request, options) => {
      options.headers['x-github-api-version'] = apiVersion;
      const kind = kindOf(options.method, options.url, options['graphql']);
      // Tokens are asked for by the App.
      const who = kind === 'token' ? 0 : installation;
      const part = who === 0 ? 'app' : kind.startsWith('graphql') ? 'graphql' : 'rest';
      const send = async (): Promise<unknown> => {
        const what = `${options.method} ${pathOf(options.url)}`;
        limits.check(who, what);
        if (kind !== 'token') {
          const api = kind.startsWith('graphql') ? 'graphql' : 'rest';
          const urgency = urgencyNow();
          // What was read is worth a write: to read it again would cost more.
          if (kind.endsWith('read')) pacing.check(who, api, urgency, what);
          if (kind === 'rest-write' && isContent(options.method, options.url))
            pacing.create(who, urgency, what);
          pacing.spend(who, api, urgency);
          byUrgency[urgency] += 1;
          noteRequest();
        }
        counts[kind] += 1;
        return Promise.resolve(request(options)).catch((error: unknown) => {
          failures[kind] += 1;
          throw error;
        });
      };
      const attempt = kind === 'rest-write' ? () => inLine(installation, send) : send;
      try {
        const response = (await attempt().catch(async (error: unknown) => {
          // The token ended early, or was revoked: a new one, once. A 401 was not carried out.
          if (installation === 0 || kind === 'token' || !isRequestFailure(error) || error.status !== 401) {
            throw error;
          }
          tokens.drop(installation);
          return attempt();
        })) as Awaited<ReturnType<typeof request>>;
        const date = Date.parse(response.headers.date ?? '');
        if (!Number.isNaN(date)) ahead = date - now();
        const resource = response.headers['x-ratelimit-resource'];
        const api = kind.startsWith('graphql') ? 'graphql' : 'rest';
        // A search has a limit of its own.
        const isMain = resource === undefined || resource === (api === 'rest' ? 'core' : 'graphql');
        const budget = kind === 'token' || !isMain ? null : budgetOf(response.headers, now());
        if (budget !== null) pacing.told(who, api, budget);
        // What GraphQL answered is in the body.
        if (part !== 'graphql') onAnswer(part, null);
        return response;
      } catch (error) {
        if (isRequestFailure(error)) onAnswer(part, outageIn(error, part === 'app'));
        const limit = limitOf(error, now());
        if (limit !== null && isRequestFailure(error)) throw limits.met(who, limit, requestOf(error));
        const explained = kind === 'token' ? withoutToken(installation, error, now()) : explain(error, now());
        if (explained instanceof ApiMoved)
          throw noteMoved(explained, `${options.method} ${pathOf(options.url)}`, 'REST');
        throw explained;
      }
    });
    return octokit;
  }

  function rest(installation: number): Promise<Octokit> {
    const key = String(installation);
    const known = octokits.get(key);
    if (known !== undefined) return known;
    const made = connect(installation);
    octokits.set(key, made);
    // Who asked is told; the next one tries again.
    made.catch(() => octokits.delete(key));
    return made;
  }

  async function ask<T>(
    installation: number,
    graphql: 'read' | 'write',
    query: string,
    variables: Variables = {},
  ): Promise<Answer<T>> {
    const octokit = await rest(installation);
    // By its full address: octokit.graphql derives it from the REST address, which a proxy may not share.
    const response = await octokit.request(`POST ${access.graphqlUrl}`, {
      data: { query, variables },
      graphql,
      // Octokit looks at each value for numbers beyond 2^53, which takes as long as all that Baton does with an answer.
      request: { parseSuccessResponseBody: false },
    });
    const answer = await readJson<{ data?: T | null; errors?: readonly GraphqlError[] }>(response.data);
    if (answer === null) {
      onAnswer('graphql', 'answers GraphQL with something that isn’t JSON');
      throw new TryLater('GitHub answered a GraphQL request with something that isn’t JSON.');
    }
    const { data = null } = answer;
    const errors = (answer.errors ?? []).map(withKind);
    for (const error of errors) {
      const limit = limitIn(error, response.headers, now());
      if (limit !== null) throw limits.met(installation, limit, 'GraphQL');
    }
    const unknown = data === null ? movedIn(errors) : null;
    const isRefused = unknown === null && data === null && errors.every(({ type }) => type === undefined);
    onAnswer('graphql', isRefused ? 'answers GraphQL with errors alone' : null);
    if (unknown !== null) throw noteMoved(unknown, operationOf(query), unknown.what);
    if (isRefused) {
      throw new NoData(`GitHub did not answer a GraphQL request: ${errors[0]?.message ?? 'no data'}`);
    }
    return { data, errors };
  }

  return {
    isApp: app.isApp ?? true,
    graphql: (installation, query, variables) => ask(installation, 'read', query, variables),
    mutate: (installation, document, variables, before) =>
      inLine(installation, async () => {
        before?.();
        if (createsContent(document)) pacing.create(installation, urgencyNow(), 'a comment');
        return ask(installation, 'write', document, variables);
      }),
    rest,
    app: () => rest(0),
    async self() {
      if (self !== null) return self;
      const { data } = await (await rest(0)).rest.apps.getAuthenticated();
      if (data?.slug === undefined) throw new TryLater('GitHub did not say what the App is called.');
      self = { id: data.id, slug: data.slug, login: `${data.slug}[bot]` };
      return self;
    },
    knownSelf: () => self,
    pause: limits.pause,
    forget(installation) {
      tokens.drop(installation);
      octokits.delete(String(installation));
      pacing.forget(installation);
    },
    budget: (installation) => pacing.budget(installation, 'graphql'),
    budgets: pacing.budgets,
    pacing,
    now: () => now() + ahead,
    requests: () => ({ ...counts }),
    failures: () => ({ ...failures }),
    requestsByUrgency: () => ({ ...byUrgency }),
    moved: () => moved,
  };
}

/** What a body says; null: it is no JSON, or no object. */
async function readJson<T extends object>(
  body: ConstructorParameters<typeof Response>[0],
): Promise<T | null> {
  try {
    const value: unknown = await new Response(body).json();
    return typeof value === 'object' ? (value as T | null) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What stands between us and GitHub may leave an error's kind out; GitHub has the same words for it. */
function withKind(error: GraphqlError): GraphqlError {
  const isMissing = error.type === undefined && error.message.startsWith('Could not resolve to a');
  return isMissing ? { ...error, type: 'NOT_FOUND' } : error;
}

/** The name of a document's operation, for the log. */
const operationOf = (document: string): string =>
  /\b(?:query|mutation) (\w+)/.exec(document)?.[1] ?? 'GraphQL';

function kindOf(method: string, url: string, graphql: unknown): RequestKind {
  if (graphql === 'read' || graphql === 'write') return `graphql-${graphql}`;
  if (url.endsWith('/access_tokens')) return 'token';
  return method === 'GET' || method === 'HEAD' ? 'rest-read' : 'rest-write';
}

/** Why there is no token. GitHub: 404 once the App was removed, 403 while it is suspended. */
function withoutToken(installation: number, error: unknown, now: number): unknown {
  const explained = explain(error, now);
  if (explained !== error || !isRequestFailure(error)) return explained;
  if (error.status === 404) return new InstallationGone(installation, 'removed');
  if (error.status === 403) return new InstallationGone(installation, 'suspended');
  return error;
}
