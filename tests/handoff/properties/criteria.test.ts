import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor } from '../../../src/handoff/index.ts';
import { anton, ben, bot, maria, nobody, olga, paul, person } from '../people.ts';
import { story, type Story } from '../story.ts';
import { runs } from '../../night.ts';

const policyWith = (
  keys: string,
): string => `roles: {pm: [maria, paul], engineer: [anton, ben], qa: [quin, paul]}
gates:
  acceptance: { preset: acceptance, after: [], ready-when: {}, requires: { criteria: Criteria }, ${keys} }
`;
const policies = [
  policyWith(''),
  policyWith('stale-on: [spec-edit, reopen]'),
  policyWith('approve: {all: [pm, qa]}'),
  policyWith('approve: {role: pm, count: 2}'),
  policyWith('covers: {sections: [Criteria]}, stale-on: [spec-edit]'),
  policyWith('independent-of: [author]'),
];
const approvers: readonly Actor[] = [maria, paul, person('quin')];
const others: readonly Actor[] = [anton, ben, olga, bot('jenkins'), nobody];

/** A list as it is written, and the heading above it. */
type List = { readonly heading: string; readonly items: readonly string[]; readonly tail: string };

const bodyOf = ({ heading, items, tail }: List): string =>
  [`## ${heading}`, '', ...items.map((item) => `- [ ] ${item}`), '', tail].join('\n');

const at = <T>(all: readonly T[], pick: number): T | undefined => all[pick % Math.max(1, all.length)];
const drop = (items: readonly string[], index: number): readonly string[] =>
  items.filter((_, each) => each !== index);

/** What becomes of a list; the last one brings back what was there before. */
const edits: readonly ((list: List, pick: number, past: readonly List[]) => List)[] = [
  (list, pick) => ({ ...list, items: drop(list.items, pick % Math.max(1, list.items.length)) }),
  (list, pick) => ({ ...list, items: drop(list.items, pick % Math.max(1, list.items.length)) }),
  (list, pick) => ({
    ...list,
    items: list.items.map((item, index) => (index === pick % 4 ? `${item}!` : item)),
  }),
  (list, pick) => ({ ...list, items: list.items.map((item, index) => (index === pick % 4 ? 'a' : item)) }),
  ({ items, ...list }, pick) => ({
    ...list,
    items:
      items.length < 2
        ? items
        : [...drop(drop(items, 0), 0), `${items[0]}${items[1]}${pick % 2 === 0 ? '' : '+'}`],
  }),
  (list, pick) => ({
    ...list,
    items: list.items.flatMap((item, index) => (index === pick % 4 ? [`${item}1`, `${item}2`] : [item])),
  }),
  (list, pick) => ({ ...list, items: [...list.items, at(['a', 'b', 'c', 'd', 'new'], pick) ?? ''] }),
  (list, pick) => ({ ...list, items: [...list.items, at(list.items, pick) ?? 'a'] }),
  (list) => ({ ...list, items: list.items.toReversed() }),
  (list, pick) => ({ ...list, heading: at(['Criteria', 'Later', '**Criteria**:'], pick) ?? '' }),
  (list, pick) => ({
    ...list,
    items: drop(list.items, pick % 4),
    tail: `## Later\n\n- [x] ${at(list.items, pick)}`,
  }),
  (list, pick) => ({ ...list, tail: at(['', 'So.', '## Criteria\n\n1. a', '<!-- - [ ] b -->'], pick) ?? '' }),
  (list, pick, past) => at(past, pick) ?? list,
  (list, pick, past) => past.at(-1 - (pick % 2)) ?? list,
];

type Step = {
  readonly by: Actor;
  readonly word: string | null;
  readonly edit: number;
  readonly pick: number;
  readonly still: boolean;
};

const words = [
  '/accept',
  '/accept 1',
  '/accept 2',
  '/accept 1 3',
  '/accept 1 2',
  '/return 1 No.',
  '/return 2 No.',
  '/return 3 No.',
  '/return acceptance No.',
  '/revoke acceptance',
  '/request acceptance',
];

const step = (people: readonly Actor[], speaks: boolean): fc.Arbitrary<Step> =>
  fc.record({
    by: fc.constantFrom(...people),
    word: speaks ? fc.option(fc.constantFrom(...words), { freq: 3 }) : fc.constant(null),
    edit: fc.nat(edits.length - 1),
    pick: fc.nat(60),
    still: fc.boolean(),
  });

type Town = { readonly issue: Story; list: List; readonly past: List[] };

