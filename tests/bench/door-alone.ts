/** Baton's door as a process of its own: what it takes is kept, and looked at by nobody. */
import { generateKeyPairSync } from 'node:crypto';

import { pino } from 'pino';

import { readEnvironment } from '../../src/environment/index.ts';
import { startService } from '../../src/service/index.ts';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const environment = readEnvironment({
  ...process.env,
  APP_ID: '1',
  PRIVATE_KEY: privateKey,
  GITHUB_API_URL: 'http://127.0.0.1:9',
  HOST: '127.0.0.1',
  PORT: '0',
});
if (environment.github === null) throw new Error('The bench has credentials.');
const service = await startService({
  environment: { ...environment, github: environment.github },
  log: pino({ level: 'silent' }),
  createItemLook: () => async () => {},
  duties: { web: true, work: false },
});
process.send?.(Number(new URL(service.url).port));
process.on('disconnect', () => void service.stop().then(() => process.exit()));
