/** What a pull request's verdict says: what holds it back, in which order, and why nothing does. */
import { describe, expect, test } from 'vitest';

import {
  fold,
  foldIssue,
  judgePull,
  emptyState,
  type PullRequest,
  type PullVerdict,
} from '../../src/handoff/index.ts';
import { anton, ben, bot, maria, olga, twoRoles } from './people.ts';
import { pullRequest, story, type PullStory, type Story } from './story.ts';

type Circumstances = Parameters<typeof judgePull>[2];
type Telling = {
  changes?: Parameters<typeof judgePull>[3];
  but?: Partial<PullRequest>;
  jira?: Partial<NonNullable<Circumstances['jira']>>;
};

/** The verdict of a pull request that would close these issues. */
function judged(
  pull: PullStory,
  closes: readonly Story[],
  { changes = 'other', but = {}, jira = {} }: Telling = {},
  policy?: string,
): PullVerdict {
  const [first = story(policy === undefined ? {} : { policy })] = closes;
  const setting = first.setting();
  const pullNow: PullRequest = { ...pull.pull(), ...but };
  const members = new Map(closes.map((each) => [each.link().id, setting.members]));
  return judgePull(
    { pullRequest: pullNow, state: fold(emptyState, pullNow.moments) },
    closes.map((each) => foldIssue(each.observed())),
    { ...setting, jira: { members, now: setting.now, ...jira } },
    changes,
  );
}

const reasonsOf = ({ reasons }: PullVerdict): readonly string[] =>
  reasons.map((one) => (one.kind === 'gate' ? `${one.gate.gate.name} of #${one.issue.number}` : one.kind));

const exempt = `${twoRoles}exempt: { labels: [chore], by: [pm], authors: ["renovate[bot]"], paths: ["docs/**", "*.md"] }\n`;

describe('why nothing holds it back', () => {
  test('its gates are open', () => {
    const issue = story().labels(maria, 'spec:approved');
    expect(judged(pullRequest({ closes: [issue] }), [issue])).toMatchObject({
      pass: { kind: 'gates-open' },
      conclusion: 'success',
      reasons: [],
    });
  });

  test('it needs no issue', () => {
    const policy = `${twoRoles}pull-requests: { require-issue: false }\n`;
    expect(judged(pullRequest({ policy }), [], {}, policy).pass).toEqual({ kind: 'no-issue-needed' });
    expect(judged(pullRequest({ policy }), [], { changes: 'policy' }, policy).pass).toEqual({
      kind: 'no-issue-needed',
    });
  });

  test('it changes the policy alone, and links nothing', () => {
    expect(judged(pullRequest(), [], { changes: 'policy' })).toMatchObject({
      pass: { kind: 'policy-only' },
      conclusion: 'success',
    });
    expect(judged(pullRequest(), [])).toMatchObject({ pass: null, conclusion: 'action_required' });
    const issue = story().labels(maria, 'spec:approved');
    const linking = judged(pullRequest({ closes: [issue] }), [issue], { changes: 'policy' });
    expect(linking.pass).toEqual({ kind: 'gates-open' });
    const closed = story();
    const early = judged(pullRequest({ closes: [closed] }), [closed], { changes: 'policy' });
    expect([early.pass, reasonsOf(early)]).toEqual([null, ['spec of #1']]);
  });

  test('it is exempt by what it changes', () => {
    const { pass } = judged(pullRequest({ policy: exempt }), [], { changes: 'exempt-paths' }, exempt);
    expect(pass).toEqual({ kind: 'exempt', why: 'paths', what: 'docs/**, *.md', by: null });
  });

  test('it is exempt by a label, but not by one that it was opened with', () => {
    const later = pullRequest({ policy: exempt, by: anton }).labels(maria, 'chore');
    expect(judged(later, [], {}, exempt).pass).toEqual({
      kind: 'exempt',
      why: 'label',
      what: 'chore',
      by: maria,
    });
    const opened = pullRequest({ policy: exempt, by: maria }).inTheSameSecond().labels(maria, 'chore');
    const verdict = judged(opened, [], {}, exempt);
    expect([verdict.pass, verdict.unexempt]).toEqual([
      null,
      [{ label: 'chore', by: expect.anything() as unknown, because: 'opening' }],
    ]);
  });

  test('it is exempt by its author, if it is known that nobody else pushed to it', () => {
    const renovate = bot('renovate');
    const by = (pushers: PullRequest['pushers']): PullVerdict => {
      const { pushers: _, ...pull } = pullRequest({ policy: exempt, by: renovate }).pull();
      const told: PullRequest = pushers === undefined ? pull : { ...pull, pushers };
      const { setting } = story({ policy: exempt });
      return judgePull(
        { pullRequest: told, state: fold(emptyState, told.moments) },
        [],
        { ...setting(), jira: { members: new Map(), now: 0 } },
        'other',
      );
    };
    const own = { kind: 'exempt', why: 'author', what: 'renovate[bot]', by: null };
    const author = 'renovate[bot]';
    const stands = (pushers: PullRequest['pushers']): unknown => {
      const { pass, strangers } = by(pushers);
      return [pass, strangers];
    };
    expect(stands([renovate])).toEqual([own, null]);
    expect(stands([renovate, ben])).toEqual([null, { author, by: ben }]);
    expect(stands([null, ben])).toEqual([null, { author, by: ben }]);
    expect(stands([renovate, null])).toEqual([null, { author, by: null }]);
    expect(stands([])).toEqual([null, { author, by: null }]);
    expect(stands(undefined)).toEqual([null, { author, by: null }]);
  });
});

