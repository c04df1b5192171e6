/** Baton comes, or comes back without its database, to issues that it has never seen. */
import type { Sandbox } from '@baton/sandbox';
import { afterEach, expect, test } from 'vitest';

import { openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const count = 12;
const forged = `${repository}#${count + 1}`;
const approved = `${repository}#${count + 2}`;
const pull = `${repository}#${count + 3}`;

/** Under the policy, and nobody listens: issues that are only opened; a forged label; an approval; a pull request. */
function whileAway(github: Sandbox): void {
  github.clock.advance(60_000);
  for (let each = 1; each <= count; each += 1) {
    github.clock.advance(1000);
    github.as('rita').openIssue(repository, { title: `Coupons ${each}`, body: 'One coupon per order.' });
  }
  github.as('anton').label(`${repository}#1`, 'bug');
  github.as('rita').comment(`${repository}#2`, 'When will this come?');
  github.as('rita').openIssue(repository, { title: 'Forged' });
  github.as('otto').label(forged, 'spec:approved');
  github.as('rita').openIssue(repository, { title: 'Approved' });
  github.clock.advance(1000);
  github.as('maria').comment(approved, '/approve spec');
  github.as('anton').push(repository, 'work', { files: { 'a.txt': 'a' } });
  github.as('anton').openPull(repository, { title: 'Work', body: 'Closes #3', head: 'work' });
  github.clock.advance(24 * 60 * 60_000);
}

const untouched = Array.from({ length: count }, (_, at) => `${repository}#${at + 1}`).slice(2);

test('nothing is written on issues that nobody touched; what is forged is undone, and checks are set first', async () => {
  stage = await openStage({ rough: true });
  const { github } = stage;
  await stage.restart(() => whileAway(github));
  github.requests.length = 0;
  await stage.settled();
  for (const issue of untouched) expect(stage.see(issue)).toMatchObject({ card: null, said: [] });
  expect(stage.see(forged)).toMatchObject({
    labels: [],
    card: { head: 'Waiting for maria to approve the spec' },
  });
  expect(stage.see(approved)).toMatchObject({ labels: ['spec:approved'] });
  expect(stage.see(pull).checks).toEqual([
    'Baton: action_required · Waiting for maria to approve the spec of #3',
  ]);
  expect(github.requests.filter(({ kind }) => kind === 'mutation').length).toBeLessThanOrEqual(4);
  // What happens there next brings the card at once.
  const [first = ''] = untouched;
  await stage.act('rita', (rita) => rita.comment(first, 'When will this come?'));
  expect(stage.see(first).card?.head).toBe('Waiting for maria to approve the spec');
});
