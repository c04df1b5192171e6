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
  type Prompted,
  type Said,
  type Verdict,
  type Waiting,
} from '../../handoff/index.ts';
import { keyOf } from '../../items.ts';
import type { KeptWaits, Waits } from '../../store/index.ts';
import { type Deps, type Looking, earliest } from '../facts/index.ts';
import { ensureDigest, settling, wantDigest } from './digest.ts';

export type Reminding = {
  readonly effects: readonly Effect[];
  /** When something is to be said next, if nothing happens until then, by the tracker's clock (milliseconds since the epoch); null: never. */
  readonly again: number | null;
};

const noReminder: Reminding = { effects: [], again: null };

type Judged = { readonly issue: IssueState; readonly verdict: Verdict; readonly plan: Plan };

/** What is to be said of an issue that waits, and keeps whom it waits for. All that is due at once is one comment. */
export async function remind(
  deps: Deps,
  looking: Pick<Looking<'issue'>, 'item' | 'repository'>,
  { issue, verdict, plan }: Judged,
): Promise<Reminding> {
  if (!plan.policy.isReminding) return noReminder;
  const all = waitingOf(issue, shownOnIssue(verdict, issue), plan);
  const kept = await keep(deps, looking, { issue, waiting: all, plan });
  const said = [...issue.state.said, ...plan.justSaid];
  const due: Prompted[] = [];
  const again: (number | null)[] = [];
  for (const [index, waiting] of all.entries()) {
    const next = await nextOf(deps, looking, { waiting, said, kept: kept[index] }, plan);
    if (next.saying !== null) due.push({ waiting, said: next.saying });
    again.push(next.again);
  }
  const effects: readonly Effect[] =
    due.length === 0
      ? []
      : [{ kind: 'comment', on: issue.item.id, body: promptBody(plan, due, all.length > 1) }];
  return { effects, again: earliest(again) };
}

/** What is to be said of one gate that waits; null: nothing now. `again`: when something may be. */
type Next = { readonly saying: Said | null; readonly again: number | null };

async function nextOf(
  deps: Deps,
  looking: Pick<Looking<'issue'>, 'item' | 'repository'>,
  about: {
    readonly waiting: Waiting;
    readonly said: readonly Said[];
    readonly kept: KeptWaits | undefined;
  },
  { policy, now: at }: Plan,
): Promise<Next> {
  const { waiting, said, kept } = about;
  const next = nextPrompt(waiting, said, policy, at);
  switch (next.kind) {
    case 'silence':
      return { saying: null, again: null };
    case 'wait':
      return { saying: null, again: next.until };
    case 'say':
      break;
    default:
      return next satisfies never;
  }
  const now = deps.reads.now();
  const seen = kept?.seen ?? now;
  if (waiting.due <= seen && now < seen + settling) return { saying: null, again: seen + settling };
  if (await ensureDigest(deps, looking.repository.id, waiting.roles, now)) {
    await wantDigest(deps, looking.item);
    const escalation = kept?.waits.escalation ?? null;
    return { saying: null, again: escalation !== null && escalation > now ? escalation : null };
  }
  const saying = saidNow(next.what, waiting, at);
  const after = nextPrompt(waiting, [...said, saying], policy, at);
  return { saying, again: after.kind === 'wait' ? after.until : null };
}

/**
 * Keeps whom the issue waits for; the digest, if there is one, shows it.
 * @returns for each gate that waits: when it was first found to be due then, and when a digest tells somebody else of it
 */
async function keep(
  deps: Deps,
  { item, repository }: Pick<Looking<'issue'>, 'item' | 'repository'>,
  { issue, waiting, plan }: Pick<Judged, 'issue' | 'plan'> & { readonly waiting: readonly Waiting[] },
): Promise<readonly KeptWaits[]> {
  const { store } = deps;
  const before = await store.waiting(repository.id, item.number);
  const now = deps.reads.now();
  const all = waiting.map((each): KeptWaits => {
    const { title } = each.gate.gate;
    const same = before.find(({ waits }) => waits.gate === title && waits.due === each.due);
    const seen = same?.seen ?? now;
    return { waits: waitsOf(issue, each, plan.policy, seen), seen };
  });
  if (JSON.stringify(before) === JSON.stringify(all)) return all;
  await store.keepWaiting(repository.id, keyOf(item), { issue: item.number, all });
  if ((await store.digests(repository.id)).length > 0) await wantDigest(deps, item);
  return all;
}

function waitsOf({ item }: IssueState, waiting: Waiting, policy: Plan['policy'], seen: number): Waits {
  const { roles, due, gate, since } = waiting;
  // Nobody else is told of what those who have it were not told of before.
  const escalation = escalationAfter(waiting, Math.max(due, seen), policy);
  return { roles, due, title: item.title, gate: gate.gate.title, since, escalation };
}
