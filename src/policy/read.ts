/** From the text of a policy file to a policy, or to everything that is wrong with it. */
import * as z from 'zod';
import { crossCheck, type Readable } from './cross-check.ts';
import { explain } from './explain.ts';
import type { Path } from './places.ts';
import { withoutPlanned } from './planned.ts';
import type { Policy } from './policy.ts';
import type { Problem } from './problem.ts';
import { resolve } from './resolve.ts';
import * as schema from './schema.ts';
import { placer, plain, type Placed, type Tree } from './tree.ts';
import { growTree } from './yaml.ts';

export type PolicyResult =
  | { readonly kind: 'policy'; readonly policy: Policy }
  /** In the order of the file, each place and message once; at least one. */
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** How long a policy may be, in UTF-16 units. */
const longestPolicy = 64 * 1024;

/**
 * Reads a policy. Never throws, and takes milliseconds whatever the text is.
 *
 * @param text the file, decoded from UTF-8; `null`: it is too large to have been read, or not text.
 * @param file its path, for the problems.
 */
export function readPolicy(text: string | null, file: string): PolicyResult {
  if (text === null) return problems([unreadable], '', file);
  if (text.length > longestPolicy) return problems([tooLong(text.length)], '', file);
  // Columns are counted as editors do: without the byte order mark, and with one sign at the end of a line.
  const source = text.replace(/^\u{feff}/u, '').replaceAll(/\r\n?/g, '\n');
  const odd = stray(source);
  if (odd !== null) return problems([odd], source, file);
  const grown = growTree(source);
  if (grown.tree === null) return problems(grown.wrong, source, file);
  const { tree, wrong: planned } = withoutPlanned(grown.tree);
  const parsed = schema.policy.safeParse(plain(tree));
  const explained = explain(parsed.error?.issues ?? [], tree);
  const written = parsed.success ? parsed.data : readable(tree);
  const crossed = written === null ? [] : crossCheck(written, tree);
  const all = [...grown.wrong, ...planned, ...explained, ...crossed];
  if (parsed.success && all.length === 0) return { kind: 'policy', policy: resolve(parsed.data) };
  return problems(all.length === 0 ? [unreadable] : all, source, file);
}

const unreadable: Placed = {
  at: 0,
  message: 'The file is too large, or not text.',
  hint: 'A policy is a YAML file of a few lines, saved as UTF-8.',
};

function tooLong(length: number): Placed {
  return {
    at: 0,
    message: `The file has ${length} characters; a policy can have ${longestPolicy} at most.`,
    hint: 'Put people into teams instead of listing them one by one.',
  };
}

/** The first thing that has no business in a text file, or that makes it read otherwise than it is. */
function stray(text: string): Placed | null {
  const conflict = /^<{7} /m.exec(text);
  if (conflict !== null) {
    const hint = 'Keep one of the two versions, and delete the lines with <<<<<<<, ======= and >>>>>>>.';
    return { at: conflict.index, message: 'A merge conflict is left in the file.', hint };
  }
  const found = /(?![\t\n])[\p{Cc}\p{Cs}\u{fffd}\u{feff}\u{202a}-\u{202e}\u{2066}-\u{2069}]/u.exec(text);
  if (found === null) return null;
  const code = (found[0].codePointAt(0) ?? 0).toString(16).padStart(4, '0').toUpperCase();
  return {
    at: found.index,
    message: `An invisible or broken character stands here (U+${code}).`,
    hint: 'Delete it, and save the file as UTF-8.',
  };
}

function problems(wrong: readonly Placed[], source: string, file: string): PolicyResult {
  const place = placer(source);
  const once = new Map<string, Placed>();
  for (const placed of wrong) once.set(`${placed.at} ${placed.message}`, placed);
  return {
    kind: 'problems',
    problems: [...once.values()]
      .toSorted((a, b) => a.at - b.at)
      .map(({ at, message, hint }) => ({ file, ...place(at), message, hint })),
  };
}

const lenient = schema.policy.extend({
  roles: schema.policy.shape.roles.optional(),
  gates: z.record(z.string(), z.strictObject(schema.gate.shape)).optional(),
});

/** What is left of a file when all that is wrong is taken out; null if nothing is. */
function readable(tree: Tree): Readable | null {
  const value = plain(tree);
  // Each round takes something out, from the leaves upwards: the depth of the language bounds them.
  for (let round = 0; round < 20; round++) {
    const parsed = lenient.safeParse(value);
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
