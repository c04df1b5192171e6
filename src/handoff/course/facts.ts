/** What happened in the course of an item, each with its date, who did it and the event that tells of it. */
import type { CloseReason, Gate, Mode } from '../../policy/index.ts';
import type { Actor, ClosingPull, MomentOf, Reference, Word } from '../history/index.ts';
import { allForbidding, bypassesBy, type Circumstances, type Waiting, waitingOf } from '../judge/index.ts';
import { isMove } from './shown-over-time.ts';
import { isSameIssue, linksAt, type IssueState, type PullState } from '../replay/index.ts';
import type { Answer, Evidence, GateVerdict, NotCounted, Outcome, Reason, Waiver } from '../verdict.ts';
import { mayShow } from '../history/index.ts';
import type { Moment } from './moment.ts';

/** A gate that did not allow something, and whether it holds anything back. */
export type Against = { readonly gate: string; readonly mode: Mode };

/** What happened. `id`: the tracker's event; of what time alone did, or a merge, of what it is about. */
export type Fact = Pick<Reference, 'id' | 'at'> & {
  /** null: nobody, or the tracker does not tell. */
  readonly by: Actor | null;
} & (
    | {
        readonly kind: 'approved';
        readonly gate: string;
        readonly via: Evidence['via'];
        readonly roles: readonly string[];
      }
    | {
        readonly kind: 'not-counted';
        readonly gate: string;
        readonly via: Evidence['via'];
        readonly because: NotCounted['because'];
      }
    | { readonly kind: 'sent-back' | 'revoked' | 'asked' | 'answered' | 'requested'; readonly gate: string }
    | { readonly kind: 'viable' | 'not-viable'; readonly gate: string }
    /** What was approved is not any more, without anybody's word against it. */
    | { readonly kind: 'changed'; readonly gate: string; readonly because: Reason['kind'] }
    | {
        readonly kind: 'waived';
        readonly gate: string;
        readonly words: string;
        readonly until: Waiver['until'];
      }
    | { readonly kind: 'waiver-ended'; readonly gate: string }
    | { readonly kind: 'put-off'; readonly gates: readonly string[]; readonly until: number }
    /** The deadline of those who have the baton passed. */
    | { readonly kind: 'overdue'; readonly gate: string; readonly roles: readonly string[] }
    | {
        readonly kind: 'closed';
        readonly reason: CloseReason;
        readonly through: MomentOf<'closed'>['through'];
        readonly pullRequest: ClosingPull | null;
        /** The gates that did not allow it. */
        readonly against: readonly Against[];
      }
    | { readonly kind: 'reopened' }
    /** Work began that gates did not allow. */
    | {
        readonly kind: 'started';
        readonly through: 'assignment' | 'label';
        readonly against: readonly Against[];
      }
    /** A pull request that links it was merged; `pullRequest` null: fewer people can read it. */
    | {
        readonly kind: 'merged';
        readonly pullRequest: { readonly number: number; readonly url: string } | null;
        readonly against: readonly Against[];
      }
  );

const asAgainst = (gates: readonly Gate[]): readonly Against[] =>
  gates.map(({ name, mode }) => ({ gate: name, mode }));

