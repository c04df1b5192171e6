/** What is said where a name in the policy does not belong any more to whom the policy means. */
import type { Moved } from '../history/index.ts';
import { code } from '../phrases/index.ts';

/** What confirms a name. */
const change = (policy: string): string =>
  `change ${policy}: any change to the file that names it confirms its names`;

/**
 * A sentence or two for people, as Markdown.
 * @param policy the file, with a link to it
 */
export function movedSentence(moved: Moved, policy: string): string {
  const { name, nameNow } = moved;
  const what = name.startsWith('@') ? 'team' : 'account';
  switch (moved.kind) {
    case 'came':
      return `${code(name)} holds no role: nobody had that name when the policy was read, and somebody has taken it since. If you mean them, ${change(policy)}.`;
    case 'renamed':
      if (nameNow === undefined)
        return `Nobody has the name ${code(name)} any more. The ${what} that the policy means keeps the role if it still exists; write its new name into ${policy}.`;
      return nameNow === null
        ? `The ${what} ${code(name)} does not exist any more, so nobody holds a role by that name.`
        : `${code(name)} is called ${code(nameNow)} now and keeps the role. Write the new name into ${policy}.`;
    case 'taken':
      return `${code(name)} now belongs to another ${what}, which holds no role. ${whereIs(what, nameNow)}If you mean the ${what} that has the name now, ${change(policy)}.`;
    default:
      return moved.kind satisfies never;
  }
}

/** Where the account or team is that the policy means. */
function whereIs(what: string, nameNow: Moved['nameNow']): string {
  if (nameNow === undefined) return '';
  return nameNow === null
    ? `The ${what} that the policy means does not exist any more. `
    : `The ${what} that the policy means is called ${code(nameNow)} now and keeps the role. `;
}

/** The same of a policy that is proposed: once it is in force, its names mean who has them now. */
export function movedInProposal({ name, kind, nameNow }: Moved): string {
  const what = name.startsWith('@') ? 'team' : 'account';
  if (kind === 'renamed' && nameNow === undefined) return `Nobody has the name ${code(name)} any more.`;
  if (kind === 'renamed')
    return nameNow == null
      ? `The ${what} ${code(name)} does not exist any more.`
      : `${code(name)} is called ${code(nameNow)} now: write the new name.`;
  const before = kind === 'came' ? 'nobody had that name' : `that name was another ${what}'s`;
  const now = typeof nameNow === 'string' ? `, which is called ${code(nameNow)} now` : '';
  return `Merging this gives ${code(name)} its role: when the policy in force was read, ${before}${now}.`;
}
