/** Baton does not go on for ever against somebody who goes on for ever, and does not explain itself twice. */
import { describe, expect, test } from 'vitest';
import { anton, baton, bot, maria, olga, paul, twoRoles } from './people.ts';
import { stands, violationsOf, writes } from './shown.ts';
import { hour, pullRequest, story, type Story } from './story.ts';
import * as tracker from './tracker.ts';

const sections = `roles: {pm: [maria, "labels[bot]"], engineer: [anton]}
gates:
  spec: { preset: spec, requires: { sections: [Problem] } }
`;

describe('after three reversals of one kind', () => {
  const outsider = bot('labels');

  test('a bot that puts the label on again and again', () => {
    const issue = story();
    for (let time = 0; time < 3; time += 1) {
      expect(writes(issue.labels(outsider, 'spec:approved'))).toContain('takes spec:approved off I1');
    }
    expect(violationsOf(issue.labels(outsider, 'spec:approved'))).toEqual([
      'stopped: labels[bot] put spec:approved on (spec)',
    ]);
    expect(writes(issue)).toEqual([expect.stringMatching(/^comments stopped:gate-label:/), 'edits the card']);
    expect(stands(issue)).toEqual({ spec: 'waiting', acceptance: 'preparing', baton: 'pm for spec' });
  });

  test('a bot of the role that puts it on too early, again and again', () => {
    const issue = story({ policy: sections });
    for (let time = 0; time < 3; time += 1)
      expect(writes(issue.labels(outsider, 'spec:approved'))).toContain('takes spec:approved off I1');
    expect(violationsOf(issue.labels(outsider, 'spec:approved'))).toEqual([
      'stopped: labels[bot] put spec:approved on (spec)',
    ]);
    expect(writes(issue)[0]).toMatch(/^comments stopped:gate-label:/);
    expect(writes(issue.later(25 * hour).comments(olga, 'Hm.'))).toContain('takes spec:approved off I1');
  });

  test('a label that is taken off and put back', () => {
    const issue = story().comments(maria, '/approve spec');
    for (let time = 0; time < 3; time += 1) {
      issue.settles();
      issue.unlabels(anton, 'spec:approved');
    }
    expect(writes(issue)).toContain('puts spec:approved on I1');
    issue.unlabels(anton, 'spec:approved');
    expect(violationsOf(issue)).toEqual(['stopped: anton put spec:approved off (spec)']);
    expect(writes(issue)).toEqual([expect.stringMatching(/^comments stopped:gate-label:/), 'edits the card']);
  });

  test('a work label', () => {
    const issue = story({ policy: `${twoRoles}work: {labels: [doing]}\n` });
    for (let time = 0; time < 3; time += 1)
      expect(writes(issue.labels(anton, 'doing'))).toContain('takes doing off I1');
    expect(violationsOf(issue.labels(anton, 'doing'))).toEqual(['stopped: anton put doing on (spec)']);
    expect(writes(issue)).toEqual([expect.stringMatching(/^comments stopped:work-label:/), 'edits the card']);
  });

  test('one kind does not use up another', () => {
    const issue = story();
    for (let time = 0; time < 4; time += 1) {
      issue.closes(anton);
      issue.settles();
    }
    expect(writes(issue.assigns(anton))).toContain('unassigns anton');
  });

  test('the words of several approvers are no reversals', () => {
    const logins = ['ada', 'bea', 'cas', 'dan', 'eve'];
    const policy = `roles: {pm: [${logins.join(', ')}], engineer: [anton]}
gates: {spec: {preset: spec, approve: {role: pm, count: 5}}}
`;
    const issue = story({ policy });
    for (const login of logins.slice(0, 4))
      expect(writes(issue.labels({ ...maria, login }, 'spec:approved'))).toContain(
        'takes spec:approved off I1',
      );
    expect(stands(issue.labels({ ...maria, login: 'eve' }, 'spec:approved'))).toEqual({
      spec: 'satisfied',
      baton: 'nobody',
    });
  });

  test('on a pull request as well', () => {
    const pull = pullRequest({ closes: [story()] });
    for (let time = 0; time < 3; time += 1)
      expect(writes(pull.labels(outsider, 'spec:approved'))).toContain('takes spec:approved off P7');
    expect(writes(pull.labels(outsider, 'spec:approved'))).toEqual([
      'check action_required: Waiting for maria or paul to approve the spec of #1',
    ]);
    expect(writes(pull)).toEqual([]);
  });
});

describe('who is asked when it stops', () => {
  const lead = 'roles: {pm: [maria], engineer: [anton], lead: [olga]}\n';
  const stopped = (policy: string, act: (issue: ReturnType<typeof story>) => void): string | undefined => {
    const issue = story({ policy });
    for (let time = 0; time < 3; time += 1) {
      act(issue);
      issue.settles();
    }
    act(issue);
    return issue
      .settles()
      .flat()
      .flatMap((each) => (each.kind === 'comment' ? [each.body.split('\n').at(-1)] : []))
      .at(-1);
  };

  test.each([
    [
      'the approvers',
      '',
      '@maria: I’ve undone closing here three times within a day, so I stop now. Closing the issue by anton stays. To accept the result, comment `/accept` or add the label `pm:accepted`.',
    ],
    [
      'escalate-to, also without a deadline',
      'reminders: {escalate-to: lead}\n',
      '@olga (`lead`): I’ve undone closing here three times within a day, so I stop now. Closing the issue by anton stays. Please decide what is right. maria can accept the result: comment `/accept` or add the label `pm:accepted`.',
    ],
    [
      'escalate-to, in own words',
      'reminders: {escalate-to: lead}\ntexts: {stopped: "{who}: {gate}! {how}"}\n',
      '@olga\\: Acceptance\\! comment `/accept` or add the label `pm:accepted`',
    ],
    [
      'escalate-to, whose role opens the gate itself',
      'reminders: {escalate-to: pm}\n',
      '@maria: I’ve undone closing here three times within a day, so I stop now. Closing the issue by anton stays. To accept the result, comment `/accept` or add the label `pm:accepted`.',
    ],
  ])('%s', (_, more, said) => {
    expect(stopped(lead + more, (issue) => issue.closes(anton))).toBe(said);
  });

  test('of a label', () => {
    expect(
      stopped(`${lead}reminders: {escalate-to: lead}\n`, (issue) => issue.labels(anton, 'spec:approved')),
    ).toBe(
      '@olga (`lead`): I’ve undone changes to this label here three times within a day, so I stop now. The label `spec:approved` by anton stays. Please decide what is right. maria can approve the spec: comment `/approve spec`, or remove the label `spec:approved` and add it again.',
    );
  });
});

