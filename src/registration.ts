/**
 * Without credentials: Probot's registration page, which makes the App on GitHub from `app.yml` and keeps what
 * GitHub answers in `.env`.
 *
 * Probot offers that page only as a server of its own, on a port that cannot be 0, open to requests from other
 * sites, and with a webhook address that lacks the path. So it runs on loopback, and ours stands in front of it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import type { Logger } from 'pino';
import { run } from 'probot';

import { keepForProbot, settingsForProbot, type Environment } from './environment.ts';
import { close, createChannel, listen, reply, webhookPath } from './web/index.ts';

/**
 * Starts the page, on this machine alone unless HOST says otherwise: whoever reaches it chooses the App.
 * @throws CannotListen
 */
export async function startRegistration(
  environment: Environment,
  log: Logger,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  let behind = '';
  const web = createServer((request, response) => {
    void (async () => {
      try {
        await answer(request, response, behind);
      } catch (error) {
        log.error({ err: error }, 'The registration page could not answer.');
        reply(response, 500, { error: 'That did not work; it was logged.' });
      }
    })();
  });
  const url = await listen(web, environment.host ?? 'localhost', environment.port);
  const probot = await run(() => {}, {
    env: settingsForProbot(environment, await freePort()),
    log: log.child({}, { level: 'error' }),
    updateEnv: keepForProbot,
    SmeeClient: { createChannel: () => channel(log) },
  });
  behind = `http://127.0.0.1:${probot.port}`;
  const shown = environment.host === null ? `http://localhost:${new URL(url).port}` : url;
  log.info(
    `Baton is not registered on GitHub yet. Open ${shown}/probot to register it, then start Baton again.`,
  );
  return {
    url,
    async stop() {
      await Promise.all([close(web), probot.stop()]);
    },
  };
}

/** GitHub sends webhooks to public addresses alone; a channel of smee.io stands in for `localhost`. */
async function channel(log: Logger): Promise<string | undefined> {
  try {
    return await createChannel();
  } catch (error) {
    log.warn(
      "smee.io cannot be reached, so the App is given this server's own address for its webhooks. If GitHub cannot reach that, set WEBHOOK_PROXY_URL first.",
    );
    throw error;
  }
}

/** A port that was free a moment ago: Probot takes 0 for 3000. */
async function freePort(): Promise<number> {
  const server = createServer();
  const url = await listen(server, '127.0.0.1', 0);
  await close(server);
  return Number(new URL(url).port);
}

async function answer(request: IncomingMessage, response: ServerResponse, behind: string): Promise<void> {
  const [path = '/'] = (request.url ?? '/').split('?');
  if (path === '/healthz') return reply(response, 200, { status: 'alive' });
  if (path === '/readyz' || path === webhookPath || behind === '') {
    return reply(response, 503, { error: 'Baton is not registered on GitHub yet.' });
  }
  const { host = 'localhost', origin } = request.headers;
  // The page writes credentials: only its own form may.
  if (request.method !== 'GET' && request.method !== 'HEAD' && URL.parse(origin ?? '')?.host !== host) {
    return reply(response, 403, { error: 'Only the registration page itself may do that.' });
  }
  const forwarded = request.headers['x-forwarded-proto'] === 'https' ? { 'x-forwarded-proto': 'https' } : {};
  const answered = await fetch(`${behind}${request.url}`, {
    method: request.method ?? 'GET',
    headers: { 'x-forwarded-host': host, 'content-type': 'application/json', ...forwarded },
    body: request.method === 'POST' ? await textOf(request) : null,
    redirect: 'manual',
  });
  const body = await answered.text();
  const location = answered.headers.get('location');
  response.writeHead(answered.status, {
    'content-type': answered.headers.get('content-type') ?? 'text/plain',
    ...(location === null ? {} : { location }),
  });
  response.end(path === '/probot' ? withTruePath(body) : body);
}

/** The manifest's webhook address as Probot writes it is the site's root, unless a proxy's address is known. */
function withTruePath(page: string): string {
  return page.replace(
    /("hook_attributes":\{"url":"https?:\/\/[^/"]+)\/"/,
    (_, beginning: string) => `${beginning}${webhookPath}"`,
  );
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += String(part);
  return text;
}
