/** A policy as the doctor is given it: in files, the ones that it builds on included. */
import { readFileSync } from 'node:fs';

import { SettingError } from '../../environment/index.ts';
import type { Finding } from '../../jira/index.ts';
import { nameOfBase, nextBase, readPolicy, type Base, type JiraPart } from '../../policy/index.ts';

export type Examined = {
  /** What it says of Jira; null: nothing that could be examined. */
  readonly policy: JiraPart | null;
  /** What keeps it from being examined. */
  readonly problems: readonly Finding[];
};

/**
 * @param path the file
 * @param basePaths copies of the policies that it builds on, one on the other
 * @throws SettingError where one cannot be read
 */
export function policyIn(path: string, basePaths: readonly string[]): Examined {
  // Which repository it is in is not told: nothing but a circle depends on that.
  const own = { repository: '', path, text: textOf('--policy', path) };
  const { bases, missing, left } = basesIn(own, basePaths);
  const unused = left.map((file) =>
    noteOf(`Nothing builds on ${file}.`, 'Leave out that --base, or name the bases in their order.'),
  );
  if (missing !== null) {
    const last = bases.at(-1);
    const what = `${last === undefined ? path : nameOfBase(last)} builds on ${missing}, which is on GitHub and not read here: what the policy says of Jira was not examined.`;
    const remedy =
      last === undefined
        ? 'Give a copy of that file: --base FILE.'
        : 'Give a copy of that file, too, after the others: --base FILE.';
    return { policy: null, problems: [{ site: null, level: 'wrong', what, remedy }] };
  }
  const read = readPolicy(own.text, path, { repository: own.repository, bases, quotes: 'all' });
  if (read.kind === 'problems') {
    const problems = read.problems.map(({ file, line, column, message, hint }): Finding => {
      return { site: null, level: 'wrong', what: `${file}:${line}:${column} ${message}`, remedy: hint };
    });
    return { policy: null, problems: [...problems, ...unused] };
  }
  const { jira } = read.policy;
  if (jira !== null) return { policy: jira, problems: unused };
  const remedy = 'Write "jira:" with a site, its projects, and the gates that are decided there.';
  return { policy: null, problems: [noteOf(`${path} says nothing of Jira.`, remedy), ...unused] };
}

function basesIn(own: Parameters<typeof nextBase>[0], paths: readonly string[]) {
  const bases: Base[] = [];
  for (;;) {
    const place = nextBase(own, bases);
    const file = paths[bases.length];
    if (place === null) return { bases, missing: null, left: paths.slice(bases.length) };
    if (file === undefined) return { bases, missing: nameOfBase(place), left: [] };
    bases.push({ ...place, kind: 'file', text: textOf('--base', file) });
  }
}

const noteOf = (what: string, remedy: string): Finding => ({ site: null, level: 'note', what, remedy });

function textOf(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new SettingError(`${option} must name a readable file; ${path} is none.`, { cause: error });
  }
}