describe('said once', () => {
  test('the first reversal of a kind is explained in a comment, the next on the card alone', () => {
    const issue = story();
    expect(writes(issue.assigns(anton))).toEqual([
      'unassigns anton',
      'comments undone:assignment',
      'posts the card',
    ]);
    expect(writes(issue.assigns(anton))).toEqual(['unassigns anton', 'edits the card']);
    expect(writes(issue.closes(anton))).toEqual(['opens again', 'comments undone:close', 'edits the card']);
  });

  test('also when somebody edits or empties what Baton wrote', () => {
    const issue = story().assigns(anton);
    issue.settles();
    issue.on.moments = issue.on.moments.map((each) =>
      each.kind === 'commented' && each.by.self && each.text !== issue.on.card
        ? { ...each, text: 'Nothing.', editedBy: olga }
        : each,
    );
    expect(writes(issue.assigns(anton))).toEqual(['unassigns anton', 'edits the card']);
  });

  test('a card that somebody edited is mended, and nobody is told of a handoff that was none', () => {
    const issue = story();
    issue.settles();
    issue.on.card = issue.on.card?.replace('baton:holder spec:pm', 'baton:holder spec:engineer') ?? null;
    expect(writes(issue).filter((each) => !each.startsWith('comments handoff'))).toEqual(['edits the card']);
    issue.on.card = null;
    expect(writes(issue)).toEqual(['posts the card']);
  });

  test('a handoff to several mentions those whose word is still missing', () => {
    const policy = `roles: {pm: [maria], support: [olga], marketing: [paul], engineer: [anton]}
gates:
  spec: {preset: spec}
  launch: {approve: {all: [support, marketing]}, after: [spec]}
`;
    const handedOver = (issue: Story): readonly string[] =>
      writes(issue).filter((each) => /handoff/.test(each));
    const both = story({ policy });
    expect(handedOver(both)).toEqual([]);
    expect(handedOver(both.comments(maria, '/approve spec'))).toEqual(['comments handoff:marketing+support']);
    const one = story({ policy }).comments(olga, '/approve launch');
    expect(handedOver(one.comments(maria, '/approve spec'))).toEqual(['comments handoff:marketing']);
  });

  test('two reversals and a handoff share one comment', () => {
    const issue = story().labels(maria, 'spec:approved');
    issue.settles();
    issue.comments(maria, '/return spec No.').assigns(anton).closes(anton);
    expect(writes(issue)).toEqual([
      'unassigns anton',
      'opens again',
      'takes spec:approved off I1',
      'comments handoff:pm undone:assignment undone:close',
      'reacts done',
      'edits the card',
    ]);
  });
});

test('what is older than the policy is neither undone nor held against anybody; the display is mended', () => {
  const issue = story({ inForceSince: Date.UTC(2026, 2, 2, 12) })
    .labels(olga, 'spec:approved')
    .assigns(anton)
    .closes(anton)
    .reopens(olga)
    .later(10 * hour)
    .comments(olga, 'Hm.');
  expect(violationsOf(issue)).toEqual([]);
  expect(writes(issue)).toEqual(['takes spec:approved off I1', 'posts the card']);
});

describe('an approver’s label, taken off', () => {
  const two = `roles: {pm: [maria, paul], engineer: [anton]}
gates: {spec: {preset: spec, approve: {role: pm, count: 2}}}
`;
  test('before the gate was complete, takes back what was said', () => {
    const issue = story({ policy: two }).labels(maria, 'spec:approved').unlabels(maria, 'spec:approved');
    expect(stands(issue.comments(paul, '/approve spec'))).toEqual({ spec: 'waiting', baton: 'pm for spec' });
    expect(stands(issue.comments(maria, '/approve spec'))).toEqual({ spec: 'satisfied', baton: 'nobody' });
  });

  test('by Baton, takes nothing back', () => {
    const issue = story({ policy: two }).labels(maria, 'spec:approved');
    tracker.unlabel(issue.on, baton, 'spec:approved');
    expect(stands(issue.labels(paul, 'spec:approved'))).toEqual({ spec: 'satisfied', baton: 'nobody' });
  });
});

test('a bot without a role is not answered, whatever the list of members says of it', () => {
  const issue = story({
    members: () => ({
      today: new Map([['helper[bot]', new Set()]]),
      recorded: new Map(),
      mentions: new Map(),
    }),
  });
  expect(writes(issue.comments(bot('helper'), '/why'))).toEqual(['posts the card']);
});
