/** The repository on this machine that somebody is in. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { sameText } from '../../same-text.ts';

export type Clone = {
  /** Its top folder. */
  readonly folder: string;
  /** Where it was cloned from, `owner/name`; null: from nowhere on that GitHub. */
  readonly repository: string | null;
};

/**
 * @param host of GitHub's pages
 * @returns null: the folder is in no repository, or there is no git
 */
export async function cloneHere(host: string): Promise<Clone | null> {
  const folder = await git('rev-parse', '--show-toplevel');
  if (folder === null) return null;
  const origin = await git('remote', 'get-url', 'origin');
  return { folder, repository: origin === null ? null : repositoryAt(origin, host) };
}

/** null: git says no. It says so in a language of its own, and what follows from it is the same. */
async function git(...words: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('git', words, { cwd: process.cwd(), timeout: 10_000 });
    const line = stdout.replace(/\r?\n$/, '');
    return line === '' ? null : line;
  } catch {
    return null;
  }
}

/** Source: git, "git-fetch", "Git URLs". @returns null: it is on no such host, or names no repository there */
export function repositoryAt(address: string, host: string): string | null {
  const short = address.includes('://') ? null : /^(?:[^@/]+@)?([^:/]+):(.*)$/.exec(address);
  const url = short === null && URL.canParse(address) ? new URL(address) : null;
  const where = short?.[1] ?? url?.hostname ?? '';
  // GitHub, "Using SSH over the HTTPS port".
  if (!sameText(where.replace(/^ssh\.(?=github\.com$)/i, ''), host)) return null;
  const path = short?.[2] ?? url?.pathname ?? '';
  return /^\/?([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(path)?.[1] ?? null;
}

/** The text of CODEOWNERS. GitHub, "About code owners": `.github/`, then the root, then `docs/`. null: there is none. */
export function codeownersIn(folder: string): string | null {
  for (const place of ['.github', '.', 'docs'])
    try {
      return readFileSync(join(folder, place, 'CODEOWNERS'), 'utf8');
    } catch {
      // Nothing is proposed from a file that cannot be read.
    }
  return null;
}
