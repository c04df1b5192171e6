/** What gates do not allow: what was undone of it and is still not allowed, and what stays as it is. */
import { describe, expect, test } from 'vitest';

import { anton, baton, ben, maria, olga, paul, twoRoles } from './people.ts';
import { stands, violations, violationsOf } from './shown.ts';
import { hour, pullRequest, story, type Story } from './story.ts';
import * as tracker from './tracker.ts';

/** A gate without a label is first: it has no part in what labels say. */
const policy = `${twoRoles}work: { labels: [doing, wip] }
gates:
  legal: { approve: pm, blocks: [merge] }
  spec: { preset: spec }
  acceptance: { preset: acceptance }
`;
const spec = 'spec:approved';

const told = (text = policy): Story => story({ policy: text });

/** What was undone and is told on the card; and all that was. */
function undone(issue: Story): readonly string[] {
  const { verdict } = issue.look();
  return verdict.kind === 'no-gates' ? [] : violations(verdict.undone);
}
function reversed(issue: Story): readonly string[] {
  const { verdict } = issue.look();
  return verdict.kind === 'no-gates' ? [] : violations(verdict.reversed);
}

/** Baton looks and writes. */
const settled = (issue: Story): Story => {
  issue.settles();
  return issue;
};

describe('what was undone, and is still not allowed', () => {
  test.each<readonly [what: string, act: (issue: Story) => unknown, undone: string]>([
    ['an assignment', (issue) => issue.assigns(anton), 'undo: anton assigned anton (spec)'],
    ['a label of work', (issue) => issue.labels(anton, 'Doing'), 'undo: anton put Doing on (spec)'],
    ['closing', (issue) => issue.closes(anton), 'undo: anton closed it as completed (acceptance)'],
  ])('%s is told until it is allowed', (_, act, expected) => {
    const issue = told();
    act(issue);
    settled(issue);
    expect([undone(issue), reversed(issue)]).toEqual([[expected], [expected]]);
    settled(issue.labels(maria, spec).comments(paul, '/accept'));
    expect([undone(issue), reversed(issue)]).toEqual([[], []]);
  });

  test("a gate's label that came off is put back; the card tells of it while the gate is open", () => {
    const issue = settled(told().comments(paul, '/approve legal').labels(maria, spec));
    settled(issue.unlabels(olga, spec));
    const expected = ['undo: olga put spec:approved off (spec)'];
    expect([undone(issue), reversed(issue)]).toEqual([expected, expected]);
    settled(issue.unlabels(maria, spec));
    expect([undone(issue), reversed(issue)]).toEqual([[], []]);
  });

  test("a gate's label that somebody put on who may not is not on the card, and not told once it is open", () => {
    const issue = settled(told().labels(anton, 'SPEC:approved'));
    expect(undone(issue)).toEqual([]);
    expect(reversed(issue)).toEqual(['undo: anton put SPEC:approved on (spec)']);
    settled(issue.labels(maria, spec));
    expect(reversed(issue)).toEqual([]);
  });

  test("an approver's that came too early is told as long as the verdict says why", () => {
    const lacking = policy.replace('{ preset: spec }', '{ preset: spec, requires: { sections: [Problem] } }');
    const issue = settled(told(lacking).labels(maria, spec));
    expect(reversed(issue)).toEqual(['undo: maria put spec:approved on (spec)']);
    const again = (): readonly string[] => reversed(settled(issue.labels(paul, spec)));
    const pauls = 'undo: paul put spec:approved on (spec)';
    expect(again()).toEqual(['undo: maria put spec:approved on (spec)', pauls]);
    expect(again()).toEqual(['undo: maria put spec:approved on (spec)', pauls, pauls]);
    expect(again()).toEqual([pauls, pauls]);
  });

  test('one that it was opened with is told on the card alone', () => {
    const issue = settled(told().inTheSameSecond().labels(maria, spec));
    expect(stands(issue)['spec']).not.toBe('satisfied');
    expect([issue.on.labels.includes(spec), reversed(issue)]).toEqual([false, []]);
  });

  test('a merge that closed it is nobody’s fault', () => {
    const issue = settled(told().labels(maria, spec).closes(anton, 'completed', 'pull-request'));
    const { verdict } = issue.look();
    expect(verdict).toMatchObject({ undone: [], reversed: [], closedByMerge: { answer: 'undone' } });
  });

  test('what is older than the policy is not told', () => {
    const from = (inForceSince: number): readonly string[] => {
      const issue = story({ policy, inForceSince }).labels(anton, spec);
      tracker.unlabel(issue.on, baton, spec);
      return reversed(issue);
    };
    const at = told().labels(anton, spec).on.clock.now;
    expect(from(at)).toEqual(['undo: anton put spec:approved on (spec)']);
    expect(from(at + 1)).toEqual([]);
  });

  test('each of several is told, whatever was undone first', () => {
    const labels = settled(told().labels(anton, 'doing').labels(anton, 'wip'));
    expect(undone(labels)).toEqual(['undo: anton put doing on (spec)', 'undo: anton put wip on (spec)']);
    const people = settled(told().assigns(maria, anton).assigns(maria, ben));
    expect(undone(people)).toEqual(['undo: maria assigned anton (spec)', 'undo: maria assigned ben (spec)']);
  });

  test('in the order in which it was done, of one second in that in which the tracker tells it', () => {
    const both = (second: (issue: Story) => Story): Story =>
      settled(second(told().labels(anton, 'doing')).assigns(anton));
    const expected = ['undo: anton put doing on (spec)', 'undo: anton assigned anton (spec)'];
    expect(undone(both((issue) => issue))).toEqual(expected);
    expect(undone(both((issue) => issue.inTheSameSecond()))).toEqual(expected);
    const other = settled(told().assigns(anton).inTheSameSecond().labels(anton, 'doing'));
    expect(undone(other)).toEqual(expected.toReversed());
  });

  test('the last three', () => {
    const issue = told();
    for (const label of ['doing', 'wip']) settled(issue.labels(anton, label));
    for (const who of [anton, ben]) settled(issue.assigns(who));
    expect(undone(issue)).toEqual([
      'undo: anton put wip on (spec)',
      'undo: anton assigned anton (spec)',
      'undo: ben assigned ben (spec)',
    ]);
  });
});

