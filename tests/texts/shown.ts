/** Every text that people read about an issue or a pull request, in each state that there is: one table for each audience. */
import {
  brokenPolicyReport,
  digestIssue,
  violationInJira,
  againInJira,
  moveConflictInJira,
  type ViolationOutcome,
  type ViolationInJira,
  givenUpReport,
  policyFixReport,
  noPolicyCard,
  noPolicyReport,
  promptBody,
  saidNow,
  sharedReport,
  trialSection,
  tryingAgainReport,
  type Trial,
  type CheckReport,
  type Members,
} from '../../src/handoff/index.ts';
import type { Policy } from '../../src/policy/index.ts';
import { anton, ben, bot, maria, membersOf, olga, paul } from '../handoff/people.ts';
import { allWaiting } from '../handoff/reminded.ts';
import { hour, pullRequest, story, type PullStory, type Story, type Telling } from '../handoff/story.ts';

export type Text = {
  readonly audience: 'the card' | 'the check' | 'comments' | 'answers' | 'reminders' | '/why' | 'Jira';
  /** What happened. */
  readonly when: string;
  readonly text: string;
};

const calendar = 'reminders: { escalate-to: lead, calendar: { timezone: Europe/Berlin } }';
const roles =
  'roles: {pm: [maria, paul], engineer: [anton, ben], support: [olga], lead: [lena], docs: ["@acme/docs"]}';

const usual = `${roles}
gates:
  spec: { preset: spec, approve: pm, deadline: 1 day, waive: [lead] }
  acceptance: { preset: acceptance, deadline: 1 day }
  launch: { title: Launch brief, approve: { all: [support, lead] }, after: [spec], prepared-by: pm, deadline: 1 day }
work: { labels: [in progress] }
${calendar}
`;
const strict = `${roles}
gates:
  spec:
    preset: spec
    independent-of: [author]
    requires: { sections: [Problem], consent: [engineer, support] }
  acceptance: { preset: acceptance, requires: { criteria: Acceptance criteria, sub-issues: satisfied } }
${calendar}
`;
const rules = `${roles}
gates:
  either: { title: Legal approval, approve: { any: [support, lead] }, blocks: [merge] }
  both: { title: QA check, approve: { all: [pm, lead] }, blocks: [merge] }
  two: { title: Design, approve: { role: engineer, count: 2 }, blocks: [merge] }
  nested: { title: Budget, approve: { all: [{ any: [pm, support] }, { role: engineer, count: 2 }] }, blocks: [merge] }
  team: { title: Docs, approve: docs, blocks: [merge] }
${calendar}
`;
const warning = `mode: warn\n${usual}`;
const byPermission = `roles: {pm: { permission: admin }, engineer: { permission: write }, lead: [lena]}\n${calendar}\n`;
const many = `roles: {pm: [maria, paul, a1, b2, c3, d4, e5], engineer: [anton], lead: [lena]}\n${calendar}\n`;

const full = `## Problem
Totals are wrong.

## Acceptance criteria
- [ ] A coupon lowers the total.
- [ ] An old coupon is refused.
`;

/** Nobody is known to hold any role. */
const nobodyKnown = (policy: Policy): Members => ({ ...membersOf(policy), mentions: new Map() });

const issueOf = (policy: string, more: Partial<Telling> = {}): Story => story({ policy, ...more });
const approved = (policy = usual): Story => issueOf(policy).comments(maria, '/approve spec');
function merged(issue: Story): Story {
  pullRequest({ closes: [issue] }).merges(anton);
  return issue;
}
const viable = (): Story =>
  issueOf(strict, { by: olga, body: full }).comments(anton, '/viable').comments(olga, '/viable');

