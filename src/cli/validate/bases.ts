/** What a policy builds on, from a folder of copies, from the folder that it is in, or from GitHub. */
import { readFileSync } from 'node:fs';
import { join, normalize, sep } from 'node:path';

import { readPerson, SettingError, type Person } from '../../environment/index.ts';
import { readFileAs } from '../../github/index.ts';
import { nameOfBase, nextBase, type Base, type PolicyPlace } from '../../policy/index.ts';
import { sameText } from '../../same-text.ts';
import { CannotTell } from '../command.ts';

type Own = PolicyPlace & { readonly text: string | null };

/**
 * Reads one after the other, as long as one builds on the next.
 * @param folder where copies are, as OWNER/REPOSITORY/PATH; null: they are read from GitHub
 * @throws CannotTell where GitHub cannot be asked
 */
export async function readBases(
  own: Own,
  { folder }: { readonly folder: string | null },
): Promise<readonly Base[]> {
  const bases: Base[] = [];
  for (let next = nextBase(own, bases); next !== null; next = nextBase(own, bases)) {
    const isHere = own.repository !== '' && sameText(next.repository, own.repository);
    if (isHere) bases.push(fromFolder('.', next, next.path));
    else if (folder !== null) bases.push(fromFolder(folder, next, join(next.repository, next.path)));
    else bases.push(await fromGitHub(readPerson(), next));
  }
  return bases;
}

function fromFolder(folder: string, place: PolicyPlace, path: string): Base {
  // What a policy names leads to nothing outside the folder.
  const inside = normalize(path);
  if (inside.startsWith(`..${sep}`) || inside === '..') return { ...place, kind: 'missing' };
  try {
    return { ...place, kind: 'file', text: readFileSync(join(folder, inside), 'utf8') };
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return { ...place, kind: 'missing' };
    throw new SettingError(`baton validate: ${join(folder, inside)} cannot be read.`, { cause: error });
  }
}

/** @throws CannotTell */
async function fromGitHub(person: Person, place: PolicyPlace): Promise<Base> {
  const found = await readFileAs(person, place);
  if (found.kind === 'file') return { ...place, kind: 'file', text: found.text };
  if (found.kind === 'folder') return { ...place, kind: 'missing' };
  throw new CannotTell(whyNot(place, found.status, person.token));
}

/** GitHub answers 404 also for what may not be seen: nothing is known to be wrong with the policy. */
function whyNot(place: PolicyPlace, status: number, token: string | null): string {
  const name = nameOfBase(place);
  const copies = 'or give a folder with copies: --bases FOLDER.';
  if (status === 404)
    return token === null
      ? `baton validate: ${name}, on which the policy builds, is not there, or is private. Set GH_TOKEN to a token that can read it, ${copies}`
      : `baton validate: ${name}, on which the policy builds, is not there, or GH_TOKEN cannot read it. Check the name and the token, ${copies}`;
  if (status === 401) return `baton validate: GitHub refuses GH_TOKEN. Set one that has not ended, ${copies}`;
  if (status === 403 || status === 429)
    return `baton validate: GitHub does not let ${name} be read now (${status}). Set GH_TOKEN, which has a limit of its own, ${copies}`;
  return `baton validate: GitHub cannot be asked for ${name}, on which the policy builds. Try again, ${copies}`;
}
