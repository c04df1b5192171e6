/**
 * Requests for the pages for people. Anybody can send them, and keep them open: there are only so many at once, so that
 * webhooks find a connection, and a form is whole before anything is made of it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Logger } from 'pino';

import { createBodies } from './bodies.ts';
import { hasBody, reply, turnAway } from './reply.ts';

type Answering = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Bytes of the largest form that people send. */
const formLimit = 128 * 1024;
/** Requests under way at once, those that are told of changes among them: the server has 512 connections. */
const mostUnderWay = 384;
/** Forms are over in a moment; beyond these, the oldest gives way. */
const forms = { atOnce: 32, together: 4 * 2 ** 20, silence: 5000, whole: 15_000 };

/** @param people makes the answers. A form's bytes are in the request's `rawBody`, as `@hono/node-server` reads it */
export function createForPeople(people: Answering, log: Pick<Logger, 'error'>): Answering {
  const bodies = createBodies(forms);
  let underWay = 0;
  return async (request, response) => {
    if (!isForPeople(request)) return turnAway(request, response, 404, { error: 'There is nothing here.' });
    if (underWay >= mostUnderWay) {
      response.setHeader('retry-after', '10');
      return turnAway(request, response, 503, { error: 'Too many pages are asked for at once.' });
    }
    underWay += 1;
    response.once('close', () => {
      underWay -= 1;
    });
    try {
      if (request.method === 'POST') {
        const body = await bodies.receive(request, response, formLimit);
        if ('status' in body) return turnAway(request, response, body.status, { error: body.why });
        Object.assign(request, { rawBody: Buffer.concat(body) });
      }
      await people(request, response);
    } catch (error) {
      if (request.socket.destroyed) return;
      log.error({ err: error }, 'A page could not be made.');
      reply(response, 500, { error: 'Baton couldn’t answer this; the log says why.' });
    }
  };
}

/** Whether a page could be asked for so. Everything else is turned away before anything is loaded for it. */
function isForPeople({ method, headers }: IncomingMessage): boolean {
  if (method === 'GET' || method === 'HEAD') return !hasBody({ headers });
  // Its length tells what it takes to read it.
  return method === 'POST' && Number(headers['content-length'] ?? Infinity) <= formLimit;
}
