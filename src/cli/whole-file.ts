/** A file that a command writes for somebody: whole, or not at all. */
import { accessSync, closeSync, constants, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { SettingError } from '../setting-error.ts';

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

export type WholeFile = {
  readonly write: (text: string) => void;
  /** It is there from now on, with all that was written. */
  readonly finish: () => void;
  /** Nothing of it stays; after `finish`, it does nothing. */
  readonly drop: () => void;
};

/**
 * Begins a file beside its place: whoever reads there, or ends this, finds the old file or the whole new one.
 * @throws SettingError, also when writing or finishing fails
 */
export function beginFile(command: string, option: string, path: string): WholeFile {
  const where = resolve(path);
  const draft = join(dirname(where), `.${basename(where)}.${process.pid}.tmp`);
  const trying = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      drop();
      throw new SettingError(`${command}: ${option}: ${path} cannot be written (${codeIn(error)}).`, {
        cause: error,
      });
    }
  };
  let file: number | null = null;
  const drop = (): void => {
    if (file === null) return;
    closeSync(file);
    file = null;
    rmSync(draft, { force: true });
    process.off('exit', drop);
  };
  file = trying(() => openSync(draft, 'wx'));
  // A signal ends the process in between.
  process.on('exit', drop);
  return {
    write(text) {
      trying(() => {
        if (file !== null) writeSync(file, text);
      });
    },
    finish() {
      trying(() => renameSync(draft, where));
      drop();
    },
    drop,
  };
}

/** The same of a file that is not long. @throws SettingError */
export function writeFileWhole(command: string, option: string, path: string, text: string): void {
  const file = beginFile(command, option, path);
  file.write(text);
  file.finish();
}

const codeIn = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
