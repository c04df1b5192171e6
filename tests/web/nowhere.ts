/** A service whose GitHub is nowhere: what it is told at its start, and what GitHub would sign. */
import { createHmac, generateKeyPairSync } from 'node:crypto';

import { readEnvironment, type Environment } from '../../src/environment.ts';

export const secret = 'a-very-secret-secret';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();

export const credentials = {
  APP_ID: '7',
  PRIVATE_KEY: pem,
  WEBHOOK_SECRET: secret,
  // Nothing listens there.
  GITHUB_API_URL: 'http://127.0.0.1:59999',
} as const;

type Settings = Environment & { readonly github: NonNullable<Environment['github']> };

/** The settings of a service on loopback, at a port that is free. */
export function settings(more: Record<string, string> = {}): Settings {
  const environment = readEnvironment({ ...credentials, HOST: '127.0.0.1', PORT: '0', ...more });
  if (environment.github === null) throw new Error('There are credentials.');
  return { ...environment, github: environment.github };
}

/** A body's signature, as the header has it. */
export const sign = (body: string | Buffer, key = secret, hash = 'sha256'): string =>
  `${hash}=${createHmac(hash, key).update(body).digest('hex')}`;
