/** Who one can be on the stage. */
import type { Sandbox } from '@baton/sandbox';

import { repository } from '../github.ts';

export type Somebody = { readonly login: string; readonly job: string };

export const people: readonly [Somebody, ...Somebody[]] = [
  { login: 'maria', job: 'product manager' },
  { login: 'anton', job: 'engineer' },
  { login: 'ben', job: 'engineer' },
  { login: 'otto', job: 'can push, has no role' },
  { login: 'olga', job: 'owns the organization' },
];

export const jobOf = (login: string): string => people.find((each) => each.login === login)?.job ?? 'bot';

/** The policy on the default branch, as it is written there. */
export function policyText({ find }: Sandbox, path: string): string {
  const where = find.repository(repository);
  const oid = where.commits.get(find.tip(where))?.tree.get(path);
  return oid === undefined ? '' : (where.blobs.get(oid)?.bytes.toString('utf8') ?? '');
}