/** Issues in every state, by what happened. */
const issues: Readonly<Record<string, () => Story>> = {
  'it is opened': () => issueOf(usual),
  'by people with a permission': () => issueOf(byPermission),
  'more people can approve than fit': () => issueOf(many),
  'nobody is found in any role': () => issueOf(usual, { members: nobodyKnown }),
  'a section is missing': () => issueOf(strict),
  'nobody has confirmed that it can be built': () => issueOf(strict, { body: full }),
  'it cannot be built': () =>
    issueOf(strict, { body: full }).comments(anton, '/not-viable The till has no such field.'),
  'the author may not approve it': () =>
    issueOf(strict, { by: maria, body: full }).comments(anton, '/viable').comments(olga, '/viable'),
  'each kind of rule': () => issueOf(rules),
  'one of two has approved': () =>
    issueOf(rules).comments(maria, '/approve both').comments(anton, '/approve two'),
  'somebody asks a question': () => issueOf(usual).comments(ben, '/question Are gift cards meant, too?'),
  'two questions are asked': () =>
    issueOf(usual).comments(ben, '/question Gift cards, too?').comments(anton, '/question And vouchers?'),
  'the spec is approved': () => approved(),
  'the spec is edited after that': () => approved().edits(ben, { body: 'Something else.' }),
  'an approver edits it after that': () => approved().edits(paul, { body: 'Something better.' }),
  'the spec is sent back': () => issueOf(usual).comments(maria, '/return spec The error case is missing.'),
  'the approval is taken back': () => approved().comments(maria, '/revoke spec'),
  'the spec is waived': () =>
    issueOf(usual).comments(person('lena'), '/waive spec The shop is down until 2026-12-24'),
  'it is merged': () => merged(approved()),
  'criteria are to be accepted': () =>
    merged(viable().comments(maria, '/approve spec')).comments(maria, '/accept 1'),
  'a criterion is sent back': () =>
    merged(viable().comments(maria, '/approve spec')).comments(maria, '/return 2 It is still taken.'),
  'a criterion is removed': () =>
    merged(viable().comments(maria, '/approve spec')).edits(anton, {
      body: full.replace('- [ ] An old coupon is refused.\n', ''),
    }),
  'a sub-issue is not done': () =>
    merged(viable().comments(maria, '/approve spec')).hasPart(story({ policy: strict, number: 5 })),
  'the result is sent back': () =>
    merged(approved()).comments(maria, '/return acceptance The totals are wrong.'),
  'the result is accepted': () => merged(approved()).comments(maria, '/accept'),
  'everything is approved': () =>
    merged(approved())
      .comments(maria, '/accept')
      .comments(olga, '/approve launch')
      .comments(person('lena'), '/approve launch'),
  'everything is approved, and work began too early': () =>
    merged(issueOf(usual).assigns(anton).comments(maria, '/approve spec'))
      .comments(maria, '/accept')
      .comments(olga, '/approve launch')
      .comments(person('lena'), '/approve launch'),
  'it is reopened': () => merged(approved()).comments(maria, '/accept').reopens(anton),
  'it is closed as not planned': () => issueOf(usual).closes(anton, 'not_planned'),
  'somebody is assigned too early': () => issueOf(usual).assigns(anton),
  'a work label is added too early': () => issueOf(usual).labels(anton, 'in progress'),
  'the wrong person adds the label': () => issueOf(usual).labels(ben, 'spec:approved'),
  'the wrong person removes the label': () => approved().unlabels(anton, 'spec:approved'),
  'it is closed too early': () => approved().closes(anton),
  'it is only warned': () => issueOf(warning).assigns(anton),
  'a bot approves': () => issueOf(usual).labels(bot('robot'), 'spec:approved'),
  'work began early': () => {
    const issue = issueOf(usual).branches('coupons');
    pullRequest({ closes: [issue] });
    return issue;
  },
};

const pulls: Readonly<Record<string, () => PullStory>> = {
  ...Object.fromEntries(
    Object.entries(issues).map(([when, told]) => [when, () => pullRequest({ number: 9, closes: [told()] })]),
  ),
  'it closes no issue': () => pullRequest({ policy: usual }),
  'it closes two issues': () =>
    pullRequest({ closes: [issueOf(usual), issueOf(usual, { number: 2 }).comments(ben, '/question Why?')] }),
  'it is opened by a bot that is exempt': () =>
    pullRequest({ by: bot('dependabot'), policy: `${usual}exempt: { authors: ["dependabot[bot]"] }\n` }),
  'it changes only exempt paths': () =>
    pullRequest({ policy: `${usual}exempt: { paths: ["docs/**"] }\n`, onlyExemptPaths: true }),
};

