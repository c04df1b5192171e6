/** Gates of an issue on GitHub that are decided on an issue of Jira: what is said here is answered with where to go. */
import type { GateVerdict, Answer, Outcome, Verdict } from './verdict.ts';
import type { Step } from './replay.ts';

/** What decides gates of an issue elsewhere. */
export type Held = {
  /** The key there. */
  readonly key: string;
  readonly url: string;
  /** By gate. */
  readonly gates: ReadonlyMap<string, GateVerdict>;
};

/** What a verdict of an issue in Jira decides of another issue. `isTextShown`: with what it says there. */
export function heldBy(key: string, url: string, verdict: Verdict, isTextShown: boolean): Held | null {
  if (verdict.kind !== 'gates') return null;
  const gates = isTextShown ? verdict.gates : verdict.gates.map(withoutText);
  return { key, url, gates: new Map(gates.map((each) => [each.gate.name, each])) };
}

/** Without what its text says: on GitHub not everybody may see the issue. */
export function withoutText(gate: GateVerdict): GateVerdict {
  return { ...gate, difference: null, criteria: gate.criteria.map((each) => ({ ...each, text: '' })) };
}

/** When the gates opened and closed there. */
export function stepsOfHeld({ gates }: Held): readonly Step[] {
  return [...gates].flatMap(([gate, { openTimes }]) =>
    openTimes.flatMap(({ from, to }): Step[] => [
      { kind: 'held', at: from, gate, open: true },
      ...(to === null ? [] : [{ kind: 'held' as const, at: to, gate, open: false }]),
    ]),
  );
}

/** An answer, where what was said about a gate that is held does nothing. */
export function answerOfHeld(answer: Answer, { key, gates }: Held): Answer {
  const outcomes = answer.outcomes.map((outcome): Outcome => {
    const gate = gateOf(outcome);
    if (gate === null || !gates.has(gate) || outcome.kind === 'why' || outcome.kind === 'snoozed')
      return outcome;
    return { kind: 'refused', verb: outcome.verb, because: { kind: 'in-jira', keys: [key] } };
  });
  return { ...answer, outcomes };
}

/** The gate that an outcome is about; null: none. */
function gateOf(outcome: Outcome): string | null {
  if (outcome.kind === 'done') return outcome.gate;
  if (outcome.kind !== 'refused' || !('gate' in outcome.because)) return null;
  return outcome.because.gate;
}
