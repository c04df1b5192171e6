/** Exemptions are somebody's: a label exempts when somebody who may added it, an author while nobody else pushes. */
import { describe, expect, test } from 'vitest';

import { anton, baton, ben, bot, maria, nobody, olga, paul, twoRoles } from './people.ts';
import { checkOf, stands } from './shown.ts';
import { pullRequest, story, type Story } from './story.ts';

const gates = { spec: 'waiting', acceptance: 'preparing', baton: 'pm for spec' };
const exempt = { none: 'exempt-label' };
const policy = `${twoRoles}exempt: { labels: [chore], by: [pm] }\n`;
const issue = (more = {}): Story => story({ policy, by: anton, ...more }).later(5000);

/** Why labels exempt nothing, as the card says it. */
function unexempt(told: Story): readonly string[] {
  const { verdict } = told.look();
  return verdict.kind === 'gates'
    ? verdict.unexempt.map(({ label, by, because }) => `${label} by ${by?.login ?? '?'}: ${because}`)
    : [];
}

describe('a label on an issue', () => {
  test('counts when somebody who may added it', () =>
    expect(stands(issue().labels(maria, 'chore'))).toEqual(exempt));
  test('whose doing it is, is known', () => {
    const { verdict } = issue().labels(paul, 'Chore').look();
    expect(verdict).toMatchObject({ because: { kind: 'exempt-label', label: 'Chore', by: { by: paul } } });
  });
  test.each([
    ['an engineer', anton],
    ['somebody without a role', olga],
    ['a bot', bot('labeler')],
    ['Baton itself', baton],
    ['an account that is gone', nobody],
  ])('does not when %s added it; it stays', (_, by) => {
    const told = issue().labels(by, 'chore');
    expect([stands(told), unexempt(told)]).toEqual([gates, [`chore by ${by.login}: role`]]);
    expect(told.on.labels).toEqual(['chore']);
  });
  test('of those who added it, the last one counts', () => {
    const told = issue().labels(anton, 'chore').unlabels(maria, 'chore').labels(maria, 'chore');
    expect(stands(told)).toEqual(exempt);
    expect(stands(told.unlabels(maria, 'chore').labels(anton, 'chore'))).toEqual(gates);
  });
  test('removed by anyone, it is over', () =>
    expect(stands(issue().labels(maria, 'chore').unlabels(olga, 'chore'))).toEqual(gates));
  test('a second one by somebody who may is enough', () => {
    const two = story({ policy: policy.replace('[chore]', '[chore, tidy]'), by: anton }).later(5000);
    expect(stands(two.labels(anton, 'chore').labels(maria, 'tidy'))).toEqual(exempt);
  });
  test('from the opening it is nobody’s decision, whoever opened the issue', () => {
    const told = story({ policy, by: maria }).inTheSameSecond().labels(maria, 'chore');
    told.on.clock.still = false;
    expect([stands(told), unexempt(told)]).toEqual([gates, ['chore by maria: opening']]);
    expect(stands(told.later(5000).unlabels(maria, 'chore').labels(maria, 'chore'))).toEqual(exempt);
  });
  test('one that got its name later was added as another', () => {
    const told = issue().labels(maria, 'nice');
    told.on.labels.splice(0, 1, 'chore');
    expect([stands(told), unexempt(told)]).toEqual([gates, ['chore by ?: unknown']]);
  });
  test('one that shows although it was taken off was put on by nobody knows whom', () => {
    const told = issue().labels(maria, 'chore').unlabels(maria, 'chore');
    told.on.labels.push('chore');
    expect([stands(told), unexempt(told)]).toEqual([gates, ['chore by ?: unknown']]);
  });
  test('somebody who leaves the role later has exempted it all the same, as far as it is recorded', () => {
    const left = (recorded: boolean): Story => {
      const told = story({
        policy,
        by: anton,
        members: () => ({ today: new Map(), recorded: recorded ? held : new Map(), mentions: new Map() }),
      });
      told.later(5000).labels(maria, 'chore');
      const held = new Map([[told.on.moments.at(-1)?.id ?? '', new Map([['pm', true]])]]);
      return told;
    };
    expect([stands(left(true)), stands(left(false))]).toEqual([exempt, gates]);
  });
  test('if the policy names nobody, it is who opens or waives a gate', () => {
    const silent = `roles: { pm: [maria], engineer: [anton], lead: [ben], qa: [paul] }
exempt: { labels: [chore] }
gates: { spec: { preset: spec, waive: [lead] }, acceptance: { preset: acceptance } }
`;
    const by = (who: typeof maria) =>
      stands(story({ policy: silent, by: olga }).later(5000).labels(who, 'chore'));
    expect([maria, ben].map(by)).toEqual([exempt, exempt]);
    expect(by(paul)).toEqual(gates);
  });
});

describe('on a pull request', () => {
  const held = 'action_required: Waiting for maria or paul to approve the spec of #1';
  const pull = (more = {}) => pullRequest({ closes: [issue()], by: anton, ...more }).later(5000);
  test('its own label, by somebody who may', () =>
    expect(checkOf(pull().labels(maria, 'chore'))).toBe(
      'success: Exempt because of its label: you can merge this',
    ));
  test('by its author it is none, and the check says who could', () => {
    const told = pull().labels(anton, 'chore');
    expect(checkOf(told)).toBe(held);
    expect(told.look().effects.map((each) => (each.kind === 'check' ? each.report.summary : ''))).toEqual([
      expect.stringContaining(
        "`chore` doesn't exempt this pull request: anton added it, and cannot decide that. If it should, somebody of `pm` (maria, paul) can remove the label and add it again.",
      ),
    ]);
  });
  test('the issue’s label is told there, too', () => {
    const closes = issue().labels(anton, 'chore');
    const told = pullRequest({ closes: [closes], by: ben });
    expect(checkOf(told)).toBe(held);
    expect(JSON.stringify(told.look().effects)).toContain(
      "`chore` doesn't exempt this issue: anton added it",
    );
    closes.unlabels(anton, 'chore').labels(maria, 'chore');
    expect(checkOf(told)).toBe('success: You can merge this: no approval is needed');
    expect(JSON.stringify(told.look().effects)).toContain('the label `chore`, which maria added, exempts it');
  });
});

describe('a pull request by an exempt author', () => {
  const authors = `${twoRoles}exempt: { authors: ["renovate[bot]"] }\n`;
  const renovate = bot('renovate');
  const pull = () => pullRequest({ policy: authors, by: renovate });
  const strangers = (told: ReturnType<typeof pull>): unknown => told.look().verdict.strangers;
  test('is exempt while it alone pushes', () => {
    expect(checkOf(pull())).toBe('success: Exempt because of its author: you can merge this');
    expect(checkOf(pull().pushes())).toBe('success: Exempt because of its author: you can merge this');
  });
  test('and not once somebody else does, whatever the commit says', () => {
    const told = pull().pushes(anton);
    expect(checkOf(told)).toBe('action_required: Link the issue that this closes');
    expect(strangers(told)).toEqual({ author: 'renovate[bot]', by: anton });
    expect(checkOf(told.pushes(renovate))).toBe('action_required: Link the issue that this closes');
  });
  test('nor where the tracker does not tell who did', () => {
    const told = pull().pushes(null);
    expect(checkOf(told)).toBe('action_required: Link the issue that this closes');
    expect(strangers(told)).toEqual({ author: 'renovate[bot]', by: null });
  });
});
