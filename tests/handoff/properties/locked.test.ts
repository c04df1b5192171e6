/** No file weakens a gate that its base locks: it is refused, or whatever the base holds back is held back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  fold,
  foldIssue,
  judge,
  judgePull,
  emptyState,
  type Actor,
  type Members,
  type Verdict,
} from '../../../src/handoff/index.ts';
import { endOf, endOfDay, onWorkday } from '../../../src/handoff/calendar.ts';
import { permissions, readPolicy, type Gate, type Policy } from '../../../src/policy/index.ts';
import { anyPair, type Pair } from '../../policy/pairs.ts';
import { headings, labelsOf, otherLabels, people } from '../../policy/written.ts';
import { membersOf, nobody, olga, person } from '../people.ts';
import { pullRequest, story, type PullStory, type Story } from '../story.ts';
import { runs } from '../../night.ts';

const path = '.github/roles.yml';

/** Both policies; null: the file is refused, or the base is. */
function readPair({ base, own }: Pair): { readonly base: Policy; readonly own: Policy } | null {
  const file = { kind: 'file' as const, repository: 'acme/.github', path, text: base };
  const both = readPolicy(own, path, { repository: 'acme/shop', bases: [file] });
  if (both.kind !== 'policy') return null;
  const alone = readPolicy(base, path);
  return alone.kind === 'policy' ? { base: alone.policy, own: both.policy } : null;
}

/** Who may what in the repository; the team has paul and ben. */
const rights: Readonly<Record<string, (typeof permissions)[number]>> = {
  maria: 'admin',
  paul: 'write',
  anton: 'write',
  ben: 'read',
  olga: 'read',
};

function holding(policy: Policy): Members {
  const members = membersOf(policy, { 'acme/team': ['paul', 'ben'] });
  const today = new Map([...members.today].map(([login, roles]) => [login, new Set(roles)]));
  for (const { name, permission } of policy.roles) {
    if (permission === null) continue;
    for (const [login, right] of Object.entries(rights))
      if (permissions.indexOf(right) >= permissions.indexOf(permission))
        today.set(login, (today.get(login) ?? new Set()).add(name));
  }
  return { ...members, today };
}

type World = {
  readonly issue: Story;
  /** Issues that the pull request would close. */
  linked: readonly Story[];
  pull: PullStory | null;
  readonly policies: { readonly base: Policy; readonly own: Policy };
  readonly gates: Pair['gates'];
};
type Act = {
  readonly what: (typeof acts)[number];
  readonly by: Actor;
  readonly pick: number;
  readonly still: boolean;
};

const acts = [
  'approve',
  'approve',
  'say',
  'say',
  'say',
  'label',
  'label',
  'unlabel',
  'edit',
  'edit',
  'assign',
  'close',
  'reopen',
  'pull',
  'merge',
  'push',
  'pull-label',
  'pull-unlabel',
  'pull-say',
] as const;

/**
 * Words that name their gate, or mean all: one without a name means the gate that waits at that moment, whichever that is
 * under the policy in force. (`/return launch it …` is without a name, where there is no gate `launch`.)
 */
const wordsFor = (gate: string, isInBase: boolean): readonly string[] => [
  `/approve ${gate}`,
  `/approve ${gate}`,
  `/approve ${gate} 1`,
  `/approve ${gate} 2`,
  `/revoke ${gate}`,
  `/request ${gate}`,
  `/waive ${gate} there is no time`,
  `/waive ${gate} for now until 2026-03-02`,
  ...(isInBase ? [`/return ${gate} it is not clear`, `/return ${gate} 1 it is wrong`] : []),
];
const words = [
  '/accept',
  '/question What of refunds?',
  '/question And of gifts?',
  '/answer 1 They stay.',
  '/answer 2 They do not.',
  '/answer Both stay.',
  '/viable',
  '/not-viable it is too slow',
];
const bodies = [
  'Coupons.',
  '## Problem\n\nNo coupons.',
  '## Problem\n\nNo vouchers.\n\n## Tasks\n\n- [ ] one\n- [ ] two',
  '## Problem\n\nNo coupons.\n\n## Tasks\n\n- [ ] one',
  `## ${headings.join('\n\n- [ ] x\n\n## ')}\n\n- [ ] x`,
];
const labels = [...otherLabels, 'doing'];
const one = <T>(all: readonly T[], pick: number): T => all[pick % all.length] as T;

const anyAct: fc.Arbitrary<Act> = fc.record({
  what: fc.constantFrom(...acts),
  by: fc.constantFrom(...people.map(person), ...people.map(person), olga, nobody),
  pick: fc.nat(100_000),
  still: fc.boolean(),
});

