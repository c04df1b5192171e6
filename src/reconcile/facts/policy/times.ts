/**
 * Since when a policy means what it means. A comment that names no gate meant the gate of its time, and a label meant the
 * gate that it was the label of: what came before is not heard under a policy that was changed since.
 */
import { isDeepStrictEqual } from 'node:util';

import * as z from 'zod';

import { sinceEver, type PolicyTimes } from '../../../handoff/index.ts';
import type { Policy } from '../../../policy/index.ts';
import type { MarkStore } from '../../../store/index.ts';
import { stored } from '../../../stored.ts';
import { sameText, textKey } from '../../../same-text.ts';

type Kept = {
  /** What the gates were. */
  readonly gates: string;
  readonly changedAt: number;
  /** Since when which label was a gate's; null: since ever. */
  readonly labels: Readonly<Record<string, { readonly label: string; readonly since: number | null }>>;
  /** Since when more lines are read as commands; absent: kept before they were. */
  readonly widerSince?: number;
  /** The same as `labels`, of labels in Jira; absent: kept before these were. */
  readonly inJira?: Kept['labels'];
};

const labelsShape = z.record(z.string(), z.object({ label: z.string(), since: z.number().nullable() }));
const shape: z.ZodType<Kept> = z.object({
  gates: z.string(),
  changedAt: z.number(),
  labels: labelsShape,
  widerSince: z.number().exactOptional(),
  inJira: labelsShape.exactOptional(),
});
const times = stored(1, shape);

/** Milliseconds that a comment may be older than the first look that reads more lines as commands. */
const fresh = 10 * 60_000;

const markOf = (repository: string): string => `policy ${repository}`;

const told = ({ changedAt, labels, widerSince, inJira = {} }: Kept): PolicyTimes => ({
  changedAt,
  ...(widerSince === undefined ? {} : { widerSince }),
  labels: sinceOf(labels),
  ...(Object.keys(sinceOf(inJira)).length === 0 ? {} : { labelsInJira: sinceOf(inJira) }),
});

const sinceOf = (labels: Kept['labels']): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(labels).flatMap(([gate, { since }]) => (since === null ? [] : [[gate, since]])),
  );

/**
 * What is known of a policy's times; what is new in it is kept.
 * @param repository its id
 * @param written when what it is written in became what it is, as the tracker tells; asked for where nothing is kept
 * @param now milliseconds since the epoch
 */
export async function policyTimes(
  store: Pick<MarkStore, 'mark' | 'setMark'>,
  repository: string,
  policy: Policy,
  { written, now }: { readonly written: () => Promise<number>; readonly now: number },
): Promise<PolicyTimes> {
  const name = markOf(repository);
  const before = times.read(await store.mark(name));
  const gates = meaningOf(policy);
  const widerSince = before?.widerSince ?? now - fresh;
  const inJira = labelsInJira(policy, before?.inJira ?? {}, now);
  if (before?.gates === gates) {
    const isKept = before.widerSince !== undefined && isDeepStrictEqual(before.inJira ?? {}, inJira);
    return isKept ? told(before) : keep(store, name, { ...before, widerSince, inJira });
  }
  const labels = policy.gates.flatMap(({ name: gate, label }) => {
    if (label === null) return [];
    const was = before?.labels[gate];
    const isSame = was !== undefined && sameText(was.label, label);
    return [[gate, { label, since: before === null ? null : isSame ? was.since : now }] as const];
  });
  const changedAt = before === null ? await written() : now;
  return keep(store, name, { gates, changedAt, labels: Object.fromEntries(labels), widerSince, inJira });
}

/** The labels that open gates in a repository, by its id, as its policy was last; in lower case. */
export async function gateLabelsOf(
  store: Pick<MarkStore, 'mark'>,
  repository: string,
): Promise<ReadonlySet<string>> {
  const labels = times.read(await store.mark(markOf(repository)))?.labels ?? {};
  return new Set(Object.values(labels).map(({ label }) => textKey(label)));
}

/** Since when which label in Jira opens a gate. One that opens none any more is kept: another may take its place. */
function labelsInJira({ jira }: Policy, before: Kept['labels'], now: number): Kept['labels'] {
  const labels = Object.entries(jira?.gates ?? {}).flatMap(([gate, sign]) => {
    if (sign.kind !== 'label') return [];
    const was = before[gate];
    const since = was === undefined ? null : sameText(was.label, sign.label) ? was.since : now;
    return [[gate, { label: sign.label, since }] as const];
  });
  return { ...before, ...Object.fromEntries(labels) };
}

/** The gates as text, but for their nouns: how a sentence names what is approved changes nothing. */
const meaningOf = ({ gates }: Policy): string =>
  JSON.stringify(gates, (key, value: unknown) => (key === 'noun' ? undefined : value));

async function keep(store: Pick<MarkStore, 'setMark'>, name: string, kept: Kept): Promise<PolicyTimes> {
  await store.setMark(name, times.write(kept));
  return told(kept);
}

/** The times of a policy that is only tried: as if it came into force now. */
export function timesToTry(
  today: Policy | null,
  times: PolicyTimes,
  proposed: Policy,
  now: number,
): PolicyTimes {
  if (today === null) return sinceEver;
  const labels = proposed.gates.flatMap(({ name: gate, label }) => {
    if (label === null) return [];
    const was = today.gates.find((one) => one.name === gate)?.label ?? null;
    const since = was !== null && sameText(was, label) ? times.labels[gate] : now;
    return since === undefined ? [] : [[gate, since] as const];
  });
  const labelsThere = Object.entries(proposed.jira?.gates ?? {}).flatMap(([gate, sign]) => {
    const was = today.jira?.gates[gate];
    if (sign.kind !== 'label' || was?.kind !== 'label') return [];
    const since = sameText(was.label, sign.label) ? times.labelsInJira?.[gate] : now;
    return since === undefined ? [] : [[gate, since] as const];
  });
  return {
    ...times,
    labels: Object.fromEntries(labels),
    labelsInJira: Object.fromEntries(labelsThere),
  };
}
