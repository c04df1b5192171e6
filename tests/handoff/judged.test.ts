/** What an issue's verdict says besides its gates: why there are none, what has begun, what is closed again and when it changes. */
import { describe, expect, test } from 'vitest';

import { foldIssue, judge, type Started } from '../../src/handoff/index.ts';
import { anton, baton, ben, maria, olga, paul, twoRoles } from './people.ts';
import { outcomes, stands } from './shown.ts';
import { hour, pullRequest, story, type Story } from './story.ts';
import * as tracker from './tracker.ts';

type Gates = Extract<ReturnType<typeof judge>, { kind: 'gates' }>;

function verdictOf(told: Story, more: { inForceSince?: number } = {}): Gates {
  const verdict = judge(foldIssue(told.observed()), { ...told.setting(), ...more });
  if (verdict.kind !== 'gates') throw new Error('It has no gates.');
  return verdict;
}

const gate = (name: string, keys: string): string => `  ${name}: { approve: pm, ${keys} }\n`;

describe('an issue without gates', () => {
  test("Baton's own", () => expect(stands(story({ by: baton }))).toEqual({ none: 'own-issue' }));

  const exempt = `${twoRoles}exempt: { labels: [chore], by: [pm] }\n`;
  const chore = (): Story => story({ policy: exempt }).labels(maria, 'chore');
  test('says so to what needs one; what anybody may ask is answered', () => {
    const told = chore()
      .comments(maria, '/approve spec')
      .comments(anton, '/why')
      .comments(olga, '/return No');
    expect(outcomes(told)).toEqual(['approve: no-gates', 'why', 'return: no-gates']);
    const [first] = told.look().verdict.answers;
    expect(first?.outcomes).toMatchObject([{ kind: 'refused' }]);
    expect(first).toMatchObject({ comment: told.on.moments[2]?.id, place: told.on.id, by: maria });
  });

  test('says nothing to what is no command', () => {
    expect(outcomes(chore().comments(maria, 'I approve of this.'))).toEqual([]);
  });
});

describe('work that has begun before a gate was open', () => {
  const policy = `${twoRoles}gates:\n${gate('design', 'label: drawn, blocks: [start]')}${gate('spec', 'label: ok, blocks: [start]')}`;
  const started = (told: Story, more = {}): readonly string[] =>
    verdictOf(told, more).started.map((one: Started) =>
      one.kind === 'pull-request'
        ? `#${one.pullRequest.item.number}`
        : `${one.kind} ${'name' in one ? one.name : ''}`,
    );
  const opened = (told: Story): Story => (pullRequest({ closes: [told] }), told);

  test('a pull request, while one of the gates is not open', () => {
    expect(started(opened(story({ policy })))).toEqual(['#7']);
    expect(started(opened(story({ policy }).labels(maria, 'drawn')))).toEqual(['#7']);
    expect(started(opened(story({ policy }).labels(maria, 'drawn').labels(maria, 'ok')))).toEqual([]);
  });

  test('not one that was opened while they were; in the second in which one closed, it is', () => {
    const both = (): Story => story({ policy }).labels(maria, 'drawn').labels(maria, 'ok');
    expect(started(opened(both()).unlabels(maria, 'ok'))).toEqual([]);
    expect(started(opened(both().unlabels(maria, 'ok')))).toEqual(['#7']);
    const told = opened(both());
    expect(started(told.inTheSameSecond().unlabels(maria, 'ok'))).toEqual(['#7']);
    // One that was never open is enough.
    const half = story({ policy }).labels(maria, 'ok');
    expect(started(opened(half).unlabels(maria, 'ok'))).toEqual(['#7']);
  });

  test('not one from before the policy', () => {
    const told = opened(story({ policy }));
    const at = told.pulls[0]?.pull().openedAt ?? 0;
    expect([started(told, { inForceSince: at }), started(told, { inForceSince: at + 1 })]).toEqual([
      ['#7'],
      [],
    ]);
  });

  test('not one that is not open any more, nor where the policy calls it no work', () => {
    const told = story({ policy });
    pullRequest({ closes: [told] }).closesUnmerged();
    expect(started(told)).toEqual([]);
    expect(started(opened(story({ policy: `${policy}work: { pull-request: false }\n` })))).toEqual([]);
  });

  test('a branch, if no gate ever allowed it', () => {
    const told = (text = policy): Story => story({ policy: text }).branches('1-coupons');
    expect(started(told())).toEqual(['branch 1-coupons']);
    expect(started(told(`${policy}work: { branch: false }\n`))).toEqual([]);
    const half = told().labels(maria, 'ok').unlabels(maria, 'ok');
    expect(started(half)).toEqual(['branch 1-coupons']);
    const both = half.labels(maria, 'drawn').unlabels(maria, 'drawn');
    expect(started(both)).toEqual([]);
  });

  test('nothing on an issue that is closed', () => {
    const told = opened(story({ policy }).branches('1-coupons')).closes(maria, 'not_planned');
    expect(started(told)).toEqual([]);
  });
});

