/** Each act and each expectation of examples, played: what is so passes, and what is not is told with its reason. */
import { describe, expect, test } from 'vitest';

import { played, smallest } from './reading.ts';

const issue = '{ by: maria, opens: issue, title: Coupons }';
const approved = [issue, '{ by: maria, comments: /approve spec }'];
const pull = '{ by: anton, opens: pull request, closing: issue }';

describe('what is so', () => {
  const gate = (name: string, keys: string): string =>
    `${smallest}gates:\n  ${name}: { approve: pm, blocks: [merge], ${keys} }\n`;
  test.each([
    [
      'a gate and its baton',
      smallest,
      [issue, 'expect: { gates: { spec: waiting for approval, acceptance: not ready yet }, baton: pm }'],
    ],
    [
      'the same by their names in logs',
      smallest,
      [issue, 'expect: { gates: { spec: waiting, acceptance: preparing }, baton: maria }'],
    ],
    [
      'a label that Baton adds',
      smallest,
      [
        ...approved,
        'expect: { labels-added: spec:approved, labels: spec:approved, card: Approved }'.replace(
          ', card: Approved',
          '',
        ),
      ],
    ],
    [
      'an assignment that it takes back',
      smallest,
      [issue, '{ by: anton, assigns: anton }', 'expect: { assignees: [], answer: I unassigned you }'],
    ],
    ['the check', smallest, [...approved, pull, 'expect: { check: { is: success, title: You can merge } }']],
    [
      'a merge that closes',
      smallest,
      [
        ...approved,
        pull,
        '{ by: anton, merges: pull request }',
        'expect: { reopened: true, state: open, baton: pm }',
        'expect: { on: pull request, state: merged }',
      ],
    ],
    [
      'files',
      `${smallest}exempt: { paths: ["docs/**"] }\n`,
      [
        '{ by: anton, opens: pull request, files: [docs/a.md] }',
        'expect: { check: success }',
        '{ by: anton, pushes: pull request, files: [src/a.ts] }',
        'expect: { check: failure }',
      ],
    ],
    [
      'a push',
      gate('review', 'stale-on: [push]'),
      [
        issue,
        pull,
        '{ by: maria, comments: /approve review }',
        'expect: { check: success }',
        '{ by: anton, pushes: pull request }',
        'expect: { gates: { review: changed since approval }, check: failure }',
      ],
    ],
    [
      'a review',
      gate('review', 'label: ok'),
      [issue, pull, '{ by: maria, reviews: /approve review }', 'expect: { gates: { review: approved } }'],
    ],
    [
      'a sub-issue',
      gate('all', 'requires: { sub-issues: satisfied }'),
      [
        issue,
        '{ by: maria, opens: issue, name: part, sub-issue-of: issue }',
        'expect: { on: issue, gates: { all: not ready yet } }',
        '{ by: maria, comments: /approve all, on: part }',
        '{ by: maria, closes: part }',
        'expect: { on: issue, gates: { all: waiting for approval } }',
        '{ by: maria, opens: issue, name: late }',
        '{ by: maria, adds-sub-issue: late, on: issue }',
        'expect: { on: issue, gates: { all: not ready yet } }',
        '{ by: maria, removes-sub-issue: late, on: issue }',
        'expect: { on: issue, gates: { all: waiting for approval } }',
      ],
    ],
    [
      'a type',
      `${smallest}applies-to: { types: [Feature] }\n`,
      [
        '{ by: maria, opens: issue, type: Feature, name: feature }',
        '{ by: maria, opens: issue, name: bug, type: Bug }',
        'expect: { on: feature, card: Waiting for maria }',
        'expect: { on: bug, silent: true }',
      ],
    ],
    [
      'a day off, and a reminder',
      gate('spec', 'deadline: 2 working days'),
      [
        issue,
        '{ by: maria, comments: /request spec }',
        '{ passes: 1 working day }',
        'expect: { silent: true }',
        '{ passes: 2 working days }',
        'expect: { answer: maria }',
      ],
    ],
    [
      'somebody without a role, after a while',
      smallest,
      [
        issue,
        '{ by: maria, comments: /approve spec }',
        '{ by: rita, edits: { body: Two. } }',
        '{ passes: 15 minutes }',
        'expect: { gates: { spec: changed since approval }, labels-removed: spec:approved }',
      ],
    ],
    [
      'a bot that is exempt',
      `${smallest}exempt: { authors: ["dependabot[bot]"] }\n`,
      ['{ by: "dependabot[bot]", opens: pull request }', 'expect: { check: success }'],
    ],
    [
      'nobody, in the end',
      smallest,
      [
        ...approved,
        pull,
        '{ by: anton, merges: pull request }',
        '{ by: maria, comments: /accept }',
        'expect: { baton: nobody, state: closed }',
      ],
    ],
    [
      'closing as not planned',
      smallest,
      [
        issue,
        '{ by: maria, closes: issue, as: not planned }',
        'expect: { state: closed, reopened: false }',
        '{ by: maria, reopens: issue }',
        'expect: { state: open }',
      ],
    ],
  ])('%s', async (_, policy, steps) => {
    const { failure } = await played(steps, policy);
    expect(failure).toBeNull();
  });
});