describe('what holds it back', () => {
  test('comes before what only would', () => {
    const policy = `${twoRoles}gates:
  design: { approve: pm, blocks: [merge], mode: warn }
  spec: { approve: pm, blocks: [merge] }
  legal: { approve: pm, blocks: [merge], mode: warn }
  law: { approve: pm, blocks: [merge] }
`;
    const issue = story({ policy });
    const verdict = judged(pullRequest({ closes: [issue] }), [issue]);
    expect(reasonsOf(verdict)).toEqual(['spec of #1', 'law of #1', 'design of #1', 'legal of #1']);
    expect([verdict.pass, verdict.conclusion]).toEqual([null, 'action_required']);
  });

  test('more issues than are judged: those beyond are not', () => {
    const first = story().labels(maria, 'spec:approved');
    const link = first.link();
    const others = Array.from({ length: 20 }, (_, each) => ({
      ...link,
      number: each + 50,
      id: `I${each + 50}`,
    }));
    const verdict = judged(pullRequest({ closes: [first], alsoCloses: others }), [first]);
    expect(verdict.issues).toHaveLength(20);
    expect(new Set(reasonsOf(verdict))).toEqual(new Set(['too-many', 'unreadable']));
    const fewer = judged(pullRequest({ closes: [first], alsoCloses: others.slice(1) }), [first]);
    expect([fewer.issues.length, reasonsOf(fewer).includes('too-many')]).toEqual([20, false]);
  });
});

describe('issues of Jira', () => {
  const policy = `roles: { pm: { members: [maria], jira: { groups: [product] } }, engineer: [anton], lead: [olga] }
gates:
  spec: { preset: spec, waive: [lead] }
jira:
  site: acme
  projects: [SHOP]
  gates: { spec: { status: Approved } }
`;
  const there = (number = 12): Story => story({ policy, repository: 'SHOP', number, by: maria });

  test('too many of them are the reason, and no missing issue', () => {
    const verdict = judged(
      pullRequest({ policy }),
      [],
      { jira: { tooMany: { count: 30, most: 20 } } },
      policy,
    );
    expect(reasonsOf(verdict)).toEqual(['too-many']);
    expect(reasonsOf(judged(pullRequest({ policy }), [], { jira: { tooMany: null } }, policy))).toEqual([
      'no-issue',
    ]);
    expect(reasonsOf(judged(pullRequest({ policy }), [], {}, policy))).toEqual(['no-issue']);
  });

  test('a waiver that was made on the pull request changes it in time, if it is about that issue alone', () => {
    const waive = '/waive spec It burns until 2026-03-06';
    const one = there();
    const alone = judged(pullRequest({ closes: [one] }).comments(olga, waive), [one]);
    expect([alone.changesAt, reasonsOf(alone)]).toEqual([Date.UTC(2026, 2, 7), []]);
    const without = judged(pullRequest({ closes: [one] }), [one]);
    expect([without.changesAt, reasonsOf(without)]).toEqual([null, ['spec of #12']]);
    const both = [there(), there(13)];
    const two = judged(pullRequest({ closes: both }).comments(olga, waive), both);
    expect([two.changesAt, reasonsOf(two)]).toEqual([null, ['spec of #12', 'spec of #13']]);
    const here = story({ policy, number: 5 }).comments(olga, waive);
    expect(judged(pullRequest({ closes: [here] }), [here]).changesAt).toBeNull();
  });

  test('one that Jira did not tell of is let pass, and that is said', () => {
    const both = [there(), there(13).moves(maria, 'Approved')];
    const pull = pullRequest({ closes: both });
    const told = judged(pull, both, { jira: { unreached: ['I12'] } });
    expect([told.unreached, reasonsOf(told)]).toEqual([true, []]);
    const reached = judged(pull, both);
    expect([reached.unreached, reasonsOf(reached)]).toEqual([false, ['spec of #12']]);
  });
});
