/** The file `.env`: read beside the real environment, and written with what the registration brings. */
import { closeSync, fchmodSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';

import { SettingError } from '../setting-error.ts';
import type { Variables } from './variables.ts';

/** What Node would do with `--env-file-if-exists=.env`: the real environment wins. */
export function environmentOf(real: Variables = process.env, folder: string = process.cwd()): Variables {
  return { ...readEnvFile(folder), ...real };
}

function readEnvFile(folder: string): Variables {
  try {
    return parseEnv(readFileSync(resolve(folder, '.env'), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new SettingError('.env cannot be read.', { cause: error });
  }
}

/**
 * Keeps settings in `.env`, readable for its owner alone; what was there before stays.
 * The registration page gets the App's credentials from GitHub this way.
 */
export function keepInEnvFile(settings: Variables, folder: string = process.cwd()): void {
  const all = { ...readEnvFile(folder), ...settings };
  const text = envLines(all);
  const readBack = parseEnv(text);
  for (const [name, value = ''] of Object.entries(all)) {
    if (readBack[name] !== value.replaceAll('\r', '')) {
      throw new SettingError(`${name} has signs that .env cannot hold.`);
    }
  }
  const file = openSync(resolve(folder, '.env'), 'w', 0o600);
  try {
    // Before anything is in it: a file that was there may be readable for others.
    fchmodSync(file, 0o600);
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
}

/** As `util.parseEnv` reads it back: `\n` is a line break in double quotes alone, and no quote can be escaped. */
function quoted(value: string): string {
  if (value.includes('\n')) return `"${value.replaceAll('\r', '').replaceAll('\n', '\\n')}"`;
  const quote = ["'", '`', '"'].find((each) => !value.includes(each)) ?? '';
  return `${quote}${value}${quote}`;
}

/** Settings as the lines of a file `.env`. */
export function envLines(settings: Variables): string {
  return Object.entries(settings)
    .map(([name, value = '']) => `${name}=${quoted(value)}\n`)
    .join('');
}