describe('what is no reversal', () => {
  test.each<readonly [what: string, act: (issue: Story) => unknown]>([
    [
      'Baton puts a label on that somebody put on',
      (issue) => {
        issue.labels(anton, spec);
        tracker.happen(issue.on, baton, { kind: 'labeled', label: spec });
        issue.on.labels = [];
      },
    ],
    [
      'Baton closes what somebody opened again',
      (issue) => {
        issue.closes(maria, 'not_planned').reopens(maria);
        tracker.close(issue.on, baton, 'not_planned', 'automation');
      },
    ],
    [
      'Baton takes off what is no label of the policy',
      (issue) => {
        issue.labels(anton, 'big');
        tracker.unlabel(issue.on, baton, 'big');
      },
    ],
    [
      'Baton puts a label of work on that somebody took off',
      (issue) => {
        issue.labels(maria, 'doing').unlabels(anton, 'doing');
        tracker.happen(issue.on, baton, { kind: 'labeled', label: 'doing' });
        issue.on.labels = [];
      },
    ],
  ])('%s', (_, act) => {
    const issue = told();
    act(issue);
    expect(reversed(issue)).toEqual([]);
  });

  test('and it brings nothing nearer to the limit', () => {
    const issue = told();
    for (const label of ['one', 'two', 'three']) {
      issue.labels(anton, label);
      tracker.unlabel(issue.on, baton, label);
      tracker.happen(issue.on, anton, { kind: 'unlabeled', label: 'wip' });
      tracker.happen(issue.on, baton, { kind: 'labeled', label: 'wip' });
    }
    expect(violationsOf(issue.labels(anton, 'doing'))).toEqual(['undo: anton put doing on (spec)']);
  });
});

describe('after three reversals within a day Baton stops', () => {
  const stubborn = (): Story => {
    const issue = told();
    for (let time = 0; time < 3; time += 1) settled(issue.labels(anton, 'doing'));
    return issue.labels(anton, 'doing');
  };

  test('and points at the last of them', () => {
    const { verdict, issue } = stubborn().look();
    const last = issue.state.words.findLast((word) => word.kind === 'unlabeled' && word.by.self);
    expect(verdict).toMatchObject({ violations: [{ answer: 'stopped', lastReversal: last?.id }] });
  });

  test('until the first of them is a day old', () => {
    const issue = stubborn();
    const first = issue.on.moments.find(({ kind, by }) => kind === 'unlabeled' && by.self)?.at ?? 0;
    issue.later(first + 24 * hour - issue.setting().now - 1);
    expect(violationsOf(issue)).toEqual(['stopped: anton put doing on (spec)']);
    expect(violationsOf(issue.later(1))).toEqual(['undo: anton put doing on (spec)']);
  });
});

