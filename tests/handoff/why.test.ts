/** `/why`: the whole reasoning, as an answer. */
import { describe, expect, test } from 'vitest';
import { planIssue } from '../../src/handoff/index.ts';
import { anton, maria, olga } from './people.ts';
import { hour, pullRequest, story, type PullStory, type Story } from './story.ts';

/** The last answer, line by line. */
const answer = (told: Story | PullStory): readonly string[] =>
  told
    .settles()
    .flat()
    .flatMap((each) => (each.kind === 'comment' && each.body.includes('baton:answer') ? [each.body] : []))
    .at(-1)
    ?.split('\n')
    .filter((line) => !line.startsWith('<!-- baton:told ')) ?? [];

const rules = `roles: {pm: [maria, paul], engineer: [anton, ben], lead: [olga]}
gates:
  design: { title: The design, approve: { all: [{ role: pm, count: 2 }, { any: [lead, engineer] }] }, blocks: [spec, merge, close] }
  spec: { preset: spec }
`;

test('which gates a gate blocks is said by their titles, and who has to agree as the policy has it', () => {
  expect(answer(story({ policy: rules }).comments(anton, '/why'))).toContain(
    'It blocks the spec, merging and closing. `pm` (maria, paul) prepares it. It’s for 2 of `pm` (maria, paul) and (`lead` (olga) or `engineer` (anton, ben)) to approve.',
  );
});

describe('who is reminded next', () => {
  const policy = `roles: {pm: [maria], engineer: [anton], lead: [olga]}
gates: { spec: { preset: spec, deadline: 2 working days } }
reminders: { escalate-to: lead }
`;
  const first = (told: Story): string | undefined => answer(told.comments(anton, '/why'))[1];

  test('and when', () => {
    const issue = story({ policy });
    expect(first(issue)).toBe(
      'Waiting for maria to approve the spec, since 2 Mar, 09:01 UTC. If nothing happens, I’ll remind `pm` on Wednesday, 4 Mar, 09:01 UTC.',
    );
    issue.comments(maria, '/snooze until 2026-03-10');
    expect(first(issue)).toContain('I’ll remind `pm` on Tuesday, 10 Mar, 00:00 UTC.');
  });

  test('or told, when a reminder did not help', () => {
    const issue = story({ policy });
    issue.settles();
    issue.comments(olga, 'Hm.');
    const at = issue.on.clock.now;
    const { issue: seen, verdict } = issue.look();
    const since = seen.state.revisions[0]?.at ?? 0;
    expect(verdict.kind).toBe('gates');
    const justSaid = [{ kind: 'reminder', what: `spec:${since}:${at}` }] as const;
    issue.comments(anton, '/why');
    const after = issue.look();
    const plan = { ...issue.setting(), justSaid };
    const body = planIssue(after.issue, after.verdict, plan).flatMap((each) =>
      each.kind === 'comment' ? [each.body.split('\n').find((line) => !line.startsWith('<!--'))] : [],
    );
    expect(body).toEqual([
      'Waiting for maria to approve the spec, since 2 Mar, 09:01 UTC. If nothing happens, I’ll tell `lead` on Wednesday, 4 Mar, 09:03 UTC.',
    ]);
  });

  test('or nobody, where nothing is to come', () => {
    const issue = story({ policy: policy.replace(', deadline: 2 working days', '') });
    expect(first(issue)).toBe('Waiting for maria to approve the spec, since 2 Mar, 09:01 UTC.');
    expect(first(story({ policy }).comments(maria, '/approve spec'))).toBe('Everything is approved.');
    expect(first(story({ policy }).later(72 * hour))).toBe(
      'Waiting for maria to approve the spec, since 2 Mar, 09:01 UTC.',
    );
  });
});

describe('on a pull request', () => {
  test('a label of its own opens the gate there, and the answer says so', () => {
    const pull = pullRequest({ closes: [story()] })
      .labels(maria, 'spec:approved')
      .comments(anton, '/why');
    const [, held, , , baton, gate, why] = answer(pull).filter((line, at) => line !== '' || at < 3);
    expect([held, baton, gate, why].join('\n')).toMatch(
      /^You can merge this: nothing blocks it\.\nApproved for this pull request: the spec\.\n#### Spec approval: approved\nApproved by maria \(`pm`, also the author\) with a label on #7, /,
    );
  });

  test('where the rules only watch, it is not said to be held back', () => {
    const watched = story({ policy: 'mode: warn\nroles: {pm: [maria], engineer: [anton]}\n' });
    const pull = pullRequest({ closes: [watched] }).comments(anton, '/why');
    expect(answer(pull)[1]).toBe('You can merge this: Baton only watches here. It would wait for this:');
  });
});
