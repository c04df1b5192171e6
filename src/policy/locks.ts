/** What a policy weakens of the gates that its base locks. */
import { rolesOf, type Gate, type Policy } from './policy.ts';
import type { Path } from './language.ts';
import { quoted } from './problem.ts';
import { tightenGate, tightenPolicy, tightenRole } from './tighten.ts';
import { isAsStrict, narrowed, type Row, type Tightening } from './tightening.ts';
import { find, type LocatedComplaint, type Tree } from './tree.ts';
import { sameText } from '../same-text.ts';

/**
 * Everything by which `policy`, which builds on `base`, weakens a gate that is locked there, at its place.
 * @param own the file that builds on it, as it is written, and `name`: what it calls its base
 */
export function weakenings(
  base: Policy,
  policy: Policy,
  own: Tree,
  name: string,
): readonly LocatedComplaint[] {
  const locked = lockedGates(base);
  if (locked.size === 0) return [];
  const pairs = base.gates.flatMap((gate) => {
    const now = policy.gates.find((each) => each.name === gate.name);
    return locked.has(gate.name) && now !== undefined ? [{ gate, now }] : [];
  });
  const words = (gate: string): string => {
    const blocks = locked.get(gate) ?? null;
    return `the gate ${quoted(gate)}, which ${name} locks${blocks === null ? '' : ` with ${quoted(blocks)}, which waits for it`}`;
  };
  const [first] = locked.keys();
  const build = { base, policy, own };
  return [
    ...pairs.flatMap(({ gate, now }) => ofGate(gate, now, own, words(gate.name))),
    ...pairs.flatMap(({ gate, now }) => ofOthers(gate, now, build, words(gate.name))),
    ...ofPolicy(build, pairs, words(first ?? '')),
    ...ofRoles(build, pairs, words),
  ];
}

/**
 * Where no file says who exempts by a label, it is those who open or waive a gate. Over a base with locked gates, it is those
 * of the base: a gate that is added gives nobody a say in the locked ones.
 */
export function exemptingAsBefore(
  policy: Policy,
  written: readonly string[] | undefined,
  base: Policy | null,
): Policy {
  if (written !== undefined || base === null || !base.gates.some(({ locked }) => locked)) return policy;
  return { ...policy, exempt: { ...policy.exempt, by: base.exempt.by } };
}

/**
 * The gates that are locked: those that say so, and those that these wait for, since whoever opens such a one too easily
 * opens the way to the other. Each with the gate that it is locked with; null: with itself.
 */
function lockedGates({ gates }: Policy): ReadonlyMap<string, string | null> {
  const locked = new Map<string, string | null>();
  for (const gate of gates) if (gate.locked) locked.set(gate.name, null);
  // A gate that is added here is looked at in the same loop.
  for (const name of locked.keys())
    for (const gate of gates)
      if (!locked.has(gate.name) && holdsBack(gate, name)) locked.set(gate.name, name);
  return locked;
}

const holdsBack = ({ blocks }: Gate, name: string): boolean =>
  blocks.some((block) => block.kind === 'gate' && block.gate === name);

const blocksOnly = ({ blocks }: Gate, name: string): boolean =>
  blocks.every((block) => block.kind !== 'gate' || block.gate === name);

/** The innermost of these places that the file has. */
function placeOf(own: Tree, ...paths: readonly Path[]): number {
  for (const path of paths) {
    const found = find(own, path);
    if (found !== null) return found.keyAt;
  }
  return find(own, ['extends'])?.value.at ?? own.at;
}

/** What a table says may only be tightened, each once: several keys may be compared as one. */
function tightenings<T>(table: Readonly<Record<string, Row<T>>>): readonly Tightening<T>[] {
  return [...new Set(Object.values(table))].filter((row) => 'weakened' in row);
}

function ofGate(base: Gate, now: Gate, own: Tree, which: string): readonly LocatedComplaint[] {
  return tightenings(tightenGate).flatMap(({ path, weakened }): readonly LocatedComplaint[] => {
    const hint = weakened(base, now);
    if (hint === null) return [];
    const inGate: Path = ['gates', base.name];
    const at = placeOf(
      own,
      [...inGate, ...path],
      [...inGate, ...path.slice(0, 1)],
      ...(path[0] === 'mode' ? [['mode']] : []),
      [...inGate, 'preset'],
      inGate,
    );
    return [{ at, message: `${quoted(path.join('.'))} weakens ${which}.`, hint }];
  });
}

