/**
 * Without credentials: a page that registers the App on GitHub from `app.yml`, and keeps in `.env` what GitHub answers.
 *
 * Probot has such a page, at the same addresses. It takes a code from anybody who makes an administrator follow a
 * link, believes whatever name it is called by, and writes over credentials; so this one stands in its place.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Logger } from 'pino';

import {
  AlreadyRegistered,
  keepInEnvFile,
  keepRegistration,
  SettingWrong,
  type Environment,
  type Registered,
} from '../environment.ts';
import {
  close,
  createBodies,
  createBoundedServer,
  createChannel,
  listen,
  pathOf,
  reply,
  turnAway,
  webhookPath,
} from '../web/index.ts';
import {
  codeForm,
  createAppFrom,
  loginForm,
  manifestFor,
  newAppUrl,
  NoApp,
  readManifest,
} from './manifest.ts';
import { escaped, importForm, registerForm, sendOn, showPage } from './pages.ts';
import { createStates } from './states.ts';
import {
  hasKey,
  isFromOurPage,
  isLocal,
  isLoopbackName,
  isOpenedByItself,
  isWildcard,
  originOf,
  type Origin,
} from './visitors.ts';

/** Bytes of a form with a private key in it. */
const formLimit = 64 * 1024;

type Visit = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly origin: Origin;
  readonly path: string;
  readonly query: URLSearchParams;
};

/** A page for somebody who has to do something else first. */
class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

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
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { host, githubUrl, publicUrl = null } = environment;
  const doorkeeper = { host, publicUrl };
  const manifest = await readManifest(folder);
  const states = createStates(Date.now);
  const bodies = createBodies();
  const key = randomBytes(18).toString('base64url');
  let channel = environment.webhookProxyUrl;
  let isReady = false;

  function keep(app: Registered): void {
    keepRegistration(app, folder);
    log.info(`The App ${app.appId} is registered, and its credentials are in .env. Start Baton again.`);
  }

  function showForm({ response, origin, query }: Visit): void {
    const organization = query.get('organization')?.trim() || null;
    if (organization !== null && !loginForm.test(organization)) {
      throw new Refused(
        400,
        'An organization’s login has letters, digits and hyphens, at most 39. Go back and enter it again.',
      );
    }
    const form = registerForm({
      name: manifest.name,
      description: manifest.description ?? '',
      action: newAppUrl(githubUrl, organization, states.issue()),
      manifest: manifestFor(manifest, origin, { channel, publicUrl }),
      organization,
      key: query.get('key'),
    });
    showPage(response, 200, `Register ${manifest.name}`, form, githubUrl);
  }

  async function takeCode({ response, query }: Visit): Promise<void> {
    const state = query.get('state') ?? '';
    const code = query.get('code') ?? '';
    if (!states.take(state)) {
      throw new Refused(
        403,
        'This link does not come from a registration that was begun here within the last hour, so nothing was registered. Open /probot and begin again.',
      );
    }
    if (!codeForm.test(code))
      throw new Refused(400, 'GitHub’s code is missing. Open /probot and begin again.');
    try {
      const { app, page } = await createAppFrom(code, environment.apiUrl);
      keep(app);
      sendOn(response, `${page}/installations/new`);
    } catch (error) {
      if (error instanceof NoApp && error.mayRetry) states.giveBack(state);
      throw error;
    }
  }

  async function takeCredentials({ request, response, origin }: Visit): Promise<void> {
    if (!isFromOurPage(request, origin)) {
      throw new Refused(
        403,
        'Only the registration page itself may do that. Open /probot/import and enter them there.',
      );
    }
    const body = await bodies.receive(request, response, formLimit);
    if ('status' in body) throw new Refused(body.status, body.why);
    const given = fieldsOf(Buffer.concat(body).toString());
    if (!isLocal(request, origin) && !hasKey(given.get('key'), key)) throw new Refused(403, keyNeeded);
    const [appId, privateKey, webhookSecret] = ['appId', 'pem', 'webhook_secret'].map((name) =>
      given.get(name)?.trim(),
    );
    if (!appId || !privateKey || !webhookSecret) {
      throw new Refused(
        400,
        'The App ID, the private key and the webhook secret are all needed. Go back and fill them in.',
      );
    }
    keep({ appId, privateKey, webhookSecret });
    showPage(
      response,
      200,
      'Baton has the App’s credentials',
      '<p>They are in .env. Start Baton again.</p>',
      githubUrl,
    );
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = pathOf(request.url ?? '/');
    if (path === null) return turnAway(request, response, 414, { error: 'The address is too long.' });
    if (path === '/healthz') return reply(response, 200, { status: 'alive' });
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
    const isForm = request.method === 'POST' && path === '/probot/import';
    if (isForm) return takeCredentials(visit);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new Refused(405, 'This page is only read.');
    if (!isOpenedByItself(request)) throw new Refused(403, 'Open this page in a window of its own.');
    if (path === '/') return sendOn(response, '/probot');
    if (path === '/probot/setup') {
      // It uses up what it is given: that is not for those who only look ahead.
      if (request.method === 'HEAD') throw new Refused(405, 'Open this page with GET.');
      return takeCode(visit);
    }
    if (path !== '/probot' && path !== '/probot/import')
      throw new Refused(404, 'There is nothing here. Open /probot.');
    if (!isLocal(request, origin) && !hasKey(query.get('key'), key)) throw new Refused(403, keyNeeded);
    if (path === '/probot') return showForm(visit);
    showPage(response, 200, 'Enter the App’s credentials', importForm(query.get('key')), githubUrl);
  }

  function explain(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (request.socket.destroyed) return;
    const [status, why] = whatToSay(error);
    if (status >= 500) log.error({ err: error }, 'The registration page could not answer.');
    else log.warn({ status, why }, 'The registration page refused a request.');
    response.setHeader('connection', 'close');
    showPage(response, status, 'That did not work', `<p>${escaped(why)}</p>`, githubUrl);
  }

  const web = createBoundedServer((request, response) => {
    answer(request, response).catch((error: unknown) => explain(request, response, error));
  });
  const url = await listen(web, host ?? 'localhost', environment.port);
  channel ??= await channelFor(environment, log, folder);
  isReady = true;
  const shown =
    publicUrl ?? (host === null || isWildcard(host) ? `http://localhost:${new URL(url).port}` : url);
  const isHere = publicUrl === null && (host === null || isLoopbackName(host));
  log.info(
    `Baton is not registered on GitHub yet. Open ${shown}/probot${isHere ? '' : `?key=${key}`} to register it, then start Baton again.`,
  );
  return { url, stop: () => close(web) };
}

