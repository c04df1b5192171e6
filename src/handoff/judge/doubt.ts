/**
 * Whether it matters what a list of members says of somebody. Lists are kept for a while, and an event that told of a change
 * may be lost: before one refuses somebody, or opens a gate for them, it is worth asking whether the list is right.
 */
import { personOf, type Actor, type Moment, type Members } from '../history/index.ts';
import type { PullVerdict } from '../pull-verdict.ts';
import type { Verdict } from '../verdict.ts';

/** By a list that may be out of date, somebody holds a role, or does not. `act`: what they did; null: they were assigned. */
export type Doubt = { readonly act: Moment | null; readonly who: Actor; readonly role: string };

/** Members as they would be, if the lists were wrong in all of this. `held`: whether the roles are held then. */
export function membersIf(members: Members, doubts: readonly Doubt[], held: boolean): Members {
  const recorded = new Map([...members.recorded].map(([id, roles]) => [id, new Map(roles)]));
  const today = new Map([...members.today].map(([who, roles]) => [who, new Set(roles)]));
  for (const { act, who, role } of doubts) {
    if (act !== null) {
      recorded.set(act.id, (recorded.get(act.id) ?? new Map<string, boolean>()).set(role, held));
      continue;
    }
    const roles = today.get(personOf(who)) ?? new Set();
    if (held) roles.add(role);
    else roles.delete(role);
    today.set(personOf(who), roles);
  }
  return { ...members, recorded, today };
}

export type Judged = readonly (Verdict | PullVerdict)[];

/** What was decided, in a line: two that are alike refuse the same people the same things. */
export function decisionsIn(judged: Judged): string {
  return JSON.stringify(judged.map((each) => ('kind' in each ? onIssue(each) : onPull(each))));
}

function onIssue(verdict: Verdict): unknown {
  const answers = verdict.answers.map(({ comment, outcomes }) => [comment, outcomes]);
  if (verdict.kind === 'no-gates') return [verdict.because, answers];
  const { gates, violations, observed, unexempt } = verdict;
  return [
    gates.map(({ status, open, since, approvals, consents, criteria, missing, notCounted }) => [
      [status, open, since?.id, missing],
      approvals.map(({ id, roles }) => [id, roles]),
      consents.map(({ by, role, isViable }) => [by.id, role, isViable]),
      criteria.map(({ isAccepted, returned }) => [isAccepted, returned?.by.id]),
      notCounted.map(({ id, because }) => [id, because.kind]),
    ]),
    [...violations, ...observed].map(({ id, kind, gate }) => [id, kind, gate]),
    unexempt,
    answers,
  ];
}

const onPull = (verdict: PullVerdict): unknown => [
  verdict.pass,
  verdict.conclusion,
  verdict.unexempt,
  verdict.labels.map(({ gate, open }) => [gate.name, open]),
  verdict.violations.map(({ id, kind, gate }) => [id, kind, gate]),
  verdict.answers.map(({ comment, outcomes }) => [comment, outcomes]),
  verdict.issues.map(({ verdict: found }) => (found === null ? null : onIssue(found))),
];

/** Verbs that speak for a gate. */
const favourable: ReadonlySet<string> = new Set(['approve', 'accept', 'viable', 'waive', 'answer']);

/** True when something is open, or nearer to it, in the one that is not in the other. */
export function opensMore(one: Judged, other: Judged): boolean {
  const less = new Set(other.flatMap(openIn));
  return one.flatMap(openIn).some((fact) => !less.has(fact));
}

function openIn(judged: Verdict | PullVerdict): readonly string[] {
  if (!('kind' in judged)) {
    const { pass, labels, issues, home } = judged;
    return [
      ...(pass === null ? [] : [`${home} ${pass.kind}`]),
      ...labels.flatMap(({ gate, open }) => (open ? [`${home} label ${gate.name}`] : [])),
      ...issues.flatMap(({ verdict }) => (verdict === null ? [] : openIn(verdict))),
    ];
  }
  const done = judged.answers.flatMap(({ comment, outcomes }) =>
    outcomes.flatMap((outcome) =>
      outcome.kind === 'done' && favourable.has(outcome.verb)
        ? [`${comment} ${outcome.verb} ${outcome.gate}`]
        : [],
    ),
  );
  if (judged.kind === 'no-gates') return [...done, judged.because.kind];
  return [
    ...done,
    ...judged.gates.flatMap(({ gate, open, approvals, criteria }) => [
      ...(open ? [`open ${gate.name}`] : []),
      ...approvals.map(({ id }) => `approval ${gate.name} ${id}`),
      ...criteria.flatMap(({ number, isAccepted }) =>
        isAccepted ? [`accepted ${gate.name} ${number}`] : [],
      ),
    ]),
  ];
}
