/** A policy that another one builds on, read from GitHub in the name of whoever types. */
import { readPerson } from '../../environment/index.ts';
import { readFileAs } from '../../github/index.ts';
import { nameOfBase, type Base, type PolicyPlace } from '../../policy/index.ts';
import { CannotTell } from '../command.ts';

/** @throws CannotTell */
export async function fromGitHub(place: PolicyPlace): Promise<Base> {
  const person = readPerson();
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
