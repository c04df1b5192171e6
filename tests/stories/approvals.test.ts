/** What counts as an approval: whose word, when, in which form, and about which text. */
import type { Comment } from '@baton/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { approvedIssue, openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.github.app({
    slug: 'helper',
    permissions: { issues: 'write', pull_requests: 'write', metadata: 'read' },
    events: [],
  });
  stage.github.install('helper', 'acme');
});
afterAll(() => stage.close());

async function newIssue(body = 'One coupon per order.'): Promise<string> {
  const { number } = await stage.act('ben', (ben) => ben.openIssue(repository, { title: 'Coupons', body }));
  return `${repository}#${number}`;
}

/** Who says what on an issue, and the comment. */
const says = (login: string, issue: string, text: string): Promise<Comment> =>
  stage.act(login, (somebody) => somebody.comment(issue, text));

const spec = (issue: string): string => stage.see(issue).card?.gates[0] ?? '';
const waiting = 'Spec approval · waiting for approval · `pm` still has to approve it.';
const approved = 'Spec approval · approved · Approved by maria (`pm`) in a comment, then.';

describe('comments', () => {
  test('edited by its author, an approval is no evidence any more, and the card says so', async () => {
    const issue = await newIssue();
    const word = await says('maria', issue, '/approve spec');
    expect(spec(issue)).toBe(approved);
    await stage.act('maria', (maria) => maria.editComment(word, '/approve spec\n\nThank you!'));
    expect(stage.see(issue)).toMatchObject({
      labels: [],
      card: {
        gates: [waiting, expect.any(String)],
        notes: [
          '**Not counted**',
          '- maria approved the spec in a comment on then: maria edited that comment later, so it no longer counts. Write a new one.',
        ],
      },
    });
    await says('maria', issue, '/approve spec');
    expect(stage.see(issue)).toMatchObject({ labels: ['spec:approved'], card: { notes: [] } });
  });

  test('a comment that somebody else turns into an approval opens nothing, and is answered', async () => {
    const issue = await newIssue();
    const word = await says('maria', issue, 'Let me think about it.');
    await stage.act('otto', (otto) => otto.editComment(word, '/approve spec'));
    expect(spec(issue)).toBe(waiting);
    expect(stage.heard(issue)).toEqual([
      'otto edited your comment, and edited comments don’t count; please write a new one.',
    ]);
    expect(word.reactions.map(({ content, by }) => [content, by.login])).toEqual([
      ['confused', 'baton[bot]'],
    ]);
  });

  test('an approval that is deleted is gone', async () => {
    const issue = await newIssue();
    const word = await says('maria', issue, '/approve spec');
    expect(spec(issue)).toBe(approved);
    await stage.act('otto', (otto) => otto.deleteComment(word));
    expect(stage.see(issue)).toMatchObject({ labels: [], card: { gates: [waiting, expect.any(String)] } });
  });

  test('a return that is rewritten or deleted still counts, until an approver speaks again', async () => {
    const issue = await newIssue();
    await says('maria', issue, '/approve spec');
    const word = await says('maria', issue, '/return spec The error case is missing.');
    const returned = 'Spec approval · sent back · maria sent it back on then.';
    expect(stage.see(issue)).toMatchObject({ labels: [], card: { gates: [returned, expect.any(String)] } });
    await stage.act('otto', (otto) => otto.editComment(word, 'Looks good.'));
    expect(spec(issue)).toBe(returned);
    expect(stage.see(issue).card?.notes).toContain('> The error case is missing\\.');
    await stage.act('otto', (otto) => otto.deleteComment(word));
    expect(spec(issue)).toBe(returned);
    expect(stage.see(issue).card?.notes).toContain('> The error case is missing\\.');
    await says('maria', issue, '/approve spec');
    expect(stage.see(issue)).toMatchObject({ labels: ['spec:approved'], card: { notes: [] } });
  });
});

