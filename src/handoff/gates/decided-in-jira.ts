/** Gates of an issue on GitHub that are decided on an issue of Jira: what is said here is answered with where to go. */
import type { Track } from './track.ts';
import type { GateVerdict, Outcome, Verdict, Waiver } from '../verdict.ts';

/** What decides gates of an issue elsewhere. */
export type DecidedInJira = {
  /** The key there. */
  readonly key: string;
  readonly url: string;
  /** By gate. */
  readonly gates: ReadonlyMap<string, GateVerdict>;
};

/** What a verdict of an issue in Jira decides of another issue. `isTextShown`: with what it says there. */
export function decidedInJira(
  key: string,
  url: string,
  verdict: Verdict,
  isTextShown: boolean,
): DecidedInJira | null {
  if (verdict.kind !== 'gates') return null;
  const gates = isTextShown ? verdict.gates : verdict.gates.map(withoutText);
  return { key, url, gates: new Map(gates.map((each) => [each.gate.name, each])) };
}

/** Without what its text says: on GitHub not everybody may see the issue. */
export function withoutText(gate: GateVerdict): GateVerdict {
  return {
    ...gate,
    difference: null,
    criteria: gate.criteria.map((each) => ({ ...each, text: '' })),
    removed: gate.removed.map((each) => ({ ...each, text: '' })),
  };
}

/**
 * How a command came out where gates are decided in Jira: a waiver is made here, because nobody can make one there, and taken back
 * here; everything else is answered with where to go, and does nothing. `before`: the waivers that there were, by gate.
 */
export function outcomeWhereJiraDecides(
  outcome: Outcome,
  { key, gates }: DecidedInJira,
  tracks: readonly Track[],
  before: ReadonlyMap<string, Waiver | null>,
): Outcome {
  const gate = gateOf(outcome);
  if (gate === null || !gates.has(gate) || isOfWaivers(outcome, before.get(gate) ?? null)) return outcome;
  for (const track of tracks) if (track.inJira !== null) track.waiver = before.get(track.gate.name) ?? null;
  return outcome.kind === 'done' || outcome.kind === 'refused'
    ? { kind: 'refused', verb: outcome.verb, because: { kind: 'in-jira', keys: [key] } }
    : outcome;
}

/** The waivers of gates that are decided in Jira. */
export function waiversByGate(tracks: readonly Track[]): ReadonlyMap<string, Waiver | null> {
  return new Map(
    tracks.filter(({ inJira }) => inJira !== null).map(({ gate, waiver }) => [gate.name, waiver]),
  );
}

function isOfWaivers(outcome: Outcome, waiver: Waiver | null): boolean {
  if (outcome.kind !== 'done' && outcome.kind !== 'refused') return true;
  return outcome.verb === 'waive' || (outcome.verb === 'revoke' && waiver !== null);
}

/** The gate that an outcome is about; null: none. */
function gateOf(outcome: Outcome): string | null {
  if (outcome.kind === 'done') return outcome.gate;
  if (outcome.kind !== 'refused' || !('gate' in outcome.because)) return null;
  return outcome.because.gate;
}
