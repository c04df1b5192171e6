/** A Probot app that does nothing, as a process of its own: `GET /cpu` tells the processor time it took so far. */
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { pino } from 'pino';
import { createNodeMiddleware, Probot } from 'probot';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const secret = process.env['WEBHOOK_SECRET'] ?? '';
const probot = new Probot({ appId: 1, privateKey, secret, log: pino({ level: 'silent' }) });
const middleware = await createNodeMiddleware(() => {}, { probot, webhooksPath: '/api/github/webhooks' });
const server = createServer((request, response) => {
  if (request.url !== '/cpu') {
    void middleware(request, response);
    return;
  }
  // Asked for here alone: it takes as long as a tenth of a webhook does.
  const { user, system } = process.cpuUsage();
  response.end(String((user + system) / 1e6));
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