describe('the text', () => {
  test('again as it was approved, it is approved again; what is no edit changes nothing', async () => {
    const issue = await approvedIssue(stage);
    await stage.act('ben', (ben) => ben.edit(issue, { body: 'Two coupons.' }));
    expect(spec(issue)).toBe(
      'Spec approval · changed since approval · ben edited the text on then, after it was approved.',
    );
    await stage.act('ben', (ben) =>
      ben.edit(issue, {
        body: 'One   coupon\r\nper order. <!-- note -->\n\n<!-- more -->\n\n_No response_\n',
      }),
    );
    expect(stage.see(issue)).toMatchObject({ labels: ['spec:approved'] });
    await stage.act('ben', (ben) => ben.edit(issue, { title: 'Coupons for all' }));
    expect(stage.see(issue)).toMatchObject({
      labels: [],
      card: { head: 'Waiting for maria to approve the spec again' },
    });
    await says('maria', issue, '/approve spec');
    expect(stage.see(issue)).toMatchObject({ labels: ['spec:approved'] });
  });

  test('after a return, the old text alone does not bring the approval back', async () => {
    const issue = await newIssue();
    await says('maria', issue, '/approve spec');
    await stage.act('ben', (ben) => ben.edit(issue, { body: 'Two coupons.' }));
    await says('maria', issue, '/return spec As it was, please.');
    await stage.act('ben', (ben) => ben.edit(issue, { body: 'One coupon per order.' }));
    expect(spec(issue)).toBe('Spec approval · sent back · maria sent it back on then.');
  });

  test('edited by an approver, the approval is carried over as an amendment', async () => {
    const issue = await approvedIssue(stage);
    await stage.act('maria', (maria) => maria.edit(issue, { body: 'Three coupons.' }));
    expect(spec(issue)).toBe(
      'Spec approval · approved · Approved by maria (`pm`, also the author) with a label, then; amended by maria, then.',
    );
    expect(stage.see(issue).labels).toEqual(['spec:approved']);
    await stage.act('ben', (ben) => ben.edit(issue, { body: 'Four coupons.' }));
    await stage.act('ben', (ben) => ben.edit(issue, { body: 'Three coupons.' }));
    expect(stage.see(issue).labels).toEqual(['spec:approved']);
  });

  test('approved and edited in the same second: doubt means stale', async () => {
    const issue = await newIssue();
    stage.github.clock.advance(2000);
    stage.hurry('maria', (maria) => maria.comment(issue, '/approve spec'));
    stage.hurry('ben', (ben) => ben.edit(issue, { body: 'Two coupons.' }));
    await stage.settled();
    expect(spec(issue)).toBe(
      'Spec approval · changed since approval · ben edited the text in the same second in which it was approved (then), so nobody can tell which text was approved.',
    );
    expect(stage.see(issue).labels).toEqual([]);
    await says('maria', issue, '/approve spec');
    expect(spec(issue)).toBe(approved);
  });
});

describe('who', () => {
  test('an engineer, an outsider and a reader open nothing, and hear who may', async () => {
    const issue = await newIssue();
    for (const login of ['anton', 'otto', 'rita']) await says(login, issue, '/approve spec');
    expect(stage.see(issue)).toMatchObject({ labels: [], card: { gates: [waiting, expect.any(String)] } });
    expect(stage.heard(issue)).toEqual(Array(3).fill('`/approve` for “Spec approval” is for `pm` (maria).'));
    expect(stage.see(issue).card?.notes).toEqual([
      '**Not counted**',
      ...['anton', 'otto', 'rita'].map(
        (login) => `- ${login} approved the spec in a comment on then: only \`pm\` (maria) can approve it.`,
      ),
    ]);
  });

  test('another App opens nothing, and is not answered', async () => {
    const issue = await newIssue();
    await says('helper[bot]', issue, '/approve spec\n/why');
    await stage.act('helper[bot]', (helper) => helper.label(issue, 'spec:approved'));
    expect(stage.see(issue)).toMatchObject({
      labels: [],
      card: {
        gates: [waiting, expect.any(String)],
        notes: [
          '**Not counted**',
          '- helper\\[bot\\] added the label `spec:approved` on then: bots can’t approve; `pm` (maria) can approve it.',
        ],
      },
      said: [
        'I removed the label `spec:approved`: it shows that the spec is approved, and only maria can approve it.',
      ],
    });
  });

  test('a word in Baton’s own name is nobody’s word', async () => {
    const issue = await newIssue();
    await says('baton[bot]', issue, '/approve spec');
    await stage.act('baton[bot]', (baton) => baton.label(issue, 'spec:approved'));
    await says('anton', issue, 'Hm.');
    expect(stage.see(issue)).toMatchObject({
      labels: [],
      card: { gates: [waiting, expect.any(String)], notes: [] },
    });
  });

  test('a login written in another case is the same person', async () => {
    const issue = await newIssue();
    await says('maria', issue, '/APPROVE Spec');
    expect(spec(issue)).toBe(approved);
  });

  test('two people at once: the last look wins, and nothing is said twice', async () => {
    const issue = await newIssue();
    stage.heard(issue);
    stage.github.clock.advance(2000);
    stage.hurry('maria', (maria) => maria.comment(issue, '/approve spec'));
    stage.hurry('otto', (otto) => otto.label(issue, 'spec:approved'));
    stage.hurry('anton', (anton) => anton.assign(issue, 'anton'));
    await stage.settled();
    expect(stage.see(issue)).toMatchObject({ labels: ['spec:approved'], assignees: ['anton'] });
    expect(stage.heard(issue)).toEqual([
      '**Waiting for @acme/engineering to build this.** The spec is approved.',
    ]);
  });
});
