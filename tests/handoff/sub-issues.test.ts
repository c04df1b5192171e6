/** Gates that wait for the parts of their issue. */
import { describe, expect, test } from 'vitest';
import { standingOf, type IssueStanding } from '../../src/handoff/index.ts';
import { anton, baton, maria, olga, twoRoles } from './people.ts';
import { notCounted, outcomes, stands, violationsOf, writes } from './shown.ts';
import { hour, pullRequest, story, type Story } from './story.ts';

const policy = `${twoRoles}gates:
  result: {approve: pm, prepared-by: engineer, label: fine, blocks: [close], requires: {sub-issues: satisfied}}
`;

/** An issue and one of its parts, under the same policy and the same clock. */
function family(read = true): { readonly whole: Story; readonly part: Story } {
  const whole = story({ policy });
  const part = story({ policy, number: 2, clock: whole.on.clock });
  whole.hasPart(part, read);
  return { whole, part };
}

const preparing = { result: 'preparing', baton: 'engineer for result' };
const waiting = { result: 'waiting', baton: 'pm for result' };
const open = { result: 'satisfied', baton: 'nobody' };
const early = ["maria's label for result: sub-issues"];

type Row = readonly [what: string, told: () => Story, stands: object, notCounted?: readonly string[]];

const rows: readonly Row[] = [
  ['has no parts', () => story({ policy }), waiting],
  ['has a part with a gate that is not open', () => family().whole, preparing],
  [
    'is approved before its part',
    () => {
      const { whole, part } = family();
      whole.labels(maria, 'fine');
      part.labels(maria, 'fine');
      return whole;
    },
    waiting,
    early,
  ],
  [
    'is approved after its part',
    () => {
      const { whole, part } = family();
      part.labels(maria, 'fine');
      return whole.labels(maria, 'fine');
    },
    open,
  ],
  [
    'is approved in the very second in which its part is',
    () => {
      const { whole, part } = family();
      part.labels(maria, 'fine');
      return whole.inTheSameSecond().labels(maria, 'fine');
    },
    waiting,
    early,
  ],
  [
    'is approved, and then its part is closed again',
    () => {
      const { whole, part } = family();
      part.labels(maria, 'fine');
      whole.labels(maria, 'fine');
      part.unlabels(maria, 'fine');
      return whole;
    },
    preparing,
  ],
  [
    'is approved; its part is opened again and approved again',
    () => {
      const { whole, part } = family();
      part.labels(maria, 'fine');
      whole.labels(maria, 'fine');
      part.unlabels(maria, 'fine').labels(maria, 'fine');
      return whole;
    },
    open,
  ],
  [
    'is approved, and gets a part afterwards',
    () => {
      const whole = story({ policy }).labels(maria, 'fine');
      return whole.hasPart(story({ policy, number: 2, clock: whole.on.clock }));
    },
    preparing,
  ],
  [
    'is approved, gets a part afterwards, and that is done',
    () => {
      const whole = story({ policy }).labels(maria, 'fine');
      const part = story({ policy, number: 2, clock: whole.on.clock });
      whole.hasPart(part);
      part.labels(maria, 'fine');
      return whole;
    },
    open,
  ],
  [
    'is approved too early, and loses the part that was not done',
    () => family().whole.labels(maria, 'fine').losesPart(),
    waiting,
    early,
  ],
  [
    'is approved in the very second in which it loses that part',
    () => family().whole.losesPart().inTheSameSecond().labels(maria, 'fine'),
    waiting,
    early,
  ],
  ['loses the part first', () => family().whole.losesPart().labels(maria, 'fine'), open],
  [
    'has a part that is not planned any more',
    () => {
      const { whole, part } = family();
      part.closes(anton, 'not_planned');
      return whole;
    },
    waiting,
  ],
  [
    'has a part that is a duplicate',
    () => {
      const { whole, part } = family();
      part.closes(anton, 'duplicate');
      return whole;
    },
    waiting,
  ],
  [
    'has a part that is closed, and whose gate is not open',
    () => {
      const { whole, part } = family();
      part.closes(anton);
      return whole;
    },
    preparing,
  ],
  ['has a part that was not read', () => family(false).whole.labels(maria, 'fine'), preparing, early],
  [
    'has a part that may not be seen',
    () => story({ policy }).hides(1).labels(maria, 'fine'),
    preparing,
    early,
  ],
];

test.each(rows.map(([what, told, standing, words = []]) => ({ what, told, standing, words })))(
  'an issue that $what',
  ({ told, standing, words }) => {
    const whole = told();
    expect({ stands: stands(whole), notCounted: notCounted(whole) }).toEqual({
      stands: standing,
      notCounted: words,
    });
  },
);

test('a gate that does not ask for its parts does not care', () => {
  const both = `${policy}  other: {approve: pm, label: other}\n`;
  const whole = story({ policy: both });
  whole.hasPart(story({ policy: both, number: 2, clock: whole.on.clock })).labels(maria, 'other');
  expect(stands(whole)).toEqual({ ...preparing, other: 'satisfied' });
});

test('the label of an approver who was too early comes off, and has to be put on again', () => {
  const { whole, part } = family();
  whole.settles();
  whole.labels(maria, 'fine');
  expect(writes(whole)).toEqual(['takes fine off I1', 'comments undone:early-label', 'edits the card']);
  part.labels(maria, 'fine');
  expect(writes(whole)).toEqual(['comments handoff:pm', 'edits the card']);
  expect(whole.on.labels).toEqual([]);
  whole.labels(maria, 'fine');
  expect([stands(whole), whole.on.labels]).toEqual([open, ['fine']]);
});