describe('of several gates', () => {
  const two = (design: string, other: string): string => `${twoRoles}gates:
  design: { approve: pm, blocks: [start], mode: ${design} }
  spec: { approve: pm, blocks: [start], mode: ${other} }
`;
  test.each<readonly [what: string, policy: string, told: string]>([
    ['one enforces: it is told, and undone', two('warn', 'enforce'), 'undo: anton assigned anton (spec)'],
    ['the first enforces', two('enforce', 'warn'), 'undo: anton assigned anton (design)'],
    ['none does: the first is told', two('warn', 'warn'), 'warn: anton assigned anton (design)'],
  ])('%s', (_, text, expected) => {
    expect(violationsOf(told(text).assigns(anton))).toEqual([expected]);
  });

  test('whoever has a role that approves may be assigned, whatever else they are', () => {
    const both = policy.replace('engineer: [anton, ben]', 'engineer: [anton, maria]');
    expect(violationsOf(told(both).assigns(maria))).toEqual([]);
    expect(violationsOf(told(both).assigns(anton))).toEqual(['undo: anton assigned anton (spec)']);
    expect(violationsOf(told(both).assigns(anton, olga))).toEqual([]);
  });

  test('what was done while the gate was open stays; what came in the second in which it was closed does not', () => {
    const issue = settled(told().labels(maria, spec)).assigns(anton).unlabels(maria, spec);
    expect(violationsOf(issue)).toEqual([]);
    expect(violationsOf(issue.inTheSameSecond().assigns(ben))).toEqual(['undo: ben assigned ben (spec)']);
  });
});

describe('where the tracker shows something else than it told', () => {
  test('a label without a moment is the doing of whoever opened it', () => {
    const issue = told()
      .comments(olga, '/why')
      .labels(maria, 'big')
      .closes(maria, 'not_planned')
      .reopens(maria);
    issue.on.labels.push('doing');
    expect(violationsOf(issue)).toEqual(['undo: maria put doing on (spec)']);
  });

  test("a gate's label is left until the tracker tells who moved it", () => {
    const on = told().labels(anton, spec).unlabels(anton, spec);
    on.on.labels.push(spec);
    expect(violationsOf(on)).toEqual([]);
    const off = settled(told().labels(maria, spec));
    off.on.labels = [];
    expect(violationsOf(off)).toEqual([]);
  });

  test('closing counts while it is closed, for the reason that it has now', () => {
    const closed = (): Story => told().closes(anton);
    expect(violationsOf(closed())).toEqual(['undo: anton closed it as completed (acceptance)']);
    const open = closed();
    Object.assign(open.on, { state: 'open', closedReason: null });
    expect(violationsOf(open)).toEqual([]);
    const reopened = closed().reopens(anton);
    Object.assign(reopened.on, { state: 'closed', closedReason: 'completed' });
    expect(violationsOf(reopened)).toEqual([]);
    const other = closed();
    other.on.closedReason = 'not_planned';
    expect(violationsOf(other)).toEqual([]);
    other.on.closedReason = null;
    expect(violationsOf(other)).toEqual(['undo: anton closed it as completed (acceptance)']);
  });
});

describe("a gate's label that says it is open", () => {
  const waived = policy.replace('{ preset: spec }', '{ preset: spec, waive: [engineer] }');
  test('is not allowed while a waiver alone holds the gate open', () => {
    const issue = settled(told(waived).comments(anton, '/waive spec It burns'));
    expect(stands(issue)['spec']).toBe('waived');
    expect(violationsOf(issue.labels(ben, spec))).toEqual(['undo: ben put spec:approved on (spec)']);
  });

  test('is left alone where the gate is only observed', () => {
    const observed = policy.replace('{ preset: spec }', '{ preset: spec, mode: observe }');
    expect(violationsOf(told(observed).labels(anton, spec))).toEqual([]);
  });
});

test('on a pull request nothing but its own labels is looked at', () => {
  const issue = told();
  const pull = pullRequest({ closes: [issue] }).labels(anton, spec);
  expect(violations(pull.look().verdict.violations)).toEqual(['undo: anton put spec:approved on (spec)']);
});
