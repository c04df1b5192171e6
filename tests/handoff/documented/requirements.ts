/** What a gate requires, what its approval is bound to, and which issues have it. */
import { anton, ben, maria, paul } from '../people.ts';
import { checkOf, writes } from '../shown.ts';
import { hour, pullRequest, type Story } from '../story.ts';
import { emil, lena, shows, susi, titles, type Played } from './examples.ts';

const spec = '/approve spec';
const done = 'approve spec: done';

export const requirements: Played = {
  'Can it be built?, 1': (open) => {
    const body = '## Problem\n\nIt is slow.\n\n## Acceptance criteria\n\n- [ ] It is fast.\n';
    const other = body.replace('slow', 'very slow');
    const asked = { spec: 'preparing', baton: 'engineer for spec' };
    const sentBack = { spec: 'preparing', baton: 'pm for spec' };
    const waiting = { spec: 'waiting', baton: 'pm for spec' };
    const opened = { spec: 'satisfied', baton: 'nobody' };
    const issue = (): Story => open({ body });
    const viable = (): Story => issue().comments(anton, '/viable');
    const said = 'viable spec: done';
    return [
      ['engineering has the baton first', () => shows(issue()), asked],
      [
        'before its word, an approval does not open the gate',
        () => shows(issue().comments(maria, spec)),
        { ...asked, heard: ['approve: lacks'], notCounted: ["maria's command for spec: consent"] },
      ],
      ['the sections come first', () => shows(open()), sentBack],
      [
        'each of them',
        () =>
          [body.replace('It is slow.', ''), body.replace('- [ ] It is fast.', '')].map((text) =>
            shows(open({ body: text })),
          ),
        [sentBack, sentBack],
      ],
      ['viable: product is asked', () => shows(viable()), { ...waiting, heard: [said] }],
      ['and approves', () => shows(viable().comments(maria, spec)), { ...opened, heard: [said, done] }],
      [
        'not viable: it is with who prepares it',
        () => shows(issue().comments(anton, '/not-viable There is no such interface.')),
        { ...sentBack, heard: ['not-viable spec: done'] },
      ],
      [
        'a rewritten spec needs the word again',
        () => shows(viable().edits(maria, { body: other })),
        { ...asked, heard: [said] },
      ],
      [
        'one that its approvers amend after the approval does not',
        () => shows(viable().comments(maria, spec).edits(maria, { body: other })),
        { ...opened, heard: [said, done] },
      ],
      [
        'edited by who may say it, their word stands',
        () => shows(viable().edits(ben, { body: other })),
        { ...waiting, heard: [said] },
      ],
    ];
  },

  'Acceptance criterion by criterion, 1': (open) => {
    const body =
      '## Acceptance criteria\n\n- [ ] A coupon is taken off\n- [ ] Only once\n3. Never below zero\n';
    const at = (acceptance: string, baton: string) => ({ spec: 'satisfied', acceptance, baton });
    const built = (text = body): Story => {
      const issue = open({ body: text }).labels(maria, 'spec:approved');
      pullRequest({ closes: [issue], by: emil }).merges(emil);
      return issue.reopens(emil);
    };
    const all = at('satisfied', 'nobody');
    /** An engineer's edit leaves the spec to be approved again. */
    const edited = (acceptance: string) => {
      const who = { waiting: ', pm for acceptance', returned: ', engineer for acceptance' }[acceptance] ?? '';
      return { ...at(acceptance, `pm for spec${who}`), spec: 'stale' };
    };
    const said = 'accept acceptance: done';
    return [
      [
        'some are accepted',
        () => shows(built().comments(maria, '/accept 1 3')),
        { ...at('waiting', 'pm for acceptance'), heard: [said] },
      ],
      [
        'one is sent back',
        () =>
          shows(built().comments(maria, '/accept 1 3').comments(maria, '/return 2 It was taken off twice.')),
        { ...at('returned', 'engineer for acceptance'), heard: [said, 'return acceptance: done'] },
      ],
      [
        'it opens when all are accepted',
        () => shows(built().comments(maria, '/accept 1 3').comments(maria, '/accept 2')),
        { ...all, heard: [said, said] },
      ],
      [
        'all at once, by the command',
        () => shows(built().comments(maria, '/accept')),
        { ...all, heard: [said] },
      ],
      ['by the label', () => shows(built().labels(maria, 'pm:accepted')), all],
      ['and by closing', () => shows(built().closes(maria)), all],
      [
        'all that there were at that moment: one that is added is not accepted',
        () =>
          shows(
            built()
              .labels(maria, 'pm:accepted')
              .edits(maria, { body: `${body}4. With tax\n` }),
          ),
        at('stale', 'pm for acceptance'),
      ],
      [
        'one whose words change is open again, whoever changed it; the others stay',
        () => {
          const issue = built().labels(maria, 'pm:accepted');
          issue.edits(maria, { body: body.replace('Only once', 'Only twice') });
          const changed = shows(issue);
          return [changed, shows(issue.comments(maria, '/accept 2'))];
        },
        [at('stale', 'pm for acceptance'), { ...all, heard: [said] }],
      ],
      [
        'ticking boxes and moving criteria around changes nothing',
        () =>
          shows(
            built().labels(maria, 'pm:accepted').edits(maria, {
              body: '## Acceptance criteria\n\n1. Never below zero\n- [x] Only once\n- [x] A coupon is taken off\n',
            }),
          ),
        all,
      ],
      [
        'one that is not accepted yet is removed: the list has to be accepted as it is now',
        () => {
          const issue = built().comments(maria, '/accept 1 3');
          issue.edits(emil, { body: body.replace('- [ ] Only once\n', '') });
          const removed = shows(issue);
          return [removed, shows(issue.comments(maria, '/accept'))];
        },
        [
          { ...edited('waiting'), heard: [said] },
          { ...edited('satisfied'), heard: [said, said] },
        ],
      ],
      [
        'one that was sent back is reworded: it still is',
        () =>
          shows(
            built()
              .comments(maria, '/accept 1 3')
              .comments(maria, '/return 2 No.')
              .edits(emil, { body: body.replace('Only once', 'Only twice') }),
          ),
        { ...edited('returned'), heard: [said, 'return acceptance: done'] },
      ],
      [
        'an accepted one is removed: the others stay accepted',
        () =>
          shows(
            built()
              .labels(maria, 'pm:accepted')
              .edits(emil, { body: body.replace('- [ ] Only once\n', '') }),
          ),
        edited('satisfied'),
      ],
      [
        'the list is changed back: closed until it is accepted again',
        () => {
          const issue = built().labels(maria, 'pm:accepted');
          issue.edits(emil, { body: body.replace('Only once', 'Only twice') }).edits(emil, { body });
          const back = shows(issue);
          return [back, shows(issue.comments(maria, '/accept'))];
        },
        [at('stale', 'pm for acceptance'), { ...all, heard: [said] }],
      ],
      [
        'an approver removes one: that ends its return, too',
        () =>
          shows(
            built()
              .comments(maria, '/accept 1 3')
              .comments(maria, '/return 2 No.')
              .edits(maria, { body: body.replace('- [ ] Only once\n', '') }),
          ),
        { ...all, heard: [said, 'return acceptance: done'] },
      ],
      [
        'the card lists them from 1',
        () => {
          const issue = built().comments(maria, '/accept 1');
          writes(issue);
          return (issue.on.card ?? '').match(/^\d\. [^:]*/gm);
        },
        ['1. A coupon is taken off', '2. Only once', '3. Never below zero'],
      ],
      [
        'an issue without any cannot be accepted',
        () => shows(built('Nothing.').comments(maria, '/accept')),
        {
          ...at('preparing', 'engineer for acceptance'),
          heard: ['accept: lacks'],
          notCounted: ["maria's command for acceptance: no-criteria"],
        },
      ],
    ];
  },

  'Sub-issues first, 1': (open) => {
    const family = (): readonly [whole: Story, part: Story] => {
      const whole = open().labels(maria, 'spec:approved');
      const part = open({ number: 2, clock: whole.on.clock });
      return [whole.hasPart(part), part];
    };
    const finish = (part: Story): Story => part.labels(maria, 'spec:approved').labels(maria, 'pm:accepted');
    const at = (acceptance: string, baton: string) => ({ spec: 'satisfied', acceptance, baton });
    const preparing = at('preparing', 'engineer for acceptance');
    const all = at('satisfied', 'nobody');
    return [
      [
        'until they are done, the card says which are not, and who has their baton',
        () => {
          const [whole] = family();
          writes(whole);
          return whole.on.card?.match(/not ready yet \| (.*?) \|/)?.[1];
        },
        'These sub-issues aren’t done: #2 (waiting for `pm`).',
      ],
      [
        'an approval that comes too early has to be given again',
        () => {
          const [whole, part] = family();
          whole.labels(maria, 'pm:accepted');
          finish(part);
          const early = shows(whole);
          return [early, shows(whole.comments(maria, '/accept'))];
        },
        [
          { ...preparing, notCounted: ["maria's label for acceptance: sub-issues"] },
          { ...all, heard: ['accept acceptance: done'] },
        ],
      ],
      [
        'a new one closes the gate until it is done; the approval then stands again',
        () => {
          const [whole, part] = family();
          finish(part);
          whole.labels(maria, 'pm:accepted');
          const other = open({ number: 3, clock: whole.on.clock });
          whole.hasPart(other);
          const closed = shows(whole);
          finish(other);
          return [closed, shows(whole)];
        },
        [preparing, all],
      ],
      [
        'one that is not planned does not count',
        () => {
          const [whole, part] = family();
          part.closes(emil, 'not_planned');
          return shows(whole.labels(maria, 'pm:accepted'));
        },
        all,
      ],
    ];
  },

  'What an approval is bound to, 1': (open) => {
    const body = '## Problem\n\nSlow.\n\n## Acceptance criteria\n\n- [ ] Fast.\n\n## Notes\n\nNone.\n';
    const edited = (now: { body?: string; title?: string }): object =>
      shows(open({ body }).labels(maria, 'spec:approved').edits(emil, now));
    const [stays, goes] = [
      { spec: 'satisfied', baton: 'nobody' },
      { spec: 'stale', baton: 'pm for spec' },
    ];
    return [
      ['an edit elsewhere leaves it as it is', () => edited({ body: body.replace('None', 'Some') }), stays],
      ['of the title, too', () => edited({ title: 'Vouchers' }), stays],
      ['an edit of the problem does not', () => edited({ body: body.replace('Slow', 'Dear') }), goes],
      ['nor one of the criteria', () => edited({ body: body.replace('Fast', 'Cheap') }), goes],
    ];
  },

  'Waivers, 1': (open) => {
    const words = '/waive spec The shop is down until 2026-12-24';
    const [waived, waiting] = [
      { spec: 'waived', baton: 'nobody' },
      { spec: 'waiting', baton: 'pm for spec' },
    ];
    const withWaiver = (): Story => open().comments(lena, words);
    const made = 'waive spec: done';
    const revoked = { ...waiting, heard: [made, 'revoke spec: done'] };
    return [
      ['a lead lets the gate be open', () => shows(withWaiver().assigns(emil)), { ...waived, heard: [made] }],
      [
        'nobody else does',
        () => shows(open().comments(maria, words)),
        { ...waiting, heard: ['waive: role'] },
      ],
      [
        'the reason is needed',
        () => shows(open().comments(lena, '/waive spec until 2026-12-24')),
        { ...waiting, heard: ['waive: no-reason'] },
      ],
      [
        'the day is not',
        () =>
          shows(
            open()
              .comments(lena, '/waive spec The shop is down')
              .later(400 * 24 * hour),
          ),
        { ...waived, heard: [made] },
      ],
      [
        'it is the last one on which it holds',
        () => {
          const issue = withWaiver();
          const until = (date: number): object => {
            issue.on.clock.now = date;
            return shows(issue);
          };
          return [until(Date.UTC(2026, 11, 24, 23)), until(Date.UTC(2026, 11, 25, 1))];
        },
        [
          { ...waived, heard: [made] },
          { ...waiting, heard: [made] },
        ],
      ],
      ['no label: it is no approval', () => writes(withWaiver()), ['reacts done', 'posts the card']],
      [
        'the card says who, why and until when',
        () => {
          const issue = withWaiver();
          writes(issue);
          return issue.on.card?.match(/waived \| (.*?) \|/)?.[1];
        },
        'Not approved: lena waived it on 2 Mar, 09:02 UTC, until the end of Thursday, 24 Dec 2026 (UTC): “The shop is down”',
      ],
      [
        'and so does the check',
        () => {
          const pull = pullRequest({ closes: [withWaiver()], by: emil });
          const [check] = pull.look().effects.flatMap((each) => (each.kind === 'check' ? [each.report] : []));
          return [check?.title, check?.summary.match(/Not approved:[^|]*”/)?.[0]];
        },
        [
          'You can merge this: the spec was waived, not approved',
          'Not approved: lena waived it on 2 Mar, 09:02 UTC, until the end of Thursday, 24 Dec 2026 (UTC): “The shop is down”',
        ],
      ],
      ['approvers revoke it', () => shows(withWaiver().comments(maria, '/revoke spec')), revoked],
      ['and so do those who may waive', () => shows(withWaiver().comments(lena, '/revoke spec')), revoked],
      [
        'a return ends it',
        () => shows(withWaiver().comments(maria, '/return spec No.')),
        { spec: 'returned', baton: 'pm for spec', heard: [made, 'return spec: done'] },
      ],
      [
        'and so does an approval',
        () => shows(withWaiver().comments(maria, spec)),
        { spec: 'satisfied', baton: 'nobody', heard: [made, done] },
      ],
    ];
  },

  'A gate for some issues, 1': (open) => {
    const approved = (type?: string): Story =>
      open(type === undefined ? {} : { type }).labels(maria, 'spec:approved');
    const free = { spec: 'satisfied', launch: 'not applicable', baton: 'nobody' };
    const waiting = { spec: 'satisfied', launch: 'waiting', baton: 'support for launch' };
    return [
      ['for all others it is not applicable, and open', () => shows(approved().closes(emil)), free],
      [
        'with the label, it holds the closing back',
        () => shows(approved().labels(emil, 'customer-facing').closes(emil)),
        { ...waiting, against: ['undo: emil closed it as completed (launch)'] },
      ],
      ['or of the type', () => shows(approved('Feature')), waiting],
      [
        'its turn comes after the spec',
        () => shows(open({ type: 'Feature' })),
        { spec: 'waiting', launch: 'preparing', baton: 'pm for spec' },
      ],
      ['its name', () => titles(open()), ['Spec approval', 'Launch brief']],
      ['of another type', () => shows(approved('Bug')), free],
      [
        'whoever takes the label off takes the gate off',
        () => shows(approved().labels(emil, 'customer-facing').unlabels(paul, 'customer-facing')),
        free,
      ],
      [
        'support opens it',
        () => shows(approved('Feature').labels(susi, 'launch:ready')),
        { ...free, launch: 'satisfied' },
      ],
      [
        'it does not hold a pull request back',
        () => checkOf(pullRequest({ closes: [approved('Feature')] })),
        'success: You can merge this',
      ],
    ];
  },
};
