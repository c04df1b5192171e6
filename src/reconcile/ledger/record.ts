/** What is written down of a look: in the ledger and in the log when something was decided, else for debugging alone. */
import type { Effect } from '../../handoff/index.ts';
import type { Turn } from '../../inbox/index.ts';
import { keyOf } from '../../items.ts';
import { ledgerStore, recentStore, type LedgerLine } from '../../store/index.ts';
import type { Item, Repository } from '../../tracker.ts';
import type { Deps, InForce } from '../facts/index.ts';
import { lastDecisionShape, type LastDecision } from '../memory/index.ts';

export type OneLook = { readonly item: Item; readonly turn: Turn };

export type Decided = {
  readonly inForce: InForce;
  /** As JSON. */
  readonly verdict: string;
  /** What was written. */
  readonly effects: readonly Effect[];
};

/** One line in the ledger, with what is kept of it for the next look, and one in the log. */
export async function record(
  deps: Deps,
  looking: OneLook & { readonly repository: Repository },
  decided: Decided,
  recent: LastDecision,
): Promise<void> {
  const line = lineOf(deps, looking, decided);
  await deps.store.db.transaction().execute(async (tx) => {
    await ledgerStore(tx).record(line);
    await recentStore(tx, lastDecisionShape).keepRecent(line.item, recent, line.at);
  });
  deps.log.info({ ...about(looking), ...told(decided) }, 'decided');
}

/** The line of a look of which only some effects were written: the others are written by the next, which has its own. */
export async function recordPart(
  deps: Deps,
  looking: OneLook & { readonly repository: Repository },
  decided: Decided,
): Promise<void> {
  await ledgerStore(deps.store.db).record(lineOf(deps, looking, decided));
  deps.log.info({ ...about(looking), ...told(decided) }, 'written in part');
}

const told = ({ verdict, effects }: Decided): object => ({
  verdict,
  effects: effects.map(({ kind }) => kind),
});

function lineOf(
  { now }: Deps,
  { item, repository, turn }: OneLook & { readonly repository: Repository },
  { inForce, verdict, effects }: Decided,
): LedgerLine {
  return {
    at: now(),
    repository: repository.id,
    item: keyOf(item),
    verdict: JSON.parse(verdict) as unknown,
    effects,
    policy: versionOf(inForce),
    deliveries: turn.causes,
  };
}

/** Which texts the policy in force was read from; null: there is none. */
export const versionOf = (inForce: InForce): string | null =>
  inForce.kind === 'policy' ? [inForce.source, ...inForce.bases].map(({ oid }) => oid).join('+') : null;

/** What a look comes to where no policy can be applied. */
export const noPolicyVerdict = ({ kind }: InForce): string => JSON.stringify({ policy: kind });

/** The line of a look after which everything is as it was. `verdict`: null where there was nothing to judge. */
export function nothingChanged({ log }: Pick<Deps, 'log'>, looking: OneLook, verdict: string | null): void {
  log.debug({ ...about(looking), verdict }, 'nothing changed');
}

/** For a line in the log: which look it is, what led to it, and how long somebody waited for its end. */
export function about({ item, turn }: OneLook): object {
  // By the inbox's clock, as `since` is: the one that items are judged by may be another.
  return { item: keyOf(item), deliveries: turn.causes, milliseconds: Date.now() - turn.since };
}
