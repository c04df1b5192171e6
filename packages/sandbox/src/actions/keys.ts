/** The keys of Apps. */
import { generateKeyPairSync } from 'node:crypto';

export type KeyPair = { readonly publicKey: string; readonly privateKey: string };

const made: KeyPair[] = [];

/**
 * A pair for the App that is the `index`-th of its world. One takes some tenths of a second to make, so all worlds of a process
 * have the same pairs; no two Apps of one world do.
 */
export function keyPairOf(index: number): KeyPair {
  return (made[index] ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }));
}
