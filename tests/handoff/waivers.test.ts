/** Waivers, gates that are not for every issue, and what an approval is bound to. */
import { describe, expect, test } from 'vitest';
import { endOfDay } from '../../src/handoff/calendar.ts';
import { anton, maria, olga } from './people.ts';
import { checkOf, outcomes, stands, writes } from './shown.ts';
import { hour, pullRequest, story, type Story } from './story.ts';

const policy = `roles: {pm: [maria, paul], engineer: [anton, ben], lead: [olga]}
gates:
  spec: { preset: spec, waive: [lead] }
`;
const opened = (): Story => story({ policy });
const waiting = { spec: 'waiting', baton: 'pm for spec' };
const waived = { spec: 'waived', baton: 'nobody' };
const done = 'waive spec: done';

type Row = readonly [what: string, told: () => Story, stands: object, outcomes: readonly string[]];

describe('a waiver', () => {
  test.each<Row>([
    ['by who may', () => opened().comments(olga, '/waive spec It burns'), waived, [done]],
    ['by somebody else', () => opened().comments(maria, '/waive spec It burns'), waiting, ['waive: role']],
    ['without a gate', () => opened().comments(olga, '/waive'), waiting, ['waive: no-gate-named']],
    ['of no gate', () => opened().comments(olga, '/waive all It burns'), waiting, ['waive: unknown-gate']],
    ['without a reason', () => opened().comments(olga, '/waive spec'), waiting, ['waive: no-reason']],
    [
      'with a day alone',
      () => opened().comments(olga, '/waive spec until 2026-03-04'),
      waiting,
      ['waive: no-reason'],
    ],
    [
      'until a day that is over',
      () => opened().comments(olga, '/waive spec It burns until 2026-03-01'),
      waiting,
      ['waive: past-day'],
    ],
    [
      'until a day that is none',
      () => opened().comments(olga, '/waive spec It burns until 2026-02-30'),
      waiting,
      ['waive: no-day'],
    ],
    [
      'until something that is no day',
      () => opened().comments(olga, '/waive spec Not needed until launch'),
      waiting,
      ['waive: no-day'],
    ],
    [
      'edited',
      () => opened().comments(olga, '/waive spec It burns').editsComment(anton, '/waive spec So'),
      waiting,
      ['waive: edited'],
    ],
    [
      'until today',
      () => opened().comments(olga, '/waive spec It burns until 2026-03-02').later(hour),
      waived,
      [done],
    ],
    [
      'until yesterday',
      () =>
        opened()
          .comments(olga, '/waive spec It burns until 2026-03-02')
          .later(15 * hour),
      waiting,
      [done],
    ],
    [
      'taken back',
      () => opened().comments(olga, '/waive spec It burns').comments(olga, '/revoke spec'),
      waiting,
      [done, 'revoke spec: done'],
    ],
    [
      'taken back by an approver',
      () => opened().comments(olga, '/waive spec It burns').comments(maria, '/revoke spec'),
      waiting,
      [done, 'revoke spec: done'],
    ],
    [
      'taken back by an engineer',
      () => opened().comments(olga, '/waive spec It burns').comments(anton, '/revoke spec'),
      waived,
      [done, 'revoke: role'],
    ],
    [
      'then approved',
      () => opened().comments(olga, '/waive spec It burns').comments(maria, '/approve spec'),
      { spec: 'satisfied', baton: 'nobody' },
      [done, 'approve spec: done'],
    ],
    [
      'then questioned: the waiver stands',
      () => opened().comments(olga, '/waive spec It burns').comments(anton, '/question Why?'),
      waived,
      [done, 'question spec: done'],
    ],
    [
      'then returned: that ends it',
      () => opened().comments(olga, '/waive spec It burns').comments(maria, '/return spec No.'),
      { spec: 'returned', baton: 'pm for spec' },
      [done, 'return spec: done'],
    ],
  ])('%s', (_what, told, standing, came) => {
    expect({ stands: stands(told()), outcomes: outcomes(told()) }).toEqual({
      stands: standing,
      outcomes: came,
    });
  });

  test('is shown as one, never as an approval: no label, and the check says it', () => {
    const issue = opened();
    const pull = pullRequest({ closes: [issue] });
    issue.comments(olga, '/waive spec The shop is down until 2026-03-04');
    expect(writes(issue)).toEqual(['reacts done', 'posts the card']);
    expect(issue.on.card).toContain(
      '☑️ waived | Not approved: olga waived it on 2 Mar, 09:03 UTC, until the end of Wednesday, 4 Mar 2026 (UTC): “The shop is down”',
    );
    expect(checkOf(pull)).toBe('success: You can merge this: the spec was waived, not approved');
    const verdict = issue.look().verdict;
    expect(verdict.kind === 'gates' && verdict.changesAt).toBe(Date.UTC(2026, 2, 5));
  });

  test('ends at the end of its day where the team is, also when the clocks were put forward that day', () => {
    expect(endOfDay('2026-03-29', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 22));
    expect(endOfDay('2026-03-28', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 28, 23));
    expect(endOfDay('2026-11-01', 'America/New_York')).toBe(Date.UTC(2026, 10, 2, 5));
    // There, clocks go from midnight to one.
    expect(endOfDay('2026-03-07', 'America/Havana')).toBe(Date.UTC(2026, 2, 8, 5));
    expect(endOfDay('2026-12-31', 'Asia/Kathmandu')).toBe(Date.UTC(2026, 11, 31, 18, 15));
  });

  test('hands over to whoever prepares the next gate, as an approval does', () => {
    const issue = story({ policy: `${policy}  acceptance: { preset: acceptance }\n` });
    expect(stands(issue.comments(olga, '/waive spec It burns'))).toEqual({
      spec: 'waived',
      acceptance: 'preparing',
      baton: 'engineer for acceptance',
    });
  });

  test('where nobody may, it is refused', () => {
    expect(outcomes(story().comments(maria, '/waive spec It burns'))).toEqual(['waive: nobody']);
  });
});

