/** The pages that Baton serves: webhooks for GitHub and Jira, health and readiness for monitors. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

import type { Logger } from 'pino';

import { createBodies } from './bodies.ts';
import { createBoundedServer } from './bounds.ts';
import { createForPeople } from './for-people.ts';
import { receiveFromJira, siteAt, type JiraDoor } from './jira-webhooks.ts';
import { createRefusals } from './refusals.ts';
import { hasBody, reply, turnAway } from './reply.ts';
import { bears } from './secrets.ts';
import { pathOf } from './target.ts';
import { receiveWebhook, webhookPath, type WebhookOptions } from './webhooks.ts';

export type WebState = 'starting' | 'serving' | 'draining';

export type WebOptions = WebhookOptions & {
  readonly state: () => WebState;
  /** Why no webhook could be kept now, in a sentence; null: they can be. */
  readonly notReady?: () => Promise<string | null>;
  /** What cannot be used now: `github`, `jira`, `database`; absent: nobody asks. */
  readonly outages?: () => readonly string[];
  /** What waits so that GitHub's limit reaches for what is more urgent, in words; null: nothing. */
  readonly paced?: () => Promise<string | null>;
  /** Told of each webhook that was acknowledged: after how many seconds. */
  readonly acknowledged?: (seconds: number) => void;
  /** The page for Prometheus. `token`: what readers have to show; null: everybody may read. */
  readonly metrics?: {
    readonly text: () => Promise<string>;
    readonly contentType: string;
    readonly token: string | null;
  };
  /** False: another process takes them. */
  readonly webhooks: boolean;
  /** Answers what is for none of these addresses: the pages for people. Absent: there are none. */
  readonly people?: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** What comes from Jira; absent: nothing does. */
  readonly jira?: JiraDoor;
  readonly log: Logger;
};

type Route = {
  readonly methods: readonly string[];
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;
};

/** @returns false: it is none of Baton's pages, and nothing was answered */
export type Pages = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** A server that does not listen yet. */
export function createWeb(options: WebOptions): Server {
  const { people, log } = options;
  const pages = createPages(options);
  const forPeople = people === undefined ? null : createForPeople(people, log);
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (await pages(request, response)) return;
    if (forPeople === null) return turnAway(request, response, 404, { error: 'There is nothing here.' });
    if (options.state() === 'serving') return forPeople(request, response);
    response.setHeader('retry-after', '5');
    return turnAway(request, response, 503, { error: `Baton is ${options.state()}.` });
  };
  return createBoundedServer((request, response) => void serve(request, response));
}

/** The pages for a server of somebody else's. */
export function createPages(options: WebOptions): Pages {
  const { state, notReady = async () => null, metrics, log } = options;
  const shared = { bodies: createBodies(), refusals: createRefusals(log) };
  const webhooks = (receive: Route['answer']): Route => ({
    methods: ['POST'],
    answer: (request, response) => {
      if (!options.webhooks) {
        const why = 'This process takes no webhooks: baton serve and baton web do.';
        return turnAway(request, response, 404, { error: why });
      }
      if (state() === 'serving') return timed(receive, request, response);
      // GitHub shows it as failed, and can be asked for it again; Jira sends it again, or its sweep finds it.
      response.setHeader('connection', 'close');
      return turnAway(request, response, 503, { error: `Baton is ${state()}.` });
    },
  });
  const timed = async (
    receive: Route['answer'],
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    const begun = performance.now();
    await receive(request, response);
    if (response.statusCode < 300) options.acknowledged?.((performance.now() - begun) / 1000);
  };
  const outagesNow = (): { readonly outages?: readonly string[] } => {
    const outages = options.outages?.() ?? [];
    return outages.length === 0 ? {} : { outages };
  };
  const routes: Readonly<Record<string, Route>> = {
    [webhookPath]: webhooks((request, response) =>
      receiveWebhook(request, response, { ...options, ...shared }),
    ),
    '/healthz': {
      methods: ['GET', 'HEAD'],
      answer: (_, response) => reply(response, 200, { status: 'alive' }),
    },
    '/readyz': {
      methods: ['GET', 'HEAD'],
      async answer(_, response) {
        if (state() !== 'serving') return reply(response, 503, { status: state() });
        const why = await notReady();
        if (why === null) reply(response, 200, { status: 'serving', ...outagesNow() });
        else reply(response, 503, { status: 'not ready', why });
      },
    },
    '/workz': {
      methods: ['GET', 'HEAD'],
      async answer(_, response) {
        if (state() !== 'serving') return reply(response, 503, { status: state() });
        const { outages = [] } = (await notReady()) === null ? outagesNow() : { outages: ['database'] };
        const paced = outages.length === 0 ? ((await options.paced?.()) ?? null) : null;
        if (outages.length === 0)
          reply(response, 200, { status: 'working', ...(paced === null ? {} : { paced }) });
        else reply(response, 503, { status: 'not working', outages });
      },
    },
    ...(metrics === undefined ? {} : { '/metrics': metricsRoute(metrics) }),
  };
  const { jira } = options;
  const find = (path: string): Route | undefined => {
    if (Object.hasOwn(routes, path)) return routes[path];
    const site = jira === undefined ? null : siteAt(jira, path);
    return jira === undefined || site === null
      ? undefined
      : webhooks((request, response) =>
          receiveFromJira(request, response, site, { ...jira, ...shared, log }),
        );
  };
  return (request, response) => answer(find, request, response, log);
}

function metricsRoute({ text, contentType, token }: NonNullable<WebOptions['metrics']>): Route {
  // Made once for all who ask at the same time: it asks the database.
  let making: Promise<string> | null = null;
  const page = (): Promise<string> =>
    (making ??= text().finally(() => {
      making = null;
    }));
  return {
    methods: ['GET', 'HEAD'],
    async answer(request, response) {
      if (token !== null && !bears(request, token)) {
        response.setHeader('www-authenticate', 'Bearer');
        return reply(response, 401, { error: 'METRICS_TOKEN is needed here, as a bearer token.' });
      }
      const content = await page();
      response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' });
      response.end(content);
    },
  };
}

async function answer(
  find: (path: string) => Route | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  log: Logger,
): Promise<boolean> {
  try {
    const path = pathOf(request.url ?? '/');
    if (path === null) {
      turnAway(request, response, 414, { error: 'The address is too long.' });
      return true;
    }
    const route = find(path);
    if (route === undefined) return false;
    await answerAt(route, request, response);
  } catch (error) {
    if (request.socket.destroyed) return true;
    log.error({ err: error, path: request.url?.slice(0, 200) }, 'A request could not be answered.');
    reply(response, 500, { error: 'Baton couldn’t answer this; the log says why.' });
  }
  return true;
}

async function answerAt(
  { methods, answer: respond }: Route,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!methods.includes(request.method ?? '')) {
    response.setHeader('allow', methods.join(', '));
    return turnAway(request, response, 405, { error: `Only ${methods.join(' and ')} here.` });
  }
  if (hasBody(request) && !methods.includes('POST')) {
    return turnAway(request, response, 413, { error: 'This address takes no body.' });
  }
  await respond(request, response);
}
