/** What only the whole file can tell: whether what is named exists, and whether the parts fit together. */
import { checkJira } from './check-jira.ts';
import { cycles, type DependencyEdge } from './cycles.ts';
import { didYouMean, nearest } from './did-you-mean.ts';
import type { Path } from './language.ts';
import { listed, quoted, shown } from './problem.ts';
import { labelMeanings } from './labels.ts';
import { gateName, roleName, type NameCheck } from './names.ts';
import { filledGates, membersOf, type FilledGates } from './resolve.ts';
import type { Readable, WrittenGate } from './schema.ts';
import { find, gateOffset, plain, type LocatedComplaint, type Tree } from './tree.ts';
import { textKey } from '../same-text.ts';

/**
 * Checks what could be read; `tree` is the whole, with what could not, and `own` the part of it that the file itself says:
 * where two places do not fit together, the one that stands there is told.
 */
export function crossCheck(written: Readable, tree: Tree, own: Tree): readonly LocatedComplaint[] {
  const areGatesUnreadable = written.gates === undefined && find(tree, ['gates']) !== null;
  const gates = areGatesUnreadable ? [] : filledGates(written);
  return [
    ...names('roles', roleName, tree),
    ...names('gates', gateName, tree),
    ...samePeople(written, tree),
    ...unknownRoles(gates, written, tree),
    ...unknownEscalation(written, tree),
    ...unknownExempters(written, tree),
    ...tooFew(gates, written, tree, own),
    ...order(gates, tree),
    ...labelMeanings(gates, written, tree, own),
    ...(areGatesUnreadable ? [] : checkJira(gates, written, tree)),
  ];
}

function namesAt(path: Path, tree: Tree): readonly string[] | null {
  const value = find(tree, path)?.value;
  return value?.kind === 'map' ? [...value.entries.keys()] : null;
}

function names(key: 'roles' | 'gates', check: NameCheck, tree: Tree): readonly LocatedComplaint[] {
  const seen = new Map<string, string>();
  return (namesAt([key], tree) ?? []).flatMap((name) => {
    const at = find(tree, [key, name])?.keyAt ?? tree.at;
    const complaint = check(name);
    if (complaint !== null) return [{ at, ...complaint }];
    const first = seen.get(textKey(name));
    if (first === undefined) {
      seen.set(textKey(name), name);
      return [];
    }
    const message = `${quoted(name)} is ${quoted(first)} again but for capital letters.`;
    return [{ at, message, hint: 'Rename one.' }];
  });
}

/** Whoever is said to be two people, on either side. */
function samePeople({ people = [] }: Readable, tree: Tree): readonly LocatedComplaint[] {
  const sides = [
    ['github', 'on GitHub', (account: string) => textKey(account.replace(/^@/, ''))],
    ['jira', 'in Jira', textKey],
  ] as const;
  return sides.flatMap(([side, where, same]) => {
    const seen = new Set<string>();
    return people.flatMap((person, i): readonly LocatedComplaint[] => {
      const account = same(person[side]);
      if (!seen.has(account)) {
        seen.add(account);
        return [];
      }
      const at = find(tree, ['people', i, side])?.value.at ?? tree.at;
      const message = `${quoted(person[side])} is said to be two people ${where}.`;
      return [{ at, message, hint: 'Keep the entry that is true.' }];
    });
  });
}

type Reference = { readonly role: string; readonly count: number; readonly path: Path };

/** The roles in an `approve` as far as it can be understood: one mistake in it does not hide another. */
function references(rule: unknown, path: Path): readonly Reference[] {
  if (typeof rule === 'string') return [{ role: rule, count: 1, path }];
  if (typeof rule !== 'object' || rule === null) return [];
  const { role, count, any, all } = rule as Readonly<Record<string, unknown>>;
  const inner = (key: string, rules: unknown): readonly Reference[] =>
    Array.isArray(rules) ? rules.flatMap((each, i) => references(each, [...path, key, i])) : [];
  return [
    ...(typeof role === 'string'
      ? [{ role, count: typeof count === 'number' ? count : 1, path: [...path, 'role'] }]
      : []),
    ...inner('any', any),
    ...inner('all', all),
  ];
}

function referencesOf(name: string, gate: WrittenGate, tree: Tree): readonly Reference[] {
  const written = find(tree, ['gates', name, 'approve']);
  const approve = references(written === null ? gate.approve : plain(written.value), ['approve']);
  const preparedBy = gate['prepared-by'];
  const several = (roles: readonly string[] | undefined, path: Path): readonly Reference[] =>
    (roles ?? []).map((role, i) => ({ role, count: 1, path: [...path, i] }));
  return [
    ...approve,
    ...(preparedBy === undefined ? [] : [{ role: preparedBy, count: 1, path: ['prepared-by'] }]),
    ...several(gate.waive, ['waive']),
    ...several(gate.requires?.consent, ['requires', 'consent']),
  ];
}

function unknownRoles(gates: FilledGates, written: Readable, tree: Tree): readonly LocatedComplaint[] {
  const defined = namesAt(['roles'], tree);
  if (defined === null || defined.length === 0) return [];
  const known = new Set(defined);
  const wrong = new Map<string, LocatedComplaint>();
  for (const [name, gate] of gates) {
    for (const { role, path } of referencesOf(name, gate, tree)) {
      if (known.has(role)) continue;
      const at = gateOffset(tree, name, path);
      const placed = { at, ...unknownRole({ role, gate: name, path }, defined, written, tree) };
      wrong.set(`${at} ${role}`, placed);
    }
  }
  return [...wrong.values()];
}