function person(login: string) {
  return { login, kind: 'person', self: false } as const;
}

const at = Date.UTC(2026, 10, 28, 5, 59);
const url = 'https://tracker.test/acme/shop/roles.yml';

function reports(): readonly (readonly [when: string, report: CheckReport])[] {
  const own = givenUpReport('a1', 'The service is away.', 5);
  return [
    ['something could not be read', tryingAgainReport('a1', 'The service is away.')],
    ['Jira is away', tryingAgainReport('a1', 'acme.test answers 503.', 'jira')],
    ['Baton stopped trying', own],
    ['the policy is gone', noPolicyReport('a1')],
    ['a broken policy is fixed', policyFixReport('a1', url)],
    ['the policy is broken', brokenPolicyReport('a1', url)],
    [
      'two pull requests have one head',
      sharedReport(
        [
          { number: 7, conclusion: 'action_required', title: own.title },
          { number: 8, conclusion: 'success', title: 'You can merge this' },
        ],
        { number: 7, conclusion: 'action_required', title: own.title },
        own,
        { name: own.name, headSha: 'a1' },
      ),
    ],
  ];
}

const tried: Trial = {
  kind: 'tried',
  at,
  issues: [
    {
      name: '#1',
      url: null,
      title: 'Coupons',
      state: 'closed',
      differences: [
        {
          change: 'blocked',
          gate: 'spec',
          title: 'Spec approval',
          today: { kind: 'absent', why: 'no-gate' },
          proposed: {
            kind: 'gate',
            status: 'waiting',
            blocks: true,
            turn: ['pm', 'lead'],
            either: true,
            undoes: ['assignment', 'work-label', 'close'],
          },
        },
      ],
    },
  ],
  tried: 3,
  unread: 1,
  total: 9,
  inJira: 1,
  days: 30,
  problems: [],
};

/** Commands that are not done, and what people who write them could mean. */
const said: readonly (readonly [who: string, text: string])[] = [
  ['ben', '/approve spec'],
  ['ben', '/approve launch'],
  ['maria', '/approve acceptance'],
  ['maria', '/approve design'],
  ['maria', '/approve spec once the tests pass'],
  ['maria', '/accept 9'],
  ['maria', '/return spec'],
  ['maria', '/return'],
  ['maria', '/answer Yes.'],
  ['maria', '/revoke'],
  ['maria', '/revoke spec'],
  ['maria', '/waive spec The shop is down.'],
  ['lena', '/waive spec'],
  ['lena', '/waive acceptance The shop is down.'],
  ['lena', '/waive spec The shop is down until tomorrow'],
  ['lena', '/waive spec The shop is down until 2020-01-01'],
  ['maria', '/snooze'],
  ['maria', '/snooze until 2020-01-01'],
  ['maria', '/snooze soon'],
  ['anton', '/viable'],
  ['maria', '/aprove'],
  ['maria', 'LGTM, approved!'],
  ['maria', '> Is it good?\n/approve spec'],
  ['maria', '- [ ] /approve spec'],
  ['maria', '## /approve spec'],
  ['maria', '/help'],
  ['ben', '/help'],
];

const came: readonly ViolationOutcome[] = ['told', 'reverted', 'stuck', 'often'];

/** What Baton says in Jira of each kind of act. */
function inJira(): readonly Text[] {
  const { verdict } = issueOf(usual).look();
  const [gate] = verdict.kind === 'gates' ? verdict.gates : [];
  if (gate === undefined) throw new Error('There is no gate.');
  const status = (name: string) => ({ id: name, name });
  const violations = (['sign', 'close'] as const).flatMap((what) =>
    [false, true].map((isResolved): ViolationInJira => ({
      id: 'm',
      at,
      by: { ...anton, name: 'Anton' },
      what,
      gate: { ...gate, gate: { ...gate.gate, sign: { kind: 'status', status: 'Approved' } } },
      from: status('Draft'),
      to: status(what === 'sign' ? 'Approved' : 'Done'),
      answer: 'comment',
      isResolved,
    })),
  );
  const clock = { timezone: 'Europe/Berlin', now: at };
  return [
    ...violations.flatMap((violation) =>
      came.map((how): Text => ({
        audience: 'Jira',
        when: `${violation.isResolved ? 'the resolution is set' : violation.what === 'sign' ? 'the wrong person approves' : 'it is closed too early'}: ${how}`,
        text: violationInJira(violation, gate.gate.approve, how, clock).join('\n\n'),
      })),
    ),
    {
      audience: 'Jira',
      when: 'somebody does it again: added to the comment',
      text: againInJira({ by: { ...anton, name: 'Anton' } }, { times: 2, since: at }, clock),
    },
    {
      audience: 'Jira',
      when: 'two moves cross',
      text: moveConflictInJira(status('Draft'), status('Approved')).join('\n\n'),
    },
  ];
}

