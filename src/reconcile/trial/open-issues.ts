/** A text is tried on the open issues of a repository at once, for somebody who waits. Nothing is kept of it. */
import { setImmediate as others } from 'node:timers/promises';

import type { TriedIssue } from '../../handoff/index.ts';
import { inPortions } from '../../in-portions.ts';
import type { Reads } from '../../github/index.ts';
import type { JiraTracker } from '../../jira/index.ts';
import { readingPolicy, type Base } from '../../policy/index.ts';
import type { Store } from '../../store/index.ts';
import { TryLater } from '../../tracker.ts';
import { createBases, createInForce } from '../facts/index.ts';
import { tryOn } from './issue.ts';
import { isInForce } from './progress.ts';

type OpenIssues = {
  readonly installation: number;
  /** `id`: the one that is meant; its name may be another's by now. */
  readonly repository: { readonly id: string; readonly name: string };
  /** The policy, and what it builds on. */
  readonly text: string;
  readonly path: string;
  readonly bases: readonly Base[];
  readonly numbers: readonly number[];
};

export type TriedThere =
  /** The repository is not there, or cannot be seen. */
  | { readonly kind: 'gone' }
  /** The text is no policy. */
  | { readonly kind: 'problems' }
  /** It means what the policy in force means. */
  | { readonly kind: 'same' }
  | {
      readonly kind: 'tried';
      /** On which anything would be different, in the order in which they were asked for. */
      readonly issues: readonly TriedIssue[];
      /** On how many it was tried, and how many more could not be read. */
      readonly tried: number;
      readonly unread: number;
      /** What stood in the way of knowing who would hold which role, in sentences. */
      readonly problems: readonly string[];
    };

type TrialsOptions = {
  readonly reads: Reads;
  readonly store: Store;
  /** The Jira sites that are known; null: none. */
  readonly jira: JiraTracker | null;
  readonly now: () => number;
  readonly policyBases?: readonly string[] | undefined;
};

/** @returns what tries a text. It throws TryLater where GitHub cannot be asked now. */
export function createTrials({
  reads,
  store,
  jira,
  now,
  policyBases,
}: TrialsOptions): (asked: OpenIssues) => Promise<TriedThere> {
  const paths = policyBases === undefined ? {} : { paths: policyBases };
  const inForceThere = createInForce({
    bases: createBases({ reads, store, want: async () => {}, now, ...paths }),
    reads,
    store,
    now: () => reads.now(),
  });

  return async ({ installation, repository: { id, name }, text, path, bases, numbers }) => {
    const seen = await reads.readRepository(installation, name);
    if (seen === null || seen.repository.id !== id) return { kind: 'gone' };
    const read = await inPortions(readingPolicy(text, path, { repository: name, bases, quotes: 'nothing' }));
    if (read.kind === 'problems') return { kind: 'problems' };
    const { policy: proposed } = read;
    const inForce = await inForceThere(installation, seen.repository, seen.policy);
    if (isInForce(proposed, inForce)) return { kind: 'same' };

    const place = { installation, repository: name };
    const together = reads.together(numbers.map((number) => ({ kind: 'issue', ...place, number })));
    const observe: Reads['observe'] = async (item) => {
      const found = await reads.observe(item, together);
      return found.kind !== 'gone' && found.repository.id !== id ? { kind: 'gone' } : found;
    };
    const deps = { reads: { ...reads, observe }, store, jira, now };
    const tried: TriedIssue[] = [];
    let unread = 0;
    for (const number of numbers) {
      // Who sends a webhook meanwhile is answered in between.
      await others();
      try {
        const found = await tryOn(deps, place, number, { proposed, inForce });
        if (found !== null) tried.push(found);
      } catch (error) {
        if (!(error instanceof TryLater) || error.scope === 'installation') throw error;
        unread += 1;
      }
    }
    const asked = { kind: 'repository', ...place } as const;
    const { problems } = await reads.members(asked, proposed, { pins: await store.pins(id) });
    const issues = tried.filter(({ differences }) => differences.length > 0);
    return { kind: 'tried', issues, tried: tried.length, unread, problems };
  };
}
