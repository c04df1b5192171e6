/** What people see of an issue or a pull request. */
import { isCardBody } from '../handoff/index.ts';
import type { Pull, Thing } from './things.ts';

/** Baton's check on the last commit; null: there is none. */
export function checkOf(pull: Pull): Pull['checks'][number] | null {
  const head = pull.pushes.at(-1)?.sha;
  return pull.checks.findLast(({ name, headSha }) => name === 'Baton' && headSha === head) ?? null;
}

/** Baton's card; null: there is none. */
export const cardOf = ({ moments }: Thing): string | null =>
  moments.flatMap((each) =>
    each.kind === 'commented' && each.by.self && isCardBody(each.text) ? [each.text] : [],
  )[0] ?? null;

export const stateOf = (thing: Thing): 'open' | 'closed' | 'merged' =>
  thing.kind === 'pull-request' ? thing.state : thing.closed === null ? 'open' : 'closed';
