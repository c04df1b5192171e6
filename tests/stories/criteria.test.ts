/** Acceptance criterion by criterion: what the product manager did not accept cannot be edited away. */
import { afterEach, expect, test } from 'vitest';

import { openPull, openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const policy = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
gates:
  spec: { preset: spec, covers: { sections: [Problem] } }
  acceptance: { preset: acceptance, requires: { criteria: Acceptance criteria } }
`;
const first = '- [ ] A coupon is taken off\n';
const second = '- [ ] Only once\n';
const third = '- [ ] Never below zero\n';
const bodyOf = (...criteria: readonly string[]): string =>
  `## Problem\n\nToo expensive.\n\n## Acceptance criteria\n\n${criteria.join('')}`;
const issue = `${repository}#1`;

const say = (login: string, text: string) => stage.act(login, (somebody) => somebody.comment(issue, text));
const rewrite = (login: string, ...criteria: readonly string[]) =>
  stage.act(login, (somebody) => somebody.edit(issue, { body: bodyOf(...criteria) }));

/** maria's issue with three criteria, built and merged; Baton opened it again for her. */
async function built(): Promise<void> {
  stage = await openStage({ policy });
  await stage.act('maria', (maria) =>
    maria.openIssue(repository, { title: 'Coupons', body: bodyOf(first, second, third) }),
  );
  await say('maria', '/approve spec');
  const pull = await openPull(stage, 'Closes #1');
  await stage.act('anton', (anton) => anton.merge(pull));
  expect(stage.see(issue)).toMatchObject({
    state: 'open',
    labels: ['spec:approved'],
    card: { head: 'Waiting for maria to accept the result' },
  });
}

const acceptance = (): string => stage.see(issue).card?.gates[1] ?? '';
const notAccepted = { state: 'open', labels: ['spec:approved'] };
const isAccepted = { state: 'closed: completed', labels: ['pm:accepted', 'spec:approved'] };

test('one that was sent back is deleted: the issue stays open, until she accepts the list as it is', async () => {
  await built();
  await say('maria', '/accept 1 3');
  await say('maria', '/return 2 It was taken off twice.');
  await rewrite('anton', first, third);
  expect(stage.see(issue)).toMatchObject(notAccepted);
  expect(acceptance()).toBe('Acceptance · sent back · maria sent back criterion 2 on then (Only once).');
  expect(stage.see(issue).card?.notes).toEqual(
    expect.arrayContaining([
      '- ~~Only once~~: 🗑️ removed by anton, then, before it was accepted; before that sent back by maria: “It was taken off twice\\.”',
    ]),
  );
  await say('anton', '/request acceptance');
  expect(stage.see(issue)).toMatchObject(notAccepted);
  expect(acceptance()).toBe(
    'Acceptance · waiting for approval · anton removed “Only once” from the list on then, before it was accepted. The others were accepted, but not since.',
  );
  expect(stage.see(issue).card?.next).toBe(
    'To accept the list as it stands, comment `/accept` or add the label `pm:accepted`. If something in it needs work, comment `/return 1` and why; if something is missing, `/return acceptance` and why.',
  );
  await say('maria', '/accept');
  expect(stage.see(issue)).toMatchObject({ ...isAccepted, card: { head: 'Everything is approved' } });
});

test('the same after a restart without a database: the tracker tells it all', async () => {
  await built();
  await say('maria', '/accept 1 3');
  await say('maria', '/return 2 It was taken off twice.');
  await rewrite('anton', first, third);
  const card = stage.see(issue).card;
  await stage.restart();
  await stage.act('ben', (ben) => ben.comment(issue, '/why'));
  expect(stage.see(issue)).toMatchObject({ ...notAccepted, card });
});

test('one that nobody judged yet is deleted: that accepts nothing either', async () => {
  await built();
  await say('maria', '/accept 1 3');
  await rewrite('anton', first, third);
  expect(stage.see(issue)).toMatchObject(notAccepted);
  expect(acceptance()).toContain('anton removed “Only once” from the list');
  // What was there is there again: it can be accepted by itself.
  await rewrite('anton', first, second, third);
  expect(acceptance()).toContain('of 3 acceptance criteria are accepted; number 2 is not.');
  await say('maria', '/accept 2');
  expect(stage.see(issue)).toMatchObject(isAccepted);
});

test('one that was sent back is reworded: it stays sent back, and is accepted in its new words', async () => {
  await built();
  await say('maria', '/accept 1 3');
  await say('maria', '/return 2 Nobody can test that.');
  await rewrite('anton', first, '- [ ] A second one is refused\n', third);
  expect(stage.see(issue)).toMatchObject(notAccepted);
  expect(stage.see(issue).card?.notes).toContain(
    '2. A second one is refused: ↩️ sent back by maria, when it was “Only once”: “Nobody can test that\\.”',
  );
  await say('maria', '/accept 2');
  expect(stage.see(issue)).toMatchObject(isAccepted);
});

test('accepted, and one more is added: open again, and taking it away again does not close it', async () => {
  await built();
  await say('maria', '/accept');
  expect(stage.see(issue)).toMatchObject(isAccepted);
  await rewrite('maria', first, second, third, '- [ ] With tax\n');
  expect(stage.see(issue)).toMatchObject(notAccepted);
  await rewrite('anton', first, second, third);
  expect(stage.see(issue)).toMatchObject(notAccepted);
  await stage.act('maria', (maria) => maria.label(issue, 'pm:accepted'));
  expect(stage.see(issue)).toMatchObject(isAccepted);
});

test('ticked and moved around, an accepted list is accepted; removed by her, what she sent back is gone', async () => {
  await built();
  await say('maria', '/accept 1 3');
  await say('maria', '/return 2 Leave it.');
  await rewrite('anton', third.replace('[ ]', '[x]'), second, first.replace('[ ]', '[x]'));
  expect(stage.see(issue)).toMatchObject(notAccepted);
  await rewrite('maria', third, first);
  expect(stage.see(issue)).toMatchObject(isAccepted);
  await rewrite('anton', first.replace('[ ]', '[x]'), third.replace('[ ]', '[x]'));
  expect(stage.see(issue)).toMatchObject(isAccepted);
});

test.each(['with its database', 'with none'])(
  'one that was sent back stays so when the policy looks for criteria elsewhere, %s',
  async (kept) => {
    await built();
    await say('maria', '/accept');
    await say('maria', '/return 3 It is minus one.');
    expect(stage.see(issue)).toMatchObject(notAccepted);
    await rewrite('maria', first, second, third, '\n## Checks\n\n- [ ] It is fast\n');
    await stage.act('olga', (olga) =>
      olga.push(repository, 'main', {
        files: { '.github/roles.yml': policy.replace('criteria: Acceptance criteria', 'criteria: Checks') },
      }),
    );
    if (kept === 'with none') await stage.restart();
    await say('anton', 'Hm.');
    expect(stage.see(issue)).toMatchObject(notAccepted);
    expect(acceptance()).toMatch(/^Acceptance · sent back/);
    await say('maria', '/accept');
    expect(stage.see(issue)).toMatchObject(isAccepted);
  },
);