describe('closed again', () => {
  const again = (told: Story): string | null => verdictOf(told).closeAgain;
  /** Baton opened it again, because it was not accepted. */
  const reopened = (): Story => {
    const told = story().labels(maria, 'spec:approved').closes(anton);
    told.settles();
    return told;
  };

  test('for the reason that it had, once its gates allow that', () => {
    expect(again(reopened())).toBeNull();
    expect(again(reopened().labels(maria, 'pm:accepted'))).toBe('completed');
  });

  test('not what somebody opened, nor what was never closed', () => {
    expect(
      again(reopened().closes(maria, 'not_planned').reopens(maria).labels(maria, 'pm:accepted')),
    ).toBeNull();
    expect(again(story().labels(maria, 'spec:approved').labels(maria, 'pm:accepted'))).toBeNull();
    const twice = story().labels(maria, 'spec:approved').labels(maria, 'pm:accepted');
    tracker.happen(twice.on, baton, { kind: 'reopened' });
    expect(again(twice)).toBeNull();
  });

  test('a gate that holds closing back and more holds it back', () => {
    const policy = `${twoRoles}gates:\n${gate('launch', 'label: live, blocks: [merge, close]')}`;
    const told = story({ policy }).closes(anton);
    told.settles();
    expect([told.on.state, again(told), again(told.labels(maria, 'live'))]).toEqual([
      'open',
      null,
      'completed',
    ]);
  });

  test('closed without a reason counts as completed', () => {
    const told = story().labels(maria, 'spec:approved').labels(maria, 'pm:accepted').closes(maria);
    told.on.closedReason = null;
    expect(verdictOf(told).batons).toEqual([]);
    const early = story().labels(maria, 'spec:approved').closes(anton);
    early.on.closedReason = null;
    expect(verdictOf(early).batons).not.toEqual([]);
  });
});

describe('whether anything has happened since the policy is in force', () => {
  const since = Date.UTC(2026, 2, 3);
  const awake = (told: Story): boolean => verdictOf(told, { inForceSince: since }).awake;
  const old = (): Story => story().comments(olga, 'Any news?');

  test.each<readonly [what: string, told: () => Story, awake: boolean]>([
    ['nothing', old, false],
    [
      'a question and an assignment, where it lay closed by then',
      () =>
        old()
          .closes(maria, 'not_planned')
          .later(24 * hour)
          .comments(olga, '/why')
          .assigns(olga),
      false,
    ],
    [
      'a comment',
      () =>
        old()
          .later(24 * hour)
          .comments(olga, 'And now?'),
      true,
    ],
    [
      'a card is there already',
      () => {
        const told = old();
        told.settles();
        return told;
      },
      true,
    ],
  ])('%s', (_, told, expected) => {
    expect(awake(told())).toBe(expected);
  });

  test.each([
    ['opened', (at: number) => ({ openedAt: at })],
    ['merged', (at: number) => ({ mergedAt: at, state: 'merged' as const })],
  ])('a pull request of it was %s', (_, but) => {
    const told = old();
    const pull = pullRequest({ closes: [told] }).pull();
    const { displayed, ...rest } = told.observed();
    const from = (at: number): boolean => {
      const issue = foldIssue({
        ...rest,
        displayed: { ...displayed, pullRequests: [{ ...pull, ...but(at) }] },
      });
      const verdict = judge(issue, { ...told.setting(), inForceSince: since });
      return verdict.kind === 'gates' && verdict.awake;
    };
    expect([from(since - 1), from(since)]).toEqual([false, true]);
  });

  test('or something was said on it', () => {
    const told = old();
    const pull = pullRequest({ closes: [told] });
    expect(awake(told)).toBe(false);
    pull.later(24 * hour).labels(anton, 'big');
    expect(awake(told)).toBe(true);
  });
});

