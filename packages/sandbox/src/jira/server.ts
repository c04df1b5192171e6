/** The HTTP side: where a request goes, who asks, what goes wrong on purpose, and the answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { slowness } from '../faults.ts';
import { read } from '../incoming.ts';
import type { Json } from '../json.ts';
import { createListening, type Listening } from '../listening.ts';
import type { JiraFaultBox, SeenRequest } from './faults.ts';
import { spoil, unauthorizedPage } from './faulty-answers.ts';
import type { Site, User } from './model/index.ts';
import { JiraRefusal, NotPlayed } from './refusal.ts';
import { type Match, route } from './rest/index.ts';
import { sendJson, sendText } from './send.ts';
import { identify, type Identity, type Rejection, type Token } from './tokens.ts';

export type LoggedRequest = SeenRequest & {
  /** Milliseconds since the epoch, by the sandbox's clock. */
  readonly at: number;
  /** The HTTP status; 0 where there was no answer. */
  readonly status: number;
};

export type Engine = {
  readonly site: Site;
  /** `/jira`, or empty. */
  readonly prefix: string;
  readonly tokens: readonly Token[];
  readonly faults: JiraFaultBox;
  readonly requests: LoggedRequest[];
  readonly unplayed: string[];
  readonly problems: string[];
};

export function createHttpServer(engine: Engine): Listening {
  return createListening((request, response) => {
    void handle(engine, request, response).catch((problem: unknown) => {
      // The client went away in the middle of its request.
      if (!request.complete) return;
      engine.problems.push(problem instanceof Error ? (problem.stack ?? problem.message) : String(problem));
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { errorMessages: [`sandbox: ${String(problem)}`], errors: {} });
    });
  });
}

type Place = {
  readonly atGateway: boolean;
  /** What `self` links begin with. */
  readonly base: string;
  readonly version: string;
  /** Below `/rest/api/N`. */
  readonly path: string;
};

/** Where a request goes; null: to nowhere that Jira's API is. */
function placeOf({ site, prefix }: Engine, pathname: string): Place | null {
  const gateway = /^\/ex\/jira\/([^/]+)(\/.*)$/.exec(pathname);
  const atGateway = site.flavour === 'cloud' && gateway?.[1] === site.cloudId;
  const below = atGateway
    ? gateway?.[2]
    : pathname.startsWith(`${prefix}/`)
      ? pathname.slice(prefix.length)
      : null;
  const match = /^\/rest\/api\/([^/]+)(\/.*)$/.exec(below ?? '');
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const base = atGateway ? `${new URL(site.baseUrl).origin}/ex/jira/${site.cloudId}` : site.baseUrl;
  return { atGateway, base, version: match[1], path: match[2] };
}

async function handle(engine: Engine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { site } = engine;
  // By the same clock as everything else: Node would tell this machine's.
  response.setHeader('date', new Date(site.clock.now()).toUTCString());
  const text = await read(request);
  const method = request.method ?? 'GET';
  const url = new URL(request.url ?? '/', site.baseUrl);
  const place = placeOf(engine, url.pathname);
  const version = site.flavour === 'cloud' ? '3' : '2';
  const match = place?.version === version ? route(site.flavour, method, place.path) : null;
  const identity = identify(site, engine.tokens, request.headers.authorization, place?.atGateway ?? false);
  const seen: SeenRequest = {
    method,
    path: `${place?.path ?? url.pathname}${url.search}`,
    operation: match?.operation ?? null,
    by: typeof identity === 'string' ? 'unknown' : (identity.user?.handle ?? 'anonymous'),
  };
  const log = (status: number): void => {
    engine.requests.push({ ...seen, at: site.clock.now(), status });
  };

  const fault = engine.faults.takeRequest(seen);
  if (fault?.kind === 'slow') await slowness(fault);
  const spoils = fault !== null && fault.kind !== 'slow';
  if (spoils && fault.when !== 'after-doing') {
    log(spoil(site, fault, response));
    return;
  }
  const [mediaType = ''] = (request.headers['content-type'] ?? '').split(';');
  const reply = answer(engine, {
    mediaType: mediaType.trim().toLowerCase(),
    place,
    match,
    identity,
    version,
    text,
    query: url.searchParams,
    method,
  });
  if (spoils) {
    log(spoil(site, fault, response));
    return;
  }
  log(reply.status);
  if (reply.text === undefined) sendJson(response, reply.status, reply.body, reply.headers);
  else sendText(response, reply.status, reply.text, reply.headers, reply.type);
}

