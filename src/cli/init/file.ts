/** The file of the policy: whether there is one, and writing it whole or not at all. */
import { lstatSync, mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

import { errorMessageOf } from '../../error-message.ts';
import { policyPaths } from '../../policy-paths.ts';
import { SettingError } from '../../setting-error.ts';
import { examplesOf } from '../scripts/test.ts';

/** The policies of a clone, by their paths in it: none, one, or two. */
export const policiesIn = (folder: string): readonly string[] =>
  policyPaths.filter((path) => isThere(join(folder, path)));

/** The examples beside a policy, by their names in any spelling of the ending that `baton test` finds. */
export const examplesBeside = (policy: string): readonly string[] =>
  [
    ...new Set([
      examplesOf(policy),
      ...['.yml', '.yaml'].map((end) => policy.replace(/\.ya?ml$/i, `.test${end}`)),
    ]),
  ].filter(isThere);

/** A link that leads nowhere is there, too. */
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeIn(error))) return false;
    throw new SettingError(`baton init: ${shown(path)} cannot be read: ${errorMessageOf(error)}.`, {
      cause: error,
    });
  }
}

/**
 * Writes beside it first: whoever reads, or stops this, finds the old file or the new one. Nothing stays of what fails.
 * @throws SettingError
 */
export function writeWhole(path: string, text: string): void {
  const folder = dirname(path);
  const draft = join(folder, `.${basename(path)}.${process.pid}.tmp`);
  let made: string | undefined;
  let isFolder = false;
  try {
    made = mkdirSync(folder, { recursive: true });
    isFolder = true;
    writeFileSync(draft, text, { flag: 'wx' });
    renameSync(draft, path);
  } catch (error) {
    if (isFolder) rmSync(draft, { force: true });
    if (made !== undefined) rmdirSync(made);
    throw new SettingError(
      `baton init: ${shown(path)} cannot be written: ${errorMessageOf(error)}. Check that you may write in that folder, or print the policy: baton init --stdout.`,
      { cause: error },
    );
  }
}

/** From the folder that somebody is in. */
export const shown = (path: string): string => relative(process.cwd(), path);

const codeIn = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