const circumstances = (policy: Policy, now: number) => ({
  policy,
  members: holding(policy),
  now: now + 1000,
  inForceSince: 0,
});

const onIssue = ({ issue }: World, policy: Policy): Verdict =>
  judge(foldIssue(issue.observed()), circumstances(policy, issue.on.clock.now));

function onPull({ issue, linked, pull }: World, policy: Policy) {
  if (pull === null) return null;
  const pullRequest = pull.pull();
  return judgePull(
    { pullRequest, state: fold(emptyState, pullRequest.moments) },
    linked.map((each) => foldIssue(each.observed())),
    circumstances(policy, issue.on.clock.now),
    'other',
  );
}

/**
 * True when the label shows an open gate. A label that does not, Baton takes off: nobody finds it there to take it off, and
 * with it what others have said.
 */
function shows(world: World, label: string, where: 'issue' | 'pull'): boolean {
  const verdict = onIssue(world, world.policies.own);
  if (where === 'pull')
    return (
      onPull(world, world.policies.own)?.labels.some((each) => each.gate.label === label && each.open) ??
      false
    );
  const gate = world.policies.own.gates.find((each) => each.label === label);
  return (
    gate === undefined ||
    verdict.kind === 'no-gates' ||
    verdict.gates.some((each) => each.gate === gate && each.open)
  );
}

/** Mostly about the gate in the middle, which is locked. */
function meant({ gates }: World, pick: number): string {
  return pick % 2 === 0 ? gates[1] : one(gates, pick >> 1);
}

function said(world: World, pick: number): string {
  const gate = meant(world, pick >> 2);
  return pick % 3 === 0 ? one(words, pick >> 2) : one(wordsFor(gate, gate !== world.gates[3]), pick >> 5);
}

function labelled(world: World, pick: number): string {
  return pick % 4 === 0 ? one(labels, pick >> 2) : one(labelsOf(meant(world, pick >> 3)), pick >> 2);
}

/** Mostly the issue alone; else one of another repository as well, that one alone, or none. */
function linkedBy({ issue }: World, pick: number): readonly Story[] {
  const { clock } = issue.on;
  const other = (): Story => story({ number: 2, repository: 'acme/planning', clock });
  const choices = [() => [issue], () => [issue], () => [issue, other()], () => [other()], () => []];
  return one(choices, pick)();
}

function play(world: World, { what, by, pick, still }: Act): void {
  const { issue, pull } = world;
  const label = labelled(world, pick);
  if (still) issue.inTheSameSecond();
  switch (what) {
    case 'approve':
      issue.comments(by, `/approve ${meant(world, pick)}`);
      break;
    case 'say':
      issue.comments(by, said(world, pick));
      break;
    case 'label':
      issue.labels(by, label);
      break;
    case 'unlabel':
      if (shows(world, label, 'issue')) issue.unlabels(by, label);
      break;
    case 'edit':
      issue.edits(by, { body: one(bodies, pick) });
      break;
    case 'assign':
      issue.assigns(by, person(one(people, pick)));
      break;
    case 'close':
      issue.closes(by, one(['completed', 'completed', 'not_planned', 'duplicate'], pick));
      break;
    case 'reopen':
      issue.reopens(by);
      break;
    case 'pull':
      if (pull !== null) break;
      world.linked = linkedBy(world, pick);
      world.pull = pullRequest({ by, closes: world.linked });
      break;
    case 'merge':
      pull?.merges(by);
      break;
    case 'push':
      pull?.pushes();
      break;
    case 'pull-label':
      pull?.labels(by, label);
      break;
    case 'pull-unlabel':
      if (shows(world, label, 'pull')) pull?.unlabels(by, label);
      break;
    case 'pull-say':
      pull?.comments(by, said(world, pick));
      break;
    default:
      what satisfies never;
  }
  issue.on.clock.still = false;
}

/** What a policy holds back by these gates. */
function heldBack(world: World, policy: Policy, gates: ReadonlySet<string>) {
  const verdict = onIssue(world, policy);
  const pull = onPull(world, policy);
  const all = verdict.kind === 'gates' ? verdict : null;
  const holdsMerging = policy.gates.some(
    (gate) => gates.has(gate.name) && gate.blocks.some(({ kind }) => kind === 'merge' || kind === 'start'),
  );
  return {
    closed: (all?.gates ?? [])
      .filter((each) => !each.open && gates.has(each.gate.name))
      .map((each) => each.gate.name),
    acts: (all?.violations ?? [])
      .filter(({ kind, gate }) => kind !== 'gate-label' && gates.has(gate))
      .map(({ kind, id, answer }) => ({ act: `${kind} ${id}`, isUndone: answer !== 'warn' })),
    merging: (pull?.reasons ?? []).flatMap((reason) =>
      reason.kind === 'gate' && gates.has(reason.gate.gate.name) ? [reason.gate.gate.name] : [],
    ),
    needsIssue: pull?.reasons.some((reason) => reason.kind === 'no-issue') === true && holdsMerging,
    isHeld: pull?.reasons.some((reason) =>
      reason.kind === 'gate'
        ? gates.has(reason.gate.gate.name) && reason.gate.gate.mode === 'enforce'
        : reason.kind === 'no-issue' && holdsMerging && policy.mode === 'enforce',
    ),
    conclusion: pull?.conclusion,
  };
}

