/** What an issue is to the one that it is a part of: since when nothing is left to be done, or who is waited for. */
import { describe, expect, test } from 'vitest';

import { foldIssue, judge, standingOf, type IssueStanding } from '../../src/handoff/index.ts';
import { anton, maria, olga, twoRoles } from './people.ts';
import { story, type Story } from './story.ts';

function standing(told: Story, inForceSince = 0): IssueStanding {
  const issue = foldIssue(told.observed());
  return standingOf(issue, judge(issue, { ...told.setting(), inForceSince }));
}

const gates = (...all: readonly string[]): string =>
  `${twoRoles}gates:\n${all.map((one) => `  ${one}\n`).join('')}`;

describe('who is waited for', () => {
  const any = '{ approve: { any: [pm, engineer] }, blocks: [close], label: ok, stale-on: [spec-edit]';
  test.each<readonly [what: string, told: () => Story, holders: readonly string[], either: boolean]>([
    ['one of two roles', () => story({ policy: gates(`spec: ${any} }`) }), ['pm', 'engineer'], true],
    [
      'one of them again, after an edit',
      () =>
        story({ policy: gates(`spec: ${any} }`) })
          .labels(maria, 'ok')
          .edits(olga, { body: 'New.' }),
      ['pm', 'engineer'],
      true,
    ],
    [
      'both of them',
      () => story({ policy: gates('spec: { approve: { all: [pm, engineer] }, blocks: [close] }') }),
      ['pm', 'engineer'],
      false,
    ],
    ['one role', () => story({ policy: gates('spec: { approve: pm, blocks: [close] }') }), ['pm'], false],
    [
      'whoever prepares what one of two is to approve',
      () => story({ policy: gates(`spec: ${any}, prepared-by: pm, requires: { sections: [Problem] } }`) }),
      ['pm'],
      false,
    ],
    [
      'one of two, and somebody else for another gate',
      () => story({ policy: gates(`spec: ${any} }`, 'law: { approve: pm, blocks: [close] }') }),
      ['pm', 'engineer'],
      false,
    ],
    [
      'those who are asked',
      () => story({ policy: gates(`spec: ${any} }`) }).comments(anton, '/question spec What?'),
      ['pm', 'engineer'],
      false,
    ],
  ])('%s', (_, told, holders, either) => {
    const found = standing(told());
    expect([found.holders, found.either ?? false, found.hasGates]).toEqual([holders, either, true]);
  });

  test('nobody, once nothing is left', () => {
    const told = story({ policy: gates(`spec: ${any} }`) }).labels(maria, 'ok');
    expect(standing(told)).toEqual({
      done: [{ from: told.on.clock.now, to: null }],
      holders: [],
      hasGates: true,
    });
  });
});

describe('an issue that no gate holds back', () => {
  const observed = gates('spec: { approve: pm, blocks: [close], mode: observe }');
  const exempt = `${twoRoles}exempt: { labels: [chore], by: [pm] }\n`;
  test.each<readonly [what: string, told: () => Story]>([
    ['has observed gates alone', () => story({ policy: observed })],
    ['is exempt', () => story({ policy: exempt }).labels(maria, 'chore')],
    [
      'has gates for others',
      () => story({ policy: gates('spec: { approve: pm, when: { labels: [big] } }') }),
    ],
  ])('since it %s is done while it is closed', (_, open) => {
    expect(standing(open())).toEqual({ done: [], holders: [], hasGates: false });
    const told = open().closes(anton);
    const from = told.on.clock.now;
    // What is said on it since changes nothing of that.
    told.comments(olga, '/why').labels(olga, 'nice');
    expect(standing(told).done).toEqual([{ from, to: null }]);
    told.reopens(olga);
    expect(standing(told).done).toEqual([{ from, to: told.on.clock.now }]);
  });
});

describe('closed before the policy was in force', () => {
  const policy = gates('spec: { approve: pm, blocks: [close] }');
  test('it is done, whatever its gates say', () => {
    const told = story({ policy }).closes(anton);
    const from = told.on.clock.now;
    expect(standing(told, from + 1)).toEqual({ done: [{ from, to: null }], holders: [], hasGates: true });
    expect(standing(told, from).done).toEqual([]);
  });

  test('and not for a time that was over by then', () => {
    const told = story({ policy }).closes(anton).reopens(anton);
    expect(standing(told, told.on.clock.now + 1).done).toEqual([]);
  });

  test('what is not wanted is done, in whatever time', () => {
    const told = story({ policy }).closes(anton, 'not_planned');
    expect(standing(told).done).toEqual([{ from: told.on.clock.now, to: null }]);
  });
});
