/** The repository on this machine that somebody is in. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { sameText } from '../same-text.ts';

export type Clone = {
  /** Its top folder. */
  readonly folder: string;
  /** Where it was cloned from, `owner/name`; null: from nowhere on that GitHub. */
  readonly repository: string | null;
};

/** A sentence without its full stop that says why there is none. */
type NoClone = { readonly why: string };

/** GitHub's pages, by the address of its REST API. */
export function pagesOf(apiUrl: string): string {
  const { host, origin } = new URL(apiUrl);
  return host === 'api.github.com' ? 'https://github.com' : origin;
}

/** @param host of GitHub's pages */
export async function cloneHere(host: string): Promise<Clone | NoClone> {
  const folder = await git('rev-parse', '--show-toplevel');
  if (typeof folder !== 'string') return { why: whyNone(folder) };
  const origin = await git('remote', 'get-url', 'origin');
  return { folder, repository: typeof origin === 'string' ? repositoryAt(origin, host) : null };
}

/** Source: git, "git-config", "safe.directory". */
function whyNone({ code, stderr }: Refusal): string {
  if (code === 'ENOENT') return 'there is no command git here';
  if (stderr.includes('safe.directory'))
    return 'git takes nothing from this folder, because it belongs to another account (git status says how to allow it)';
  return 'this folder is in no git repository';
}

type Refusal = { readonly code: unknown; readonly stderr: string };

async function git(...words: readonly string[]): Promise<string | Refusal> {
  try {
    const { stdout } = await promisify(execFile)('git', words, { cwd: process.cwd(), timeout: 10_000 });
    return stdout.replace(/\r?\n$/, '');
  } catch (error) {
    const isRefused = error instanceof Error && 'code' in error && 'stderr' in error;
    if (!isRefused) throw error;
    return { code: error.code, stderr: String(error.stderr) };
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