describe('a gate that is not for every issue', () => {
  const some = `roles: {pm: [maria], support: [olga], engineer: [anton]}
gates:
  spec: { preset: spec }
  launch: { approve: support, label: "launch:ok", blocks: [merge, close], when: { labels: [customer-facing], types: [Feature] } }
`;
  const at = (launch: string) => ({
    spec: 'satisfied',
    launch,
    baton: launch === 'waiting' ? 'support for launch' : 'nobody',
  });
  test.each<Row>([
    [
      'without the label',
      () => story({ policy: some }).labels(maria, 'spec:approved'),
      at('not applicable'),
      [],
    ],
    [
      'with it',
      () => story({ policy: some }).labels(maria, 'spec:approved').labels(anton, 'Customer-facing'),
      at('waiting'),
      [],
    ],
    [
      'of the type',
      () => story({ policy: some, type: 'Feature' }).labels(maria, 'spec:approved'),
      at('waiting'),
      [],
    ],
    [
      'approved though it has none',
      () => story({ policy: some }).labels(maria, 'spec:approved').comments(olga, '/approve launch'),
      at('not applicable'),
      ['approve: not-applicable'],
    ],
  ])('%s', (_what, told, standing, came) => {
    expect({ stands: stands(told()), outcomes: outcomes(told()) }).toEqual({
      stands: standing,
      outcomes: came,
    });
  });

  test('its label is left alone', () => {
    const issue = story({ policy: some }).labels(maria, 'spec:approved').labels(anton, 'launch:ok');
    expect(writes(issue)).toEqual(['posts the card']);
  });
});

describe('what people are told of a waiver', () => {
  const two = `roles: {pm: [maria], engineer: [anton], lead: [olga]}
gates:
  spec: { preset: spec, waive: [lead] }
  acceptance: { preset: acceptance }
reminders: { calendar: { timezone: Europe/Berlin } }
`;
  const waiver = (text = '/waive spec It burns until 2026-03-04'): Story => {
    const issue = story({ policy: two });
    issue.settles();
    return issue.comments(olga, text);
  };
  const said = (issue: Story): readonly string[] =>
    issue
      .settles()
      .flat()
      .flatMap((each) => (each.kind === 'comment' ? [each.body.split('\n')[1] ?? ''] : []));

  test('it is not called an approval, and its last day is one of the team’s', () => {
    const issue = waiver();
    expect(said(issue)).toEqual(['**Waiting for @anton to build this.** The spec is waived, not approved.']);
    expect(issue.on.card).toContain('until the end of Wednesday, 4 Mar 2026 (Europe/Berlin): “It burns”');
  });

  const over = 'The waiver by olga ended on 5 Mar, 00:00 CET.';

  test('when it is over, why the baton is back is said, until somebody speaks', () => {
    const issue = waiver();
    issue.settles();
    issue.later(72 * hour);
    expect(said(issue)).toEqual([`**Waiting for @maria to approve the spec.** ${over}`]);
    expect(issue.on.card).toContain(`⏳ waiting for approval | ${over} \`pm\` still has to approve it. |`);
    issue.comments(maria, '/approve spec').comments(maria, '/revoke spec').settles();
    expect(issue.on.card).not.toContain('waiver');
  });

  test('when somebody ends it, who did', () => {
    const issue = waiver('/waive spec It burns');
    issue.settles();
    expect(said(issue.comments(maria, '/revoke spec'))).toEqual([
      '**Waiting for @maria to approve the spec.** maria ended the waiver by olga on 2 Mar, 10:05 CET.',
    ]);
    expect(said(issue.comments(olga, '/waive spec It burns again'))).toHaveLength(1);
    expect(issue.on.card).not.toContain('ended');
  });
});

describe('what an approval is bound to', () => {
  const covering = `roles: {pm: [maria], engineer: [anton]}
gates:
  spec: { preset: spec, covers: { sections: [Problem] } }
`;
  const body = '## Problem\n\nIt is slow.\n\n## Notes\n\nNone.\n';
  const approved = (): Story => story({ policy: covering, body }).labels(maria, 'spec:approved');
  test.each<readonly [what: string, told: () => Story, status: string]>([
    [
      'another part is edited',
      () => approved().edits(anton, { body: body.replace('None', 'Some') }),
      'satisfied',
    ],
    ['the title is edited', () => approved().edits(anton, { title: 'Faster' }), 'satisfied'],
    ['this part is edited', () => approved().edits(anton, { body: body.replace('slow', 'fast') }), 'stale'],
    ['this part is moved', () => approved().edits(anton, { body: '# Problem\nIt is slow.' }), 'satisfied'],
    ['this part is taken away', () => approved().edits(anton, { body: '## Notes\n\nNone.' }), 'stale'],
  ])('%s', (_what, told, status) => {
    expect(stands(told())['spec']).toBe(status);
  });

  test('the difference shows that part alone', () => {
    const issue = approved().edits(anton, { body: '## Problem\n\nIt is fast.\n\n## Notes\n\nSome.\n' });
    const { verdict } = issue.look();
    expect(verdict.kind === 'gates' && verdict.gates[0]?.difference).toEqual({
      before: '## Problem\n\nIt is slow.',
      after: '## Problem\n\nIt is fast.',
    });
  });
});
