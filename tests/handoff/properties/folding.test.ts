import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold, foldIssue, judge, emptyState, type Moment } from '../../../src/handoff/index.ts';
import { olga, person } from '../people.ts';
import { gatesOf } from '../shown.ts';
import { runs } from '../../night.ts';
import { anyActs, anyPolicy, insiders, played } from './histories.ts';

test('folding in two parts is folding at once', () => {
  fc.assert(
    fc.property(anyPolicy, anyActs, fc.nat(100), (policy, acts, cut) => {
      const { moments } = played(policy, acts).issue.on;
      const at = cut % (moments.length + 1);
      const parts = fold(fold(emptyState, moments.slice(0, at)), moments.slice(at));
      expect(parts).toEqual(fold(emptyState, moments));
    }),
    { numRuns: runs(1000) },
  );
});

const noise = (id: number, at: number): Moment => {
  const base = { id: `noise${id}`, at, by: olga };
  const talk = {
    text: 'See /etc/hosts.',
    original: 'See /etc/hosts.',
    editedBy: null,
    url: '',
    reacted: false,
  };
  switch (id % 3) {
    case 0:
      return { kind: 'labeled', ...base, label: `other${id}` };
    case 1:
      return { kind: 'assigned', ...base, assignee: person('mallory') };
    default:
      return { kind: 'commented', ...base, ...talk };
  }
};

test('moments that no gate asks about change nothing, wherever they stand', () => {
  fc.assert(
    fc.property(anyPolicy, anyActs, fc.array(fc.nat(100), { maxLength: 8 }), (policy, acts, places) => {
      const { issue } = played(policy, acts);
      const plan = issue.setting();
      const observed = issue.observed();
      const moments = [...observed.history.moments];
      for (const [id, place] of places.entries()) {
        const at = 1 + (place % moments.length);
        moments.splice(at, 0, noise(id, moments[at - 1]?.at ?? 0));
      }
      const noisy = judge(foldIssue({ ...observed, history: { ...observed.history, moments } }), plan);
      expect(noisy).toEqual(judge(foldIssue(observed), plan));
      expect(gatesOf(noisy)).toEqual(gatesOf(issue.look().verdict));
    }),
    { numRuns: runs(1000) },
  );
});

test('asking for help, which tries every command, changes no gate', () => {
  fc.assert(
    fc.property(
      anyPolicy,
      anyActs,
      fc.array(fc.nat(100), { minLength: 1, maxLength: 4 }),
      (policy, acts, places) => {
        const { issue } = played(policy, acts);
        const plan = issue.setting();
        const observed = issue.observed();
        const moments = [...observed.history.moments];
        for (const [id, place] of places.entries()) {
          const at = 1 + (place % moments.length);
          const talk = { text: '/help', original: '/help', editedBy: null, url: '', reacted: false };
          const base = { id: `help${id}`, at: moments[at - 1]?.at ?? 0, by: insiders[place % 4]! };
          moments.splice(at, 0, { kind: 'commented', ...base, ...talk });
        }
        const helped = judge(foldIssue({ ...observed, history: { ...observed.history, moments } }), plan);
        const alone = judge(foldIssue(observed), plan);
        expect(helped.kind).toBe(alone.kind);
        if (helped.kind === 'gates' && alone.kind === 'gates') expect(helped.gates).toEqual(alone.gates);
      },
    ),
    { numRuns: runs(1000) },
  );
});

test('moments of one time about different things may come in any order', () => {
  fc.assert(
    fc.property(anyPolicy, anyActs, fc.infiniteStream(fc.boolean()), (policy, acts, swaps) => {
      const { issue } = played(policy, acts);
      const plan = issue.setting();
      const observed = issue.observed();
      const moments = [...observed.history.moments];
      // Edits and what is said are about the same text; assignments and closings are not about labels.
      const subject = (moment: Moment): string =>
        moment.kind === 'assigned' || moment.kind === 'unassigned' ? 'assignees' : 'other';
      for (let index = 1; index < moments.length - 1; index += 1) {
        const [one, other] = [moments[index], moments[index + 1]];
        if (one === undefined || other === undefined || one.at !== other.at) continue;
        if (subject(one) === subject(other) || swaps.next().value !== true) continue;
        moments[index] = other;
        moments[index + 1] = one;
      }
      const swapped = judge(foldIssue({ ...observed, history: { ...observed.history, moments } }), plan);
      expect(swapped).toEqual(judge(foldIssue(observed), plan));
    }),
    { numRuns: runs(1000) },
  );
});
