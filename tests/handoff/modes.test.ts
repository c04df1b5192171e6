/** Modes of single gates: what is watched only holds nothing back, also no other gate. */
import { describe, expect, test } from 'vitest';
import { anton, maria, paul } from './people.ts';
import { checkOf, outcomes, stands, violations, violationsOf, writes } from './shown.ts';
import { pullRequest, story } from './story.ts';

const roles = 'roles: {pm: [maria], engineer: [anton], lead: [paul]}\n';
const two = (spec: string, acceptance: string, mode = 'enforce'): string => `mode: ${mode}
${roles}gates:
  spec: { preset: spec, mode: ${spec} }
  acceptance: { preset: acceptance, mode: ${acceptance} }
`;

describe('a gate that is only observed', () => {
  test('has no turn: the gate after it is the first', () => {
    const issue = story({ policy: two('observe', 'enforce') });
    expect(stands(issue)).toEqual({
      spec: 'waiting',
      acceptance: 'preparing',
      baton: 'engineer for acceptance',
    });
    pullRequest({ closes: [issue] }).merges(anton);
    expect(stands(issue)).toEqual({ spec: 'waiting', acceptance: 'waiting', baton: 'pm for acceptance' });
  });

  test('blocks no other gate', () => {
    const policy = `${roles}gates:
  design: { approve: lead, blocks: [spec], mode: observe }
  spec: { preset: spec }
`;
    const issue = story({ policy }).comments(maria, '/approve spec');
    expect(outcomes(issue)).toEqual(['approve spec: done']);
    expect(stands(issue)).toEqual({ design: 'waiting', spec: 'satisfied', baton: 'nobody' });
  });

  test('does not keep the baton of an issue that may stay closed', () => {
    const issue = story({ policy: two('enforce', 'observe') }).closes(anton);
    expect(violationsOf(issue)).toEqual([]);
    expect(stands(issue)).toEqual({ spec: 'waiting', acceptance: 'preparing', baton: 'nobody' });
  });

  test('keeps what it would not have allowed, and the others undo theirs', () => {
    const issue = story({ policy: two('enforce', 'observe') })
      .assigns(anton)
      .closes(anton);
    const { verdict } = issue.look();
    expect(
      verdict.kind === 'gates' && [violations(verdict.violations), violations(verdict.observed)],
    ).toEqual([['undo: anton assigned anton (spec)'], ['warn: anton closed it as completed (acceptance)']]);
  });

  test('does not fail a check, and the others do', () => {
    const issue = story({ policy: two('observe', 'enforce') });
    expect(checkOf(pullRequest({ closes: [issue] }))).toBe(
      'neutral: Waiting for maria to approve the spec of #1',
    );
    const all = story({ policy: two('observe', 'observe') });
    expect(writes(all.comments(anton, '/why'))).toEqual([]);
    const pull = pullRequest({ closes: [all] }).comments(anton, '/why');
    expect(writes(pull)).toEqual(['check neutral: Waiting for maria to approve the spec of #1']);
  });
});

test('a gate that only warns blocks none that is enforced', () => {
  const policy = `${roles}gates:
  design: { approve: lead, blocks: [spec], mode: warn }
  spec: { preset: spec }
`;
  expect(outcomes(story({ policy }).comments(maria, '/approve spec'))).toEqual(['approve spec: done']);
});

test('an enforced gate in a repository that is otherwise observed is enforced', () => {
  const issue = story({ policy: two('enforce', 'observe', 'observe') }).assigns(anton);
  const pull = pullRequest({ closes: [issue] });
  expect(checkOf(pull)).toBe('action_required: Waiting for maria to approve the spec of #1');
  expect(writes(issue)).toEqual(['unassigns anton', 'comments undone:assignment', 'posts the card']);
  expect(checkOf(pull.labels(maria, 'spec:approved'))).toBe('success: You can merge this');
  const alone = pullRequest({ policy: two('enforce', 'observe', 'observe') });
  expect(checkOf(alone)).toBe('neutral: Link the issue that this closes');
});

test('warned, a right label still comes off while it says too much, and a wrong one stays', () => {
  const policy = `mode: warn
${roles}gates:
  spec: { preset: spec, requires: { sections: [Problem] } }
`;
  expect(writes(story({ policy }).labels(maria, 'spec:approved'))).toEqual([
    'takes spec:approved off I1',
    'comments undone:early-label',
    'posts the card',
  ]);
  expect(writes(story({ policy }).labels(anton, 'spec:approved'))).toEqual(['posts the card']);
  const before = story({ policy, inForceSince: Date.UTC(2026, 2, 3) }).labels(anton, 'spec:approved');
  expect(writes(before.later(24 * 60 * 60_000).comments(paul, 'Hm.'))).toEqual(['posts the card']);
});

test('whoever is held back reads what holds them back, and what only warns', () => {
  const policy = `roles: {pm: [maria], engineer: [anton], qa: [olga]}
gates:
  spec: { preset: spec }
  check: { title: Quality check, approve: qa, blocks: [merge], mode: warn }
`;
  const pull = pullRequest({ closes: [story({ policy })] });
  expect(checkOf(pull)).toBe('action_required: Waiting for maria to approve the spec of #1');
  const lines = pull
    .look()
    .effects.flatMap((each) => (each.kind === 'check' ? each.report.summary.split('\n') : []));
  expect(lines.filter((line) => /quality check/i.test(line))).toEqual([
    '- Waiting for olga to approve the quality check of #1 (Coupons) (this only warns). To approve it, comment `/approve check`. If it needs work, comment `/return check` and why.',
    '| Quality check (warns only) | ⏳ waiting for approval | `qa` still has to approve it. |',
  ]);
});
