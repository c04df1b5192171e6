/** Which issues and pull requests have gates, what is work, and a policy over its base. */
import { expect } from 'vitest';
import { matcher, type Policy } from '../../../src/policy/index.ts';
import { anton, ben, bot, maria, paul } from '../people.ts';
import { checkOf, stands, writes } from '../shown.ts';
import { pullRequest, type Story, type Telling } from '../story.ts';
import { emil, over, sara, shows, textOf, type Played } from './examples.ts';

const passes = 'success: You can merge this';
const held = 'action_required: Waiting for maria to approve the spec of #1';
const linkIt = 'action_required: Link the issue that this closes';

type Open = (telling?: Telling) => Story;

/** The check of a pull request that touches these files, and closes nothing. */
const touching = (open: Open, ...files: readonly string[]): string => {
  const story = open();
  const isExempt = files.every(matcher(story.setting().policy.exempt.paths));
  return checkOf(pullRequest({ closes: [story], by: emil, onlyExemptPaths: isExempt }));
};

export const scope: Played = {
  'Where gates apply, 1': (open) => {
    const gates = { spec: 'waiting', acceptance: 'preparing', baton: 'pm for spec' };
    const feature = (): Story => open({ type: 'Feature' });
    return [
      ['of one of the types', () => [stands(feature()), stands(open({ type: 'Story' }))], [gates, gates]],
      ['or with the label', () => stands(open({ type: 'Bug' }).labels(emil, 'feature')), gates],
      ['neither: no gates', () => stands(open({ type: 'Bug' })), { none: 'outside' }],
      [
        'and the pull request passes',
        () => checkOf(pullRequest({ closes: [open()], by: emil })),
        'success: You can merge this: no approval is needed',
      ],
      [
        'exempt by a label, once somebody who may added it',
        () => [stands(feature().labels(emil, 'chore')), stands(feature().later(5000).labels(maria, 'chore'))],
        [gates, { none: 'exempt-label' }],
      ],
      [
        'exempt by who opened it',
        () => stands(open({ type: 'Feature', by: bot('renovate') })),
        { none: 'exempt-author' },
      ],
      [
        'so is a pull request',
        () => [
          checkOf(
            pullRequest({ closes: [feature()], by: emil })
              .later(5000)
              .labels(maria, 'chore'),
          ),
          checkOf(pullRequest({ closes: [feature()], by: bot('dependabot') })),
        ],
        [
          'success: Exempt because of its label: you can merge this',
          'success: Exempt because of its author: you can merge this',
        ],
      ],
      [
        'one that touches nothing but these files, too',
        () => touching(feature, 'docs/a/b.png', 'README.md', 'src/notes.md'),
        'success: Exempt because of its paths: you can merge this',
      ],
      ['and not one that touches another', () => touching(feature, 'docs/a/b.png', 'src/a.ts'), held],
      ['without an issue it does not pass', () => checkOf(pullRequest({ by: emil })), linkIt],
    ];
  },

  'What counts as work, 1': (open) => {
    const waiting = { spec: 'waiting', acceptance: 'preparing', baton: 'pm for spec' };
    const begun = (issue: Story): string | undefined => {
      writes(issue);
      return issue.on.card?.match(/\*\*Started early:\*\* (.*?)\. No pull request/)?.[1];
    };
    return [
      [
        'the label says that it starts',
        () => shows(open().labels(emil, 'in progress')),
        { ...waiting, against: ['undo: emil put in progress on (spec)'] },
      ],
      [
        'assignment keeps its value; an approver’s is none',
        () => shows(open().assigns(maria, emil).assigns(maria)),
        { ...waiting, against: ['undo: maria assigned emil (spec)'] },
      ],
      ['a branch does not count', () => begun(open().branches('1-coupons').labels(emil, 'bug')), undefined],
      [
        'a pull request does',
        () => {
          const issue = open();
          pullRequest({ closes: [issue], by: emil });
          return begun(issue.labels(emil, 'bug'));
        },
        'pull request [#7](https://tracker.test/acme/shop/pull/7) by emil',
      ],
    ];
  },

  'Issues in Jira, 1': (open) => {
    const spec = (): Story => open({ number: 12, repository: 'SHOP' });
    const check = (issue: Story): string => checkOf(pullRequest({ closes: [issue], by: emil }));
    const waits = 'action_required: Waiting for pm to approve the spec of SHOP-12 in Jira';
    return [
      [
        'what a product manager moves to the status passes',
        () => check(spec().moves(maria, 'Approved')),
        passes,
      ],
      ['what an engineer moves there does not', () => check(spec().moves(emil, 'Approved')), waits],
      ['nor what came from another project', () => check(spec().moves(maria, 'Approved', 'move')), waits],
      [
        'brought there once more by somebody else, it is stale',
        () => check(spec().moves(maria, 'Approved').moves(emil, 'Draft').moves(emil, 'Approved')),
        'action_required: Waiting for pm to approve the spec of SHOP-12 in Jira again',
      ],
      [
        'and so it is by an edit',
        () => check(spec().moves(maria, 'Approved').edits(emil, { body: 'Two coupons.' })),
        'action_required: Waiting for pm to approve the spec of SHOP-12 in Jira again',
      ],
      [
        'moved back by an approver, it is taken back',
        () => check(spec().moves(maria, 'Approved').moves(maria, 'Draft')),
        waits,
      ],
    ];
  },

  'Pull requests, 1': (open) => {
    const other = (): Story => open({ number: 2, repository: 'acme/planning' });
    return [
      ['without a linked issue it does not pass', () => checkOf(pullRequest({ by: emil })), linkIt],
      [
        'one of the repository that is listed counts',
        () => checkOf(pullRequest({ closes: [other()], by: emil })),
        'action_required: Waiting for maria to approve the spec of acme/planning#2',
      ],
      [
        'one of another does not',
        () => checkOf(pullRequest({ closes: [open({ repository: 'acme/other' })], by: emil })),
        linkIt,
      ],
      [
        'with several, each has to let it pass',
        () => {
          const [one, two] = [open().labels(maria, 'spec:approved'), other()];
          const pull = pullRequest({ closes: [one, two], by: emil });
          const before = checkOf(pull);
          two.labels(maria, 'spec:approved');
          return [before, checkOf(pull)];
        },
        ['action_required: Waiting for maria to approve the spec of acme/planning#2', passes],
      ],
    ];
  },

  'Building on another policy, 1': (open) => {
    const of = (spec: string, acceptance: string, baton: string) => ({ spec, acceptance, baton });
    return [
      [
        'the base is a whole policy: what it requires',
        () => stands(open()),
        of('preparing', 'preparing', 'pm for spec'),
      ],
      [
        'what it locks may be tightened, never weakened',
        () => {
          const asking = (sections: string): Policy =>
            over(
              textOf('Building on another policy, 1'),
              `extends: acme/.github\ngates: { spec: { requires: { sections: [${sections}] } } }`,
            );
          expect(() => asking('Why')).toThrow('"requires.sections" weakens the gate "spec"');
          return asking('Problem, Why').gates[0]?.requires.sections;
        },
        ['Problem', 'Why'],
      ],
      [
        'and whom it asks',
        () => stands(open({ body: '## Problem\n\nSlow.' }).labels(paul, 'spec:approved')),
        of('satisfied', 'preparing', 'engineer for acceptance'),
      ],
    ];
  },

  'Building on another policy, 2': (open) => {
    const body = '## Problem\n\nSlow.\n\n## Acceptance criteria\n\n- [ ] Fast.\n';
    const of = (spec: string, review: string, baton: string) => ({
      spec,
      acceptance: 'preparing',
      'security-review': review,
      // Nothing comes before the review, so it waits from the beginning.
      baton: `${baton}, security for security-review`,
    });
    return [
      [
        'the shop asks for more in a spec',
        () => [stands(open({ body: '## Problem\n\nSlow.' })), stands(open({ body }))],
        [of('preparing', 'waiting', 'pm for spec'), of('waiting', 'waiting', 'pm for spec')],
      ],
      [
        'roles are the base’s',
        () => stands(open({ body }).labels(paul, 'spec:approved')),
        of('satisfied', 'waiting', 'engineer for acceptance'),
      ],
      [
        'the locked gate holds back what it did',
        () => shows(open({ body }).assigns(anton)),
        { ...of('waiting', 'waiting', 'pm for spec'), against: ['undo: anton assigned anton (spec)'] },
      ],
      [
        'about acceptance it only warns',
        () => shows(open({ body }).labels(paul, 'spec:approved').closes(anton)),
        {
          ...of('satisfied', 'waiting', 'engineer for acceptance'),
          against: ['warn: anton closed it as completed (acceptance)'],
        },
      ],
      [
        'its own gate holds the merge back',
        () => {
          const issue = open({ body }).labels(paul, 'spec:approved');
          const pull = pullRequest({ closes: [issue], by: ben });
          const before = checkOf(pull);
          issue.comments(sara, '/approve security-review');
          return [before, checkOf(pull)];
        },
        ['action_required: Waiting for @acme/security to approve the security review of #1', passes],
      ],
    ];
  },
};