describe('whoever may not approve because they are assigned', () => {
  const policy = `${twoRoles}gates:\n  spec: { approve: pm, blocks: [start], independent-of: [assignees, author] }\n`;
  const excluded = (told: Story): readonly string[] =>
    verdictOf(told).gates.flatMap((each) =>
      each.excluded.map(({ actor, party }) => `${actor.login}: ${party}`),
    );

  test('is told, but not where the assignment is undone', () => {
    expect(excluded(story({ policy, by: paul }).assigns(maria))).toEqual([
      'maria: assignees',
      'paul: author',
    ]);
    expect(excluded(story({ policy, by: olga }).assigns(maria).assigns(ben))).toEqual([
      'maria: assignees',
      'olga: author',
    ]);
    const warned = policy.replace('approve: pm', 'approve: pm, mode: warn');
    expect(excluded(story({ policy: warned, by: olga }).assigns(ben))).toEqual([
      'ben: assignees',
      'olga: author',
    ]);
    const labels = `${policy}work: { labels: [doing] }\n`;
    expect(excluded(story({ policy: labels, by: olga }).assigns(maria).labels(anton, 'doing'))).toEqual([
      'maria: assignees',
      'olga: author',
    ]);
    // Who opened it is told all the same.
    expect(excluded(story({ policy, by: anton }).assigns(anton))).toEqual(['anton: author']);
  });
});

describe("a gate's label that stays although nobody may put it there", () => {
  const policy = (mode: string): string =>
    `${twoRoles}gates:\n${gate('design', 'label: drawn')}${gate('spec', `label: ok, mode: ${mode}`)}`;
  const stays = (told: Story): readonly string[] =>
    verdictOf(told).gates.flatMap((each) => (each.labelStays === true ? [each.gate.name] : []));

  test('is told where the gate only warns, and of that gate alone', () => {
    expect(stays(story({ policy: policy('warn') }).labels(anton, 'ok'))).toEqual(['spec']);
    expect(stays(story({ policy: policy('enforce') }).labels(anton, 'ok'))).toEqual([]);
    expect(stays(story({ policy: policy('warn') }).labels(maria, 'ok'))).toEqual([]);
  });

  test('nor of one that somebody took off', () => {
    const told = story({ policy: policy('warn') })
      .labels(maria, 'ok')
      .unlabels(anton, 'ok');
    expect(stays(told)).toEqual([]);
  });
});

test('it changes when the first of the waivers ends', () => {
  const policy = `${twoRoles}gates:\n${gate('design', 'waive: [pm]')}${gate('spec', 'waive: [pm]')}`;
  const changes = (told: Story): number | null => verdictOf(told).changesAt;
  const told = story({ policy });
  expect(changes(told)).toBeNull();
  expect(changes(told.comments(maria, '/waive design Sure'))).toBeNull();
  told.comments(maria, '/waive spec It burns until 2026-03-06');
  expect(changes(told)).toBe(Date.UTC(2026, 2, 7));
  told.comments(maria, '/waive design It burns until 2026-03-04');
  expect(changes(told)).toBe(Date.UTC(2026, 2, 5));
});

