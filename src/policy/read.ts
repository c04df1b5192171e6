/** From the text of a policy file, and of those that it builds on, to a policy, or to everything that is wrong with it. */
import * as z from 'zod';
import { crossCheck } from './cross-check.ts';
import { explain } from './explain.ts';
import { baseIn, nameOf, whyNotRead, whyNotThere, type Base } from './extends.ts';
import { inherit } from './inherit.ts';
import { exemptingAsBefore, weakenings } from './locks.ts';
import { openingPolicy, unreadable } from './open.ts';
import { placed } from './placed.ts';
import { policyLanguage } from './policy-language.ts';
import { allKeyGroups } from './key-groups.ts';
import type { Path } from './language.ts';
import type { Policy } from './policy.ts';
import { formatProblem, type Complaint, type Problem } from './problem.ts';
import { resolve } from './resolve.ts';
import * as schema from './schema.ts';
import { find, plain, type LocatedComplaint, type Tree } from './tree.ts';
import { atOnce, type Portions } from '../portions.ts';
import { textKey } from '../same-text.ts';

export type PolicyResult =
  | { readonly kind: 'policy'; readonly policy: Policy }
  /** In the order of the file, each place and message once; at least one. */
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** What a policy is read with. */
export type Surroundings = {
  /** The repository that the file is in, `owner/name`. */
  readonly repository: string;
  /** The policies that it builds on, one on the other, as `nextBase` asks for them. */
  readonly bases: readonly Base[];
  /**
   * What problems may quote of them. `all`: everything, for somebody who has the files. `combined`: what comes of them
   * together with this file, and of files of its own repository everything. `nothing`: where everybody may read the
   * problems, and not everybody the files. When absent, `combined`.
   */
  readonly quotes?: 'all' | 'combined' | 'nothing';
};

/**
 * Reads a policy. Never throws, and takes milliseconds whatever the texts are.
 *
 * @param text the file, decoded from UTF-8; `null`: it is too large to have been read, or not text.
 * @param file its path, for the problems: those of a base are told where the file names it.
 */
export const readPolicy = (text: string | null, file: string, surroundings?: Surroundings): PolicyResult =>
  atOnce(readingPolicy(text, file, surroundings));

/** The same in portions. */
export function* readingPolicy(
  text: string | null,
  file: string,
  { repository, bases, quotes = 'combined' }: Surroundings = { repository: '', bases: [] },
): Portions<PolicyResult> {
  const read = yield* readWithBases([{ kind: 'file', repository, path: file, text }, ...bases], 0);
  if (read.kind === 'whole') return { kind: 'policy', policy: read.policy };
  const { source, wrong, further, at, combined } = read;
  const own =
    quotes === 'nothing' && combined !== null ? wrong.map((each) => quiet(each, source, combined)) : wrong;
  const told = further.map((problem) => {
    const isOwn = textKey(problem.file).startsWith(`${textKey(repository)}:`);
    return { at, ...elsewhere(problem, quotes === 'all' || (isOwn && quotes !== 'nothing')) };
  });
  return { kind: 'problems', problems: placed([...own, ...told], source, file) };
}

/** A problem of another file, told where that file is named: with its text, or with its place alone. */
function elsewhere(problem: Problem, isQuoted: boolean): Complaint {
  const { file, line, column, hint } = problem;
  if (isQuoted) return { message: `In ${formatProblem({ ...problem, hint: null })}`, hint, elsewhere: true };
  return {
    message: `In ${file}:${line}:${column} there is a problem.`,
    hint: 'It is not quoted here, because fewer people may be able to read that file.',
    elsewhere: true,
  };
}

/** What comes of a file together with its base, without a word that stands there alone. */
function quiet(
  each: LocatedComplaint,
  source: string,
  { name, alone, weakened }: Combined,
): LocatedComplaint {
  if (alone.some(({ at, message }) => at === each.at && message === each.message)) return each;
  const message = weakened.includes(each)
    ? each.message.replaceAll(
        /(?:(the|a) (gate|role) )?"([^"]*)"/gi,
        (all: string, _, what?: string, word = '') =>
          source.includes(word) || isOfTheLanguage(word)
            ? all
            : what === undefined
              ? 'something'
              : `a ${what}`,
      )
    : `This does not go together with ${name}, on which this policy builds.`;
  const hint =
    'What that file says is not quoted here, because fewer people may be able to read it: compare the two.';
  return { at: each.at, message, hint };
}

const keysOfTheLanguage = new Set(allKeyGroups.flatMap(({ known }) => known));
const isOfTheLanguage = (words: string): boolean =>
  words.split('.').every((word) => keysOfTheLanguage.has(word));

/** There are two files, under the two names that a policy may have: nobody can tell which is meant. `path`: where it is told. */
export function twoPolicies(path: string, other: string): PolicyResult & { readonly kind: 'problems' } {
  const message = `There are two policies, ${path} and ${other}, and only one can be in force.`;
  const hint = 'Delete the one that is not meant.';
  return { kind: 'problems', problems: [{ file: path, line: 1, column: 1, message, hint }] };
}

type Read =
  | { readonly kind: 'whole'; readonly tree: Tree; readonly policy: Policy }
  | {
      readonly kind: 'problems';
      readonly source: string;
      readonly wrong: readonly LocatedComplaint[];
      /** What is wrong further along the chain, as it is told there. */
      readonly further: readonly Problem[];
      /** Where the file names what it builds on. */
      readonly at: number;
      /** Null: what is wrong is told of this file alone. */
      readonly combined: Combined | null;
    };

