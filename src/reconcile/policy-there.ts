/** The policy of a repository as a decision would have it now, for whoever examines it. */
import type { Reads } from '../github/index.ts';
import type { Store } from '../store/index.ts';
import type { Repository } from '../tracker.ts';
import { createBases, createInForce, type InForce } from './facts/index.ts';

export type PolicyThere = {
  readonly repository: Repository;
  readonly inForce: InForce;
};

/**
 * @param store a new one knows no policy that was good once: then a broken one is broken
 * @returns null when the repository cannot be seen
 * @throws {TryLater}
 */
export async function policyThere(
  { reads, store }: { readonly reads: Reads; readonly store: Store },
  installation: number,
  name: string,
): Promise<PolicyThere | null> {
  const seen = await reads.readRepository(installation, name);
  if (seen === null) return null;
  const want = async (): Promise<void> => {};
  const bases = createBases({ reads, store, want, now: Date.now });
  const inForce = createInForce({ bases, reads, store, now: () => reads.now() });
  const { repository, policy } = seen;
  return { repository, inForce: await inForce(installation, repository, policy) };
}
