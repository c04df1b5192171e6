/**
 * Who was called to which gate. The card keeps it in a marker, and so does each comment that calls: nobody is called
 * twice for one turn, also not by a Baton that lost its database.
 */
import { rolesOf } from '../../policy/index.ts';
import type { Said } from '../history/index.ts';
import type { Baton, GateVerdict, Verdict } from '../verdict.ts';

/** Whom a comment calls now, by gate; and under which id. */
export type Handoff = { readonly calls: readonly Call[]; readonly id: string };

/** `roles`: of those that have the gate's baton, the ones that are called. */
export type Call = Pick<Baton, 'gate' | 'roles'>;

/**
 * What a card says. `called`: as `calledKey` writes it. `told`: the id of the last handoff; its comment comes in the same
 * write as the card, and where it was not written, those called then are still to be told.
 */
export type CalledMarker = { readonly called: string; readonly told: string | null };

const marker = /<!-- baton:holder ([^\s<>]*)(?: told ([^\s<>]+))? -->/;

export const calledMarker = ({ called, told }: CalledMarker): string =>
  `<!-- baton:holder ${called}${told === null ? '' : ` told ${told}`} -->`;

/** null: it does not say. */
function markOn(card: string): CalledMarker | null {
  const [, called, told = null] = marker.exec(card) ?? [];
  return called === undefined ? null : { called, told };
}

// Two hyphens cannot stand in a comment of HTML.
const inMarker = (name: string): string => name.replaceAll('--', '_');

/** Gates and roles as one word, for a marker: `acceptance:engineer,launch:marketing+support`. */
function calledKey(calls: readonly Call[]): string {
  return calls
    .filter(({ roles }) => roles.length > 0)
    .map(({ gate, roles }) => `${inMarker(gate)}:${roles.map(inMarker).toSorted().join('+')}`)
    .toSorted()
    .join(',');
}

/** The roles that were called to a gate, by a key. */
type Called = (gate: string) => ReadonlySet<string>;

/** Cards of an older Baton tell roles alone, whatever the gate. */
function readKey(key: string): { readonly calledTo: Called; readonly gates: readonly string[] } {
  const parts = key.split(',').map((part) => part.split(':') as [string, string?]);
  const gates = parts.flatMap(([gate, roles]) => (roles === undefined ? [] : [gate]));
  const calledTo: Called = (gate) =>
    new Set(
      parts.flatMap(([name, roles]) =>
        roles === undefined ? name.split('+') : name === inMarker(gate) ? roles.split('+') : [],
      ),
    );
  return { calledTo, gates };
}

/** True when a gate that waited for a role's approval is open without it: others have approved it, or waived it. */
const wentOnWithout = ({ gate, status, approvals }: GateVerdict, role: string): boolean =>
  rolesOf(gate.approve).includes(role) &&
  (status === 'waived'
    ? !gate.waive.includes(role)
    : status === 'satisfied' && !approvals.some(({ roles }) => roles.includes(role)));

/**
 * Who has a baton now and is to be called. A role for which one gate took the place of another passed it on itself, or
 * was there when it went on: it is not.
 * @param before who was called until now, as a key
 */
function newlyCalled(
  { batons, gates: verdicts }: Pick<Verdict & { kind: 'gates' }, 'batons' | 'gates'>,
  before: string,
): readonly Call[] {
  const { calledTo, gates } = readKey(before);
  const isOver = (role: string): boolean =>
    gates.some(
      (gate) =>
        calledTo(gate).has(inMarker(role)) &&
        !batons.some((baton) => inMarker(baton.gate) === gate && baton.roles.includes(role)) &&
        !verdicts.some((each) => inMarker(each.gate.name) === gate && wentOnWithout(each, role)),
    );
  return batons.flatMap(({ gate, roles }): Call[] => {
    const called = calledTo(gate);
    const fresh = roles.filter((role) => !called.has(inMarker(role)) && !isOver(role));
    return fresh.length === 0 ? [] : [{ gate, roles: fresh }];
  });
}

/** The id of a handoff, which says who was called until then. `nonce`: when it was planned, and what tells it from others. */
const handoffId = (nonce: string, before: string): string => `${nonce}:${before}`;
const calledBefore = (id: string): string => id.slice(id.indexOf(':') + 1);

/** True when a handoff was planned after another; without an id, before all that have one. */
function isLater(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return one !== null;
  const [at, count] = orderOf(one);
  const [otherAt, otherCount] = orderOf(other);
  return at > otherAt || (at === otherAt && count > otherCount);
}

function orderOf(id: string): readonly [at: number, count: number] {
  const [at = '', count = ''] = id.slice(0, id.indexOf(':')).split('-');
  return [Number.parseInt(at, 36), Number(count)];
}

/** What was said and is shown, as far as it tells who was called. Instants are milliseconds since the epoch. */
type Known = {
  /** The card that is there; null: none is. */
  readonly card: string | null;
  /** In order. */
  readonly said: readonly Said[];
  /** Said, although it may have been deleted since; in no order. */
  readonly remembered: readonly Said[];
  readonly now: number;
  readonly inForceSince: number;
};

/** Who is called now, and what the card says of it then. */
export function callsOf(
  { batons, firstBatons, gates }: Pick<Verdict & { kind: 'gates' }, 'batons' | 'firstBatons' | 'gates'>,
  { card, said, remembered, now, inForceSince }: Known,
): { readonly handoff: Handoff | null; readonly mark: CalledMarker } {
  const handoffs = said.flatMap((each) => (each.kind === 'handoff' ? [each] : []));
  const last = handoffs.at(-1);
  const lastId = last?.id ?? null;
  const shown = card === null ? null : markOn(card);
  const isTold = [...handoffs, ...remembered].some(
    (each) => each.kind === 'handoff' && each.id === shown?.told,
  );
  const told = shown !== null && isTold && !isLater(lastId, shown.told) ? shown.told : lastId;
  const mark = (called: string): CalledMarker => ({ called, told });
  // Opening an issue calls nobody: whoever has the first baton finds it on the card, and so do others until it moves.
  const [first] = firstBatons;
  const opening = first === undefined ? '' : calledKey([first]);
  const hasBegun = last !== undefined || (shown?.told ?? null) !== null;
  if (
    !hasBegun &&
    calledKey(batons) === calledKey(firstBatons) &&
    (shown === null || shown.called === opening)
  ) {
    const isNew = batons.every(({ since }) => (since ?? Number.NEGATIVE_INFINITY) >= inForceSince);
    // On an issue that was there before the policy, the card itself is the announcement.
    return { handoff: null, mark: mark(isNew || shown !== null ? opening : calledKey(batons)) };
  }
  // A comment may have been written, and the card that came with it refused.
  const isAhead = last !== undefined && (shown === null || isLater(lastId, shown.told));
  const before = isAhead
    ? last.to
    : shown === null
      ? opening
      : isTold || shown.told === null
        ? shown.called
        : calledBefore(shown.told);
  const called = calledKey(batons);
  const old = ({ gate }: Call): boolean =>
    card === null &&
    (batons.find((each) => each.gate === gate)?.since ?? Number.NEGATIVE_INFINITY) < inForceSince;
  const calls = newlyCalled({ batons, gates }, before).filter((call) => !old(call));
  if (calls.length === 0) return { handoff: null, mark: mark(called) };
  // What waits to be told goes on waiting under its id.
  const id =
    shown !== null && !isAhead && !isTold && shown.told !== null && shown.called === called
      ? shown.told
      : handoffId(`${now.toString(36)}-${said.length}`, before);
  return { handoff: { calls, id }, mark: { called, told: id } };
}
