/** What proves who Baton is, and who sends webhooks: the private key, in all its forms, and the webhook's secrets. */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { errorMessageOf } from '../error-message.ts';
import { SettingError } from '../setting-error.ts';
import type { Variables } from './variables.ts';

/** Characters that a secret has at the least: a shorter one can be tried out. */
const shortest = 16;

/**
 * The webhook's secret, and what it was before where it is being rotated: `new,old`. A comma may be part of a secret, so
 * the whole counts, too; the first is the one that stands first. A part that is too short does not count alone.
 */
export function secretsIn(text: string): readonly [string, ...string[]] {
  const plain = text.trim();
  if (plain.length < shortest)
    throw new SettingError(
      `WEBHOOK_SECRET must have at least ${shortest} characters. Make one with: openssl rand -hex 32`,
    );
  const [first, ...others] = partsOf(plain).filter((part) => part.length >= shortest);
  if (first === undefined || first === plain) return [plain];
  return [first, ...others, plain];
}

const partsOf = (secrets: string): readonly string[] =>
  secrets
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** A value of several that is too short to count: nobody would see why what is signed with it is refused. */
export function doubtAboutSecrets(text: string): readonly string[] {
  const parts = partsOf(text.trim());
  return parts.length > 1 && parts.some((part) => part.length < shortest)
    ? [
        `WEBHOOK_SECRET has a comma, and a part of it has fewer than ${shortest} characters: that part alone is no secret, the whole is one. In new,old each value needs at least ${shortest} characters.`,
      ]
    : [];
}

/** In the forms that Probot takes: PEM, PEM with `\n` for line breaks, either of them as base64, or a file. */
export function readPrivateKey(given: Variables, folder: string): string | null {
  if (given['PRIVATE_KEY'] !== undefined) {
    return checkedKey('PRIVATE_KEY', given['PRIVATE_KEY'], 'the contents of the .pem file from GitHub');
  }
  const path = given['PRIVATE_KEY_PATH'];
  if (path === undefined) return null;
  let text: string;
  try {
    text = readFileSync(resolve(folder, path), 'utf8');
  } catch (error) {
    throw new SettingError(`PRIVATE_KEY_PATH: cannot read ${path} (${errorMessageOf(error)}).`, {
      cause: error,
    });
  }
  return checkedKey('PRIVATE_KEY_PATH', text, 'the path of the .pem file from GitHub');
}

export function checkedKey(variable: string, text: string, what: string): string {
  const plain = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString();
  const [, kind, body] =
    /-----BEGIN ((?:RSA )?PRIVATE KEY)-----([\s\S]+?)-----END \1-----/.exec(plain.replaceAll('\\n', '\n')) ??
    [];
  const lines = (body ?? '').replaceAll(/\s/g, '').match(/.{1,64}/g) ?? [];
  const pem = [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`, ''].join('\n');
  try {
    if (createPrivateKey(pem).asymmetricKeyType === 'rsa') return pem;
  } catch {
    // Said below; OpenSSL's own words help nobody, and its error holds the key.
  }
  throw new SettingError(`${variable} must be ${what}: an RSA private key.`);
}
