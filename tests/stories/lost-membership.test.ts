/** Nobody told Baton that a team changed: a "no" from a list that is older than the event is not final. */
import { afterEach, describe, expect, test } from 'vitest';

import { openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const policy = `roles:
  pm: ["@acme/product"]
  engineer: ["@acme/engineering"]
gates:
  spec: { preset: spec }
  acceptance: { preset: acceptance }
exempt: { labels: [chore] }
`;

/** paul is the product manager; maria is not, yet. What they did before is minutes old. */
async function begin(settings: { readonly policy?: string } = {}): Promise<string> {
  stage = await openStage({
    policy,
    before: (github) => {
      github.user('paul');
      github.addMember('acme', 'paul');
      github.collaborator(repository, 'paul', 'write');
      github.team('acme', 'Product', { members: ['paul'] });
      github.team('acme', 'Product leads', { parent: 'product' });
    },
    ...settings,
  });
  const issue = await newIssue();
  await says('paul', issue, '/approve spec');
  stage.github.clock.advance(3 * 60_000);
  stage.spent();
  return issue;
}

async function newIssue(): Promise<string> {
  const { number } = await stage.act('ben', (ben) =>
    ben.openIssue(repository, { title: 'Coupons', body: 'One coupon per order.' }),
  );
  const issue = `${repository}#${number}`;
  stage.heard(issue);
  return issue;
}

const says = (login: string, issue: string, text: string): Promise<unknown> =>
  stage.act(login, (somebody) => somebody.comment(issue, text));

/** Teams change, and Baton is not told. */
async function silently(change: () => void): Promise<void> {
  stage.github.faults.addForDeliveries({
    match: ({ event }) => ['membership', 'team', 'member', 'organization'].includes(event),
    kind: 'lost',
    times: 100,
  });
  change();
  await stage.settled();
  stage.github.faults.clear();
  stage.github.clock.advance(1000);
}
const join = (login: string, team = 'acme/product'): Promise<void> =>
  silently(() => stage.github.addToTeam(team, login));
const leave = (login: string, team = 'acme/product'): Promise<void> =>
  silently(() => stage.github.removeFromTeam(team, login));
const teamReads = (): number => {
  const reads = stage.github.requests.filter(({ path }) => /\/teams\/product\/members/.test(path)).length;
  stage.spent();
  return reads;
};
const labels = (issue: string): readonly string[] => stage.see(issue).labels;

describe('somebody who was just let in', () => {
  test.each(['acme/product', 'acme/product-leads'])('approves with a comment, as one of %s', async (team) => {
    await begin();
    const issue = await newIssue();
    await join('maria', team);
    await says('maria', issue, '/approve spec');
    expect([labels(issue), stage.heard(issue)[0]]).toEqual([
      ['spec:approved'],
      expect.not.stringContaining('is for'),
    ]);
    // Whoever is still not in it is told so, as ever.
    const other = await newIssue();
    await says('otto', other, '/approve spec');
    expect([labels(other), stage.heard(other)]).toEqual([[], [expect.stringContaining('is for `pm`')]]);
  });

  test('approves by the label, and it is not taken off', async () => {
    await begin();
    const issue = await newIssue();
    await join('maria');
    await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
    expect([labels(issue), stage.see(issue).card?.gates[0]]).toEqual([
      ['spec:approved'],
      expect.stringContaining('· approved ·'),
    ]);
    await stage.act('otto', (otto) => otto.label(issue, 'pm:accepted'));
    expect(labels(issue)).toEqual(['spec:approved']);
  });

  test('accepts by closing', async () => {
    await begin();
    const issue = await newIssue();
    await join('maria');
    await says('paul', issue, '/approve spec');
    await stage.act('maria', (maria) => maria.close(issue));
    expect(stage.see(issue).state).toBe('closed: completed');
  });

  test('exempts by a label', async () => {
    await begin();
    const issue = await newIssue();
    await join('maria');
    await stage.act('maria', (maria) => maria.label(issue, 'chore'));
    expect(stage.see(issue).card?.head ?? '').not.toContain('Waiting for');
  });

  test('edits what was approved, as an amendment', async () => {
    const issue = await begin();
    await join('maria');
    await stage.act('maria', (maria) => maria.edit(issue, { body: 'Two coupons per order.' }));
    expect(labels(issue)).toEqual(['spec:approved']);
  });

  test('an engineer who became a product manager is assigned, and stays', async () => {
    await begin();
    const issue = await newIssue();
    await join('anton');
    await stage.act('maria', (maria) => maria.assign(issue, 'anton'));
    expect(stage.see(issue).assignees).toEqual(['anton']);
    await stage.act('maria', (maria) => maria.assign(issue, 'ben'));
    expect(stage.see(issue).assignees).toEqual(['anton']);
  });

  test('speaks on a pull request', async () => {
    await begin();
    const issue = await newIssue();
    await join('maria');
    await stage.act('anton', (anton) => anton.push(repository, 'work', { files: { 'a.txt': 'a' } }));
    const pull = await stage.act('anton', (anton) =>
      anton.openPull(repository, { title: 'Work', body: `Closes ${issue}`, head: 'work' }),
    );
    await says('maria', `${repository}#${pull.number}`, '/approve spec');
    expect(labels(issue)).toEqual(['spec:approved']);
  });

  test('may do it by a permission, too', async () => {
    await begin({ policy: 'roles:\n  pm: { permission: maintain }\n  engineer: ["@acme/engineering"]\n' });
    const issue = await newIssue();
    await says('maria', issue, '/approve spec');
    expect(labels(issue)).toEqual([]);
    stage.github.clock.advance(2 * 60_000);
    await silently(() => stage.github.collaborator(repository, 'maria', 'maintain'));
    await says('maria', issue, '/approve spec');
    expect(labels(issue)).toEqual(['spec:approved']);
  });

  test('in a team that was renamed meanwhile', async () => {
    await begin();
    const issue = await newIssue();
    await silently(() => stage.github.changeTeam('acme/product', { name: 'Product people' }));
    await join('maria', 'acme/product-people');
    await says('maria', issue, '/approve spec');
    expect(labels(issue)).toEqual(['spec:approved']);
  });

  test('is not given what they said before they were let in', async () => {
    await begin();
    const issue = await newIssue();
    await says('maria', issue, '/approve spec');
    await join('maria');
    stage.github.clock.advance(2 * 60_000);
    await says('rita', issue, 'Hm.');
    expect(labels(issue)).toEqual([]);
    await says('maria', issue, '/approve spec');
    expect(labels(issue)).toEqual(['spec:approved']);
  });
});

describe('somebody who was just put out', () => {
  test('opens nothing any more, once the list is older than a minute', async () => {
    await begin();
    const issue = await newIssue();
    await leave('paul');
    await says('paul', issue, '/approve spec');
    expect([labels(issue), stage.heard(issue)]).toEqual([[], [expect.stringContaining('is for `pm`')]]);
    await stage.act('paul', (paul) => paul.label(issue, 'spec:approved'));
    expect(labels(issue)).toEqual([]);
  });

  test('what they opened before stays open', async () => {
    const issue = await begin();
    await leave('paul');
    await says('paul', issue, 'Bye.');
    await says('rita', issue, 'Bye.');
    expect(labels(issue)).toEqual(['spec:approved']);
  });
});

describe('what it costs', () => {
  test('a stranger who tries again and again: once a minute', async () => {
    await begin();
    const issue = await newIssue();
    stage.spent();
    for (let each = 0; each < 10; each += 1) await says('otto', issue, '/approve spec');
    expect(teamReads()).toBe(1);
    stage.github.clock.advance(60_000);
    for (let each = 0; each < 10; each += 1) await says('otto', issue, '/approve spec');
    expect(teamReads()).toBe(1);
  });

  test('many strangers: thirty times a minute', async () => {
    await begin();
    const issue = await newIssue();
    stage.spent();
    const strangers = Array.from({ length: 50 }, (_, index) => `stranger-${index}`);
    for (const login of strangers) {
      stage.github.user(login);
      stage.github.clock.advance(1000);
      stage.hurry(login, (stranger) => stranger.comment(issue, '/approve spec'));
      await stage.settled();
    }
    expect(teamReads()).toBeLessThanOrEqual(31);
    stage.github.clock.advance(60_000);
    await join('maria');
    await says('maria', issue, '/approve spec');
    expect(labels(issue)).toEqual(['spec:approved']);
  });

  test('who approves often: once a minute; who has no say in it, never', async () => {
    const first = await begin();
    stage.spent();
    for (let each = 0; each < 5; each += 1) await says('paul', await newIssue(), '/approve spec');
    expect(teamReads()).toBe(1);
    for (const words of ['Hello.', '/question Why?', '/request acceptance'])
      await says('anton', first, words);
    await says('paul', first, '/answer Because.');
    await stage.act('ben', (ben) => ben.edit(first, { title: 'Coupons, please' }));
    expect(teamReads()).toBeLessThanOrEqual(1);
  });
});
