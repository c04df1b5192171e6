/** Who speaks, and how many have to: roles, the default gates, and the forms of `approve`. */
import { anton, ben, bot, maria, olga, paul, person } from '../people.ts';
import { checkOf, stands, writes } from '../shown.ts';
import { pullRequest, type Story } from '../story.ts';
import {
  arno,
  emil,
  lena,
  milo,
  sara,
  shows,
  susi,
  titles,
  wanda,
  type Played,
  type Told,
} from './examples.ts';

const held = 'action_required: Waiting for maria or @acme/product to approve the spec of #1';
const again = 'action_required: Waiting for maria or @acme/product to approve the spec of #1 again';
const passes = 'success: You can merge this';
const spec = '/approve spec';

const checkFor = (issue: Story): string => checkOf(pullRequest({ closes: [issue] }));
const merged = (issue: Story): Story => {
  pullRequest({ closes: [issue] }).merges(anton);
  return issue;
};

const opened = { spec: 'waiting', acceptance: 'preparing', baton: 'pm for spec' };
const approved = { spec: 'satisfied', acceptance: 'preparing', baton: 'engineer for acceptance' };
const built = { spec: 'satisfied', acceptance: 'waiting', baton: 'pm for acceptance' };
const accepted = { spec: 'satisfied', acceptance: 'satisfied', baton: 'nobody' };
const stale = { spec: 'stale', acceptance: 'preparing', baton: 'pm for spec' };

