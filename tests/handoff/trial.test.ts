/** A policy that is tried: what would be decided differently, and how that is told. */
import { describe, expect, test } from 'vitest';
import {
  differences,
  trialSection,
  trialTitle,
  type Tried,
  type TriedIssue,
} from '../../src/handoff/index.ts';
import { anton, ben, maria, olga, paul, twoRoles } from './people.ts';
import { pullRequest, story, type Story } from './story.ts';

/** What comes out on an issue, by its number, when this policy takes the place of the one it is told under. */
function tryOn(told: Story, policy: string, isFirst = false): TriedIssue {
  const { verdict: today, issue } = told.look();
  const { verdict: then } = told.policyBecomes(policy).look();
  const { number, title } = issue.item;
  const { displayed } = issue;
  const found = differences(isFirst ? null : today, then, displayed);
  return { name: `#${number}`, url: null, title, state: displayed.state, differences: found };
}

const tried = (issues: readonly TriedIssue[], more: Partial<Tried> = {}): Tried => ({
  kind: 'tried',
  at: Date.UTC(2026, 2, 2, 10, 0),
  issues: issues.filter((each) => each.differences.length > 0),
  tried: issues.length,
  unread: 0,
  total: issues.length,
  inJira: 0,
  days: 90,
  problems: [],
  ...more,
});

