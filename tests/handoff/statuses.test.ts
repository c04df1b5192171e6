/** What a gate can be, and who then has the baton: each row of the policy's table. */
import { describe, expect, test } from 'vitest';
import { anton, ben, maria, olga, paul } from './people.ts';
import { stands } from './shown.ts';
import { pullRequest, story, type Story } from './story.ts';

const sections = `roles: {pm: [maria, paul], engineer: [anton]}
gates:
  spec: { preset: spec, prepared-by: engineer, requires: { sections: [Problem] } }
`;
const several = `roles: {pm: [maria, paul], support: [olga], engineer: [anton]}
gates:
  spec: { preset: spec, approve: { role: pm, count: 2 } }
  launch: { approve: { all: [pm, support] }, prepared-by: engineer, after: [spec], label: "launch:ok" }
`;

const merged = (issue: Story): Story => {
  pullRequest({ closes: [issue] }).merges(anton);
  return issue;
};

type Row = readonly [what: string, told: () => Story, stands: Readonly<Record<string, string>>];

describe('the default gates', () => {
  const at = (spec: string, acceptance: string, baton: string) => ({ spec, acceptance, baton });
  test.each<Row>([
    ['opened', () => story(), at('waiting', 'preparing', 'pm for spec')],
    [
      'approved',
      () => story().labels(maria, 'spec:approved'),
      at('satisfied', 'preparing', 'engineer for acceptance'),
    ],
    [
      'merged',
      () => merged(story().labels(maria, 'spec:approved')),
      at('satisfied', 'waiting', 'pm for acceptance'),
    ],
    [
      'asked for without a pull request',
      () => story().labels(maria, 'spec:approved').comments(anton, '/request acceptance'),
      at('satisfied', 'waiting', 'pm for acceptance'),
    ],
    [
      'accepted',
      () => merged(story().labels(maria, 'spec:approved')).comments(paul, '/accept'),
      at('satisfied', 'satisfied', 'nobody'),
    ],
    [
      'accepted early, before anything was merged',
      () => story().labels(maria, 'spec:approved').comments(maria, '/accept'),
      at('satisfied', 'satisfied', 'nobody'),
    ],
    [
      'rewritten by an engineer',
      () => story().labels(maria, 'spec:approved').edits(ben, { body: 'Something else.' }),
      at('stale', 'preparing', 'pm for spec'),
    ],
    [
      'rewritten and written back',
      () =>
        story({ body: 'One.' })
          .labels(maria, 'spec:approved')
          .edits(ben, { body: 'Two.' })
          .edits(anton, { body: ' One. <!-- again -->' }),
      at('satisfied', 'preparing', 'engineer for acceptance'),
    ],
    [
      'renamed by an engineer',
      () => story().labels(maria, 'spec:approved').edits(ben, { title: 'Vouchers' }),
      at('stale', 'preparing', 'pm for spec'),
    ],
    [
      'amended by an approver',
      () => story().labels(maria, 'spec:approved').edits(paul, { body: 'Clearer.' }),
      at('satisfied', 'preparing', 'engineer for acceptance'),
    ],
    [
      'an approver’s edit on top of a stranger’s blesses nothing',
      () =>
        story()
          .labels(maria, 'spec:approved')
          .edits(ben, { body: 'Something else.' })
          .edits(maria, { body: 'Something else!' }),
      at('stale', 'preparing', 'pm for spec'),
    ],
    [
      'returned',
      () => story().comments(maria, '/return spec Too vague.'),
      at('returned', 'preparing', 'pm for spec'),
    ],
    [
      'returned, and the old text does not bring it back',
      () =>
        story({ body: 'One.' })
          .labels(maria, 'spec:approved')
          .comments(maria, '/return spec Too vague.')
          .edits(ben, { body: 'Two.' })
          .edits(ben, { body: 'One.' }),
      at('returned', 'preparing', 'pm for spec'),
    ],
    [
      'revoked, and the old text does not bring it back',
      () =>
        story({ body: 'One.' })
          .labels(maria, 'spec:approved')
          .edits(ben, { body: 'Two.' })
          .comments(maria, '/revoke spec')
          .edits(ben, { body: 'One.' }),
      at('waiting', 'preparing', 'pm for spec'),
    ],
    [
      'questioned, and the old text does not bring it back',
      () =>
        story({ body: 'One.' })
          .labels(maria, 'spec:approved')
          .edits(ben, { body: 'Two.' })
          .comments(anton, '/question Why two?')
          .edits(ben, { body: 'One.' }),
      at('questioned', 'preparing', 'pm for spec'),
    ],
    [
      'the result returned',
      () => merged(story().labels(maria, 'spec:approved')).comments(maria, '/return acceptance No.'),
      at('satisfied', 'returned', 'engineer for acceptance'),
    ],
    [
      'the result returned, and mended with another merge',
      () => {
        const issue = merged(story().labels(maria, 'spec:approved')).comments(
          maria,
          '/return acceptance No.',
        );
        pullRequest({ closes: [issue], number: 8 }).merges(anton);
        return issue;
      },
      at('satisfied', 'waiting', 'pm for acceptance'),
    ],
    [
      'revoked',
      () => story().labels(maria, 'spec:approved').comments(paul, '/revoke spec'),
      at('waiting', 'preparing', 'pm for spec'),
    ],
    [
      'accepted and opened again by somebody',
      () => merged(story().labels(maria, 'spec:approved')).comments(maria, '/accept').reopens(olga),
      at('satisfied', 'stale', 'pm for acceptance'),
    ],
    [
      'closed as not planned',
      () => story().closes(anton, 'not_planned'),
      at('waiting', 'preparing', 'nobody'),
    ],
  ])('%s', (_, told, expected) => {
    expect(stands(told())).toEqual(expected);
  });
});

