/** A replay that was kept is found for the same history under the same circumstances, and for no others. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  foldIssue,
  judge,
  type Members,
  type Moment,
  type Observed,
  type Plan,
} from '../../../src/handoff/index.ts';
import { runs } from '../../night.ts';
import { olga } from '../people.ts';
import { anyActs, anyPolicy, insiders, outsiders, played } from './histories.ts';

const comment = (id: string, at: number, text: string): Moment => ({
  kind: 'commented',
  id,
  at,
  by: olga,
  text,
  original: text,
  editedBy: null,
  url: '',
  reacted: true,
});

/** What is so short is not kept: strangers ask much at first. */
function lengthened(observed: Observed): Observed {
  const [opened, ...others] = observed.history.moments;
  if (opened === undefined) return observed;
  const padding = Array.from({ length: 200 }, (_, index) => comment(`asked${index}`, opened.at, '/why'));
  return { ...observed, history: { ...observed.history, moments: [opened, ...padding, ...others] } };
}

type Look = { readonly observed: Observed; readonly plan: Plan };

/** What becomes another from one look to the next; `pick` says which one. */
const changes: Readonly<Record<string, (look: Look, pick: number) => Look>> = {
  nothing: (look) => look,
  talk: ({ observed, plan }) => ({
    observed: withMoments(observed, (moments) => [...moments, comment('talk', plan.now + 500, 'Fine.')]),
    plan: { ...plan, now: plan.now + 1000 },
  }),
  time: ({ observed, plan }, pick) => ({ observed, plan: { ...plan, now: plan.now + pick * 3_600_000 } }),
  earlier: ({ observed, plan }, pick) => ({ observed, plan: { ...plan, now: plan.now - pick * 1000 } }),
  removed: ({ observed, plan }, pick) => ({
    observed: withMoments(observed, (moments) => moments.toSpliced(placeIn(moments, pick), 1)),
    plan,
  }),
  later: ({ observed, plan }, pick) => ({
    observed: withMoments(observed, (moments) => {
      const place = placeIn(moments, pick);
      return moments.with(place, { ...moments[place]!, at: moments[place]!.at + 1 });
    }),
    plan,
  }),
  'by another': ({ observed, plan }, pick) => ({
    observed: withMoments(observed, (moments) => {
      const place = placeIn(moments, pick);
      const by = [...insiders, ...outsiders][pick % 8]!;
      return moments.with(place, { ...moments[place]!, by });
    }),
    plan,
  }),
  'put in': ({ observed, plan }, pick) => ({
    observed: withMoments(observed, (moments) => {
      const place = placeIn(moments, pick);
      const copy = { ...moments[place]!, id: `copy${pick}`, by: insiders[pick % insiders.length]! };
      return moments.toSpliced(place, 0, copy);
    }),
    plan,
  }),
  reacted: ({ observed, plan }, pick) => ({
    observed: withMoments(observed, (moments) => {
      const place = placeIn(moments, pick);
      const moment = moments[place]!;
      if (moment.kind !== 'commented') return moments;
      return moments.with(place, { ...moment, reaction: pick % 2 === 0 ? 'done' : 'refused' });
    }),
    plan,
  }),
  members: ({ observed, plan }, pick) => {
    const today = new Map(plan.members.today);
    const people = [...today.keys()];
    const who = people[pick % people.length]!;
    const { roles } = plan.policy;
    const members: Members = {
      ...plan.members,
      today: today.set(who, new Set([roles[pick % roles.length]!.name])),
    };
    return { observed, plan: { ...plan, members } };
  },
  recorded: ({ observed, plan }, pick) => {
    const { moments } = observed.history;
    const { id } = moments[placeIn(moments, pick)]!;
    const roles = new Map(plan.policy.roles.map(({ name }) => [name, pick % 2 === 0]));
    const recorded = new Map(plan.members.recorded).set(id, roles);
    return { observed, plan: { ...plan, members: { ...plan.members, recorded } } };
  },
  heard: ({ observed, plan }, pick) => {
    const { moments } = observed.history;
    const { id } = moments[placeIn(moments, pick)]!;
    const gate = plan.policy.gates[pick % plan.policy.gates.length]!.name;
    const outcomes = [{ kind: 'done', verb: 'approve', gate } as const];
    return { observed: { ...observed, heard: new Map([[id, { outcomes, pull: null, word: null }]]) }, plan };
  },
  displayed: ({ observed, plan }, pick) => {
    const labels = pick % 2 === 0 ? ['in progress'] : [];
    const assignees = insiders.slice(0, pick % 3);
    return { observed: { ...observed, displayed: { ...observed.displayed, labels, assignees } }, plan };
  },
};

const withMoments = (
  observed: Observed,
  change: (moments: readonly Moment[]) => readonly Moment[],
): Observed => ({ ...observed, history: { ...observed.history, moments: change(observed.history.moments) } });

/** The opening stays, and what was asked at first is seldom meant. */
const placeIn = (moments: readonly Moment[], pick: number): number =>
  moments.length - 1 - (pick % Math.max(1, moments.length - 150));

test('whatever changes between two looks, the second comes to what it comes to alone', () => {
  let found = 0;
  fc.assert(
    fc.property(
      anyPolicy,
      anyActs,
      fc.constantFrom(...Object.keys(changes)),
      fc.nat(1000),
      (policy, acts, change, pick) => {
        const { issue } = played(policy, acts);
        const before: Look = { observed: lengthened(issue.observed()), plan: issue.setting() };
        const first = judge(foldIssue(before.observed), before.plan);
        const kept = JSON.stringify(first);
        const after = changes[change]!(structuredClonedMoments(before), pick);
        const second = judge(foldIssue(after.observed), after.plan);
        // Nothing was kept of a policy that is another object.
        const alone = judge(foldIssue(after.observed), {
          ...after.plan,
          policy: structuredClone(after.plan.policy),
        });
        expect(second).toEqual(alone);
        expect(JSON.stringify(first)).toBe(kept);
        if (first.answers === second.answers) found += 1;
        if (change === 'nothing')
          expect(first.kind === 'gates' && second.answers !== first.answers).toBe(false);
      },
    ),
    { numRuns: runs(600) },
  );
  expect(found).toBeGreaterThan(30);
});

/** As it is read again: nothing is the same object. */
const structuredClonedMoments = ({ observed, plan }: Look): Look => ({
  observed: { ...structuredClone(observed) },
  plan: { ...plan, members: structuredClone(plan.members) },
});