/** That what is wrong was found over a base. `name`: what the file calls it; `alone`: what can be told without it. */
type Combined = {
  readonly name: string;
  readonly alone: readonly LocatedComplaint[];
  /** What weakens a gate that the base locks. */
  readonly weakened: readonly LocatedComplaint[];
};

/** Reads one file of a chain, over what the files after it say. */
function* readWithBases(chain: readonly Base[], index: number): Portions<Read> {
  const link = chain[index];
  const { source, tree: own, wrong } = yield* openingPolicy(link?.kind === 'file' ? link.text : null);
  const alone = { kind: 'problems', source, further: [], at: 0, combined: null } as const;
  if (own === null) return { ...alone, wrong };
  const base = yield* readBase(chain, index, own);
  const at = find(own, ['extends'])?.value.at ?? 0;
  // What stands in the file alone can be told whatever it builds on.
  const apart = (): readonly LocatedComplaint[] => [
    ...wrong,
    ...explain(part.safeParse(plain(own)).error?.issues ?? [], own, policyLanguage),
  ];
  if (base?.kind === 'problems') {
    const here = base.complaints.map((complaint) => ({ at, ...complaint }));
    return { ...alone, wrong: [...apart(), ...here], further: base.further, at };
  }
  const tree = base === null ? own : inherit(base.tree, own);
  const crowd = tooManyGates(tree);
  if (crowd !== null) return { ...alone, wrong: [...wrong, crowd], at };
  yield;
  const parsed = schema.policy.safeParse(plain(tree));
  yield;
  const explained = explain(parsed.error?.issues ?? [], tree, policyLanguage);
  yield;
  const written = parsed.success ? parsed.data : yield* readable(tree);
  yield;
  const crossed = written === null ? [] : crossCheck(written, tree, own);
  const all = [...wrong, ...explained, ...crossed];
  const over = (those: readonly LocatedComplaint[]): Combined | null =>
    base === null ? null : { name: base.name, alone: apart(), weakened: those };
  if (!parsed.success || all.length > 0)
    return { ...alone, wrong: all.length === 0 ? [unreadable(policyLanguage)] : all, at, combined: over([]) };
  yield;
  const policy = exemptingAsBefore(resolve(parsed.data), parsed.data.exempt?.by, base?.policy ?? null);
  const weakened = base === null ? [] : weakenings(base.policy, policy, own, base.name);
  return weakened.length === 0
    ? { kind: 'whole', tree, policy }
    : { ...alone, wrong: weakened, at, combined: over(weakened) };
}

/** Many times what people can keep apart; each gate is compared with every other. */
const mostGates = 200;

function tooManyGates(tree: Tree): LocatedComplaint | null {
  const gates = find(tree, ['gates'])?.value;
  if (gates?.kind !== 'map' || gates.entries.size <= mostGates) return null;
  return {
    at: gates.at,
    message: `There are ${gates.entries.size} gates; a policy can have ${mostGates} at most.`,
    hint: 'Let one gate cover more, or give repositories policies of their own.',
  };
}

type ReadBase =
  | { readonly kind: 'whole'; readonly name: string; readonly tree: Tree; readonly policy: Policy }
  | {
      readonly kind: 'problems';
      readonly complaints: readonly Complaint[];
      readonly further: readonly Problem[];
    };

/** Reads what a file builds on; null: it builds on nothing. */
function* readBase(chain: readonly Base[], index: number, own: Tree): Portions<ReadBase | null> {
  if (find(own, ['extends']) === null) return null;
  const place = baseIn(own);
  // The schema says why it is no place.
  if (place === null) return { kind: 'problems', complaints: [], further: [] };
  const base = chain[index + 1];
  if (base === undefined) {
    const complaint = whyNotRead(chain.slice(0, index + 1), place);
    return { kind: 'problems', complaints: [complaint], further: [] };
  }
  if (base.kind !== 'file') return { kind: 'problems', complaints: [whyNotThere(base)], further: [] };
  const read = yield* readWithBases(chain, index + 1);
  if (read.kind === 'whole') return { ...read, name: nameOf(place) };
  const here = placed(read.wrong, read.source, `${place.repository}:${place.path}`);
  return { kind: 'problems', complaints: [], further: [...here, ...read.further] };
}

/** What a file may hold that builds on another: the rest is there. */
const part = schema.policy.extend({
  roles: schema.policy.shape.roles.optional(),
  gates: z.record(z.string(), z.strictObject(schema.gate.shape)).optional(),
});

/** What is left of a file when all that is wrong is taken out; null if nothing is. */
function* readable(tree: Tree): Portions<schema.Readable | null> {
  const value = plain(tree);
  // Each round takes something out, from the leaves upwards: the depth of the language bounds them.
  for (let round = 0; round < 20; round++) {
    yield;
    const parsed = part.safeParse(value);
    if (parsed.success) return parsed.data;
    const paths = parsed.error.issues.flatMap((issue): readonly Path[] =>
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path],
    );
    if (!paths.every((path) => takeOut(value, path))) return null;
  }
  return null;
}

/** Deletes the key that `path` lies in, the innermost that exists; false if that is the whole file. */
function takeOut(value: unknown, path: Path): boolean {
  const maps: { map: Record<string, unknown>; key: string }[] = [];
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null) break;
    const holder = at as Record<PropertyKey, unknown>;
    if (!Object.hasOwn(holder, step)) break;
    if (!Array.isArray(holder)) maps.push({ map: holder, key: String(step) });
    at = holder[step];
  }
  const last = maps.at(-1);
  if (last === undefined) return path.length > 0;
  delete last.map[last.key];
  return true;
}
