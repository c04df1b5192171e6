/** An App's private key for tests that run no sandbox: one for all of a process, because it takes some tenths of a second to make. */
import { generateKeyPairSync } from 'node:crypto';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
/** As GitHub hands it out. */
export const pkcs1 = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
export const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
