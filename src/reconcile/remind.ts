/** Reminders, as a part of a look at an issue: what is said now, and when to look again for the sake of the next. */
import {
  nextPrompt,
  promptBody,
  escalationAfter,
  saidNow,
  shownOnIssue,
  waitingOf,
  type Effect,
  type IssueState,
  type Plan,
  type Verdict,
  type Waiting,
} from '../handoff/index.ts';
import { keyOf } from '../items.ts';
import type { Waits } from '../store/index.ts';
import type { Deps, Looking } from './deps.ts';
import { haveDigest, settling, wantDigest } from './digest.ts';

export type Reminding = {
  readonly effects: readonly Effect[];
  /** When something is to be said next, if nothing happens until then, by the tracker's clock (milliseconds since the epoch); null: never. */
  readonly again: number | null;
};

const nothing: Reminding = { effects: [], again: null };

/** What is to be said of an issue that waits, and keeps whom it waits for. */
export async function remind(
  deps: Deps,
  looking: Pick<Looking<'issue'>, 'item' | 'repository'>,
  issue: IssueState,
  verdict: Verdict,
  plan: Plan,
): Promise<Reminding> {
  const { policy } = plan;
  if (!policy.isReminding) return nothing;
  const waiting = waitingOf(issue, shownOnIssue(verdict, issue), plan);
  const { seen, escalation } = await keep(deps, looking, issue, waiting, plan);
  if (waiting === null) return nothing;
  const said = [...issue.state.said, ...plan.justSaid];
  const next = nextPrompt(waiting, said, policy, plan.now);
  switch (next.kind) {
    case 'silence':
      return nothing;
    case 'wait':
      return { effects: [], again: next.until };
    case 'say':
      break;
    default:
      return next satisfies never;
  }
  const now = deps.tracker.now();
  if (waiting.due <= seen && now < seen + settling) return { effects: [], again: seen + settling };
  if (await haveDigest(deps, looking.repository.id, waiting.roles, now)) {
    await wantDigest(deps, looking.item);
    return { effects: [], again: escalation !== null && escalation > now ? escalation : null };
  }
  const saying = saidNow(next.what, waiting, plan.now);
  const after = nextPrompt(waiting, [...said, saying], policy, plan.now);
  return {
    effects: [{ kind: 'comment', on: issue.item.id, body: promptBody(plan, waiting, saying) }],
    again: after.kind === 'wait' ? after.until : null,
  };
}

/**
 * Keeps whom the issue waits for; the digest, if there is one, shows it.
 * @returns `seen`: when it was first found to be due then; `escalation`: when a digest tells somebody else of it
 */
async function keep(
  deps: Deps,
  { item, repository }: Pick<Looking<'issue'>, 'item' | 'repository'>,
  issue: IssueState,
  waiting: Waiting | null,
  { policy }: Plan,
): Promise<{ readonly seen: number; readonly escalation: number | null }> {
  const { store } = deps;
  const before = await store.waiting(repository.id, item.number);
  const now = deps.tracker.now();
  const seen = before !== null && before.waits.due === waiting?.due ? before.seen : now;
  const waits = waiting === null ? null : waitsOf(issue, waiting, policy, seen);
  const kept = { seen, escalation: waits?.escalation ?? null };
  if (JSON.stringify(before?.waits ?? null) === JSON.stringify(waits)) return kept;
  if (waits === null) await store.forgetWaiting(repository.id, item.number);
  else await store.keepWaiting(repository.id, keyOf(item), { issue: item.number, waits, seen });
  if ((await store.digests(repository.id)).length > 0) await wantDigest(deps, item);
  return kept;
}

function waitsOf({ item }: IssueState, waiting: Waiting, policy: Plan['policy'], seen: number): Waits {
  const { roles, due, gate, since } = waiting;
  // Nobody else is told of what those who have it were not told of before.
  const escalation = escalationAfter(waiting, Math.max(due, seen), policy);
  return { roles, due, title: item.title, gate: gate.gate.title, since, escalation };
}
