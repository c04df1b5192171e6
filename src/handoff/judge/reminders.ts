/** Who has had the baton for longer than the gate's deadline, and what is to be said about it when. */
import type { Policy } from '../../policy/index.ts';
import { endOf, onWorkday } from '../calendar.ts';
import { type ItemState, type Members, type Said, hasGateSince } from '../history/index.ts';
import { isExempting } from './exemptions.ts';
import { openingOf, type IssueState } from '../replay/index.ts';
import type { Answer, Baton, GateVerdict, Verdict } from '../verdict.ts';

/** A baton whose holders have a deadline. Instants are milliseconds since the epoch. */
export type Waiting = {
  readonly gate: GateVerdict;
  /** The roles that have it. */
  readonly roles: readonly string[];
  /** Since when they have it, with the gate as it is. */
  readonly since: number;
  /** What was said before this is about another time: since they have it, or since somebody put reminders off. */
  readonly from: number;
  /** When they are to be reminded; on a working day. */
  readonly due: number;
  /** The role that is told when that does not help; null: nobody is. */
  readonly escalateTo: string | null;
};

type Circumstances = {
  readonly policy: Policy;
  readonly members: Members;
  readonly inForceSince: number;
};

/** Each baton with a deadline, in the verdict's order; empty: nobody is to be reminded of anything as long as nothing happens. */
export function waitingOf(
  issue: Pick<IssueState, 'state' | 'displayed' | 'author'>,
  verdict:
    | Pick<Verdict & { kind: 'no-gates' }, 'kind'>
    | Pick<Verdict & { kind: 'gates' }, 'kind' | 'gates' | 'batons' | 'answers' | 'awake'>,
  circumstances: Circumstances,
): readonly Waiting[] {
  if (!circumstances.policy.isReminding || verdict.kind !== 'gates' || !verdict.awake) return [];
  return verdict.batons.flatMap((baton) => {
    const gate = verdict.gates.find((each) => each.gate.name === baton.gate);
    return gate === undefined ? [] : waitingFor(issue, verdict.answers, { gate, baton }, circumstances);
  });
}

function waitingFor(
  { state, displayed, author }: Pick<IssueState, 'state' | 'displayed' | 'author'>,
  answers: readonly Answer[],
  { gate, baton }: { readonly gate: GateVerdict; readonly baton: Baton },
  { policy, members, inForceSince }: Circumstances,
): readonly Waiting[] {
  const { deadline } = gate.gate;
  if (deadline === null) return [];
  const { roles } = baton;
  const opened = openingOf({ state, author });
  const began =
    hasGateSince(state, { type: displayed.type, appliesTo: policy.appliesTo, when: gate.gate.when }, (word) =>
      isExempting(word, { policy, members, opened }),
    ) ?? inForceSince;
  const since = Math.max(inForceSince, began, baton.since ?? inForceSince, ...reopened(state));
  const due = endOf(deadline, since, policy.calendar);
  const off = putOff(answers, gate.gate.name, since);
  const escalateTo = roles.every((role) => role === policy.escalateTo) ? null : policy.escalateTo;
  const from = off?.at ?? since;
  return [{ gate, roles, since, from, due: Math.max(due, off?.until ?? due), escalateTo }];
}

/** What waited before an issue was closed waits anew once it is reopened. */
function reopened({ words }: Pick<ItemState, 'words'>): readonly number[] {
  const last = words.findLast((word) => word.kind === 'reopened' && !word.by.self);
  return last === undefined ? [] : [last.at];
}

/** The last time that reminders of the gate were put off since an instant, and until when. */
function putOff(
  answers: readonly Answer[],
  gate: string,
  since: number,
): { readonly at: number; readonly until: number } | null {
  const found = answers
    .filter(({ at }) => at >= since)
    .flatMap(({ at, outcomes }) =>
      outcomes.flatMap((outcome) =>
        outcome.kind === 'snoozed' && outcome.gates.includes(gate) ? [{ at, until: outcome.until }] : [],
      ),
    );
  return found.at(-1) ?? null;
}

type Prompt = 'reminder' | 'escalation';

/** What is next. */
export type NextPrompt =
  | { readonly kind: 'silence' }
  | { readonly kind: 'wait'; readonly what: Prompt; readonly until: number }
  | { readonly kind: 'say'; readonly what: Prompt };

/** What is to be said now, given what was said before; or when something is. */
export function nextPrompt(waiting: Waiting, said: readonly Said[], policy: Policy, now: number): NextPrompt {
  const reminded = lastSaid(said, 'reminder', waiting);
  const next = reminded === null ? waiting.due : escalationAfter(waiting, reminded, policy);
  if (next === null || lastSaid(said, 'escalation', waiting) !== null) return { kind: 'silence' };
  const until = now < next ? next : onWorkday(now, policy.calendar);
  const what = reminded === null ? 'reminder' : 'escalation';
  return now < until ? { kind: 'wait', what, until } : { kind: 'say', what };
}

/** When somebody else is told, after a reminder at an instant; null: never. */
export function escalationAfter({ gate, escalateTo }: Waiting, at: number, policy: Policy): number | null {
  const { deadline } = gate.gate;
  return deadline === null || escalateTo === null ? null : endOf(deadline, at, policy.calendar);
}

/** What Baton notes of having said it at an instant. */
export function saidNow(what: Prompt, { gate, from }: Waiting, at: number): Said {
  return { kind: what, what: `${nameOf(gate)}:${from}:${at}` };
}

/** A gate's name as it stands in a marker, where two hyphens cannot. */
const nameOf = ({ gate }: GateVerdict): string => gate.name.replaceAll('--', '_');

/** Milliseconds since the epoch, as they stand in a marker. */
const instant = /^\d{1,15}$/;

/** When it was said last of this waiting; null: it was not. */
function lastSaid(said: readonly Said[], kind: Prompt, { gate, from }: Waiting): number | null {
  const times = said.flatMap((each): number[] => {
    if (each.kind !== kind) return [];
    const [name, about, at = ''] = each.what.split(':');
    // What began earlier than it was thought to is still the same.
    return name === nameOf(gate) && Number(about) >= from && instant.test(at) ? [Number(at)] : [];
  });
  return times.at(-1) ?? null;
}