/** What the base holds back by its locked gates, and the other policy does not. */
function letGo(world: World): readonly string[] {
  const { base, own } = world.policies;
  const locked = new Set(base.gates.filter((gate) => gate.locked).map(({ name }) => name));
  const before = heldBack(world, base, locked);
  const now = heldBack(world, own, new Set(own.gates.map(({ name }) => name)));
  return [
    ...before.closed.filter((name) => !now.closed.includes(name)),
    ...before.acts
      .filter(
        ({ act, isUndone }) => !now.acts.some((each) => each.act === act && (each.isUndone || !isUndone)),
      )
      .map(({ act }) => act),
    ...before.merging.filter((name) => !now.merging.includes(name)).map((name) => `merge: ${name}`),
    ...(before.needsIssue && !now.needsIssue ? ['an issue is needed'] : []),
    ...(before.isHeld === true && now.conclusion !== 'action_required' ? ['the check'] : []),
  ];
}

/** When the locked gates' deadlines and waivers end that begin at an instant, under either policy, where that is later now. */
function later({ base, own }: World['policies'], at: number): readonly string[] {
  const locked = base.gates.filter((gate) => gate.locked);
  return locked.flatMap(({ name, deadline: before, waive, preparedBy }) => {
    const gate = own.gates.find((each) => each.name === name);
    if (gate === undefined) return [`${name} is gone`];
    const day = new Date(at).toISOString().slice(0, 10);
    const isWaivedLonger =
      waive.length > 0 && endOfDay(day, own.calendar.timezone) > endOfDay(day, base.calendar.timezone);
    return [
      ...(isWaivedLonger ? [`waived: ${name}`] : []),
      ...(isRemindedLater(before, gate, { base, own }, at) ? [`reminded: ${name}`] : []),
      ...(before !== null && gate.preparedBy !== preparedBy ? [`somebody else is reminded: ${name}`] : []),
    ];
  });
}

function isRemindedLater(
  before: Gate['deadline'],
  { deadline }: Gate,
  { base, own }: World['policies'],
  at: number,
): boolean {
  if (before === null) return false;
  if (deadline === null) return true;
  // What is over on a day without work is due at the same time of the next day with work: a shorter one may be over later that day.
  const slack = deadline.count === before.count && deadline.unit === before.unit ? 0 : 24 * 3_600_000 - 1;
  return (
    endOf(deadline, at, own.calendar) > endOf(before, at, base.calendar) + slack ||
    onWorkday(at, own.calendar) > onWorkday(at, base.calendar)
  );
}

/** Within the ten days about those that are named as holidays, to the hour. */
const instants = fc.array(
  fc.integer({ min: 0, max: 10 * 24 }).map((hours) => Date.UTC(2026, 1, 26) + hours * 3_600_000),
  { minLength: 6, maxLength: 6 },
);

const histories = fc.array(fc.array(anyAct, { minLength: 2, maxLength: 14 }), { minLength: 4, maxLength: 4 });

test('whatever is written over a base, its locked gates hold back what they held back', () => {
  let taken = 0;
  let reminding = 0;
  fc.assert(
    fc.property(anyPair, histories, instants, fc.constantFrom(...people), (pair, all, times, author) => {
      const policies = readPair(pair);
      if (policies === null) return;
      taken += 1;
      const { base, own } = policies;
      if (base.gates.some(({ locked, deadline }) => locked && deadline !== null)) reminding += 1;
      expect(times.flatMap((at) => later({ base, own }, at))).toEqual([]);
      for (const history of all) {
        const issue = story({ by: person(author), body: bodies[1] ?? '' });
        const world: World = { issue, linked: [], pull: null, policies, gates: pair.gates };
        for (const each of history) play(world, each);
        expect(letGo(world)).toEqual([]);
      }
    }),
    { numRuns: runs(10_000, 10) },
  );
  // Most others are refused: so the rest has to be many.
  expect(taken).toBeGreaterThan(runs(2_500, 10));
  expect(reminding).toBeGreaterThan(runs(200, 10));
}, 600_000);
