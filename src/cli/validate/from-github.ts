/** A policy that another one builds on, read from GitHub in the name of whoever types. */
import { readPerson } from '../../environment/index.ts';
import { readFileAs, type FileSeen } from '../../github/index.ts';
import { nameOfBase, type Base, type PolicyPlace } from '../../policy/index.ts';
import { CannotTell } from '../command.ts';

/** @param name of the command that asks. @throws CannotTell */
export async function fromGitHub(name: string, place: PolicyPlace): Promise<Base> {
  const person = readPerson();
  const found = await readFileAs(person, place);
  if (found.kind === 'file') return { ...place, kind: 'file', text: found.text };
  if (found.kind === 'folder') return { ...place, kind: 'missing' };
  throw new CannotTell(`${name}: ${whyNot(place, found, person.token)}`);
}

/** GitHub answers 404 also for what may not be seen: nothing is known to be wrong with the policy. */
function whyNot(
  place: PolicyPlace,
  { status, why }: Extract<FileSeen, { kind: 'unseen' }>,
  token: string | null,
): string {
  const name = nameOfBase(place);
  const copies = 'or give a folder with copies: --bases FOLDER.';
  if (status === 404)
    return token === null
      ? `${name}, on which the policy builds, is not there, or is private. Set GH_TOKEN to a token that can read it, ${copies}`
      : `${name}, on which the policy builds, is not there, or GH_TOKEN cannot read it. Check the name and the token, ${copies}`;
  if (status !== 0)
    return `GitHub does not let ${name} be read (${status}). Set GH_TOKEN to a token that can read it, ${copies}`;
  const instead = token === null ? ' GH_TOKEN has a limit of its own.' : '';
  return `${name}, on which the policy builds, could not be read. ${why}${instead} To do without GitHub, give a folder with copies: --bases FOLDER.`;
}
