/** What is found in one go is what is found by going through everything each time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  hasGateSince,
  isAmong,
  textsOf,
  unfinishedSteps,
  type Period,
  type SubIssue,
} from '../../../src/handoff/history/index.ts';
import {
  samePerson,
  isOutsider,
  type Actor,
  type Answer,
  type IssueName,
  type Moment,
  type MomentOf,
  type PullRequest,
  type Word,
} from '../../../src/handoff/index.ts';
import { answerSizes, needsComment } from '../../../src/handoff/judge/index.ts';
import { inOrder, linksAt, type Step } from '../../../src/handoff/replay/index.ts';
import { takenBack } from '../../../src/handoff/replay/taken-back.ts';
import { anton, baton, maria, membersOf, olga, person, policyOf, twoRoles } from '../people.ts';
import { runs } from '../../night.ts';

const policy = policyOf(twoRoles);
const members = membersOf(policy);
const anyTime = fc.nat(9);
const anyActor: fc.Arbitrary<Actor> = fc.constantFrom(
  maria,
  anton,
  olga,
  person('Anton'),
  { ...anton, id: '1' },
  { ...person('toni'), id: '1' },
  baton,
);

test('since when labels give an issue a gate', () => {
  const anyFilter = fc.option(
    fc.record({ labels: fc.subarray(['a', 'B', 'c']), types: fc.subarray(['Bug']) }),
  );
  const anyLabels = fc.array(
    fc.record({
      kind: fc.constantFrom('labeled' as const, 'unlabeled' as const),
      label: fc.constantFrom('a', 'b', 'C', 'x'),
      by: anyActor,
    }),
    { maxLength: 15 },
  );
  fc.assert(
    fc.property(
      anyFilter,
      anyFilter,
      fc.option(fc.constant('Bug')),
      anyLabels,
      (appliesTo, when, type, acts) => {
        const words = acts.map((each, at): Moment => ({ ...each, id: `${at}`, at })) as Word[];
        const isExempting = ({ label, by }: MomentOf<'labeled'>): boolean => label === 'x' && by === maria;
        const hasGate = (labels: readonly MomentOf<'labeled'>[]): boolean =>
          !labels.some(isExempting) &&
          [appliesTo, when].every(
            (filter) =>
              filter === null ||
              isAmong(
                filter,
                labels.map(({ label }) => label),
                type,
              ),
          );
        let labels: readonly MomentOf<'labeled'>[] = [];
        let since: number | null = null;
        for (const word of words) {
          if (word.kind !== 'labeled' && word.kind !== 'unlabeled') continue;
          const others = labels.filter(({ label }) => label.toLowerCase() !== word.label.toLowerCase());
          const after = word.kind === 'labeled' ? [...others, word] : others;
          if (hasGate(after) && !hasGate(labels)) since = word.at;
          labels = after;
        }
        expect(hasGateSince({ words }, { type, appliesTo, when }, isExempting)).toBe(since);
      },
    ),
    { numRuns: runs(2000) },
  );
});

/** Times, oldest first. */
const anyTimes = fc.uniqueArray(anyTime, { maxLength: 6 }).map((instants): readonly Period[] => {
  const sorted = instants.toSorted((one, other) => one - other);
  return sorted.flatMap((from, index) => (index % 2 === 0 ? [{ from, to: sorted[index + 1] ?? null }] : []));
});

test('which parts of an issue are not done', () => {
  const isIn = ({ from, to }: Period, at: number): boolean => from <= at && (to === null || at < to);
  fc.assert(
    fc.property(fc.array(fc.tuple(anyTimes, fc.option(anyTimes)), { maxLength: 4 }), (told) => {
      const all = told.map(([times, done], number): SubIssue => ({
        tracker: 'github',
        repository: 'acme/shop',
        number,
        id: `${number}`,
        times,
        closed: null,
        archived: false,
        standing: done === null ? null : { done, holders: [], hasGates: true },
      }));
      for (const { at, early, unfinished } of unfinishedSteps('acme/shop', { all, hidden: 0 }))
        expect(unfinished.parts).toEqual(
          all.filter(
            ({ times, standing }) =>
              times.some((time) => isIn(time, at) || (early && time.to === at)) &&
              standing?.done.some((time) => isIn(time, at) && !(early && time.from === at)) !== true,
          ),
        );
    }),
    { numRuns: runs(2000) },
  );
});