const checkText = ({ title, summary }: CheckReport): string => `${title}\n\n${summary}`;

/** All of them. */
export function allTexts(): readonly Text[] {
  const texts: Text[] = [];
  for (const [when, told] of Object.entries(issues)) {
    const issue = told();
    const effects = issue.settles().flat();
    for (const effect of effects) {
      if (effect.kind === 'comment' && !effect.body.includes('baton:answer'))
        texts.push({ audience: 'comments', when, text: effect.body });
    }
    texts.push({ audience: 'the card', when, text: issue.on.card ?? '' });
    const setting = issue.setting();
    for (const waiting of allWaiting(issue))
      for (const what of ['reminder', 'escalation'] as const)
        texts.push({
          audience: 'reminders',
          when: `${when}, and nothing happens (${what})`,
          text: promptBody(setting, [{ waiting, said: saidNow(what, waiting, issue.on.clock.now + hour) }]),
        });
    const why = issue
      .comments(anton, '/why')
      .settles()
      .flat()
      .flatMap((each) => (each.kind === 'comment' ? [each.body] : []));
    texts.push({ audience: '/why', when, text: why.at(-1) ?? '' });
  }
  for (const [when, told] of Object.entries(pulls)) {
    const pull = told();
    const check = pull.look().effects.flatMap((each) => (each.kind === 'check' ? [each.report] : []))[0];
    if (check !== undefined) texts.push({ audience: 'the check', when, text: checkText(check) });
    const why = pull
      .comments(anton, '/why')
      .settles()
      .flat()
      .flatMap((each) => (each.kind === 'comment' ? [each.body] : []));
    if (why.length > 0)
      texts.push({ audience: '/why', when: `${when}, on the pull request`, text: why.at(-1) ?? '' });
  }
  for (const [who, text] of said) {
    const answers = issueOf(usual)
      .comments(person(who), text)
      .settles()
      .flat()
      .flatMap((each) =>
        each.kind === 'comment' && /baton:(?:answer|hint)/.test(each.body) ? [each.body] : [],
      );
    texts.push({ audience: 'answers', when: `${who}: ${text}`, text: answers.at(-1) ?? 'only a reaction' });
  }
  texts.push(...inJira());
  for (const [when, report] of reports())
    texts.push({ audience: 'the check', when, text: checkText(report) });
  texts.push({ audience: 'the card', when: 'the policy is gone', text: noPolicyCard() });
  for (const kind of ['same', 'from-fork', 'underway', 'failed'] as const)
    texts.push({ audience: 'the check', when: `a policy is tried: ${kind}`, text: trialSection({ kind }) });
  texts.push({
    audience: 'the check',
    when: 'a policy is tried',
    text: trialSection(tried, true, 'Europe/Berlin'),
  });
  const digest = digestIssue(
    issueOf(usual).setting(),
    [
      {
        role: 'pm',
        issues: [{ number: 3, title: 'Coupons', gate: 'Spec approval', since: at, isEscalated: true }],
      },
    ],
    'lead',
  );
  texts.push({
    audience: 'reminders',
    when: 'too much is overdue',
    text: `${digest.title}\n\n${digest.body}`,
  });
  return texts;
}

/** As people see it: without what nobody sees. */
export const visible = (text: string): string => text.replaceAll(/<!--[^>]*-->\n?/g, '').trim();
