/** Writes the effects of a look. What was not written is not believed to be: the next look finds it missing, and writes it. */
import { whileLocked, type Effect } from '../../handoff/index.ts';
import { keyOf } from '../../items.ts';
import { recentStore } from '../../store/index.ts';
import { writtenBefore, type Repository } from '../../tracker.ts';
import type { Deps, InForce } from '../facts/index.ts';
import { lastDecisionShape, withSaid, type LastDecision } from '../memory/index.ts';
import { about, recordPart, type OneLook, noteRefused } from '../ledger/index.ts';

/** What a look is put down with. `isLocked`: the conversation that it is about is. */
export type Account = {
  readonly inForce: InForce;
  readonly verdict: string;
  readonly before: LastDecision;
  readonly isLocked: boolean;
};

/** `lockedSince`: see `LastDecision`. `again`: when to look without being asked (milliseconds since the epoch); null: not for this. */
export type Written = {
  readonly written: readonly Effect[];
  readonly lockedSince: number | null;
  readonly again: number | null;
};

/** So often what GitHub finds invalid is tried again; then it is told, and everything else goes on. */
const patience = 3;
/** Milliseconds: GitHub tells of a conversation that is unlocked, and of no end of limited interactions. */
const limitedFor = 6 * 3_600_000;

/**
 * Performs effects, if there are any. In a locked conversation it is not an error that something cannot be said: it is
 * said once it is unlocked, which GitHub tells. What GitHub refuses for good is told once, and is no error either.
 * @throws {TryLater} also where there are none, once the look's claim was lost; what was written is put down before
 */
export async function write(
  deps: Deps,
  looking: OneLook & { readonly repository: Repository },
  effects: readonly Effect[],
  { inForce, verdict, before, isLocked }: Account,
): Promise<Written> {
  const { item, repository } = looking;
  const sayable = isLocked ? whileLocked(effects) : effects;
  try {
    const isLast = looking.turn.tries >= patience;
    const performed = await deps.writes.perform({ item, repository, effects: sayable, isLast });
    const { written, locked, isLimited } = performed;
    await noteRefused(deps, looking, performed);
    const again = isLimited ? deps.now() + limitedFor : null;
    const unsaid = [...effects.filter((effect) => !sayable.includes(effect)), ...locked];
    if (unsaid.length === 0) return { written, lockedSince: null, again };
    const line = { ...about(looking), unsaid: unsaid.map(({ kind }) => kind) };
    const why = isLimited
      ? 'Interactions are limited in the repository: what is to be said waits until they are not.'
      : 'The conversation is locked: what is to be said there waits until it is unlocked.';
    deps.log[before.lockedSince === null ? 'info' : 'debug'](line, why);
    return { written, lockedSince: before.lockedSince ?? deps.reads.now(), again };
  } catch (error) {
    const written = writtenBefore(error);
    if (written.length > 0) {
      const now = deps.now();
      const recent = { ...before, said: withSaid(before, written, now) };
      await recentStore(deps.store.db, lastDecisionShape).keepRecent(keyOf(item), recent, now);
      await recordPart(deps, looking, { inForce, verdict, effects: written });
    }
    throw error;
  }
}
