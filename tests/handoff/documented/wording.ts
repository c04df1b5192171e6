/** When people are reminded, what they are told in a team's own words, and what the modes make of it all. */
import { anton, maria } from '../people.ts';
import { prompts, waits } from '../reminded.ts';
import { checkOf, writes } from '../shown.ts';
import { hour, pullRequest, type Story } from '../story.ts';
import { emil, shows, type Played } from './examples.ts';

export const wording: Played = {
  'Reminders, 1': (open) => [
    [
      'two working days for the approval of the spec',
      () => waits(open()),
      { gate: 'spec', roles: 'pm', since: '2026-03-02T09:01', due: '2026-03-04T09:01' },
    ],
    [
      'a week for those who build',
      () => waits(open().comments(maria, '/approve spec')),
      { gate: 'acceptance', roles: 'engineer', since: '2026-03-02T09:02', due: '2026-03-09T09:02' },
    ],
    [
      'one reminder, then the lead is told, then there is silence',
      () => prompts(open(), 500),
      ['reminder 2026-03-04T09:00', 'escalation 2026-03-06T09:00'],
    ],
    [
      'on holidays and week-ends nobody is reminded: Christmas is on a Friday',
      () => {
        const issue = open();
        issue.on.clock.now = Date.UTC(2026, 11, 23, 9);
        return prompts(issue.comments(maria, '/return spec No.'), 200);
      },
      ['reminder 2026-12-28T09:00', 'escalation 2026-12-30T09:00'],
    ],
    [
      'nor on the first of January',
      () => {
        const issue = open();
        issue.on.clock.now = Date.UTC(2026, 11, 31, 9);
        return waits(issue.comments(maria, '/return spec No.'));
      },
      { gate: 'spec', roles: 'pm', since: '2026-12-31T09:01', due: '2027-01-05T09:01' },
    ],
    [
      'put off, there is silence until then, and then one reminder',
      () => prompts(open().comments(maria, '/snooze until 2026-03-09'), 200),
      ['reminder 2026-03-08T23:00'],
    ],
  ],

  'Comments in your own words, 1': (open) => {
    const said = (issue: Story): readonly string[] =>
      issue
        .settles()
        .flat()
        .flatMap((each) => (each.kind === 'comment' ? [each.body.replaceAll(/<!--.*-->\n?/g, '')] : []));
    return [
      [
        'a handoff',
        () => said(open().comments(maria, '/approve spec')),
        [
          '@emil, it is your turn now\\: Acceptance\\. Build it, and merge a pull request that closes this issue. If there’s nothing to merge, comment `/request acceptance` when it’s ready.',
        ],
      ],
      [
        'an assignment that is undone',
        () => said(open().assigns(emil)),
        ['@emil\\: not yet, please\\! Spec approval comes first; `pm` can open it\\.'],
      ],
      [
        'what is not written is said in Baton’s words',
        () => said(open().closes(emil)),
        [
          '@emil: I reopened this issue, because the result isn’t accepted yet. maria can accept it: comment `/accept` or add the label `pm:accepted`. After that I’ll close it again.',
        ],
      ],
      [
        'the card’s last line',
        () => {
          const issue = open();
          writes(issue.comments(emil, 'Hm.'));
          return issue.on.card?.match(/<sub>.*<\/sub>/)?.[0];
        },
        '<sub>Questions about this? Ask in \\#product\\. The rules\\: [the policy](https://tracker.test/acme/shop/roles.yml)</sub>',
      ],
    ];
  },

  'Modes: enforce, warn, observe, 1': (open) => [
    [
      'nothing is undone, the card says so; of acceptance it says nothing',
      () => {
        const issue = open().assigns(emil).labels(anton, 'spec:approved').closes(emil);
        const seen = shows(issue);
        return [seen, writes(issue)];
      },
      [
        {
          spec: 'waiting',
          acceptance: 'preparing',
          baton: 'nobody',
          notCounted: ["anton's label for spec: role"],
          against: ['warn: emil assigned emil (spec)', 'warn: anton put spec:approved on (spec)'],
        },
        ['posts the card'],
      ],
    ],
    [
      'the check is neutral',
      () => checkOf(pullRequest({ closes: [open()], by: emil })),
      'neutral: Waiting for maria to approve the spec of #1',
    ],
    [
      'words of the right people work as ever',
      () => writes(open().comments(maria, '/approve spec')),
      ['puts spec:approved on I1', 'reacts done', 'posts the card'],
    ],
    [
      'the gate that is only observed gets no label',
      () => writes(open().comments(maria, '/approve spec\n/accept').later(hour)),
      ['puts spec:approved on I1', 'reacts done', 'posts the card'],
    ],
  ],
};
