/** A file that a command writes for somebody: whole, or not at all. */
import { accessSync, constants, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { SettingError } from '../../setting-error.ts';

/** Asks before anything is read, which takes its time. @throws SettingError */
export function isWritable(command: string, option: string, path: string): void {
  const where = resolve(path);
  try {
    accessSync(dirname(where), constants.W_OK);
  } catch (error) {
    throw new SettingError(
      `${command}: ${option}: nothing can be written in ${dirname(where)} (${codeIn(error)}).`,
      {
        cause: error,
      },
    );
  }
  if (statSync(where, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new SettingError(`${command}: ${option}: ${path} is a folder. Name a file in it.`);
}

/** Writes beside it first: whoever reads, or stops this, finds the old file or the new one. @throws SettingError */
export function writeFileWhole(command: string, option: string, path: string, text: string): void {
  const where = resolve(path);
  const draft = join(dirname(where), `.${basename(where)}.${process.pid}.tmp`);
  try {
    writeFileSync(draft, text, { flag: 'wx' });
    renameSync(draft, where);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new SettingError(`${command}: ${option}: ${path} cannot be written (${codeIn(error)}).`, {
      cause: error,
    });
  }
}

const codeIn = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
