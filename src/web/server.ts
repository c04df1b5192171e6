/** The pages that Baton serves: webhooks for GitHub, health and readiness for monitors. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import type { Logger } from 'pino';

import { reply } from './reply.ts';
import { receiveWebhook, webhookPath, type WebhookOptions } from './webhooks.ts';

export type WebState = 'starting' | 'serving' | 'draining';

export type WebOptions = WebhookOptions & {
  readonly state: () => WebState;
  readonly log: Logger;
};

type Route = {
  readonly methods: readonly string[];
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;
};

/** A server that does not listen yet. */
export function createWeb(options: WebOptions): Server {
  const { state, log } = options;
  const routes: Readonly<Record<string, Route>> = {
    [webhookPath]: {
      methods: ['POST'],
      answer: (request, response) => {
        if (state() === 'serving') return receiveWebhook(request, response, options);
        // GitHub shows it as failed, and can be asked for it again.
        response.setHeader('connection', 'close');
        return reply(response, 503, { error: `Baton is ${state()}.` });
      },
    },
    '/healthz': {
      methods: ['GET', 'HEAD'],
      answer: (_, response) => reply(response, 200, { status: 'alive' }),
    },
    '/readyz': {
      methods: ['GET', 'HEAD'],
      answer: (_, response) => reply(response, state() === 'serving' ? 200 : 503, { status: state() }),
    },
  };
  return createServer((request, response) => {
    void answer(routes, request, response, log);
  });
}

async function answer(
  routes: Readonly<Record<string, Route>>,
  request: IncomingMessage,
  response: ServerResponse,
  log: Logger,
): Promise<void> {
  try {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const trimmed = path.length > 1 ? path.replace(/\/+$/, '') : path;
    const route = Object.hasOwn(routes, trimmed) ? routes[trimmed] : undefined;
    if (route === undefined) return reply(response, 404, { error: 'There is nothing here.' });
    if (!route.methods.includes(request.method ?? '')) {
      response.setHeader('allow', route.methods.join(', '));
      return reply(response, 405, { error: `Only ${route.methods.join(' and ')} here.` });
    }
    await route.answer(request, response);
  } catch (error) {
    if (request.socket.destroyed) return;
    log.error({ err: error, path: request.url?.slice(0, 200) }, 'A request could not be answered.');
    reply(response, 500, { error: 'That did not work; it was logged.' });
  }
}