describe('required sections', () => {
  test.each<Row>([
    ['missing', () => story({ policy: sections }), { spec: 'preparing', baton: 'engineer for spec' }],
    [
      'empty, as an issue form leaves it',
      () => story({ policy: sections, body: '### Problem\n\n_No response_\n' }),
      { spec: 'preparing', baton: 'engineer for spec' },
    ],
    [
      'there',
      () => story({ policy: sections, body: '### Problem\n\nIt hurts.' }),
      { spec: 'waiting', baton: 'pm for spec' },
    ],
    [
      'approved before they were there: it has to be given again',
      () =>
        story({ policy: sections })
          .labels(maria, 'spec:approved')
          .edits(anton, { body: '### Problem\n\nIt hurts.' }),
      { spec: 'waiting', baton: 'pm for spec' },
    ],
    [
      'taken out again by an approver',
      () =>
        story({ policy: sections, body: '### Problem\n\nIt hurts.' })
          .labels(maria, 'spec:approved')
          .edits(maria, { body: 'No.' }),
      { spec: 'preparing', baton: 'engineer for spec' },
    ],
  ])('%s', (_, told, expected) => {
    expect(stands(told())).toEqual(expected);
  });
});

describe('several approvers', () => {
  const spec = (...people: (typeof maria)[]) =>
    people.reduce((it, who) => it.comments(who, '/approve spec'), story({ policy: several }));
  test.each<Row>([
    ['one of two', () => spec(maria), { spec: 'waiting', launch: 'preparing', baton: 'pm for spec' }],
    [
      'one of them twice',
      () => spec(maria, maria),
      { spec: 'waiting', launch: 'preparing', baton: 'pm for spec' },
    ],
    [
      'both; then all roles are called',
      () => spec(maria, paul),
      { spec: 'satisfied', launch: 'waiting', baton: 'pm+support for launch' },
    ],
    [
      'one role of all; the other is still called',
      () => spec(maria, paul).labels(olga, 'launch:ok'),
      { spec: 'satisfied', launch: 'waiting', baton: 'pm for launch' },
    ],
    [
      'all',
      () => spec(maria, paul).labels(olga, 'launch:ok').comments(maria, '/approve launch'),
      { spec: 'satisfied', launch: 'satisfied', baton: 'nobody' },
    ],
    [
      'an edit by one who approved is an amendment of their own word alone',
      () => spec(maria, paul).edits(maria, { body: 'Clearer.' }),
      { spec: 'satisfied', launch: 'waiting', baton: 'pm+support for launch' },
    ],
  ])('%s', (_, told, expected) => {
    expect(stands(told())).toEqual(expected);
  });
});