test('an issue that was accepted and closed is opened again once a part of it is', () => {
  const { whole, part } = family();
  part.labels(maria, 'fine').closes(maria);
  whole.labels(maria, 'fine').closes(maria);
  expect(violationsOf(whole)).toEqual([]);
  part.reopens(olga).unlabels(maria, 'fine');
  expect(violationsOf(whole)).toEqual(['undo: maria closed it as completed (result)']);
});

test('commands that are too early are refused', () => {
  const { whole } = family();
  whole.comments(maria, '/approve result').comments(anton, '/request result');
  expect(outcomes(whole)).toEqual(['approve: lacks', 'request: lacks']);
});

test('the card says which parts are not done, and who has their baton', () => {
  const whole = story({ policy });
  const { clock } = whole.on;
  const asPart = (number: number, more: Parameters<typeof story>[0] = {}): Story =>
    story({ policy, number, clock, ...more });
  const exempt = `${twoRoles}exempt: {authors: [olga]}\n`;
  whole
    .hasPart(asPart(2))
    .hasPart(asPart(3).labels(maria, 'fine'))
    .hasPart(asPart(4, { repository: 'acme/till', policy: exempt, by: olga }))
    .hasPart(asPart(5), false)
    .hides(2);
  whole.settles();
  expect(whole.on.card).toContain(
    'These sub-issues aren’t done: #2 (waiting for `pm`), acme/till#4 (still open), #5 (not read yet; Baton will retry) and 2 that Baton may not see.',
  );
  expect(whole.on.card).toContain('**Next:** Finish its sub-issues. It can be approved after that.');
});

test('a pull request is held back by parts that are not done', () => {
  const holding = policy.replace('[close]', '[merge]');
  const whole = story({ policy: holding });
  const part = story({ policy: holding, number: 2, clock: whole.on.clock });
  whole.hasPart(part);
  const pull = pullRequest({ closes: [whole], policy: holding });
  const report = () =>
    pull.look().effects.flatMap((each) => (each.kind === 'check' ? [each.report.title] : []));
  expect(report()).toEqual(['Waiting for anton or ben to finish the sub-issues of #1']);
  part.labels(maria, 'fine');
  expect(report()).toEqual(['Waiting for maria or paul to approve the result of #1']);
});

describe('how an issue stands for others', () => {
  const start = Date.UTC(2026, 2, 2, 9, 0);
  const standing = (told: Story): IssueStanding => {
    const { issue, verdict } = told.look();
    return standingOf(issue, verdict);
  };
  /** In minutes after the story's beginning. */
  const minutes = (told: Story): unknown => {
    const { done, ...rest } = standing(told);
    const minute = (at: number | null): number | null => (at === null ? null : (at - start) / 60_000);
    return { ...rest, done: done.map(({ from, to }) => [minute(from), minute(to)]) };
  };
  const withPm = { hasGates: true, holders: ['pm'] };
  const done = { hasGates: true, holders: [] };
  test.each<readonly [string, () => Story, object]>([
    ['not approved', () => story({ policy }), { ...withPm, done: [] }],
    ['approved', () => story({ policy }).labels(maria, 'fine'), { ...done, done: [[2, null]] }],
    [
      'approved, revoked and approved again',
      () => story({ policy }).labels(maria, 'fine').unlabels(maria, 'fine').labels(maria, 'fine'),
      {
        ...done,
        done: [
          [2, 3],
          [4, null],
        ],
      },
    ],
    [
      'both gates were open for a minute',
      () =>
        story({ policy: `${policy}  more: {approve: pm, label: more}\n` })
          .labels(maria, 'fine')
          .labels(maria, 'more')
          .unlabels(maria, 'fine'),
      { ...withPm, done: [[3, 4]] },
    ],
    [
      'a gate that is only observed does not count',
      () =>
        story({ policy: `${policy}  more: {approve: pm, label: more, mode: observe}\n` }).labels(
          maria,
          'fine',
        ),
      { ...done, done: [[2, null]] },
    ],
    [
      'waived',
      () =>
        story({ policy: policy.replace('{approve: pm,', '{approve: pm, waive: [pm],') }).comments(
          maria,
          '/waive result There is no time.',
        ),
      { ...done, done: [[2, null]] },
    ],
    ['closed, which the gate does not allow', () => story({ policy }).closes(anton), { ...withPm, done: [] }],
    [
      'not planned, and then opened again',
      () => story({ policy }).closes(anton, 'not_planned').reopens(anton),
      { ...withPm, done: [[2, 3]] },
    ],
    [
      'closed before the policy was in force',
      () => story({ policy, inForceSince: start + hour }).closes(anton),
      { ...done, done: [[2, null]] },
    ],
    [
      'none of its gates applies, and it is open',
      () => story({ policy: policy.replace('{approve: pm,', '{approve: pm, when: {labels: [big]},') }),
      { hasGates: false, holders: [], done: [] },
    ],
    [
      'without gates, closed, opened and closed again',
      () =>
        story({ policy: `${policy}exempt: {authors: [olga]}\n`, by: olga })
          .closes(anton)
          .reopens(baton)
          .closes(anton),
      {
        hasGates: false,
        holders: [],
        done: [
          [2, 3],
          [4, null],
        ],
      },
    ],
  ])('%s', (_what, told, expected) => {
    expect(minutes(told())).toEqual(expected);
  });
});