const start: List = { heading: 'Criteria', items: ['a', 'b', 'c'], tail: '' };
const town = (policy: string): Town => ({
  issue: story({ policy, body: bodyOf(start), by: maria }),
  list: start,
  past: [start],
});

/** Gives back true when it was an edit. */
function take(on: Town, { by, word, edit, pick, still }: Step): boolean {
  if (word !== null) {
    if (still) on.issue.inTheSameSecond();
    on.issue.comments(by, word);
    return false;
  }
  const list = edits[edit]?.(on.list, pick, on.past) ?? on.list;
  on.past.push(on.list);
  on.list = list;
  on.issue.edits(by, { body: bodyOf(list) });
  return true;
}

function isOpen({ issue }: Town): boolean {
  const { verdict } = issue.look();
  return verdict.kind === 'gates' && verdict.gates.every(({ open }) => open);
}

/** What the list says, in any order. */
const saysTheSame = (one: List, other: List): boolean =>
  bodyOf({ ...one, items: one.items.toSorted() }) === bodyOf({ ...other, items: other.items.toSorted() });

test('no edit by anybody but an approver opens a gate with criteria', () => {
  const anyStep = fc.oneof(
    step(approvers, true),
    step(others, true),
    step(others, false),
    step(others, false),
  );
  const first = fc.constantFrom('/accept', '/accept 1 3', '/accept 1', '/return 2 No.');
  const seen = { open: 0, closed: 0 };
  fc.assert(
    fc.property(
      fc.constantFrom(...policies),
      first,
      fc.array(anyStep, { maxLength: 10 }),
      (policy, word, steps) => {
        const on = town(policy);
        for (const by of approvers) on.issue.comments(by, word);
        for (const each of steps) {
          const isMeant = each.word === null && others.includes(each.by);
          const before = isMeant && isOpen(on);
          const was = on.list;
          take(on, each);
          if (!isMeant || saysTheSame(was, on.list)) continue;
          // A text that is again as it was approved as a whole is approved.
          if (policy.includes('spec-edit') && on.past.some((past) => saysTheSame(past, on.list))) continue;
          seen[before ? 'open' : 'closed'] += 1;
          if (!before) expect(isOpen(on)).toBe(false);
        }
      },
    ),
    { numRuns: runs(1000) },
  );
  // It would prove nothing if nothing ever opened.
  expect(seen.open).toBeGreaterThan(runs(100));
  expect(seen.closed).toBeGreaterThan(runs(1000));
});

test('what was sent back is not accepted by any number of edits of others', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...policies),
      fc.array(step([...approvers, ...others], true), { maxLength: 6 }),
      fc.array(step(others, true), { minLength: 1, maxLength: 10 }),
      (policy, earlier, later) => {
        const on = town(policy);
        for (const each of earlier) take(on, each);
        on.issue.comments(paul, '/return 1 No.');
        const heard = on.issue.look().verdict.answers.at(-1)?.outcomes[0];
        fc.pre(heard?.kind === 'done');
        for (const each of later) take(on, each);
        expect(isOpen(on)).toBe(false);
      },
    ),
    { numRuns: runs(700), maxSkipsPerRun: 1000 },
  );
});

test('the approvers open it with a word each, whatever was edited before', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...policies),
      fc.array(step([...approvers, ...others], true), { maxLength: 12 }),
      (policy, steps) => {
        const on = town(policy);
        for (const each of steps) take(on, each);
        take(on, { by: olga, word: null, edit: 9, pick: 0, still: false });
        fc.pre(on.list.items.length > 0);
        for (const by of [paul, maria, person('quin')]) on.issue.comments(by, '/accept');
        expect(isOpen(on)).toBe(true);
      },
    ),
    { numRuns: runs(500) },
  );
});

test('ticking, moving within the list and headings in other letters leave it open', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(policies[0]!, policies[2]!, policies[3]!),
      fc.array(fc.nat(3), { maxLength: 6 }),
      (policy, changes) => {
        const issue = story({ policy, body: bodyOf(start), by: olga });
        for (const by of [paul, maria, person('quin')]) issue.comments(by, '/accept');
        let body = bodyOf(start);
        for (const change of changes) {
          body = [
            (text: string) => text.replace('- [ ]', '- [x]'),
            (text: string) => text.replace(/(- \[.\] .)\n(- \[.\] .)/, '$2\n$1'),
            (text: string) => text.replace('## Criteria', '### criteria:'),
            (text: string) => text.replace(/- \[.\]/, '1.'),
          ][change]!(body);
          issue.edits(anton, { body });
        }
        expect(issue.look().verdict).toMatchObject({ gates: [{ open: true }] });
      },
    ),
    { numRuns: runs(300) },
  );
});