test('who has the baton first is judged by what it was opened with', () => {
  const policy = `${twoRoles}gates:\n${gate('spec', 'prepared-by: engineer, requires: { sections: [Problem] }')}`;
  const told = story({ policy, body: 'None.' }).edits(anton, { body: '# Problem\nNo coupons.' });
  const { batons, firstBatons } = verdictOf(told);
  expect([batons, firstBatons].map((all) => all.map(({ roles }) => roles))).toEqual([
    [['pm']],
    [['engineer']],
  ]);
});

describe('a gate tells', () => {
  const policy = `${twoRoles}gates:\n${gate('spec', 'label: ok, stale-on: [spec-edit], waive: [engineer], requires: { sections: [] }')}`;
  const only = (told: Story) => {
    const [first] = verdictOf(told).gates;
    if (first === undefined) throw new Error('It has a gate.');
    return first;
  };

  test('whose own work it is, where its author approved it', () => {
    expect(only(story({ policy, by: maria }).labels(maria, 'ok')).ownWork).toEqual(maria);
    expect(only(story({ policy, by: anton }).labels(maria, 'ok')).ownWork).toBeNull();
  });

  test('the waiver while that alone holds it open', () => {
    const told = story({ policy }).comments(anton, '/waive spec It burns');
    expect(only(told)).toMatchObject({ status: 'waived', waiver: { by: { by: anton } } });
    expect(only(told.labels(maria, 'ok'))).toMatchObject({ status: 'satisfied', waiver: null });
  });

  test('what an edit changed: since the approval that it made stale, or that an approver amended', () => {
    const told = (): Story => story({ policy, by: maria, title: 'T', body: 'Old.' });
    expect(only(told()).difference).toBeNull();
    expect(only(told().edits(anton, { body: 'New.' })).difference).toBeNull();
    expect(only(told().labels(maria, 'ok')).difference).toBeNull();
    const stale = only(told().labels(maria, 'ok').edits(anton, { body: 'New.' }));
    expect(stale).toMatchObject({ status: 'stale', difference: { before: 'T\n\nOld.', after: 'T\n\nNew.' } });
    const amended = told()
      .labels(maria, 'ok')
      .edits(maria, { body: 'New.' })
      .edits(maria, { body: 'Newer.' });
    const { status, difference } = only(amended);
    expect({ status, difference }).toEqual({
      status: 'satisfied',
      difference: { before: 'T\n\nOld.', after: 'T\n\nNewer.' },
    });
    expect(only(amended.comments(maria, '/return spec No'))).toMatchObject({
      status: 'returned',
      difference: null,
    });
  });

  test('the last three words that did not count', () => {
    const told = story({ policy });
    for (const who of [anton, ben, olga, anton]) {
      told.labels(who, 'ok');
      told.settles();
    }
    expect(only(told).notCounted.map(({ by }) => by.login)).toEqual(['ben', 'olga', 'anton']);
  });
});

describe('waivers that end on different days', () => {
  const policy = `${twoRoles}gates:\n${gate('design', 'waive: [pm]')}${gate('spec', 'waive: [pm]')}`;
  const [fourth, seventh] = [Date.UTC(2026, 2, 4), Date.UTC(2026, 2, 7)];
  const waived = (): Story =>
    story({ policy })
      .comments(maria, '/waive design Later until 2026-03-06')
      .comments(maria, '/waive spec It burns until 2026-03-03');
  /** Each gate's status, when its waiver ended and since when it is closed, in a look at an instant. */
  const at = (instant: number): readonly unknown[] => {
    const told = waived();
    const { gates } = verdictOf(told.later(instant - told.setting().now));
    return gates.map(({ status, ended, closedSince }) => [status, ended?.at ?? null, closedSince]);
  };

  test('end each at its own time, also where one look comes after both', () => {
    const open = ['waived', null, null];
    expect(at(fourth - 1)).toEqual([open, open]);
    expect(at(fourth)).toEqual([open, ['waiting', fourth, fourth]]);
    expect(at(seventh - 1)).toEqual([open, ['waiting', fourth, fourth]]);
    const both = [
      ['waiting', seventh, seventh],
      ['waiting', fourth, fourth],
    ];
    expect(at(seventh)).toEqual(both);
    expect(at(seventh + 24 * hour)).toEqual(both);
  });
});
