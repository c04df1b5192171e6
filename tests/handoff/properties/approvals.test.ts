/** What is kept up of the words for a gate is what is found by going through all of them each time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Approvals } from '../../../src/handoff/gates/approvals.ts';
import { missingRule, speakersOf } from '../../../src/handoff/gates/missing.ts';
import { Removals } from '../../../src/handoff/gates/removals.ts';
import { Questions } from '../../../src/handoff/gates/questions.ts';
import { samePerson, type Actor, type Evidence, type Reason } from '../../../src/handoff/index.ts';
import type { Gate } from '../../../src/policy/index.ts';
import { maria, policyOf } from '../people.ts';
import { runs } from '../../night.ts';

const gateWith = (keys: string): Gate =>
  policyOf(`roles: {pm: [maria, paul], engineer: [anton]}
gates:
  spec: {approve: {any: [{role: pm, count: 2}, {all: [pm, engineer]}]}, prepared-by: pm, blocks: [], ${keys}}`)
    .gates[0]!;
const gates = [
  gateWith('stale-on: []'),
  gateWith('stale-on: [spec-edit], requires: {sections: [Problem]}'),
  gateWith('stale-on: [], requires: {criteria: Criteria, sections: [Problem]}'),
  gateWith('stale-on: [spec-edit], requires: {criteria: Criteria}'),
];

/** Accounts of which the tracker tells an id or not, and names that change hands. */
const anyActor = fc
  .record({
    id: fc.constantFrom(undefined, undefined, '1', '2'),
    login: fc.constantFrom('anton', 'Anton', 'ben'),
  })
  .map(({ id, login }): Actor => ({
    ...(id === undefined ? {} : { id }),
    login,
    kind: 'person',
    self: false,
  }));
const anyText = fc.constantFrom('A', 'B', 'C');
const keys = ['one', 'two', 'three'] as const;

type Word = Evidence & { readonly criteria: ReadonlySet<string> | null };
type Kept = Word & {
  readonly given: number;
  readonly revision: number;
  readonly text: string | null;
  readonly undone: Reason | null;
};

const why: Reason = { kind: 'asked' };
const isPart = (one: Word, other: Word): boolean =>
  one.criteria === null ||
  (other.criteria !== null && [...one.criteria].every((key) => other.criteria?.has(key)));
const isOutdone = (one: Word, word: Word): boolean =>
  samePerson(one.by, word.by) && one.roles.every((role) => word.roles.includes(role)) && isPart(one, word);
const isSaidAgain = (one: Word, word: Word): boolean =>
  isPart(word, one) &&
  one.via === word.via &&
  one.pullRequest === word.pullRequest &&
  samePerson(one.by, word.by) &&
  word.roles.every((role) => one.roles.includes(role));
const isRepeated = (one: Kept, word: Word, text: string | null): boolean =>
  text !== null && one.text === text && one.undone === null && isSaidAgain(one, word);

/** What an approval says in the sections that are required: some revisions say the same. */
const fillingOf = (revision: number): string => `filling ${revision % 3}`;

const anyAct = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('say' as const),
      by: anyActor,
      roles: fc.constantFrom(['pm'], ['engineer'], ['pm', 'engineer']),
      via: fc.constantFrom('label' as const, 'command' as const),
      pullRequest: fc.constantFrom(null, null, 7),
      criteria: fc.subarray([...keys]),
      text: fc.option(anyText, { freq: 6 }),
    }),
  },
  fc.record({ kind: fc.constant('withdraw' as const), key: fc.constantFrom(...keys) }),
  fc.record({ kind: fc.constant('carry' as const), before: anyText, after: anyText }),
  fc.record({ kind: fc.constantFrom('undo' as const, 'clear' as const) }),
  fc.record({ kind: fc.constant('fill' as const), filling: fc.nat(2) }),
);

