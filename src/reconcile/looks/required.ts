/** A look at whether Baton's check is required by now, for whoever says that it is not. */
import type { Turn } from '../../inbox/index.ts';
import { last, wantOf } from '../../items.ts';
import type { Item } from '../../tracker.ts';
import { readRequirementAgain, type Deps } from '../facts/index.ts';
import { nothingChanged } from '../ledger/index.ts';
import { tellRequirement } from './onboarding.ts';

type RequiredItem = Extract<Item, { kind: 'required' }>;

/** @returns when to look again; null: there is nothing to say any more. @throws {TryLater} */
export async function lookAtRequirement(
  deps: Deps,
  item: RequiredItem,
  turn: Turn,
): Promise<{ readonly again: number | null }> {
  const { installation, repository } = item;
  let isNews = false;
  const again = await readRequirementAgain(deps, item, async (tellers, found) => {
    isNews = true;
    const pulls = tellers.filter((each) => each !== 'onboarding');
    const wants = pulls.map((number) =>
      wantOf({ kind: 'pull-request', installation, repository, number }, { priority: last, cause: 'sweep' }),
    );
    await deps.want(wants);
    if (tellers.includes('onboarding')) await tellRequirement(deps, installation, found);
  });
  if (!isNews) nothingChanged(deps, { item, turn }, null);
  return { again };
}
