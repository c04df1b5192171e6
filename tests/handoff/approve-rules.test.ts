/** Who has to approve, by every shape of a rule and whoever has: `and` where several are needed, `or` where one is enough. */
import { describe, expect, test } from 'vitest';
import { violationInJira, promptBody, saidNow, waitingOf, type Actor } from '../../src/handoff/index.ts';
import { anton, maria, olga, paul, policyOf } from './people.ts';
import { checkOf } from './shown.ts';
import { pullRequest, story, type Story } from './story.ts';

const policyWith = (
  approve: string,
): string => `roles: {pm: [maria], qa: [olga], lead: [paul], staff: [maria, olga], engineer: [anton]}
reminders: {escalate-to: engineer}
gates:
  test: {title: Test, prepared-by: engineer, approve: ${approve}, label: 'test:ok', blocks: [start, merge], deadline: 1 day}
`;

const told = (approve: string, by: readonly Actor[]): Story => {
  const issue = story({ policy: policyWith(approve) });
  for (const who of by) issue.comments(who, '/approve test');
  return issue;
};

const plain = (text: string): string => text.replaceAll(/<!--[^>]*-->\n?/g, '').replaceAll('`', '');
const comments = (issue: Story): readonly string[] =>
  issue
    .settles()
    .flat()
    .flatMap((each) => (each.kind === 'comment' ? [plain(each.body)] : []));
const line = (text: string | undefined, what: RegExp): string => what.exec(text ?? '')?.[1] ?? '';