/** Collects what happened, moment by moment. */
export function factsFrom(issue: IssueState, circumstances: Circumstances) {
  const facts: Fact[] = [];
  const words = issue.state.words.toSorted((one, other) => one.at - other.at);
  const pulls = [...issue.pulls, ...issue.former]
    .filter(({ pullRequest }) => pullRequest.mergedAt !== null)
    .toSorted((one, other) => mergeOf(one) - mergeOf(other));
  let [wordsNoted, pullsNoted] = [0, 0];
  const overdue = overdueFrom(circumstances, facts);
  return {
    note(moment: Moment, last: Moment | null): void {
      const { at } = moment;
      overdue.passed(at);
      const before = facts.length;
      if (moment.standing.kind === 'gates') {
        const said = answered(moment);
        const isSaid = (fact: Fact): boolean =>
          said.some(({ kind, id }) => kind === fact.kind && id === fact.id);
        facts.push(...said, ...changed(moment, last).filter((fact) => !isSaid(fact)));
      }
      for (
        let pull = pulls[pullsNoted];
        pull !== undefined && mergeOf(pull) <= at;
        pull = pulls[pullsNoted]
      ) {
        pullsNoted += 1;
        facts.push(...merged(pull, moment, circumstances));
      }
      for (let word = words[wordsNoted]; word !== undefined && word.at <= at; word = words[wordsNoted]) {
        wordsNoted += 1;
        facts.push(...done(word, moment, circumstances));
      }
      if (last === null || facts.length > before || last.standing !== moment.standing) overdue.note(moment);
    },
    all(until: number): readonly Fact[] {
      overdue.passed(until);
      return facts.toSorted((one, other) => one.at - other.at);
    },
  };
}

const mergeOf = ({ pullRequest }: PullState): number => pullRequest.mergedAt ?? Number.POSITIVE_INFINITY;

/** Commands that were done at that very moment. */
function answered({ at, live }: Moment): readonly Fact[] {
  const answers = live?.answers ?? [];
  const found: Fact[] = [];
  for (let index = answers.length - 1; index >= 0 && answers[index]?.at === at; index -= 1) {
    const answer = answers[index]!;
    found.push(...answer.outcomes.flatMap((outcome) => commanded(answer, outcome)));
  }
  return found.toReversed();
}

const named = {
  return: 'sent-back',
  revoke: 'revoked',
  question: 'asked',
  answer: 'answered',
  request: 'requested',
  viable: 'viable',
  'not-viable': 'not-viable',
} as const;

function commanded({ comment: id, at, by }: Answer, outcome: Outcome): readonly Fact[] {
  if (outcome.kind === 'snoozed') {
    const { gates, until } = outcome;
    return [{ kind: 'put-off', id, at, by, gates, until }];
  }
  if (outcome.kind !== 'done' || !(outcome.verb in named)) return [];
  return [{ kind: named[outcome.verb as keyof typeof named], id, at, by, gate: outcome.gate }];
}

/** What became otherwise with the gates since the moment before. */
function changed(moment: Moment, last: Moment | null): readonly Fact[] {
  if (moment.standing.kind !== 'gates') return [];
  const before = last?.standing.kind === 'gates' ? last.standing.gates : [];
  if (before === moment.standing.gates) return [];
  const old = new Map(before.map((gate) => [gate.gate.name, gate]));
  return moment.standing.gates.flatMap((gate) => changedIn(gate, old.get(gate.gate.name), moment.at));
}

function changedIn(now: GateVerdict, before: GateVerdict | undefined, at: number): readonly Fact[] {
  const gate = now.gate.name;
  const ids = (all: readonly { readonly id: string }[] = []): ReadonlySet<string> =>
    new Set(all.map(({ id }) => id));
  const facts: Fact[] = [];
  const knownApprovals = ids(before?.approvals);
  for (const { id, at: when, by, via, roles } of now.approvals)
    if (!knownApprovals.has(id) && when === at)
      facts.push({ kind: 'approved', id, at, by, gate, via, roles });
  const knownRefusals = ids(before?.notCounted);
  for (const { id, at: when, by, via, because } of now.notCounted)
    if (!knownRefusals.has(id) && when === at)
      facts.push({ kind: 'not-counted', id, at, by, gate, via, because });
  const { waiver, ended, reason } = now;
  if (waiver !== null && waiver.by.id !== before?.waiver?.by.id && waiver.by.at === at) {
    const { by, words, until } = waiver;
    facts.push({ kind: 'waived', id: by.id, at, by: by.by, gate, words, until });
  }
  if (ended !== null && before?.ended?.waiver.by.id !== ended.waiver.by.id && ended.at === at)
    facts.push({ kind: 'waiver-ended', id: ended.waiver.by.id, at, by: ended.by, gate });
  // Whoever took its label off.
  if (reason.kind === 'revoked' && reason.by.at === at && before?.open === true)
    facts.push({ kind: 'revoked', id: reason.by.id, at, by: reason.by.by, gate });
  const against: ReadonlySet<string> = new Set(['returned', 'revoked', 'questioned']);
  if (before?.status === 'satisfied' && !now.open && !against.has(reason.kind)) {
    const { id, by } = now.since ?? { id: gate, by: null };
    facts.push({ kind: 'changed', id, at, by, gate, because: reason.kind });
  }
  return facts;
}