export const approvals: Played = {
  'The smallest policy, 1': (open) => [
    [
      'until a product manager approves, engineering does not start',
      () => shows(open().assigns(anton)),
      { ...opened, against: ['undo: anton assigned anton (spec)'] },
    ],
    ['and its pull requests do not merge', () => checkFor(open()), held],
    [
      'approved by one of the team, it starts',
      () => shows(open().labels(paul, 'spec:approved').assigns(anton)),
      approved,
    ],
    ['and they do', () => checkFor(open().labels(paul, 'spec:approved')), passes],
    [
      'rewritten by somebody else, it has to be approved again',
      () => shows(open().labels(maria, 'spec:approved').edits(anton, { body: 'Other.' })),
      stale,
    ],
    [
      'which holds a pull request again',
      () => checkFor(open().labels(maria, 'spec:approved').edits(anton, { body: 'Other.' })),
      again,
    ],
    [
      'once a pull request is merged, a product manager looks at the result, and it does not stay closed',
      () => shows(merged(open().labels(maria, 'spec:approved'))),
      built,
    ],
    [
      'which is nobody’s fault',
      () => writes(merged(open().labels(maria, 'spec:approved'))),
      ['opens again', 'comments undone:merge', 'posts the card'],
    ],
    [
      'until they accept it',
      () => writes(merged(open().labels(maria, 'spec:approved')).comments(maria, '/accept')),
      ['puts pm:accepted on I1', 'reacts done', 'posts the card'],
    ],
  ],

  'Roles: who holds which, 1': (open) => [
    ['named by login', () => shows(open().labels(maria, 'spec:approved')), approved],
    ['in other letters', () => shows(open().labels(person('MARIA'), 'spec:approved')), approved],
    ['a member of the team', () => shows(open().labels(paul, 'spec:approved')), approved],
    [
      'an engineer of the team, and one who may write, are at work',
      () => shows(open().assigns(maria, anton).assigns(maria, wanda).assigns(maria, olga)),
      {
        ...opened,
        against: ['undo: maria assigned anton (spec)', 'undo: maria assigned wanda (spec)'],
      },
    ],
    [
      'whoever may write asks for acceptance as an engineer',
      () => shows(open().labels(maria, 'spec:approved').comments(wanda, '/request acceptance')),
      { ...built, heard: ['request acceptance: done'] },
    ],
    [
      'a bot that is named holds its role, and no other',
      () =>
        shows(
          open().comments(bot('acme-release'), '/question Which tax?').comments(bot('acme-release'), spec),
        ),
      {
        ...opened,
        spec: 'questioned',
        heard: ['question spec: done', 'approve: role'],
        notCounted: ["acme-release[bot]'s command for spec: bot"],
      },
    ],
    [
      'one that is not named is none of Baton’s',
      () => shows(open().comments(bot('other'), '/question Hm?')),
      opened,
    ],
  ],

  'Gates: what waits for whom, 1': (open) => [
    [
      'the label shows that the gate is open, on commands too',
      () => writes(open().comments(maria, spec)),
      ['puts spec:approved on I1', 'comments handoff:engineer', 'reacts done', 'posts the card'],
    ],
    [
      'the title is what people read, and merging is held back',
      () => checkFor(open()),
      held.replace(' or @acme/product', ''),
    ],
    [
      'so is the start of work',
      () => shows(open().assigns(anton)),
      { ...opened, against: ['undo: anton assigned anton (spec)'] },
    ],
    [
      'an edit by somebody else makes the approval stale',
      () => shows(open().comments(maria, spec).edits(anton, { title: 'Vouchers' })),
      { ...stale, heard: ['approve spec: done'] },
    ],
    [
      'product has the baton until approval is asked for',
      () => shows(open().comments(maria, '/return spec No.')),
      { ...opened, spec: 'returned', heard: ['return spec: done'] },
    ],
    [
      'without an approved spec it is not the turn of acceptance, merged or not',
      () => shows(merged(open()).reopens(anton)),
      opened,
    ],
    [
      'until it is accepted, the issue does not stay closed',
      () => shows(open().labels(maria, 'spec:approved').closes(anton)),
      { ...approved, against: ['undo: anton closed it as completed (acceptance)'] },
    ],
    [
      'its label accepts it',
      () => shows(open().labels(maria, 'spec:approved').labels(maria, 'pm:accepted')),
      accepted,
    ],
    [
      'spec blocks start and merge, and not closing',
      () => shows(open().closes(maria)),
      { ...opened, acceptance: 'satisfied', baton: 'nobody' },
    ],
    [
      'acceptance comes after spec, and may be spoken early',
      () => shows(open().comments(maria, '/accept')),
      { ...opened, acceptance: 'satisfied', heard: ['accept acceptance: done'] },
    ],
    [
      'merged, its turn comes',
      () => shows(merged(open().labels(maria, 'spec:approved')).reopens(anton)),
      built,
    ],
    ['closing accepts', () => shows(open().labels(maria, 'spec:approved').closes(maria)), accepted],
    [
      'opened again, it is stale',
      () => shows(open().labels(maria, 'spec:approved').closes(maria).reopens(anton)),
      { ...accepted, acceptance: 'stale', baton: 'pm for acceptance' },
    ],
    [
      'as not planned it may be closed by anybody',
      () => shows(open().closes(anton, 'not_planned')),
      { ...opened, baton: 'nobody' },
    ],
  ],

  'Gates: what waits for whom, 2': (open) => {
    const body = '### Problem\n\nIt is slow.\n\n### Acceptance criteria\n\n- [ ] It is fast.\n';
    const of = (status: string, baton: string) => ({ spec: status, acceptance: 'preparing', baton });
    const lacking = of('preparing', 'product for spec');
    return [
      ['what it requires is not there', () => shows(open()), lacking],
      ...['- [ ] It is fast.', 'It is slow.'].map((text): Told => [
        `without “${text}” it is not enough`,
        () => shows(open({ body: body.replace(text, '') }).comments(paul, spec)),
        { ...lacking, heard: ['approve: lacks'], notCounted: ["paul's command for spec: sections"] },
      ]),
      [
        'the gate cannot be opened before: it has to be approved again',
        () => shows(open().labels(paul, 'spec:approved').edits(ben, { body })),
        { ...of('waiting', 'product for spec'), notCounted: ["paul's label for spec: sections"] },
      ],
      [
        'the preset’s label and what it blocks stay; developers are next',
        () => shows(open({ body }).labels(paul, 'spec:approved').assigns(anton)),
        of('satisfied', 'developer for acceptance'),
      ],
      [
        'before, they do not start',
        () => shows(open({ body }).assigns(anton)),
        { ...of('waiting', 'product for spec'), against: ['undo: anton assigned anton (spec)'] },
      ],
      [
        'acceptance is the preset’s, too',
        () => shows(merged(open({ body }).labels(paul, 'spec:approved')).comments(paul, '/accept')),
        { ...accepted, heard: ['accept acceptance: done'] },
      ],
    ];
  },

  '`approve`: who has to agree, 1': (open) => {
    const of = (status: string, launch: string, baton: string) => ({ spec: status, launch, baton });
    const asked = of('waiting', 'preparing', 'pm+lead for spec');
    const done = of('satisfied', 'waiting', 'support+marketing for launch');
    const once = 'approve spec: done';
    return [
      ['their names', () => titles(open()), ['Spec approval', 'Launch brief']],
      ['one product manager', () => shows(open().comments(maria, spec)), { ...asked, heard: [once] }],
      [
        'the same one twice',
        () => shows(open().comments(maria, spec).comments(maria, spec)),
        { ...asked, heard: [once, once] },
      ],
      [
        'two',
        () => shows(open().comments(maria, spec).comments(paul, spec)),
        { ...done, heard: [once, once] },
      ],
      [
        'the launch brief is prepared by product',
        () => stands(open().labels(lena, 'spec:approved').comments(susi, '/return launch No price.')),
        of('satisfied', 'returned', 'pm for launch'),
      ],
      ['or one lead', () => shows(open().comments(lena, spec)), { ...done, heard: [once] }],
      [
        'support alone is not enough for the launch',
        () => shows(open().labels(lena, 'spec:approved').labels(susi, 'launch:ready')),
        of('satisfied', 'waiting', 'marketing for launch'),
      ],
      [
        'both are',
        () =>
          shows(open().labels(lena, 'spec:approved').labels(susi, 'launch:ready').comments(milo, '/approve')),
        { ...of('satisfied', 'satisfied', 'nobody'), heard: ['approve launch: done'] },
      ],
    ];
  },

  'Two pairs of eyes, 1': (open) => {
    const review = '/approve security-review';
    const waiting = { 'security-review': 'waiting', baton: 'security for security-review' };
    const reviewed = { 'security-review': 'satisfied', baton: 'nobody' };
    const done = 'approve security-review: done';
    const refused = (login: string) => ({
      ...waiting,
      heard: ['approve: independent'],
      notCounted: [`${login}'s command for security-review: independent`],
    });
    return [
      [
        'the author’s own approval does not count',
        () => shows(open({ by: sara }).comments(sara, review)),
        refused('sara'),
      ],
      [
        'nor that of an engineer who is assigned',
        () => shows(open().assigns(anton).comments(anton, review)),
        refused('anton'),
      ],
      [
        'nor that of the author of a pull request',
        () => {
          const issue = open();
          pullRequest({ closes: [issue], by: anton });
          return shows(issue.comments(anton, review));
        },
        refused('anton'),
      ],
      [
        'another engineer’s does',
        () => {
          const issue = open();
          pullRequest({ closes: [issue], by: anton });
          return shows(issue.comments(ben, review));
        },
        { ...reviewed, heard: [done] },
      ],
      [
        'so does that of security',
        () => shows(open({ by: anton }).comments(sara, review)),
        { ...reviewed, heard: [done] },
      ],
      [
        'and its label is hers to put on',
        () => shows(open({ by: anton }).labels(sara, 'security:ok')),
        reviewed,
      ],
      [
        'it holds the merge back',
        () => checkFor(open()),
        'action_required: Waiting for @acme/security or @acme/engineering to approve the security review of #1',
      ],
      [
        'and again after a push',
        () => {
          const issue = open();
          const pull = pullRequest({ closes: [issue], by: anton });
          issue.comments(sara, review);
          const before = checkOf(pull);
          return [before, checkOf(pull.pushes())];
        },
        [
          passes,
          'action_required: Waiting for @acme/security or @acme/engineering to approve the security review of #1 again',
        ],
      ],
    ];
  },

  'One gate that waits for another, 1': (open) => {
    const of = (design: string, status: string, baton: string) => ({ design, spec: status, baton });
    const first = of('waiting', 'preparing', 'architect for design');
    return [
      ['the design is first', () => shows(open()), first],
      [
        'the spec cannot be approved before it',
        () => shows(open().comments(maria, spec)),
        { ...first, heard: ['approve: blocked'], notCounted: ["maria's command for spec: blocked"] },
      ],
      [
        'it has to be approved again after it',
        () => shows(open().labels(maria, 'spec:approved').labels(arno, 'design:ok')),
        { ...of('satisfied', 'waiting', 'pm for spec'), notCounted: ["maria's label for spec: blocked"] },
      ],
      [
        'then both are open',
        () => shows(open().labels(arno, 'design:ok').labels(maria, 'spec:approved')),
        of('satisfied', 'satisfied', 'nobody'),
      ],
      [
        'a text that somebody else changes closes both, and the design is first again',
        () => {
          const issue = open().labels(arno, 'design:ok').labels(maria, 'spec:approved');
          const changed = stands(issue.edits(emil, { body: 'Other.' }));
          return [changed, stands(issue.comments(arno, '/approve design'))];
        },
        [of('stale', 'preparing', 'architect for design'), of('satisfied', 'stale', 'pm for spec')],
      ],
    ];
  },
};