test('acts that were taken back', () => {
  const anyStep = fc.record({
    kind: fc.constantFrom('labeled', 'unlabeled', 'closed', 'reopened', 'edited'),
    label: fc.constantFrom('a', 'b'),
    by: anyActor,
  });
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 20 }), fc.nat(20), (acts, until) => {
      const revisions = acts.flatMap(({ kind, by }, at) =>
        kind === 'edited' ? [{ id: `${at}`, at, by, title: '', body: `${at}`, lost: false }] : [],
      );
      const steps = acts.map((act, at): Step =>
        act.kind === 'edited'
          ? { kind: 'revision', at, index: revisions.findIndex((each) => each.at === at) }
          : { kind: 'word', at, on: null, word: { ...act, id: `${at}`, at } as unknown as Word },
      );
      const found = new Set<string>();
      const last = new Map<string, { readonly act: (typeof acts)[number]; readonly at: number }>();
      for (const [at, act] of acts.entries()) {
        if (act.kind === 'edited') {
          for (const [key, before] of last) if (!samePerson(before.act.by, act.by)) last.delete(key);
          continue;
        }
        const subject = act.kind.endsWith('labeled') ? act.label : 'state';
        const before = last.get(subject);
        last.delete(subject);
        if (!act.by.self) {
          if (at < until) last.set(subject, { act, at });
        } else if (
          (before?.act.kind === 'labeled' && act.kind === 'unlabeled') ||
          (before?.act.kind === 'closed' && act.kind === 'reopened')
        )
          found.add(`${before.at}`);
      }
      expect(takenBack(inOrder(steps), textsOf(revisions), until)).toEqual(found);
    }),
    { numRuns: runs(2000) },
  );
});

test('what a pull request linked at an instant', () => {
  const issue = (number: number): IssueName => ({ tracker: 'github', repository: 'acme/shop', number });
  const anyLinked = fc
    .array(fc.tuple(anyTime, fc.option(fc.subarray([1, 2]), { freq: 4 })), { minLength: 1, maxLength: 6 })
    .map((times) => {
      const sorted = times.toSorted(([one], [other]) => one - other);
      return sorted.map(([from, issues], index) => ({
        from,
        to: sorted[index + 1]?.[0] ?? null,
        issues: issues?.map(issue) ?? null,
      }));
    });
  const item = { ...issue(7), id: 'P7', url: '', title: '' };
  fc.assert(
    fc.property(anyLinked, anyTime, (linked, at) => {
      const then = linked.filter(({ from, to }) => from <= at && (to === null || at <= to));
      const names = then.map(({ issues }) => issues && JSON.stringify(issues));
      const isSure = names.length > 0 && names.every((each) => each !== null && each === names[0]);
      expect(linksAt(policy, { item, linked } as unknown as PullRequest, at)).toEqual(
        isSure ? then[0]?.issues : null,
      );
    }),
    { numRuns: runs(2000) },
  );
});

test('how commands are answered', () => {
  const hour = 60 * 60_000;
  const anyAnswer = fc.record({
    at: fc.nat(40).map((each) => (each * hour) / 16),
    by: fc.constantFrom(anton, olga, person('Olga'), { ...olga, id: '1' }),
    isDone: fc.boolean(),
  });
  const anyTimesAnswered = fc.array(
    fc.nat(40).map((each) => (each * hour) / 16),
    { maxLength: 30 },
  );
  const anySince = fc.constantFrom(Number.NEGATIVE_INFINITY, 0, hour, 2 * hour);
  fc.assert(
    fc.property(
      fc.array(anyAnswer, { maxLength: 30 }),
      anyTimesAnswered,
      anySince,
      (told, answered, since) => {
        const all = told.map(({ at, by, isDone }, index): Answer => ({
          comment: `${index}`,
          place: 'I1',
          at,
          by,
          url: '',
          reacted: false,
          reaction: null,
          outcomes: [isDone ? { kind: 'done', verb: 'approve', gate: 'spec' } : { kind: 'why' }],
        }));
        const sizes = all.map(({ at, by }, index) => {
          const isMember = !isOutsider(members, by);
          if (!isMember && answered.filter((each) => each > at - hour).length >= 20) return 'reaction';
          const before = all
            .slice(0, index)
            .filter((one) => samePerson(one.by, by) && one.at > at - hour && needsComment(one.outcomes));
          const left = (isMember ? 20 : 5) - before.length;
          return left > 1 ? 'comment' : left === 1 ? 'last' : 'reaction';
        });
        const bySize = answerSizes(all, answered, { members, since });
        for (const [index, answer] of all.entries())
          if (answer.at >= since) expect(bySize.get(answer)).toBe(sizes[index]);
      },
    ),
    { numRuns: runs(2000) },
  );
});
