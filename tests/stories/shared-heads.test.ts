/** A check belongs to a commit: where several pull requests have one head, it shows the strictest of them. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { checkLine, runsOn } from './seen.ts';
import { approvedIssue, openPull, openStage, repository, twoRoles, type Stage } from './stage.ts';

let stage: Stage;
let approved: string;
let unapproved: string;
beforeEach(async () => {
  stage = await openStage({ policy: `${twoRoles}exempt: { labels: [chore] }\n` });
  approved = await approvedIssue(stage);
  const { number } = await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Refunds' }));
  unapproved = `${repository}#${number}`;
});
afterEach(() => stage.close());

const passes = ['Baton: success · You can merge this'];
const short = (address: string): string => address.replace(repository, '');
const heldBy = (pull: string): readonly string[] => [
  `Baton: action_required · ${short(pull)}: Waiting for maria to approve the spec of ${short(unapproved)}`,
];

let branches = 0;
/** Another pull request with the same head as one that is there. */
async function twinOf(pull: string, body: string, draft = false): Promise<string> {
  branches += 1;
  const head = `twin-${branches}`;
  const { headOid } = stage.github.find.pull(pull);
  await stage.act('anton', (anton) => anton.createBranch(repository, head, headOid));
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'Work', body, head, draft }),
  );
  return `${repository}#${number}`;
}

const summary = (pull: string): string =>
  runsOn(stage.github.find.pull(pull)).find(({ name }) => name === 'Baton')?.summary ?? '';

test('the one that is held back holds the other, which is free once it is closed', async () => {
  const honest = await openPull(stage, `Closes ${approved}`);
  expect(stage.see(honest).checks).toEqual(passes);
  const other = await twinOf(honest, `Closes ${unapproved}`);
  expect(stage.see(honest).checks).toEqual(heldBy(other));
  expect(summary(honest)).toContain(`${short(honest)} and ${short(other)} have the same head commit`);
  // The whole of what holds it, whoever was looked at last.
  expect(summary(honest)).toContain('| Spec approval | ⏳ waiting for approval |');
  await stage.act('anton', (anton) => anton.comment(honest, 'Well.'));
  expect(stage.see(honest).checks).toEqual(heldBy(other));
  expect(summary(honest)).toContain('| Spec approval | ⏳ waiting for approval |');
  await stage.act('anton', (anton) => anton.close(other));
  expect(stage.see(honest).checks).toEqual(passes);
  await stage.act('anton', (anton) => anton.reopen(other));
  expect(stage.see(honest).checks).toEqual(heldBy(other));
  await stage.act('maria', (maria) => maria.comment(unapproved, '/approve spec'));
  expect(stage.see(honest).checks).toEqual(passes);
  stage.spent();
  await stage.act('anton', (anton) => anton.comment(other, 'Well.'));
  expect(stage.spent()).toEqual({ queries: 1, mutations: 0, rest: 0 });
});

test('the other order: one that would pass does not free one that is held back', async () => {
  const held = await openPull(stage, `Closes ${unapproved}`);
  const other = await twinOf(held, `Closes ${approved}`);
  expect(stage.see(held).checks).toEqual(heldBy(held));
  expect(stage.see(other).checks).toEqual(heldBy(held));
  await stage.act('anton', (anton) => anton.edit(other, { body: `Closes ${approved}.` }));
  expect(stage.see(other).checks).toEqual(heldBy(held));
});

test('edited, converted, exempt by a label, pushed: computed again each time', async () => {
  const one = await openPull(stage, `Closes ${approved}`);
  const draft = await twinOf(one, `Closes ${unapproved}`, true);
  expect(stage.see(one).checks).toEqual(heldBy(draft));
  await stage.act('anton', (anton) => anton.draft(draft, false));
  expect(stage.see(one).checks).toEqual(heldBy(draft));
  await stage.act('anton', (anton) => anton.edit(draft, { body: `Closes ${approved}` }));
  expect(stage.see(one).checks).toEqual(passes);
  await stage.act('anton', (anton) => anton.edit(draft, { body: `Closes ${unapproved}` }));
  expect(stage.see(one).checks).toEqual(heldBy(draft));
  const { headRef } = stage.github.find.pull(one);
  await stage.act('anton', (anton) => anton.push(repository, headRef, { files: { 'more.txt': 'more' } }));
  expect(stage.see(one).checks).toEqual(passes);
  expect(stage.see(draft).checks).toEqual([heldBy(draft)[0]?.replace(`${short(draft)}: `, '')]);
});