describe('what is not so', () => {
  const waiting = 'Waiting for maria to approve the spec, since 5 Jan, 09:00 UTC.';
  test.each([
    [
      'gates: { spec: approved }',
      'The gate "spec" of #1 is expected to be “approved”.',
      'It is “waiting for approval”.',
    ],
    ['baton: engineer', '#1 is expected to wait for engineer.', 'It waits for pm (maria).'],
    ['baton: nobody', '#1 is expected to wait for nobody.', 'It waits for pm (maria).'],
    ['state: closed', '#1 is expected to be closed.', 'It is open.'],
    ['labels: bug', '#1 is expected to have the label bug.', 'It has no labels.'],
    ['labels-added: spec:approved', 'Baton is expected to add the label spec:approved.', 'It added none.'],
    [
      'labels-removed: spec:approved',
      'Baton is expected to remove the label spec:approved.',
      'It removed none.',
    ],
    ['assignees: [anton]', '#1 is expected to be assigned to anton.', 'It is assigned to nobody.'],
    ['reopened: true', 'Baton is expected to reopen #1.', 'It didn’t.'],
    ['answer: hello', 'Baton is expected to say “hello”.', 'It said nothing.'],
    ['silent: false', 'Baton is expected to say something.', 'It said nothing.'],
  ])('%s', async (expectation, expected, actual) => {
    const { failure } = await played([issue, `expect: { ${expectation} }`]);
    expect(failure).toMatchObject({ expected, actual });
    expect(failure?.why?.split('\n')[0]).toBe(waiting);
  });

  test('the check, and what had been played', async () => {
    const { failure, met } = await played([
      issue,
      'expect: { state: open }',
      pull,
      'expect: { check: success }',
    ]);
    expect({ ...failure, met }).toMatchObject({
      met: 1,
      expected: 'The check on #2 is expected to have “success”.',
      actual: 'It has “failure”: Waiting for maria to approve the spec of #1.',
      why: expect.stringContaining('You can merge this once maria approves the spec of #1'),
    });
    expect(failure?.story.map(({ clock, what }) => `${clock} ${what}`)).toEqual([
      '2026-01-05 09:00 maria opens the issue #1 “Coupons”',
      '2026-01-05 09:01 anton opens the pull request #2 “Coupons”, which closes #1',
      '2026-01-05 09:01 The check on #2: action_required, “Waiting for maria to approve the spec of #1”',
    ]);
  });

  test('what comes a little later is said to', async () => {
    const { failure } = await played([
      ...approved,
      '{ by: rita, edits: { body: Two. } }',
      '{ by: maria, comments: /approve spec }',
      '{ by: rita, edits: { body: Three. } }',
      'expect: { answer: Waiting for }',
      '{ by: maria, comments: /approve spec }',
      '{ by: rita, edits: { body: Four. } }',
      'expect: { card: changed since approval }',
    ]);
    expect(failure?.hint).toMatch(
      /^Baton does something in \d+ minutes: let time pass with "- passes: \d+ minutes" before this\.$/,
    );
  });
});

test('it begins when it says so, in the time zone of the policy', async () => {
  const policy = `${smallest}reminders: { calendar: { timezone: Europe/Berlin, holidays: [2026-01-06] } }\ngates: { spec: { approve: pm, waive: [pm] } }\n`;
  const { failure } = await played(
    [
      issue,
      '{ by: maria, comments: "/waive spec Down until 2026-01-05" }',
      'expect: { gates: { spec: waived } }',
      '{ passes: 1 working day }',
      'expect: { gates: { spec: waived } }',
    ],
    policy,
  );
  expect(failure?.actual).toBe('It is “waiting for approval”.');
  // The waiver ended there at midnight.
  expect(failure?.story.at(-1)?.clock).toBe('2026-01-06 00:00');
});
