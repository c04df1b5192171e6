/** A service whose GitHub is nowhere: what it is told at its start, and what GitHub would sign. */
import { createHmac } from 'node:crypto';

import { readEnvironment, type Environment } from '../../src/environment/index.ts';
import { pkcs1 } from '../key.ts';

export const secret = 'a-very-secret-secret';

export const credentials = {
  APP_ID: '7',
  PRIVATE_KEY: pkcs1,
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
