/** What is written down of a look: in the ledger and in the log when something was decided, else for debugging alone. */
import type { Effect } from '../../handoff/index.ts';
import type { Turn } from '../../inbox/index.ts';
import { itemShape, keyOf } from '../../items.ts';
import {
  boardStore,
  ledgerStore,
  recentStore,
  restsOnStore,
  type BoardChange,
  type Database,
  type LedgerLine,
} from '../../store/index.ts';
import type { Item, Repository } from '../../tracker.ts';
import type { Deps, InForce } from '../facts/index.ts';
import { digestOf, lastDecisionShape, type LastDecision } from '../memory/index.ts';

export type OneLook = { readonly item: Item; readonly turn: Turn };

export type Decided = {
  readonly inForce: InForce;
  /** As JSON. */
  readonly verdict: string;
  /** What was written. */
  readonly effects: readonly Effect[];
};

/** Whose roles a decision rests on; `before`: as it was last. */
export type RestsOn = {
  readonly people: readonly string[];
  readonly isClosed: boolean;
  readonly before: LastDecision;
};

/**
 * What is kept for the next look; `restsOn` absent: it rests on nobody's roles. `board`: what is new there; null or absent:
 * nothing.
 */
type Kept = {
  readonly recent: LastDecision;
  readonly restsOn?: RestsOn;
  readonly board?: BoardChange | null;
};

/** What is kept of that beside the decision. */
export const restsOnAs = ({ people, isClosed }: Omit<RestsOn, 'before'>): string =>
  digestOf(`${isClosed} ${people.join(' ')}`);

/** One line in the ledger, with what is kept of it for the next look, and one in the log. */
export async function record(
  deps: Deps,
  looking: OneLook & { readonly repository: Repository },
  decided: Decided,
  recent: LastDecision | Kept,
): Promise<void> {
  const line = lineOf(deps, looking, decided);
  await deps.store.db.transaction().execute(async (tx) => {
    await ledgerStore(tx).record(line);
    await keepDecision(tx, looking, 'recent' in recent ? recent : { recent }, line.at);
  });
  deps.log.info({ ...about(looking), ...told(decided) }, 'decided');
}

/** Keeps a decision that changed nothing which the ledger tells of. */
export async function recordSilently(
  deps: Deps,
  looking: OneLook & { readonly repository: Repository },
  kept: Kept,
): Promise<void> {
  await deps.store.db.transaction().execute((tx) => keepDecision(tx, looking, kept, deps.now()));
}

/** What is kept of a decision for the next look. Whose roles it rests on is kept with it, or not at all. */
async function keepDecision(
  tx: Database,
  { item, repository }: OneLook & { readonly repository: Repository },
  { recent, restsOn, board = null }: Kept,
  at: number,
): Promise<void> {
  const key = keyOf(item);
  await recentStore(tx, lastDecisionShape).keepRecent(key, recent, at);
  if (restsOn !== undefined && restsOn.before.restsOn !== recent.restsOn) {
    const { people, isClosed } = restsOn;
    const { installation } = item;
    const resting = { key, item, installation, repository: repository.id, people, isClosed };
    await restsOnStore(tx, itemShape).keepResting(resting, at);
  }
  // The last: nobody else writes on the board until this ends.
  if (board !== null) await boardStore(tx).writeBoard(board, at);
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