function unknownRole(
  { role, gate, path }: { readonly role: string; readonly gate: string; readonly path: Path },
  defined: readonly string[],
  written: Readable,
  tree: Tree,
): { message: string; hint: string } {
  if (written.gates === undefined) {
    const guess = nearest(role, defined);
    return {
      message: `The default gates need a role named ${quoted(role)}, and there is none.`,
      hint:
        guess === null
          ? `Add it under "roles", like "${role}: [maria]"; or write "gates:" with the roles you have.`
          : `Is ${quoted(guess)} meant to be it? Then rename it.`,
    };
  }
  const preset = written.gates[gate]?.preset;
  if (find(tree, ['gates', gate, ...path.slice(0, 1)]) === null && preset !== undefined) {
    return {
      message: `"preset: ${preset}" needs a role named ${quoted(role)}, and there is none.`,
      hint: `Add it under "roles", or write "${String(path[0])}:" with one of your roles beside the preset.`,
    };
  }
  return noSuchRole(role, defined);
}

/** The role that is told when a reminder did not help. */
function unknownEscalation(written: Readable, tree: Tree): readonly LocatedComplaint[] {
  const role = written.reminders?.['escalate-to'];
  const defined = namesAt(['roles'], tree);
  if (role === undefined || defined === null || defined.length === 0 || defined.includes(role)) return [];
  const at = find(tree, ['reminders', 'escalate-to'])?.value.at ?? tree.at;
  return [{ at, ...noSuchRole(role, defined) }];
}

/** Roles that may exempt. */
function unknownExempters({ exempt }: Readable, tree: Tree): readonly LocatedComplaint[] {
  const defined = namesAt(['roles'], tree);
  if (defined === null || defined.length === 0) return [];
  return (exempt?.by ?? []).flatMap((role, i): readonly LocatedComplaint[] => {
    const at = find(tree, ['exempt', 'by', i])?.value.at ?? tree.at;
    return defined.includes(role) ? [] : [{ at, ...noSuchRole(role, defined) }];
  });
}

function noSuchRole(role: string, defined: readonly string[]): { message: string; hint: string } {
  const message = `No role is named ${quoted(role)}.`;
  if (/[@/]/.test(role)) {
    return { message, hint: 'Define a role with these members under "roles", and name the role here.' };
  }
  const some = defined.slice(0, 10).map(shown);
  return { message, hint: didYouMean(role, defined) ?? `Define it under "roles", or use ${listed(some)}.` };
}

function tooFew(gates: FilledGates, written: Readable, tree: Tree, own: Tree): readonly LocatedComplaint[] {
  return gates.flatMap(([name, gate]) =>
    referencesOf(name, gate, tree).flatMap(({ role, count, path }): readonly LocatedComplaint[] => {
      const definition = Object.hasOwn(written.roles ?? {}, role) ? written.roles?.[role] : undefined;
      if (definition === undefined) return [];
      const members = membersOf(definition);
      const isOpenEnded =
        (!Array.isArray(definition) && (definition.permission ?? definition.jira) !== undefined) ||
        members.some(({ kind }) => kind === 'team') ||
        find(tree, ['roles', role])?.value.kind === 'refused';
      if (isOpenEnded || members.length >= count || members.length === 0) return [];
      const here = find(own, ['gates', name, 'approve']) === null ? find(own, ['roles', role]) : null;
      return [
        {
          at: here?.value.at ?? gateOffset(tree, name, [...path.slice(0, -1), 'count']),
          message: `${count} people of the role ${quoted(role)} must approve, and it has ${members.length}.`,
          hint: 'Lower the count, or add members to the role.',
        },
      ];
    }),
  );
}

function order(gates: FilledGates, tree: Tree): readonly LocatedComplaint[] {
  const names = namesAt(['gates'], tree) ?? gates.map(([name]) => name);
  const known = new Set(names);
  const acts = ['start', 'merge', 'close'];
  const wrong: LocatedComplaint[] = [];
  const edges: DependencyEdge[] = [];
  const check = (named: NamedGate, edge: DependencyEdge): void => {
    if (known.has(named.other)) edges.push(edge);
    else wrong.push({ at: edge.at, ...unknownGate(named, tree) });
  };
  for (const [gate, { after = [], blocks = [] }] of gates) {
    after.forEach((other, i) => {
      const path = ['after', i];
      const edge = { first: other, next: gate, at: gateOffset(tree, gate, path) };
      check({ gate, other, path, words: names }, edge);
    });
    blocks.forEach((other, i) => {
      if (acts.includes(other)) return;
      const path = ['blocks', i];
      const edge = { first: gate, next: other, at: gateOffset(tree, gate, path) };
      check({ gate, other, path, words: [...acts, ...names] }, edge);
    });
  }
  return [...wrong, ...cycles(edges)];
}

/** What a gate names where another gate is expected. `words`: all that could stand there. */
type NamedGate = {
  readonly gate: string;
  readonly other: string;
  readonly path: Path;
  readonly words: readonly string[];
};

function unknownGate({ gate, other, path, words }: NamedGate, tree: Tree): { message: string; hint: string } {
  const key = String(path[0]);
  const others = words.filter((word) => word !== gate).slice(0, 10);
  if (find(tree, ['gates', gate, key]) === null) {
    return {
      message: `The preset of the gate ${quoted(gate)} comes after a gate named ${quoted(other)}, and there is none.`,
      hint: `Write "${key}: []" beside the preset, or name another gate there.`,
    };
  }
  const use = others.length === 0 ? 'Define it under "gates".' : `Use ${listed(others.map(shown))}.`;
  return { message: `No gate is named ${quoted(other)}.`, hint: didYouMean(other, words) ?? use };
}
