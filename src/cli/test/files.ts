/** Files that somebody names: read to the end, or as far as anything of Baton's may be long. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';

import { errorMessageOf } from '../../error-message.ts';
import { SettingError } from '../../setting-error.ts';

/** Bytes: many times what a policy or its examples may have. */
const most = 1024 * 1024;

export function isThere(path: string): boolean {
  try {
    return !statSync(path).isDirectory();
  } catch (error) {
    // It is there, and cannot be read: whoever reads it says so.
    return !(error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code)));
  }
}

/**
 * @param name of the command
 * @returns null: it is too large, or no text
 * @throws SettingError where it cannot be read
 */
export function readText(name: string, path: string): string | null {
  const bytes = Buffer.alloc(most + 1);
  let length = 0;
  try {
    const file = openSync(path, 'r');
    try {
      for (let read = -1; read !== 0 && length <= most;) {
        read = readSync(file, bytes, length, bytes.length - length, null);
        length += read;
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new SettingError(`${name}: ${path} cannot be read: ${errorMessageOf(error)}.`, { cause: error });
  }
  if (length > most) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, length));
  } catch {
    // Not text: the reader has a sentence for that.
    return null;
  }
}