const keyNeeded =
  'From another machine, this page opens with the link in Baton’s log alone. Copy it from there, with its key.';

/** The status, and a sentence that says what to do. No more is told of what nobody foresaw: it may hold secrets. */
function whatToSay(error: unknown): [number, string] {
  if (error instanceof Refused) return [error.status, error.message];
  if (error instanceof AlreadyRegistered) return [409, error.message];
  if (error instanceof NoApp)
    return [502, `${error.message} Nothing was registered. Open /probot to begin again.`];
  if (error instanceof SettingWrong)
    return [400, `${error.message} Nothing was kept. Go back and enter it again.`];
  return [500, 'That is a defect of Baton; its log says more.'];
}

/** What a form says, as browsers send it or as JSON. */
function fieldsOf(text: string): Map<string, string> {
  if (!text.trimStart().startsWith('{')) return new Map(new URLSearchParams(text));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refused(400, 'The body is no JSON.');
  }
  return new Map(
    Object.entries(value ?? {}).flatMap(([name, field]) =>
      typeof field === 'string' || typeof field === 'number' ? [[name, String(field)] as const] : [],
    ),
  );
}

/** GitHub sends webhooks to public addresses alone; a channel of smee.io stands in for `localhost`. */
async function channelFor(
  { publicUrl, smee = true }: Environment,
  log: Logger,
  folder: string,
): Promise<string | null> {
  if (publicUrl !== undefined || !smee) return null;
  try {
    const channel = (await createChannel()) ?? null;
    if (channel !== null) keepInEnvFile({ WEBHOOK_PROXY_URL: channel }, folder);
    return channel;
  } catch (error) {
    log.warn(
      { err: error },
      "smee.io cannot be reached, so the App is given this server's own address for its webhooks. If GitHub cannot reach that, set WEBHOOK_PROXY_URL first.",
    );
    return null;
  }
}