test('against another base, and from a fork', async () => {
  await stage.act('anton', (anton) => anton.createBranch(repository, 'release'));
  const one = await openPull(stage, `Closes ${approved}`);
  const { headRef } = stage.github.find.pull(one);
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'Work', head: headRef, base: 'release' }),
  );
  expect(stage.see(one).checks).toEqual([
    `Baton: action_required · #${number}: Link the issue that this closes under “Development”`,
  ]);
  await stage.act('anton', (anton) => anton.close(`${repository}#${number}`));
  expect(stage.see(one).checks).toEqual(passes);
  stage.github.fork(repository, 'rita');
  const { number: foreign } = await stage.act('rita', (rita) =>
    rita.openPull(repository, { title: 'Help', head: headRef, headRepository: 'rita/shop' }),
  );
  expect(stage.see(one).checks).toEqual([
    `Baton: action_required · #${foreign}: Link the issue that this closes`,
  ]);
  await stage.act('maria', (maria) => maria.close(`${repository}#${foreign}`));
  expect(stage.see(one).checks).toEqual(passes);
});

test('both at once, and with a database that was lost', async () => {
  const one = await openPull(stage, `Closes ${approved}`);
  const other = await twinOf(one, `Closes ${unapproved}`);
  await stage.restart();
  stage.github.clock.advance(2000);
  stage.hurry('anton', (anton) => {
    anton.comment(one, 'Well.');
    anton.comment(other, 'Well.');
  });
  await stage.settled();
  expect(stage.see(one).checks).toEqual(heldBy(other));
  // Only the one that would pass is looked at first: the other is judged before it says so.
  await stage.restart();
  await stage.act('anton', (anton) => anton.comment(one, 'Well.'));
  expect(stage.see(one).checks).toEqual(heldBy(other));
  stage.hurry('maria', (maria) => maria.comment(unapproved, '/approve spec'));
  stage.hurry('maria', (maria) => maria.comment(approved, '/revoke spec'));
  await stage.settled();
  expect(stage.see(one).checks).toEqual([
    `Baton: action_required · ${short(one)}: Waiting for maria to approve the spec of ${short(approved)}`,
  ]);
});

test('thirty with one head: each costs little, and the title names one', async () => {
  const one = await openPull(stage, `Closes ${approved}`);
  const { headRef } = stage.github.find.pull(one);
  const others: number[] = [];
  for (let each = 0; each < 30; each += 1) {
    const login = `stranger-${each}`;
    stage.github.user(login);
    stage.github.fork(repository, login);
    stage.spent();
    const { number } = await stage.act(login, (stranger) =>
      stranger.openPull(repository, { title: 'Help', head: headRef, headRepository: `${login}/shop` }),
    );
    others.push(number);
    const { queries, mutations } = stage.spent();
    expect(queries).toBeLessThanOrEqual(4);
    expect(mutations).toBeLessThanOrEqual(3);
  }
  expect(stage.see(one).checks).toEqual([
    `Baton: action_required · #${others[0]}: Link the issue that this closes`,
  ]);
  for (const number of others) await stage.act('maria', (maria) => maria.close(`${repository}#${number}`));
  expect(stage.see(one).checks).toEqual(passes);
});

test('an honest pull request alone has the check that it always had', async () => {
  const one = await openPull(stage, `Closes ${approved}`);
  expect(runsOn(stage.github.find.pull(one)).map(checkLine)).toEqual(passes);
  expect(summary(one)).not.toContain('same head commit');
});
