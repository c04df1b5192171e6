/** What a policy builds on, from a folder of copies, from the folder that it is in, or from GitHub. */
import { readFileSync } from 'node:fs';
import { join, normalize, sep } from 'node:path';

import { errorMessageOf } from '../../error-message.ts';
import { nextBase, type Base, type PolicyPlace } from '../../policy/index.ts';
import { sameText } from '../../same-text.ts';
import { SettingError } from '../../setting-error.ts';

type Own = PolicyPlace & { readonly text: string | null };

/**
 * Reads one after the other, as long as one builds on the next.
 * @param folder where copies are, as OWNER/REPOSITORY/PATH; null: they are read from GitHub
 * @param name of the command that asks
 * @throws CannotTell where GitHub cannot be asked
 */
export async function readBases(
  own: Own,
  { folder, name }: { readonly folder: string | null; readonly name: string },
): Promise<readonly Base[]> {
  const bases: Base[] = [];
  for (let next = nextBase(own, bases); next !== null; next = nextBase(own, bases)) {
    const isHere = own.repository !== '' && sameText(next.repository, own.repository);
    if (isHere) bases.push(fromFolder(name, '.', next, next.path));
    else if (folder !== null) bases.push(fromFolder(name, folder, next, join(next.repository, next.path)));
    else bases.push(await askGitHub(name, next));
  }
  return bases;
}

function fromFolder(name: string, folder: string, place: PolicyPlace, path: string): Base {
  // What a policy names leads to nothing outside the folder.
  const inside = normalize(path);
  if (inside.startsWith(`..${sep}`) || inside === '..') return { ...place, kind: 'missing' };
  try {
    return { ...place, kind: 'file', text: readFileSync(join(folder, inside), 'utf8') };
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return { ...place, kind: 'missing' };
    throw new SettingError(
      `${name}: ${join(folder, inside)}, on which the policy builds, cannot be read: ${errorMessageOf(error)}.`,
      { cause: error },
    );
  }
}

/** Few policies build on another one, and what GitHub is asked with takes longer to read than a policy. @throws CannotTell */
async function askGitHub(name: string, place: PolicyPlace): Promise<Base> {
  const { fromGitHub } = await import('./from-github.ts');
  return fromGitHub(name, place);
}