describe('an edit where not every approver’s will do', () => {
  const one = `roles: {pm: [maria, paul], engineer: [anton]}
gates: {spec: {preset: spec, independent-of: [assignees]}}
`;
  const both = `roles: {pm: [maria, olga], engineer: [anton]}
gates: {spec: {preset: spec, approve: {all: [pm, engineer]}}}
`;
  const three = `roles: {pm: [maria, paul, olga], engineer: [anton]}
gates: {spec: {preset: spec, approve: {role: pm, count: 2}}}
`;
  const approved = (policy: string, ...people: (typeof maria)[]): Story =>
    people.reduce((it, who) => it.comments(who, '/approve spec'), story({ policy }));
  const [kept, lost] = [
    { spec: 'satisfied', baton: 'nobody' },
    { spec: 'stale', baton: 'pm for spec' },
  ];
  const body = { body: 'Clearer.' };
  test.each<Row>([
    ['count: by one who approved', () => approved(three, maria, paul).edits(paul, body), kept],
    ['count: by an approver who did not', () => approved(three, maria, paul).edits(olga, body), lost],
    ['all: by one who approved', () => approved(both, maria, anton).edits(anton, body), kept],
    [
      'all: by an approver who did not',
      () => approved(both, maria, anton).edits(olga, body),
      { spec: 'stale', baton: 'pm+engineer for spec' },
    ],
    ['independent-of: by one who approved', () => approved(one, maria).edits(maria, body), kept],
    ['independent-of: by an approver who did not', () => approved(one, maria).edits(paul, body), lost],
  ])('%s', (_, told, expected) => {
    expect(stands(told())).toEqual(expected);
  });

  test('an amendment shows, with the difference', () => {
    const issue = story({ body: 'One.' }).labels(maria, 'spec:approved').edits(paul, { body: 'Two.' });
    issue.settles();
    expect(issue.on.card).toContain('amended by paul');
    expect(issue.on.card).toContain('\n-One.\n+Two.\n');
  });
});

test('an issue that the policy leaves out has no gates', () => {
  const policy = `roles: {pm: [maria], engineer: [anton]}
applies-to: { labels: [feature], types: [Story] }
exempt: { labels: [chore], authors: [olga] }
`;
  expect(stands(story({ policy }))).toEqual({ none: 'outside' });
  expect(stands(story({ policy, type: 'Story' }))).toMatchObject({ spec: 'waiting' });
  expect(stands(story({ policy }).labels(anton, 'feature'))).toMatchObject({ spec: 'waiting' });
  expect(stands(story({ policy }).labels(anton, 'feature').labels(maria, 'Chore'))).toEqual({
    none: 'exempt-label',
  });
  expect(stands(story({ policy, by: olga }).labels(anton, 'feature'))).toEqual({ none: 'exempt-author' });
});

test('the difference shows what changed, and not how lines end', () => {
  const issue = story({ body: 'One.\r\nTwo.' }).labels(maria, 'spec:approved');
  issue.edits(ben, { body: 'One.\nTwo.\nThree.' }).settles();
  const [, shown] = /```diff\n([^`]*)```/.exec(issue.on.card ?? '') ?? [];
  expect(shown).toBe('@@ -3,2 +3,3 @@\n One.\n Two.\n+Three.\n');
});