test.each(gates.map((gate) => [`${gate.staleOn.join()} ${gate.requires.criteria}`, gate] as const))(
  'words for a gate: %s',
  (_, gate) => {
    const isBound = gate.staleOn.includes('spec-edit');
    const hasCriteria = gate.requires.criteria !== null;
    fc.assert(
      fc.property(
        fc.array(anyAct, { maxLength: 25 }),
        anyActor,
        anyText,
        fc.nat(25),
        (acts, who, text, since) => {
          let approvals = new Approvals(gate);
          let all: readonly Kept[] = [];
          for (const [at, act] of acts.entries()) {
            switch (act.kind) {
              case 'say': {
                const { by, roles, via, pullRequest } = act;
                const criteria = hasCriteria ? new Set(act.criteria) : null;
                const word = { id: `w${at}`, at, by, roles, via, pullRequest, criteria };
                expect(approvals.isRepeated(word, act.text)).toBe(
                  all.some((one) => isRepeated(one, word, act.text)),
                );
                approvals.add(word, at, act.text);
                all = [
                  ...all.filter(
                    (one) =>
                      !isRepeated(one, word, act.text) && !(one.undone !== null && isOutdone(one, word)),
                  ),
                  { ...word, given: at, revision: at, text: act.text, undone: null },
                ];
                break;
              }
              case 'withdraw':
                approvals.withdraw(act.key);
                all = all.map((one) => ({
                  ...one,
                  criteria: one.criteria && new Set([...one.criteria].filter((key) => key !== act.key)),
                }));
                break;
              case 'carry': {
                const { before, after } = act;
                if (!isBound || before === after) break;
                const isMeant = (one: Kept): boolean => one.text === before && one.undone === null;
                expect(approvals.carry(before, after, at)).toBe(all.some(isMeant));
                all = all.map((one) => (isMeant(one) ? { ...one, revision: at, text: after } : one));
                break;
              }
              case 'undo':
                approvals.undoAll(why);
                all = all.map((one) => ({ ...one, undone: one.undone ?? why }));
                break;
              case 'fill': {
                if (gate.requires.sections.length === 0) break;
                const filling = `filling ${act.filling}`;
                approvals.undoUnless(filling, why, fillingOf);
                all = all.map((one) => ({
                  ...one,
                  undone: one.undone ?? (fillingOf(one.revision) === filling ? null : why),
                }));
                break;
              }
              case 'clear':
                approvals = new Approvals(gate);
                all = [];
                break;
              default:
                act satisfies never;
            }
          }
          const stands = all.filter((one) => one.undone === null && (!isBound || one.text === text));
          const missing = (words: readonly Word[]) => missingRule(gate.approve, speakersOf(words));
          const last = all.at(-1);
          expect(approvals.isEmpty).toBe(all.length === 0);
          expect(approvals.last?.id).toBe(last?.id);
          expect([approvals.last?.revision, approvals.last?.undone]).toEqual([last?.revision, last?.undone]);
          if (last?.undone === null) expect(approvals.last?.text).toBe(last.text);
          expect(approvals.standing(text).map(({ id }) => id)).toEqual(stands.map(({ id }) => id));
          expect(approvals.missing({ text, criterion: null })).toEqual(missing(stands));
          expect(approvals.acceptsAnything(text)).toBe(
            stands.some(({ criteria }) => criteria === null || criteria.size > 0),
          );
          expect(approvals.acceptsCriteria()).toBe(
            all.some(({ undone, criteria }) => undone === null && (criteria?.size ?? 0) > 0),
          );
          expect(approvals.standsBy(text, who)).toBe(stands.some(({ by }) => samePerson(by, who)));
          expect(approvals.hasBy(who)).toBe(all.some(({ by }) => samePerson(by, who)));
          expect(approvals.hasLabelBy(who)).toBe(
            all.some(({ by, via }) => via === 'label' && samePerson(by, who)),
          );
          if (!hasCriteria) expect(approvals.wouldOpen()).toBe(missing(all) === null);
          for (const criterion of keys) {
            const accepting = stands.filter(({ criteria }) => criteria?.has(criterion));
            expect(approvals.lastFor({ text, criterion })?.id).toBe(accepting.at(-1)?.id);
            expect(approvals.missing({ text, criterion, since })).toEqual(
              missing(accepting.filter(({ at }) => at > since)),
            );
          }
        },
      ),
      { numRuns: runs(4000, 10) },
    );
  },
);

test('the last criterion that was removed', () => {
  const anyKey = fc.nat(6).map(String);
  fc.assert(
    fc.property(fc.array(fc.tuple(anyKey, fc.array(anyKey))), (removals) => {
      const removed = new Removals();
      const all = new Map<string, string>();
      for (const [at, [key, there]] of removals.entries()) {
        removed.set(key, { text: `${at}`, edit: { id: '', at, by: maria } });
        all.delete(key);
        all.set(key, `${at}`);
        const last = [...all].findLast(([each]) => !there.includes(each))?.[1];
        expect(removed.findLast((each) => !there.includes(each))?.text).toBe(last);
      }
      expect([...removed].map(([key, { text }]) => [key, text])).toEqual([...all]);
      expect(removed.size).toBe(all.size);
    }),
    { numRuns: runs(1000) },
  );
});

test('questions, and what becomes of them on trial', () => {
  const anyStep = fc.oneof(
    fc.constant('ask' as const),
    fc.constant('all' as const),
    fc.nat(5),
    fc.constantFrom('try' as const, 'over' as const),
  );
  fc.assert(
    fc.property(fc.array(anyStep), (steps) => {
      type Both = { readonly real: Questions; asked: number; open: readonly number[] };
      const stack: Both[] = [{ real: Questions.none(), asked: 0, open: [] }];
      for (const step of steps) {
        const now = stack.at(-1)!;
        if (step === 'try') stack.push({ ...now, real: now.real.forTrial() });
        else if (step === 'over' && stack.length > 1) stack.pop();
        else if (step === 'ask') {
          now.asked += 1;
          now.open = [...now.open, now.asked];
          now.real.ask({ by: { id: '', at: 0, by: maria }, words: '' });
        } else if (step === 'all') {
          now.open = [];
          now.real.answerAll();
        } else if (typeof step === 'number') {
          now.open = now.open.filter((number) => number !== step);
          now.real.answer(step);
        }
        for (const { real, open } of stack) {
          expect([...real].map(({ number }) => number)).toEqual(open);
          expect(real.size).toBe(open.length);
          expect([1, 2, 3].map((number) => real.get(number)?.number ?? null)).toEqual(
            [1, 2, 3].map((number) => (open.includes(number) ? number : null)),
          );
        }
      }
    }),
    { numRuns: runs(1000) },
  );
});