function merged(
  pull: PullState,
  { issue, standing, live }: Moment,
  circumstances: Circumstances,
): readonly Fact[] {
  const { pullRequest } = pull;
  const at = mergeOf(pull);
  if (linksAt(circumstances.policy, pullRequest, at)?.some((link) => isSameIssue(link, issue.item)) !== true)
    return [];
  const { number, url, id } = pullRequest.item;
  const isShown = mayShow(pullRequest.item, issue.item);
  const verdict = standing.kind === 'gates' ? { ...standing, answers: live?.answers ?? [] } : null;
  const round = verdict === null ? [] : bypassesBy(pull, { issue, verdict }, circumstances, () => true);
  const gates = verdict === null ? [] : verdict.gates.map(({ gate }) => gate);
  return [
    {
      kind: 'merged',
      id,
      at,
      by: isShown ? (pullRequest.mergedBy ?? null) : null,
      pullRequest: isShown ? { number, url } : null,
      against: asAgainst(gates.filter(({ name }) => round.some(({ gate }) => gate === name))),
    },
  ];
}

/** What an act was, as far as it is one that gates are asked about. */
function done(word: Word, { standing, live }: Moment, circumstances: Circumstances): readonly Fact[] {
  if (!isMove(word)) return [];
  const { id, at, by } = word;
  const against =
    standing.kind === 'gates' && live !== null && !by.self
      ? asAgainst(allForbidding({ ...circumstances, tracks: live.tracks }, word))
      : [];
  switch (word.kind) {
    case 'closed': {
      const { reason, through, pullRequest = null } = word;
      return [{ kind: 'closed', id, at, by, reason, through, pullRequest, against }];
    }
    case 'reopened':
      return [{ kind: 'reopened', id, at, by }];
    case 'assigned':
    case 'labeled': {
      const through = word.kind === 'assigned' ? 'assignment' : 'label';
      return against.length === 0 ? [] : [{ kind: 'started', id, at, by, through, against }];
    }
    case 'unassigned':
    case 'unlabeled':
      return [];
    default:
      return word satisfies never;
  }
}

/** Notes deadlines that pass. */
function overdueFrom(circumstances: Circumstances, facts: Fact[]) {
  const { policy } = circumstances;
  const isAsked = policy.isReminding && policy.gates.some(({ deadline }) => deadline !== null);
  let waiting: readonly Waiting[] = [];
  const told = new Set<string>();
  return {
    note({ issue, standing, live, moves }: Moment): void {
      if (!isAsked || standing.kind !== 'gates') {
        waiting = [];
        return;
      }
      const then = { ...issue, state: { ...issue.state, words: moves } };
      waiting = waitingOf(then, { ...standing, answers: live?.answers ?? [], awake: true }, circumstances);
    },
    /** By an instant, which is not looked at yet. */
    passed(at: number): void {
      for (const { gate, roles, due, from } of waiting) {
        const key = JSON.stringify([gate.gate.name, from]);
        if (due >= at || told.has(key)) continue;
        told.add(key);
        const { name } = gate.gate;
        facts.push({ kind: 'overdue', id: `${name} ${from}`, at: due, by: null, gate: name, roles });
      }
    },
  };
}