/** A policy, the one that it builds on, and the file that says so. */
type Build = { readonly base: Policy; readonly policy: Policy; readonly own: Tree };

/** What other gates do to a locked one. */
function ofOthers(
  base: Gate,
  now: Gate,
  { base: { gates: before }, policy: { gates }, own }: Build,
  which: string,
): readonly LocatedComplaint[] {
  const name = base.name;
  return gates.flatMap((other): readonly LocatedComplaint[] => {
    const known = before.find((each) => each.name === other.name);
    const wrong: LocatedComplaint[] = [];
    const at = placeOf(own, ['gates', other.name, 'mode'], ['gates', name, 'mode'], ['mode']);
    // A milder gate holds back no stricter one.
    if (
      known !== undefined &&
      holdsBack(known, name) &&
      isAsStrict(base.mode, known.mode) &&
      !isAsStrict(now.mode, other.mode)
    ) {
      wrong.push({
        at,
        message: `The gate ${quoted(other.name)} would no longer block ${which}: its mode is milder.`,
        hint: `Write "mode: ${now.mode}" for it as well.`,
      });
    }
    if (
      other.name !== name &&
      // What is all that waits for this one is closed itself by the question.
      !(!base.locked && blocksOnly(base, other.name)) &&
      outranks(other, gates, now) &&
      !(known !== undefined && outranks(known, before, base) && narrowed(other.when, known.when) === null)
    ) {
      wrong.push({
        at: placeOf(own, ['gates', other.name, 'stale-on'], ['gates', other.name], ['gates', name]),
        message: `Questions about the spec would go to the gate ${quoted(other.name)}, and not to ${which}.`,
        hint: 'They go to the gate named "spec", else to the first with "stale-on: [spec-edit]", else to the first of all.',
      });
    }
    return wrong;
  });
}

/** True when a question about the spec goes to a gate rather than to another, where both apply: see `hear-spec.ts`. */
function outranks(gate: Gate, gates: readonly Gate[], other: Gate): boolean {
  const rank = (each: Gate): number =>
    sameText(each.name, 'spec') ? 0 : each.staleOn.includes('spec-edit') ? 1 : 2;
  return rank(gate) === rank(other) ? gates.indexOf(gate) < gates.indexOf(other) : rank(gate) < rank(other);
}

type Locked = readonly { readonly gate: Gate; readonly now: Gate }[];

function ofPolicy({ base, policy, own }: Build, locked: Locked, which: string): readonly LocatedComplaint[] {
  const gates = locked.map(({ gate }) => gate);
  const ofAllRoles = [...new Set(Object.values(tightenRole))].filter((row) => 'weakened' in row);
  return [...tightenings(tightenPolicy), ...ofAllRoles]
    .filter(({ matters }) => matters === undefined || matters(gates, base))
    .flatMap(({ path, weakened }): readonly LocatedComplaint[] => {
      const hint = weakened(base, policy);
      if (hint === null) return [];
      const at = placeOf(own, ...path.map((_, index) => path.slice(0, path.length - index)));
      return [{ at, message: `${quoted(path.join('.'))} would lead round ${which}.`, hint }];
    });
}

function ofRoles(
  { base, policy, own }: Build,
  locked: Locked,
  words: (gate: string) => string,
): readonly LocatedComplaint[] {
  return base.roles.flatMap((role): readonly LocatedComplaint[] => {
    const now = policy.roles.find(({ name }) => name === role.name);
    // Those who exempt by a label have a say in all of them.
    const exempts = base.exempt.labels.length > 0 && base.exempt.by.includes(role.name);
    const naming =
      locked.find(({ gate }) => namedBy(gate).has(role.name)) ?? (exempts ? locked[0] : undefined);
    const [first] = locked;
    if (now === undefined || first === undefined) return [];
    const hint = roleRows.reduce<string | null>(
      (found, row) => found ?? row[naming === undefined ? 'other' : 'named'](role, now),
      null,
    );
    if (hint === null) return [];
    const which = words((naming ?? first).gate.name);
    const what = naming === undefined ? 'would lead round' : 'gives others a say in';
    const at = placeOf(own, ['roles', role.name, 'members'], ['roles', role.name], ['roles']);
    return [{ at, message: `The role ${quoted(role.name)} ${what} ${which}.`, hint }];
  });
}

const roleRows = Object.values(tightenRole).filter((row) => 'named' in row);

/** The roles whose words count for a gate. */
function namedBy({ approve, waive, requires }: Gate): ReadonlySet<string> {
  return new Set([...rolesOf(approve), ...waive, ...requires.consent]);
}
