/**
 * Without credentials: a page that registers the App on GitHub from `app.yml`, and keeps in `.env` what GitHub answers.
 *
 * Probot has such a page, at the same addresses. It takes a code from anybody who makes an administrator follow a
 * link, believes whatever name it is called by, and writes over credentials; so this one stands in its place.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Logger } from 'pino';

import { AlreadyRegistered, SettingError, type Environment } from '../environment/index.ts';
import {
  close,
  createBoundedServer,
  createChannel,
  listen,
  pathOf,
  reply,
  turnAway,
  webhookPath,
} from '../web/index.ts';
import { createSteps, keyNeeded, type Visit } from './desk.ts';
import { readManifest } from '../app-manifest.ts';
import { NoApp } from './manifest.ts';
import { escaped, sendOn, showPage } from './pages.ts';
import { Refused } from './refused.ts';
import { hasKey, isLocal, isLoopbackName, isOpenedByItself, isWildcard, originOf } from './visitors.ts';

export type Registration = {
  readonly url: string;
  /** Resolves when `.env` has the credentials, and whoever registered has been told. */
  readonly registered: Promise<void>;
  stop(): Promise<void>;
};

/**
 * Starts the page, on this machine alone unless HOST says otherwise. Whoever comes from elsewhere needs the key that
 * the log shows: the page chooses which App Baton is.
 * @param folder where `.env` is kept, and `app.yml` looked for
 * @throws CannotListen
 */
export async function startRegistration(
  environment: Environment,
  log: Logger,
  folder: string = process.cwd(),
): Promise<Registration> {
  const { host, githubUrl, publicUrl = null } = environment;
  const doorkeeper = { host, publicUrl };
  const key = randomBytes(18).toString('base64url');
  const { promise: registered, resolve } = Promise.withResolvers<void>();
  let channel = environment.webhookProxyUrl;
  let isReady = false;
  const steps = createSteps({
    environment,
    manifest: await readManifest(folder),
    folder,
    log,
    key,
    channel: () => channel,
    registered: resolve,
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = pathOf(request.url ?? '/');
    if (path === null) return turnAway(request, response, 414, { error: 'The address is too long.' });
    if (path === '/healthz') return reply(response, 200, { status: 'alive' });
    // Browsers ask for it; there is none.
    if (path === '/favicon.ico') return void response.writeHead(204).end();
    if (path === webhookPath) steps.trials.receive(request);
    if (path === '/readyz' || path === webhookPath || !isReady) {
      return turnAway(request, response, 503, { error: 'Baton is not registered on GitHub yet.' });
    }
    const origin = originOf(request, doorkeeper);
    if (origin === null) {
      throw new Refused(
        403,
        'This page does not answer under that name. Open it at localhost, at the address in HOST, or set PUBLIC_URL to the address that you use.',
      );
    }
    const query = new URLSearchParams((request.url ?? '').slice((request.url ?? '').indexOf('?') + 1));
    await route({ request, response, origin, path, query });
  }

  async function route(visit: Visit): Promise<void> {
    const { request, response, origin, path, query } = visit;
    if (request.method === 'POST' && path === '/probot') return steps.takeChoices(visit);
    if (request.method === 'POST' && path === '/probot/import') return steps.takeCredentials(visit);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new Refused(405, 'This page can only be read.');
    if (!isOpenedByItself(request)) throw new Refused(403, 'Open this page in a window of its own.');
    if (path === '/') return sendOn(response, '/probot');
    if (path === '/probot/setup') {
      // It uses up what it is given: that is not for those who only look ahead.
      if (request.method === 'HEAD') throw new Refused(405, 'Open this page with GET.');
      return steps.takeCode(visit);
    }
    if (path !== '/probot' && path !== '/probot/import')
      throw new Refused(404, 'There is nothing here. Open /probot.');
    if (!isLocal(request, origin) && !hasKey(query.get('key'), key)) throw new Refused(403, keyNeeded);
    if (path === '/probot') return steps.showChoices(visit);
    steps.showImport(visit);
  }

  function explain(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (request.socket.destroyed) return;
    const [status, why] = whatToSay(error);
    if (status >= 500) log.error({ err: error }, 'The registration page could not answer.');
    else log.warn({ status, why }, 'The registration page refused a request.');
    response.setHeader('connection', 'close');
    showPage(response, {
      status,
      title: 'Baton could not do this',
      content: `<p>${escaped(why)}</p>`,
      githubUrl,
    });
  }

  const web = createBoundedServer((request, response) => {
    answer(request, response).catch((error: unknown) => explain(request, response, error));
  });
  const url = await listen(web, host ?? 'localhost', environment.port);
  channel ??= await channelFor(environment, log);
  isReady = true;
  const shown =
    publicUrl ?? (host === null || isWildcard(host) ? `http://localhost:${new URL(url).port}` : url);
  const isHere = publicUrl === null && (host === null || isLoopbackName(host));
  log.info(
    `Baton is not registered on GitHub yet. Open ${shown}/probot${isHere ? '' : `?key=${key}`} to register it.`,
  );
  return { url, registered, stop: () => close(web) };
}

/** The status, and a sentence that says what to do. No more is told of what nobody foresaw: it may hold secrets. */
function whatToSay(error: unknown): [number, string] {
  if (error instanceof Refused) return [error.status, error.message];
  if (error instanceof AlreadyRegistered) return [409, error.message];
  if (error instanceof NoApp)
    return [502, `${error.message} Nothing was registered. Open /probot to begin again.`];
  if (error instanceof SettingError)
    return [400, `${error.message} Nothing was kept. Go back and enter it again.`];
  return [500, 'That is a defect of Baton; its log says more.'];
}

/** GitHub sends webhooks to public addresses alone; a channel of smee.io stands in for `localhost`. */
async function channelFor({ publicUrl, smee = true }: Environment, log: Logger): Promise<string | null> {
  if (publicUrl !== undefined || !smee) return null;
  try {
    return (await createChannel()) ?? null;
  } catch (error) {
    log.warn(
      { err: error },
      "Baton can't reach smee.io, so the registration page suggests this server's own address for webhooks. If GitHub can't reach that, enter another one there.",
    );
    return null;
  }
}
