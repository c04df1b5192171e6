/** Whether webhooks reach Baton, as the doctor tries it: against Baton itself, and against what else can stand there. */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { pino } from 'pino';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

import { doorFindings } from '../../src/jira/doctor/door.ts';
import { reportOf } from '../../src/jira/doctor/finding.ts';
import type { JiraSite } from '../../src/jira/site.ts';
import { startService, type Service } from '../../src/service/index.ts';
import { settings } from '../web/nowhere.ts';
import { siteAt, token } from './answering.ts';

const secret = 'the secret of the webhook';
const nowhere = 'http://127.0.0.1:59998';
let service: Service;
let lines = '';

const site = (more: Partial<JiraSite> = {}): JiraSite =>
  siteAt(nowhere, 'cloud', { webhookSecret: () => secret, ...more });

beforeAll(async () => {
  service = await startService({
    environment: {
      ...settings(),
      dataDir: ':memory:',
      jira: [site(), site({ name: 'silent', webhookSecret: null })],
    },
    log: pino({ level: 'debug' }, { write: (line: string) => void (lines += line) }),
    createItemLook: () => async () => {},
  });
});
afterAll(async () => {
  await service.stop();
  expect(lines).not.toContain(secret);
});

/** What the doctor says of a site whose webhooks are to go there. */
async function said(
  url: string | null,
  one: JiraSite = site(),
  { timeout, key = secret }: { readonly timeout?: number; readonly key?: string } = {},
): Promise<readonly string[]> {
  const findings = await doorFindings(reportOf(one), { site: one, secret: () => key, url, timeout });
  expect(JSON.stringify(findings)).not.toMatch(new RegExp(`${secret}|${token}|sha256`));
  return findings.map(({ level, what, remedy }) => `${level}: ${what}${remedy === null ? '' : ` ${remedy}`}`);
}

