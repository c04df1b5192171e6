/** How fast a webhook is acknowledged, beside a bare Probot app that does nothing, in turns in one run. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { pino } from 'pino';
import { createNodeMiddleware, Probot } from 'probot';

import { readEnvironment } from '../../src/environment/index.ts';
import { startService } from '../../src/service/index.ts';
import { postAll, type Times } from './post.ts';

const secret = 'bench, and long enough';
const body = JSON.stringify({
  action: 'opened',
  issue: { number: 1, title: 'Coupons', body: 'x'.repeat(4_000) },
  repository: { id: 1, node_id: 'R_1', name: 'shop', full_name: 'acme/shop', owner: { login: 'acme' } },
  installation: { id: 1 },
  sender: { login: 'anton', type: 'User' },
});
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

const round = (url: string, count: number, atOnce: number): Promise<Times> =>
  postAll(url, secret, [{ event: 'issues', body }], count, atOnce);

async function bareProbot(): Promise<Server> {
  const probot = new Probot({ appId: 1, privateKey, secret, log: pino({ level: 'silent' }) });
  const middleware = await createNodeMiddleware(() => {}, { probot, webhooksPath: '/api/github/webhooks' });
  const server = createServer((request, response) => void middleware(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Prints acknowledgements per second and the time of one, for both, and the ratio of the medians of the rounds. */
export async function benchAcknowledge(): Promise<void> {
  const bare = await bareProbot();
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'));
  const environment = readEnvironment({
    APP_ID: '1',
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: secret,
    GITHUB_API_URL: 'http://127.0.0.1:9',
    HOST: '127.0.0.1',
    PORT: '0',
  });
  if (environment.github === null) throw new Error('The bench has credentials.');
  const service = await startService({
    environment: { ...environment, github: environment.github, dataDir: folder },
    log: pino({ level: 'silent' }),
    createItemLook: () => async () => {},
  });
  const urls = {
    bare: `http://127.0.0.1:${(bare.address() as AddressInfo).port}/api/github/webhooks`,
    baton: `${service.url}/api/github/webhooks`,
  };
  const rounds: Record<keyof typeof urls, Times[]> = { bare: [], baton: [] };
  for (const url of Object.values(urls)) await round(url, 500, 10);
  for (let turn = 0; turn < 7; turn += 1) {
    rounds.bare.push(await round(urls.bare, 1_000, 10));
    rounds.baton.push(await round(urls.baton, 1_000, 10));
  }
  const median = (of: keyof typeof urls, what: keyof Times): number =>
    rounds[of].map((each) => each[what]).toSorted((one, other) => one - other)[3] ?? 0;
  console.log('\nacknowledgement of a webhook, 10 at once (median of 7 rounds of 1,000, in turns)');
  for (const name of ['bare', 'baton'] as const)
    console.log(
      `  ${name === 'bare' ? 'bare Probot' : 'Baton'.padEnd(11)}  ${median(name, 'perSecond').toFixed(0).padStart(6)} a second   p50 ${median(name, 'p50').toFixed(2)} ms   p99 ${median(name, 'p99').toFixed(2)} ms`,
    );
  const ratio = median('baton', 'p50') / median('bare', 'p50');
  console.log(`  Baton takes ${ratio.toFixed(2)} times as long as a bare Probot app (p50).`);
  await service.stop();
  rmSync(folder, { recursive: true });
  await new Promise<void>((resolve) => {
    bare.close(() => resolve());
    bare.closeAllConnections();
  });
}