type Incoming = {
  readonly place: Place | null;
  readonly match: Match | null;
  readonly identity: Identity | Rejection | 'failed';
  readonly version: '2' | '3';
  readonly text: string;
  /** `Content-Type` without its parameters. */
  readonly mediaType: string;
  readonly query: URLSearchParams;
  readonly method: string;
};

type Reply = {
  readonly status: number;
  readonly body?: Json | undefined;
  readonly text?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

const failedLogin = { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' };

/** Whom Jira took the request to be from. */
function loggedIn(site: Site, viewer: User | null): Record<string, string> {
  if (site.flavour === 'data-center') return { 'x-ausername': viewer?.handle ?? 'anonymous' };
  return viewer === null ? {} : { 'x-aaccountid': encodeURIComponent(viewer.accountId) };
}

function answer(engine: Engine, incoming: Incoming): Reply {
  const { site } = engine;
  const { place, match, identity, query } = incoming;
  if (identity === 'unauthorized')
    return place?.atGateway === true
      ? { status: 401, body: { code: 401, message: 'Unauthorized' } }
      : { status: 401, text: unauthorizedPage, type: 'text/html', headers: failedLogin };
  if (identity === 'no-session-token')
    return { status: 403, body: { error: 'Failed to parse Connect Session Auth Token' } };
  if (place === null || match === null)
    return notPlayed(
      engine,
      `${incoming.method} ${place === null ? 'outside of its API' : `version ${place.version} ${place.path}`}`,
    );
  const viewer = identity === 'failed' ? null : identity.user;
  const headers = { headers: { ...(identity === 'failed' ? failedLogin : {}), ...loggedIn(site, viewer) } };
  const { route: one, operation, params } = match;
  if (viewer === null && !one.anonymous)
    return { status: 401, text: 'Client must be authenticated to access this resource.', ...headers };
  const scopes = identity === 'failed' ? null : identity.scopes;
  if (scopes !== null && one.scope !== null && !scopes.has(one.scope)) {
    const granular = one.granular ?? [];
    if (granular.length === 0 || !granular.every((scope) => scopes.has(scope)))
      return { status: 401, body: { code: 401, message: 'Unauthorized; scope does not match' } };
  }
  if (incoming.text !== '' && incoming.mediaType !== 'application/json')
    return { status: 415, text: '', ...headers };
  const unknown = [...query.keys()].find((name) => !(one.query ?? []).includes(name));
  if (unknown !== undefined) return notPlayed(engine, `${operation} with ?${unknown}`);
  const view = { site, api: incoming.version, base: place.base, timeZone: viewer?.timeZone ?? 'Etc/UTC' };
  try {
    return { ...one.handler({ site, viewer, view, params, query, body: parse(incoming.text) }), ...headers };
  } catch (problem) {
    if (problem instanceof NotPlayed) return notPlayed(engine, `${operation}: ${problem.what}`);
    if (!(problem instanceof JiraRefusal)) throw problem;
    const { status, errorMessages, errors } = problem;
    return { status, body: { errorMessages, errors }, ...headers };
  }
}

function notPlayed(engine: Engine, what: string): Reply {
  engine.unplayed.push(what);
  return { status: 501, body: { errorMessages: [`The sandbox's Jira does not play ${what}.`], errors: {} } };
}

/** Undefined: there is none, or it is no JSON. */
function parse(text: string): Json | undefined {
  try {
    return text === '' ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}
