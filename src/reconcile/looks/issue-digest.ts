/** What a look at an issue comes to, in a line of the ledger: two with the same digest show the same to everybody. */
import type { ClosedByMerge, IssueState, NoGates, Verdict } from '../../handoff/index.ts';

/** @param isGone what decided it elsewhere is judged by what was read before */
export function issueDigest(verdict: Verdict, { displayed }: IssueState, isGone: boolean): string {
  const closed = {
    // A closed issue is not one that a new pull request may be for.
    ...(displayed.state === 'closed' ? { closed: displayed.closedReason } : {}),
    // What is merged is not judged by what was read before.
    ...(isGone ? { gone: true } : {}),
  };
  if (verdict.kind === 'no-gates')
    return JSON.stringify({
      gates: null,
      because: verdict.because.kind,
      ...exemptedBy(verdict.because),
      ...closed,
    });
  const observed = verdict.observed.map((one) => ({ kind: one.kind, moment: one.id, gate: one.gate }));
  return JSON.stringify({
    gates: Object.fromEntries(
      verdict.gates.map((each) => [
        each.gate.name,
        { status: each.status, why: each.reason.kind, since: each.since?.id ?? null },
      ]),
    ),
    batons: verdict.batons.map(({ gate, roles }) => ({ gate, roles })),
    violations: verdict.violations.map((one) => ({ kind: one.kind, moment: one.id, answer: one.answer })),
    ...(observed.length === 0 ? {} : { observed }),
    ...(verdict.closedByMerge === null || verdict.closedByMerge.answer === 'undone'
      ? {}
      : { closedByMerge: ofMerge(verdict.closedByMerge) }),
    ...(verdict.observedMerge === null ? {} : { observedMerge: ofMerge(verdict.observedMerge) }),
    ...(verdict.bypasses === undefined
      ? {}
      : {
          bypasses: verdict.bypasses.map(({ gate, pullRequest, at, by }) => ({
            gate,
            pullRequest: pullRequest?.number ?? null,
            at,
            by: by?.login ?? null,
          })),
        }),
    ...(verdict.unexempt.length === 0
      ? {}
      : {
          unexempt: verdict.unexempt.map(({ label, by, because }) => ({
            label,
            by: by?.login ?? null,
            because,
          })),
        }),
    ...closed,
  });
}

const ofMerge = ({ id: moment, gate, answer }: ClosedByMerge) => ({ moment, gate, answer });

/** Whose doing an exemption is. */
function exemptedBy(because: NoGates): object {
  if (because.kind !== 'exempt-label') return {};
  return { label: because.label, by: because.by?.by.login ?? null, moment: because.by?.id ?? null };
}
