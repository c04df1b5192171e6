/** The way back: questions about the spec, whether it can be built, single criteria, waivers. */
import type { Comment } from '@baton/sandbox';
import { afterEach, expect, test } from 'vitest';

import { approvedIssue, openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const day = 86_400_000;

const say = (login: string, on: string, text: string): Promise<Comment> =>
  stage.act(login, (somebody) => somebody.comment(on, text));

async function build(login: string): Promise<string> {
  await stage.act(login, (somebody) =>
    somebody.push(repository, 'coupons', { files: { 'coupons.ts': '// \n' } }),
  );
  const { number } = await stage.act(login, (somebody) =>
    somebody.openPull(repository, { title: 'Coupons', body: 'Closes #1', head: 'coupons' }),
  );
  return `${repository}#${number}`;
}

test('an engineer finds a hole: the check says who must answer, the work stays, and the answer lets it go on', async () => {
  stage = await openStage();
  const issue = await approvedIssue(stage);
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  const pull = await build('anton');
  expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this']);
  stage.heard(issue);
  await say('ben', pull, '/question Are coupons for gift cards, too?');
  expect(stage.see(issue)).toMatchObject({
    labels: [],
    assignees: ['anton'],
    card: {
      head: 'Waiting for maria to answer a question about the spec',
      next: 'Comment `/answer` and the answer, or change the spec.',
    },
  });
  expect(stage.see(pull).checks).toEqual([
    'Baton: action_required · Waiting for maria to answer a question about the spec of #1',
  ]);
  expect(stage.heard(issue)).toEqual([
    '**Waiting for @maria to answer a question about the spec.** ben asked on then: “Are coupons for gift cards, too?”',
  ]);
  await say('anton', issue, '/question And abroad?');
  await say('maria', issue, '/answer No.');
  expect(stage.heard(issue)).toEqual([
    'Several questions wait for an answer, so say which one you answer, as in `/answer 1 as written`; still unanswered: 1 and 2.',
  ]);
  await say('maria', issue, '/answer 1 No.');
  expect(stage.see(issue).labels).toEqual([]);
  // The other one is answered in the spec itself.
  await stage.act('maria', (maria) => maria.edit(issue, { body: 'One coupon per order, here and abroad.' }));
  expect(stage.see(issue)).toMatchObject({
    labels: ['spec:approved'],
    card: { head: 'Waiting for `@acme/engineering` to build this' },
  });
  expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this']);
});

test('a question that was acted on is not lifted by deleting it', async () => {
  stage = await openStage();
  const issue = await approvedIssue(stage);
  const question = await say('anton', issue, '/question Which tax?');
  expect(stage.see(issue).labels).toEqual([]);
  await stage.act('anton', (anton) => anton.deleteComment(question));
  expect(stage.see(issue)).toMatchObject({
    labels: [],
    card: { head: 'Waiting for maria to answer a question about the spec' },
  });
  await say('maria', issue, '/answer The usual one.');
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
});

test('nor is a revocation, nor a “not viable”', async () => {
  stage = await openStage({
    policy: `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
gates:
  spec: { preset: spec, requires: { consent: [engineer] } }
`,
  });
  await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Coupons', body: 'Coupons.' }));
  const issue = `${repository}#1`;
  const seen = () => [stage.see(issue).labels, stage.see(issue).card?.gates];
  await say('anton', issue, '/viable');
  await say('maria', issue, '/approve spec');
  const word = await say('ben', issue, '/not-viable There is no till.');
  const refused = seen();
  expect(refused).toEqual([[], [expect.stringContaining('Spec approval · not ready yet')]]);
  await stage.act('otto', (otto) => otto.deleteComment(word));
  expect(seen()).toEqual(refused);
  await say('ben', issue, '/viable');
  expect(stage.see(issue).labels).toEqual(['spec:approved']);

  const taken = await say('maria', issue, '/revoke spec');
  const revoked = seen();
  expect(revoked).toEqual([
    [],
    [expect.stringContaining('Spec approval · waiting for approval · maria took')],
  ]);
  await stage.act('otto', (otto) => otto.deleteComment(taken));
  expect(seen()).toEqual(revoked);
  await say('maria', issue, '/approve spec');
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
});

test('a waiver ends on its day, without anybody doing anything', async () => {
  const policy = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
  lead: [olga]
gates:
  spec: { preset: spec, waive: [lead] }
`;
  stage = await openStage({ policy, timed: true });
  await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Coupons', body: 'Coupons.' }));
  const issue = `${repository}#1`;
  const pull = await build('anton');
  expect(stage.see(pull).checks[0]).toContain('action_required');
  await say('olga', issue, '/waive spec The shop is down until 2026-01-06');
  expect(stage.see(pull).checks).toEqual([
    'Baton: success · You can merge this: the spec was waived, not approved',
  ]);
  expect(stage.see(issue).labels).toEqual([]);
  await stage.later(day / 2);
  expect(stage.see(pull).checks[0]).toContain('success');
  await stage.later(1.5 * day);
  expect(stage.see(pull).checks).toEqual([
    'Baton: action_required · Waiting for maria to approve the spec of #1',
  ]);
  expect(stage.see(issue).card?.head).toBe('Waiting for maria to approve the spec');
});