/** Something else that listens. @returns its address */
async function other(answer: RequestListener, make: (answer: RequestListener) => Server = createServer) {
  const server = make(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const saying =
  (status: number, body = '', headers: Record<string, string> = {}): RequestListener =>
  (request, response) => {
    request.resume();
    response.writeHead(status, headers).end(body);
  };

test('Baton takes what is signed with its secret, and refuses what is not; nothing is kept of either', async () => {
  expect(await said(service.url)).toEqual([
    `ok: Baton answers at ${service.url}/jira/webhooks/acme: it took a webhook with our secret, and refused one with another. Both were sent from here.`,
  ]);
  const page = await (await fetch(`${service.url}/metrics`)).text();
  expect(page.split('\n').filter((line) => line.startsWith('baton_deliveries_total'))).toEqual([
    'baton_deliveries_total{event="jira-other",outcome="ignored",reason=""} 1',
    'baton_deliveries_total{event="jira",outcome="refused",reason="wrong signature"} 1',
  ]);
  expect(await service.store.db.selectFrom('deliveries').selectAll().execute()).toEqual([]);
});

test('without an address it says how to have it tried', async () => {
  expect(await said(null)).toEqual([
    'note: Whether webhooks reach Baton was not tried. Say where Jira is to send them: --url https://baton.example.com.',
  ]);
});

test('the Baton there has another secret, or does not know the site', async () => {
  const at = `${service.url}/jira/webhooks`;
  expect(await said(service.url, site(), { key: 'a new one' })).toEqual([
    `wrong: ${at}/acme answered 401: the Baton that runs there has another secret, or the body was changed on its way. Give it the secret that sites.acme.webhook-secret has here, and start it again.`,
  ]);
  for (const name of ['silent', 'unknown'])
    expect(await said(service.url, site({ name }))).toEqual([
      `wrong: ${at}/${name} answered 404: nothing takes the webhooks of ${name} there. See that the Baton that runs there has sites.${name}.webhook-secret in its own settings, was started since, and takes webhooks (baton work doesn’t), and that the path arrives as it was sent.`,
    ]);
});

test('what stands before Baton takes the signature away, cuts the path, or answers by itself', async () => {
  const proxy = await other((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => void parts.push(part));
    request.on('end', () => {
      void fetch(service.url + request.url, { method: 'POST', body: Buffer.concat(parts) }).then(
        async (answer) => response.writeHead(answer.status).end(await answer.text()),
      );
    });
  });
  const between = 'what stands between it and Baton (a proxy, a firewall)';
  expect(await said(proxy)).toEqual([
    `wrong: ${proxy}/jira/webhooks/acme answered 401: the signature did not arrive. Let ${between} pass the header X-Hub-Signature on.`,
  ]);
  for (const status of [401, 403]) {
    const login = await other(saying(status, '<h1>Who are you?</h1>'));
    expect(await said(login)).toEqual([
      `wrong: ${login}/jira/webhooks/acme answered ${status}, and not in Baton's words: somebody before it wants to know who asks. Let ${between} pass webhooks without a login: their signature says whose they are.`,
    ]);
  }
  for (const answer of [saying(404, '<h1>Not found</h1>'), saying(200, 'It works!'), saying(202, '{}')]) {
    const page = await other(answer);
    expect(await said(page)).toEqual([
      expect.stringMatching(
        `^wrong: What answers at ${page}/jira/webhooks/acme is no Baton \\(\\d+\\). See whether the address is right, and whether what`,
      ),
    ]);
  }
});

test('it is led elsewhere, and does not follow', async () => {
  const asked: string[] = [];
  const login = await other((request, response) => {
    asked.push(request.url ?? '');
    response.end();
  });
  const leading = await other(saying(302, '', { location: `${login}/login?token=hush` }));
  expect(await said(leading)).toEqual([
    `wrong: ${leading}/jira/webhooks/acme leads elsewhere (302, to ${login}/login), and Jira need not follow. Give Jira the address where it ends, and ask again with that one.`,
  ]);
  const lost = await other(saying(301));
  expect(await said(lost)).toEqual([
    expect.stringMatching(`^wrong: ${lost}/jira/webhooks/acme leads elsewhere \\(301\\), and`),
  ]);
  expect(asked).toEqual([]);
});

test('Baton is not ready, or not behind its proxy', async () => {
  const starting = await other(saying(503, '{"error":"Baton is starting."}'));
  expect(await said(starting)).toEqual([
    `wrong: ${starting}/jira/webhooks/acme answered 503. Baton says why in its log: it is starting or stopping, or its store cannot be written. Ask again in a minute.`,
  ]);
  const alone = await other(saying(502, '<h1>Bad gateway</h1>'));
  expect(await said(alone)).toEqual([
    `wrong: ${alone}/jira/webhooks/acme answered 502. See whether Baton runs, and whether what stands between it and Baton (a proxy, a firewall) leads to it.`,
  ]);
});

test('a server that takes everything is found out', async () => {
  const every: RequestListener = (request, response) => {
    request.resume();
    const accepted = request.headers['x-atlassian-webhook-identifier'];
    response.writeHead(202).end(JSON.stringify({ accepted }));
  };
  const open = await other(every);
  expect(await said(open)).toEqual([
    `wrong: What answers at ${open}/jira/webhooks/acme takes webhooks with a wrong signature, too: it is no Baton. Lead the address to Baton itself, and let nothing in between answer for it.`,
  ]);
  let times = 0;
  const once = await other((request, response) =>
    ++times === 1 ? every(request, response) : saying(500)(request, response),
  );
  expect(await said(once)).toEqual([
    `note: Baton took a webhook with our secret at ${once}/jira/webhooks/acme, and did not say whether it refuses one with another. Ask again in a minute.`,
  ]);
});

test('nobody answers', async () => {
  const dns = 'Mend the name, or its entry in the DNS.';
  expect(await said('https://baton.invalid')).toEqual([
    expect.stringMatching(`^wrong: baton.invalid is no name that is known here \\(E[A-Z_]+\\). ${dns}$`),
  ]);
  expect(await said(nowhere)).toEqual([
    'wrong: Nothing listens at 127.0.0.1:59998 (ECONNREFUSED). Start Baton, or what stands before it, or fix the port.',
  ]);
  const silent = await other(() => {});
  expect(await said(silent, site(), { timeout: 1000 })).toEqual([
    `wrong: ${new URL(silent).host} did not answer in time (TIMEOUT). See whether a firewall lets requests through to it, and whether Baton runs.`,
  ]);
  const rude = await other((request) => request.socket.destroy());
  expect(await said(rude)).toEqual([
    `wrong: The connection to ${new URL(rude).host} failed (UND_ERR_SOCKET). See whether the address is right, http or https included.`,
  ]);
  const endless = await other(saying(200, ' '.repeat(64 * 1024 + 1)));
  expect(await said(endless)).toEqual([
    `wrong: What answers at ${endless}/jira/webhooks/acme is no Baton: its answer has no end. See whether the address is right.`,
  ]);
});

/** Signed by itself; for tests alone, and for 127.0.0.1. */
const cert = `-----BEGIN CERTIFICATE-----
MIHjMIGWoAMCAQICAQEwBQYDK2VwMBAxDjAMBgNVBAMMBWJhdG9uMCAXDTIwMDEw
MTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAQMQ4wDAYDVQQDDAViYXRvbjAqMAUG
AytlcAMhACe6v/DnUL0+i7BpTAhjDaF4Uqjb2Fnb8CTHGu+GXC1HoxMwETAPBgNV
HREECDAGhwR/AAABMAUGAytlcANBANNbE1SyIBRmzymCBGS9ByOSlGNZm+VuOEwU
9kERd23KmQPRIwjw86F3QfdrHDifWBCTDd27tSiaMHGqgaUvLgs=
-----END CERTIFICATE-----`;
const key = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIO8BFwWbGrbEX6OFrtGegMIYtJin+WLfj27rmiQD39HL
-----END PRIVATE KEY-----`;

test('nobody there can be trusted', async () => {
  const remedy =
    'Give it a certificate for that name, not expired and with all certificates in between, that Jira trusts. One of an authority of your own is trusted here with NODE_EXTRA_CA_CERTS.';
  const secure = await other(saying(202), (answer) => createSecureServer({ cert, key }, answer));
  const plain = await other(saying(202));
  for (const [url, code] of [
    [secure, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    [plain, 'ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG|EPROTO'],
  ] as const) {
    const { host } = new URL(url);
    expect(await said(`https://${host}`)).toEqual([
      expect.stringMatching(`^wrong: ${host} cannot be trusted, or has no TLS \\((${code})\\). ${remedy}$`),
    ]);
  }
});

test('Cloud sends to https alone', async () => {
  const { port } = new URL(service.url);
  // An address of this machine that is not written as one.
  const url = `http://0.0.0.0:${port}`;
  const [note, well] = await said(url);
  expect(note).toBe(
    `note: ${url}/jira/webhooks/acme is no address for Jira Cloud, which sends webhooks to https alone. Give Jira an address with https, and ask again with that one.`,
  );
  expect(well).toMatch(/^ok: Baton answers at /);
  expect(await said(url, site({ flavour: 'data-center' }))).toHaveLength(1);
});