/** The rows of the tables under their headings. */
const rows = (...issues: readonly TriedIssue[]): readonly string[] =>
  trialSection(tried(issues))
    .split('\n')
    .filter((line) => /^\| #|^\*\*[A-Z]\w+ \w+\*\*$/.test(line))
    .map((line) => line.replaceAll('**', '').replaceAll(/^\| | \|$/g, ''));

const withQa = `${twoRoles}  qa: [olga]
gates:
  spec: { preset: spec }
  acceptance: { preset: acceptance }
  test: { title: Test, prepared-by: engineer, approve: qa, blocks: [close], after: [spec] }
`;

type Row = readonly [what: string, told: () => Story, policy: string, rows: readonly string[]];

describe('what is different', () => {
  test.each<Row>([
    ['the same policy', () => story().labels(maria, 'spec:approved'), twoRoles, []],
    [
      'an approver who is none any more: what they opened is blocked',
      () => story().labels(paul, 'spec:approved'),
      'roles: {pm: [maria], engineer: [anton]}\n',
      [
        'Newly blocked',
        '#1 Coupons | Spec approval | approved | blocked, waiting for approval; next: `pm`',
        'Other changes',
        '#1 Coupons | Acceptance | blocked, not ready yet; next: `engineer` | blocked, not ready yet',
      ],
    ],
    [
      'an approver who was none: what they said counts now',
      () => story().comments(olga, '/approve spec'),
      'roles: {pm: [maria, olga], engineer: [anton]}\n',
      [
        'Newly free',
        '#1 Coupons | Spec approval | blocked, waiting for approval; next: `pm` | approved',
        'Other changes',
        '#1 Coupons | Acceptance | blocked, not ready yet | blocked, not ready yet; next: `engineer`',
      ],
    ],
    [
      'a gate more',
      () => story(),
      withQa,
      ['Newly blocked', '#1 Coupons | Test | no such gate | blocked, not ready yet'],
    ],
    [
      'a gate less',
      () => story(),
      `${twoRoles}gates: { spec: { preset: spec } }\n`,
      ['Newly free', '#1 Coupons | Acceptance | blocked, not ready yet | no such gate'],
    ],
    [
      'only warned of any more',
      () => story(),
      `mode: warn\n${twoRoles}`,
      [
        'Newly free',
        '#1 Coupons | Spec approval | blocked, waiting for approval; next: `pm` | waiting for approval; next: `pm`',
        '#1 Coupons | Acceptance | blocked, not ready yet | not ready yet',
      ],
    ],
    [
      'a gate more, for other issues',
      () => story(),
      `${twoRoles}gates: { spec: { preset: spec }, acceptance: { preset: acceptance }, legal: { approve: pm, when: { labels: [legal] } } }\n`,
      [],
    ],
    [
      'a gate for other issues only',
      () => story(),
      `${twoRoles}gates: { spec: { preset: spec, when: { labels: [feature] } }, acceptance: { preset: acceptance } }\n`,
      [
        'Newly free',
        '#1 Coupons | Spec approval | blocked, waiting for approval; next: `pm` | not needed',
        'Other changes',
        '#1 Coupons | Acceptance | blocked, not ready yet | blocked, not ready yet; next: `engineer`',
      ],
    ],
    [
      'exempt',
      () => story().labels(maria, 'chore').labels(maria, 'spec:approved'),
      `${twoRoles}exempt: { labels: [chore] }\n`,
      [
        'Newly free',
        '#1 Coupons | Acceptance | blocked, not ready yet; next: `engineer` | the issue has no gates',
        'Other changes',
        '#1 Coupons | Spec approval | approved | the issue has no gates',
      ],
    ],
    [
      'work that has begun: it is told what would be undone',
      () => story().comments(olga, '/approve spec').assigns(anton),
      'roles: {pm: [maria], engineer: [anton]}\ngates: { spec: { preset: spec, approve: { any: [pm, engineer] } } }\n',
      [
        'Newly free',
        '#1 Coupons | Acceptance | blocked, not ready yet | no such gate',
        'Other changes',
        '#1 Coupons | Spec approval | blocked, waiting for approval; next: `pm`; the assignee is removed | blocked, waiting for approval; next: `pm` or `engineer`',
      ],
    ],
    [
      'closed, with a gate more that blocks closing: it is opened again',
      () => {
        const told = story().labels(maria, 'spec:approved');
        pullRequest({ closes: [told] }).merges(anton);
        return told.comments(maria, '/accept');
      },
      withQa,
      [
        'Newly blocked',
        '#1 Coupons (closed) | Test | no such gate | blocked, waiting for approval; next: `qa`; the issue is reopened',
      ],
    ],
    [
      'closed, with a gate more that blocks merging: there is nothing left to hold back',
      () => story().closes(maria, 'not_planned'),
      `${twoRoles}gates: { spec: { preset: spec }, review: { approve: pm, blocks: [merge] }, acceptance: { preset: acceptance } }\n`,
      ['Other changes', '#1 Coupons (closed) | Review | no such gate | waiting for approval'],
    ],
  ])('%s', (_, told, policy, expected) => {
    expect(rows(tryOn(told(), policy))).toEqual(expected);
  });

  test('closed before a policy was in force, an issue stays closed', () => {
    const told = story({ inForceSince: Date.UTC(2027, 0, 1) }).closes(ben);
    expect(rows(tryOn(told, withQa, true))).toEqual([
      'Other changes',
      '#1 Coupons (closed) | Spec approval | no policy | waiting for approval; next: `pm`',
      '#1 Coupons (closed) | Acceptance | no policy | not ready yet',
      '#1 Coupons (closed) | Test | no policy | not ready yet',
    ]);
  });

  test('an issue that is about to be closed again has nothing to hold back', () => {
    const told = story().closes(anton);
    told.settles();
    told.labels(maria, 'spec:approved').comments(maria, '/accept');
    expect(rows(tryOn(told, `${twoRoles}gates: { spec: { preset: spec } }\n`))).toEqual([
      'Other changes',
      '#1 Coupons | Acceptance | approved | no such gate',
    ]);
  });
});

describe('how it is told', () => {
  const one = (number: number): TriedIssue => tryOn(story({ number }), withQa);

  test('newly blocked comes first, whichever issue changed last; then newly free, then the rest', () => {
    const freed = tryOn(story({ number: 1 }), `mode: warn\n${twoRoles}`);
    expect(rows(freed, one(2), one(3)).map((line) => line.split(' | ')[0])).toEqual([
      'Newly blocked',
      '#2 Coupons',
      '#3 Coupons',
      'Newly free',
      '#1 Coupons',
      '#1 Coupons',
    ]);
  });

  test('fifty rows, and how many more', () => {
    const issues = Array.from({ length: 61 }, (_, index) => one(index + 1));
    const lines = trialSection(tried(issues)).split('\n');
    expect(lines.filter((line) => line.startsWith('| #'))).toHaveLength(50);
    expect(lines.at(-1)).toBe('and 11 more');
  });

  test('what comes out, on which issues, and when', () => {
    const freed = tryOn(story({ number: 1 }), `mode: warn\n${twoRoles}`);
    const some = tried([freed, one(2), tryOn(story({ number: 3 }), twoRoles)]);
    expect(trialSection(some).split('\n').slice(0, 4)).toEqual([
      "## Tried on this repository's issues",
      'If this policy were in force now, **1 issue would be newly blocked** and 1 newly free.',
      '',
      'Baton tried 3 issues (open, or changed in the last 90 days), on 2 Mar, 10:00 UTC. It wrote nothing on any of them.',
    ]);
    expect(trialTitle(some)).toBe('; 1 issue newly blocked, 1 newly free');
    expect(trialTitle(tried([freed]))).toBe('; 1 issue newly free');
  });

  test('more than were tried, some that could not be read, and what stands in the way', () => {
    const some = tried([one(2)], {
      unread: 2,
      total: 512,
      problems: ['The team @acme/prodct was not found.'],
    });
    expect(trialSection(some).split('\n').slice(1, 6)).toEqual([
      'If this policy were in force now, **1 issue would be newly blocked** and 0 newly free.',
      '',
      '⚠️ The team @\u200Bacme/prodct was not found\\.',
      '',
      'Of 512 issues (open, or changed in the last 90 days), Baton tried the 3 that changed last, on 2 Mar, 10:00 UTC. 2 of them couldn’t be read. It wrote nothing on any of them.',
    ]);
  });

  test('nothing to tell', () => {
    const same = tried([tryOn(story(), twoRoles)]);
    expect([trialTitle(same), trialSection(same).split('\n')[1]]).toEqual([
      '; nothing would change',
      '**Nothing would change** if this policy were in force now.',
    ]);
    const none = tried([]);
    expect([trialTitle(none), trialSection(none).split('\n')[1]]).toEqual([
      '; no issue to try it on',
      'There is no issue to try it on: there are no open issues, and no closed one changed in the last 90 days.',
    ]);
    const other = tried([
      tryOn(
        story(),
        `${twoRoles}gates: { spec: { preset: spec, title: Spec }, acceptance: { preset: acceptance }, note: { approve: pm } }\n`,
      ),
    ]);
    expect(trialTitle(other)).toBe('; 1 issue would change, none newly blocked');
    expect(trialTitle({ kind: 'same' })).toBe('; nothing would change');
    expect(
      trialTitle({ kind: 'underway' }) + trialTitle({ kind: 'from-fork' }) + trialTitle({ kind: 'failed' }),
    ).toBe('');
  });

  test('what people wrote breaks out of nothing', () => {
    const title = 'a | b <!-- x --> @maria #12 `code`';
    const [, line = ''] = rows(tryOn(story({ title }), withQa));
    expect(line.split(/(?<!\\)\|/)).toHaveLength(4);
    expect(line).not.toMatch(/<!--|@maria|#12/);
  });
});