/** Everything that names who can approve, on the issue. */
function texts(issue: Story): Readonly<Record<string, string>> {
  issue.settles();
  const card = plain(issue.on.card ?? '');
  const [refused = ''] = comments(issue.comments(anton, '/approve test'));
  const [why = ''] = comments(issue.comments(anton, '/why'));
  const [undone = ''] = comments(issue.assigns(maria, anton));
  issue.labels(anton, 'test:ok').settles();
  const { issue: state, verdict } = issue.look();
  const plan = issue.setting();
  const prompt = (what: 'reminder' | 'escalation'): string => {
    const waiting = waitingOf(state, verdict, plan).at(0);
    return waiting === undefined
      ? ''
      : plain(promptBody(plan, [{ waiting, said: saidNow(what, waiting, 5) }]));
  };
  const pull = pullRequest({ closes: [issue], by: anton });
  pull.settles();
  return {
    check: checkOf(pull),
    summary: plain(pull.checks.at(-1)?.summary ?? ''),
    head: line(card, /^### \S+ (.*)$/m),
    status: line(card, /^\| Test \| \S+ [\w ]+ \| (.*) \|$/m),
    next: line(card, /^\*\*Next:\*\* (.*)$/m),
    card: plain(issue.on.card ?? ''),
    refused,
    why,
    undone,
    reminder: prompt('reminder'),
    escalation: prompt('escalation'),
  };
}

const how =
  'To approve it, comment /approve test or add the label test:ok. If it needs work, comment /return test and why.';

describe('by shape, and who has approved', () => {
  test.each<readonly [approve: string, by: readonly Actor[], shown: Readonly<Record<string, string>>]>([
    [
      '{ all: [qa, lead] }',
      [],
      {
        check: 'action_required: Waiting for olga and paul to approve the test of #1',
        head: 'Waiting for olga and paul to approve the test',
        status: 'Both qa and lead still have to approve it.',
        next: `Both have to approve it. ${how}`,
        refused: '/approve for “Test” is for qa (olga) and lead (paul): it takes both of them.',
      },
    ],
    [
      '{ all: [qa, lead] }',
      [olga],
      {
        check: 'action_required: Waiting for paul to approve the test of #1',
        head: 'Waiting for paul to approve the test',
        next: how,
        undone:
          '@maria: I unassigned anton, because the test isn’t approved yet. paul can approve it: comment /approve test or add the label test:ok.',
        refused: '/approve for “Test” is for qa (olga) and lead (paul): it takes both of them.',
      },
    ],
    [
      '{ all: [pm, qa, lead] }',
      [paul],
      {
        check: 'action_required: Waiting for maria and olga to approve the test of #1',
        head: 'Waiting for maria and olga to approve the test',
        next: `Both have to approve it. ${how}`,
        refused: '/approve for “Test” is for pm (maria), qa (olga) and lead (paul): it takes all of them.',
      },
    ],
    [
      '{ all: [{ role: staff, count: 2 }, lead] }',
      [],
      {
        check: 'action_required: Waiting for lead and 2 of staff to approve the test of #1',
        status: 'lead and 2 of staff still have to approve it.',
        next: `It takes lead and 2 of staff. ${how}`,
      },
    ],
    [
      '{ any: [qa, lead] }',
      [],
      {
        check: 'action_required: Waiting for olga or paul to approve the test of #1',
        head: 'Waiting for olga or paul to approve the test',
        status: 'qa or lead still has to approve it.',
        next: how,
        refused: '/approve for “Test” is for qa (olga) or lead (paul).',
      },
    ],
    [
      '{ all: [pm, { any: [qa, lead] }] }',
      [],
      {
        check: 'action_required: Waiting for pm and (qa or lead) to approve the test of #1',
        head: 'Waiting for pm and (qa or lead) to approve the test',
        status: 'pm and (qa or lead) still have to approve it.',
        refused:
          '/approve for “Test” is for pm (maria) and (qa (olga) or lead (paul)): it takes all of them.',
      },
    ],
    [
      '{ all: [pm, { any: [qa, lead] }] }',
      [maria],
      {
        check: 'action_required: Waiting for olga or paul to approve the test of #1',
        head: 'Waiting for olga or paul to approve the test',
        next: how,
      },
    ],
    [
      '{ any: [pm, { all: [qa, lead] }] }',
      [olga],
      {
        check: 'action_required: Waiting for maria or paul to approve the test of #1',
        head: 'Waiting for maria or paul to approve the test',
        next: how,
      },
    ],
    [
      '{ any: [pm, { all: [qa, lead] }] }',
      [],
      { head: 'Waiting for pm or (qa and lead) to approve the test' },
    ],
    ['{ all: [qa, { all: [lead, qa] }] }', [], { head: 'Waiting for qa and lead to approve the test' }],
  ])('%s, %j', (approve, by, shown) => {
    expect(texts(told(approve, by))).toMatchObject(shown);
  });

  test('what is still missing is named', () => {
    expect(texts(told('{ all: [qa, lead] }', [olga]))['status']).toMatch(
      /^Approved by olga \(qa\) in a comment, .*\. Still missing: lead\.$/,
    );
    expect(texts(told('{ any: [pm, { all: [qa, lead] }] }', [olga]))['status']).toMatch(
      /Still missing: pm or lead\.$/,
    );
  });
});

const between = (word: string): RegExp =>
  new RegExp(`\\b(?:pm|qa|lead)\\b(?: \\([\\w, ]+\\))?,? ${word} \\(?(?:pm|qa|lead)\\b`);

test.each(['{ all: [qa, lead] }', '{ all: [pm, qa, lead] }', '{ all: [qa, { all: [pm, lead] }] }'])(
  '%s: no text says “or”',
  (approve) => {
    for (const by of [[], [olga], [olga, paul]])
      for (const [what, text] of Object.entries(texts(told(approve, by))))
        expect({ what, text: between('or').exec(text)?.[0] }).toEqual({ what, text: undefined });
  },
);

test.each(['{ any: [qa, lead] }', '{ any: [pm, qa, lead] }'])('%s: no text says “and”', (approve) => {
  for (const [what, text] of Object.entries(texts(told(approve, [])))) {
    // All of them are reminded.
    const about = text.replace(/If nothing happens, I’ll remind [^.]* on/, '');
    expect({ what, text: between('and').exec(about)?.[0] }).toEqual({ what, text: undefined });
  }
});

test.each([
  ['{ all: [qa, lead] }', 'it takes both qa and lead', 'qa and lead can approve it together'],
  ['{ any: [qa, lead] }', 'only qa or lead can do that', 'qa or lead can approve it'],
] as const)('in Jira, %s', (approve, sign, close) => {
  const policy = policyOf(policyWith(approve));
  const issue = story({ policy: policyWith(approve) });
  const { verdict } = issue.look();
  const [gate] = verdict.kind === 'gates' ? verdict.gates : [];
  if (gate === undefined) throw new Error('There is no gate.');
  const status = (name: string) => ({ id: name, name });
  const violation = (what: 'sign' | 'close') =>
    violationInJira(
      {
        id: 'm',
        at: 5,
        by: anton,
        what,
        gate,
        from: status('Open'),
        to: status('Done'),
        answer: 'comment',
        isResolved: false,
      },
      policy.gates[0]?.approve ?? gate.gate.approve,
      'told',
      { timezone: 'UTC', now: 5 },
    ).join('\n');
  expect(violation('sign')).toContain(sign);
  expect(violation('close')).toContain(close);
});
