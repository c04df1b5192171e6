import { describe, expect, test } from 'vitest';
import { anton, bot, maria, nobody, olga, paul, twoRoles } from './people.ts';
import { notCounted, stands, violationsOf } from './shown.ts';
import { pullRequest, story, type Story } from './story.ts';

const first = { spec: 'waiting', acceptance: 'preparing', baton: 'pm for spec' };
const opened = { spec: 'satisfied', acceptance: 'preparing', baton: 'engineer for acceptance' };

type Row = readonly [
  what: string,
  told: (issue: Story) => unknown,
  stands: object,
  notCounted: readonly string[],
];

describe('what opens a gate', () => {
  test.each<Row>([
    ['nothing was said', () => null, first, []],
    ['an approver puts the label on', (it) => it.labels(maria, 'spec:approved'), opened, []],
    ['in other letters', (it) => it.labels(maria, 'Spec:Approved'), opened, []],
    ['an approver comments', (it) => it.comments(paul, 'Fine.\n\n/approve spec'), opened, []],
    [
      'somebody else puts the label on',
      (it) => it.labels(anton, 'spec:approved'),
      first,
      ["anton's label for spec: role"],
    ],
    [
      'somebody else comments',
      (it) => it.comments(olga, '/approve spec'),
      first,
      ["olga's command for spec: role"],
    ],
    [
      'a bot',
      (it) => it.labels(bot('jenkins'), 'spec:approved'),
      first,
      ["jenkins[bot]'s label for spec: bot"],
    ],
    [
      'an account that is gone',
      (it) => it.labels(nobody, 'spec:approved'),
      first,
      ["ghost's label for spec: role"],
    ],
    ['another label', (it) => it.labels(maria, 'approved'), first, []],
    [
      'a comment that its author edited later',
      (it) => it.comments(maria, '/approve spec').editsComment(maria, '/approve spec, please'),
      first,
      ["maria's command for spec: edited"],
    ],
    [
      "an approver's comment that somebody else edited a command into",
      (it) => it.comments(maria, 'Hm.').editsComment(anton, '/approve spec'),
      first,
      [],
    ],
    [
      "an approver's comment that somebody else edited",
      (it) => it.comments(maria, '/approve spec').editsComment(anton, 'Nothing.'),
      first,
      ["maria's command for spec: edited"],
    ],
    ['a comment that was deleted', (it) => it.comments(maria, '/approve spec').deletesComment(), first, []],
    [
      'a new comment after an edited one',
      (it) => it.comments(maria, '/approve spec').editsComment(anton).comments(maria, '/approve'),
      opened,
      [],
    ],
  ])('%s', (_, tell, expected, expectedNotCounted) => {
    const issue = story();
    tell(issue);
    expect({ ...stands(issue), notCounted: notCounted(issue) }).toEqual({
      ...expected,
      notCounted: expectedNotCounted,
    });
  });
});

test('who is who in Jira is of no account on GitHub', () => {
  const known = `${twoRoles}people: [{github: anton, jira: maria}, {github: maria, jira: anton}]\n`;
  for (const policy of [twoRoles, known]) {
    const issue = story({ policy }).labels(anton, 'spec:approved');
    expect([stands(issue), notCounted(issue)]).toEqual([first, ["anton's label for spec: role"]]);
    expect(stands(issue.comments(maria, '/approve spec'))).toEqual(opened);
  }
});

describe('what accepts the result', () => {
  const accepted = { spec: 'satisfied', acceptance: 'satisfied', baton: 'nobody' };
  const building = { spec: 'satisfied', acceptance: 'preparing', baton: 'engineer for acceptance' };
  const asked = { spec: 'satisfied', acceptance: 'waiting', baton: 'pm for acceptance' };

  test.each<readonly [string, (issue: Story) => unknown, object]>([
    ['nothing was said', () => null, building],
    ['an approver closes it as completed', (it) => it.closes(maria), accepted],
    [
      'an approver closes it as not planned',
      (it) => it.closes(maria, 'not_planned'),
      { ...building, baton: 'nobody' },
    ],
    ['an engineer closes it', (it) => it.closes(anton), building],
    ["an approver's commit closes it", (it) => it.closes(maria, 'completed', 'commit'), building],
    ["an approver's automation closes it", (it) => it.closes(maria, 'completed', 'automation'), building],
    ['an approver merges', (it) => pullRequest({ closes: [it] }).merges(maria), asked],
    ['an engineer merges', (it) => pullRequest({ closes: [it] }).merges(anton), asked],
    ['/accept', (it) => it.comments(maria, '/accept'), accepted],
    ['/approve acceptance', (it) => it.comments(maria, '/approve acceptance'), accepted],
    ['its label', (it) => it.labels(paul, 'pm:accepted'), accepted],
    ['its label, by an engineer', (it) => it.labels(anton, 'pm:accepted'), building],
    [
      'somebody opens it again',
      (it) => it.closes(maria).reopens(anton),
      {
        spec: 'satisfied',
        acceptance: 'stale',
        baton: 'pm for acceptance',
      },
    ],
    [
      'an approver opens it again',
      (it) => it.comments(maria, '/accept').closes(anton).reopens(maria),
      {
        spec: 'satisfied',
        acceptance: 'stale',
        baton: 'pm for acceptance',
      },
    ],
    [
      'accepted again after it was opened again',
      (it) => it.closes(maria).reopens(anton).closes(maria),
      accepted,
    ],
  ])('%s', (_, tell, expected) => {
    const issue = story().labels(maria, 'spec:approved');
    tell(issue);
    expect(stands(issue)).toEqual(expected);
  });

  test('where closing does not accept, an approver who closes it has not accepted', () => {
    const policy = `roles: {pm: [maria], engineer: [anton]}
gates: {acceptance: {preset: acceptance, after: [], closing-accepts: false}}
`;
    const issue = story({ policy }).closes(maria);
    expect(stands(issue)).toEqual({ acceptance: 'preparing', baton: 'engineer for acceptance' });
    expect(violationsOf(issue)).toEqual(['undo: maria closed it as completed (acceptance)']);
  });

  test('the acceptance may be spoken before the spec was approved, and the baton stays with the spec', () => {
    expect(stands(story().comments(maria, '/accept'))).toEqual({
      spec: 'waiting',
      acceptance: 'satisfied',
      baton: 'pm for spec',
    });
  });
});
