/** Which policy a policy builds on (`extends`), one on the other, and why one cannot be built on. */
import { basePolicy } from './names.ts';
import { openPolicy } from './open.ts';
import { quoted, type Complaint } from './problem.ts';
import { find, type Tree } from './tree.ts';
import { sameText } from '../same-text.ts';

/** Where a policy file is: `repository` is `owner/name`. */
export type PolicyPlace = { readonly repository: string; readonly path: string };

/** A policy that another builds on, as it was found under the name that was written. */
export type Base = PolicyPlace &
  (
    | {
        readonly kind: 'file';
        /** Null: too large, or no text. */
        readonly text: string | null;
      }
    /** The repository can be seen, and has no such file. */
    | { readonly kind: 'missing' }
    /** There is no such repository, or Baton is not installed on it. */
    | { readonly kind: 'unseen' }
    /** Its path is not one of those that policies to build on are kept under. */
    | { readonly kind: 'no-base' }
    /** It is not told whether it is there: whoever proposes to build on it need not be able to read it. */
    | { readonly kind: 'withheld'; readonly from: 'fork' | 'branch' }
  );

/** How many policies may build on each other: a team's, a division's, the company's, and two to spare. */
const mostBases = 5;

const usualPath = '.github/roles.yml';

/** What `extends` names; null: the file has none, or what it says is no place. */
export function baseIn(tree: Tree): PolicyPlace | null {
  const found = find(tree, ['extends'])?.value;
  if (found?.kind !== 'scalar' || typeof found.value !== 'string' || basePolicy(found.value) !== null)
    return null;
  const [repository = '', path = usualPath] = found.value.split(':');
  return { repository, path };
}

/**
 * The file to be read next, before a policy can be told.
 * @param own the policy itself, and `bases` what was found of those that it builds on, one on the other
 * @returns null: nothing is missing, or nothing more can be found out
 */
export function nextBase(
  own: PolicyPlace & { readonly text: string | null },
  bases: readonly Base[],
): PolicyPlace | null {
  const chain = [{ kind: 'file' as const, ...own }, ...bases];
  const last = chain.at(-1);
  if (last?.kind !== 'file' || last.text === null || bases.length >= mostBases) return null;
  const { tree } = openPolicy(last.text);
  const next = tree === null ? null : baseIn(tree);
  return next === null || chain.some((each) => isSamePlace(each, next)) ? null : next;
}

function isSamePlace(one: PolicyPlace, other: PolicyPlace): boolean {
  return one.path === other.path && sameText(one.repository, other.repository);
}

/** A place as `extends` has it: without the path where it is the usual one. */
export function nameOf({ repository, path }: PolicyPlace): string {
  return path === usualPath ? repository : `${repository}:${path}`;
}

/** Why the last of a chain of policies cannot build on what it names, where that was not read. */
export function whyNotRead(chain: readonly PolicyPlace[], next: PolicyPlace): Complaint {
  const start = chain.findIndex((each) => isSamePlace(each, next));
  if (start !== -1) {
    const circle = [...chain.slice(start), next].map(nameOf);
    return circle.length === 2
      ? { message: 'This policy builds on itself.', hint: 'Delete the line.' }
      : {
          message: `These policies build on each other in a circle: ${circle.join(' → ')}.`,
          hint: 'Take "extends" out of one of them.',
        };
  }
  if (chain.length > mostBases) {
    return {
      message: `More than ${mostBases} policies build on each other: ${[...chain, next].map(nameOf).join(' → ')}.`,
      hint: 'Build on one that is further along.',
    };
  }
  return {
    message: `The policy ${quoted(nameOf(next))}, on which this one builds, was not read.`,
    hint: 'Baton reads it on GitHub, where both are.',
  };
}

/** Why a policy cannot build on one that was looked for. */
export function whyNotThere(base: Exclude<Base, { readonly kind: 'file' }>): Complaint {
  const { repository, path } = base;
  switch (base.kind) {
    case 'missing':
      return {
        message: `The repository ${quoted(repository)} has no file ${quoted(path)} on its default branch.`,
        hint: 'Add it there, or name another policy to build on.',
      };
    case 'unseen':
      return {
        message: `The repository ${quoted(repository)} cannot be seen.`,
        hint: 'Let the same installation of the GitHub App reach it, or fix the name: a policy can only build on one of its own owner.',
      };
    case 'no-base':
      return {
        message: `The file ${quoted(path)} cannot be built on, because of where it is.`,
        hint: 'A policy to build on is a .yml or .yaml file under .github/, like acme/rules:.github/teams.yml, unless the operator of Baton has set other paths.',
      };
    case 'withheld':
      return {
        message: `The policy ${quoted(nameOf(base))} is not read for this pull request.`,
        hint:
          base.from === 'fork'
            ? 'From a fork, a policy can only build on one in a public repository that Baton is installed on. Somebody who can write here can push the same file to a branch of this repository, and open a pull request from that.'
            : 'The author of the pull request has to be able to write here and to read that repository; Baton has to be installed on it, with the same owner. Check its name, or ask somebody who can do both to open the pull request.',
      };
    default:
      return base satisfies never;
  }
}
