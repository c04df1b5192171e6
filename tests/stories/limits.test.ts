/** What people without a role can make Baton do: a bounded amount, whatever they repeat. */
import type { Acting } from '@baton/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { approvedIssue, openPull, openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** rita, who may only read, opens a pull request from a fork of hers; its address. */
async function strangersPull(head: string, body: string): Promise<string> {
  const { number } = await stage.act('rita', (rita) => {
    rita.push('rita/shop', head, { files: { [`${head}.txt`]: head } });
    return rita.openPull(repository, { title: 'Everything', body, head, headRepository: 'rita/shop' });
  });
  return `${repository}#${number}`;
}

test('a stranger’s pull request that names a hundred issues', async () => {
  stage.github.fork(repository, 'rita');
  const issues: number[] = [];
  for (let each = 0; each < 100; each += 1) {
    const { number } = stage.hurry('otto', (otto) => otto.openIssue(repository, { title: `No. ${each}` }));
    issues.push(number);
  }
  await stage.settled();
  stage.spent();
  const body = issues.map((number) => `Closes #${number}`).join('\n');
  const pull = await strangersPull('everything', body);
  expect(stage.see(pull).checks).toEqual([
    'Baton: action_required · Link fewer issues: at most 20, and 20 more',
  ]);
  const { queries, mutations, rest } = stage.spent();
  expect({ queries, mutations, rest }).toEqual({ queries: 49, mutations: 21, rest: 0 });
});

/** How many of somebody's comments on an item have a reaction of Baton's, and how many Baton answered. */
function answersTo(login: string, item: string): { readonly reacted: number; readonly answered: number } {
  const { timeline } = stage.github.find.item(item);
  const comments = timeline.filter((entry) => entry.kind === 'IssueComment');
  return {
    reacted: comments.filter((each) => each.author.login === login && each.reactions.length > 0).length,
    answered: comments.flatMap((each) => (each.deleted ? [] : [...each.body.matchAll(/<!-- baton:answer /g)]))
      .length,
  };
}

describe('commands', () => {
  test('of one person are answered five times an hour, and get a reaction each time', async () => {
    const issue = await approvedIssue(stage);
    for (let each = 0; each < 8; each += 1)
      await stage.act('rita', (rita) => rita.comment(issue, each % 2 === 0 ? '/why' : '/approve spec'));
    expect(answersTo('rita', issue)).toEqual({ reacted: 8, answered: 5 });
    expect(stage.heard(issue)).toHaveLength(2);
    expect(stage.see(issue).said.join('\n')).toContain('for now I’ll only react to your commands');
    // Somebody with a role is answered all the same, and so is rita, an hour later.
    await stage.act('anton', (anton) => anton.comment(issue, '/why'));
    expect(answersTo('rita', issue).answered).toBe(6);
    await stage.later(3_600_000);
    await stage.act('rita', (rita) => rita.comment(issue, '/why'));
    expect(answersTo('rita', issue)).toEqual({ reacted: 9, answered: 7 });
    expect(stage.heard(issue).at(-1)).not.toContain('for now');
  });

  test('that are deleted once they are answered make no room for more', async () => {
    const issue = await approvedIssue(stage);
    // Twenty are answered in a day.
    for (let each = 0; each < 24; each += 1) {
      const comment = await stage.act('rita', (rita) => rita.comment(issue, '/why'));
      await stage.act('rita', (rita) => rita.deleteComment(comment));
    }
    expect(answersTo('rita', issue).answered).toBe(20);
    await stage.act('anton', (anton) => anton.comment(issue, '/approve spec'));
    expect(answersTo('rita', issue).answered).toBe(21);
  });

  test('by the hundred in one comment get one answer that people can read', async () => {
    const issue = await approvedIssue(stage);
    const lines = Array.from({ length: 300 }, (_, each) => `/approve gate-${each}`);
    await stage.act('rita', (rita) => rita.comment(issue, lines.join('\n')));
    const [answer = ''] = stage.heard(issue);
    expect(answer.split('\n')).toHaveLength(11);
    expect(answer).toContain('I left out 91 more');
  });
});

describe('what people without a role repeat', () => {
  let timed: Stage;
  beforeAll(async () => {
    timed = await openStage({ timed: true });
    timed.github.fork(repository, 'rita');
  });
  afterAll(() => timed.close());

  /** How many documents Baton wrote since this was asked last, those left out that write checks alone. */
  function writes(): number {
    const documents = timed.github.requests.flatMap(({ kind, document }) =>
      kind === 'mutation' && document !== null ? [document] : [],
    );
    timed.github.requests.length = 0;
    return documents.filter((each) => /act\d+: (?!createCheckRun|updateCheckRun)/.test(each)).length;
  }

  type World = { readonly issue: string; readonly pull: string; readonly closes: string };

  /** An issue with an approved spec, and rita's pull request from a fork that closes it. */
  async function newWorld(): Promise<World> {
    const { number } = await timed.act('otto', (otto) =>
      otto.openIssue(repository, { title: 'Coupons', body: 'One.' }),
    );
    const head = `idea-${number}`;
    await timed.act('rita', (rita) => rita.push('rita/shop', head, { files: { [head]: head } }));
    const closes = `Closes #${number}`;
    const pull = await timed.act('rita', (rita) =>
      rita.openPull(repository, { title: 'Idea', body: closes, head, headRepository: 'rita/shop' }),
    );
    const issue = `${repository}#${number}`;
    await timed.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    return { issue, pull: `${repository}#${pull.number}`, closes };
  }

  const rows: readonly {
    readonly what: string;
    readonly by: string;
    readonly once: (who: Acting, world: World, each: number) => void;
    readonly most: number;
  }[] = [
    {
      what: 'edits the text back and forth',
      by: 'otto',
      once: (otto, { issue }, each) => otto.edit(issue, { body: each % 2 === 0 ? 'Two.' : 'One.' }),
      most: 1,
    },
    {
      what: 'renames the issue',
      by: 'otto',
      once: (otto, { issue }, each) => otto.edit(issue, { title: `Coupons ${each}` }),
      most: 1,
    },
    {
      what: 'edits their pull request so that it closes the issue, and does not',
      by: 'rita',
      once: (rita, { pull, closes }, each) => rita.edit(pull, { body: each % 2 === 0 ? 'Nothing.' : closes }),
      most: 1,
    },
    {
      what: 'closes their pull request and opens it again',
      by: 'rita',
      once: (rita, { pull }, each) => (each % 2 === 0 ? rita.close(pull) : rita.reopen(pull)),
      most: 1,
    },
    {
      what: 'pushes to their pull request',
      by: 'rita',
      once: (rita, { pull }, each) => {
        const { headRef } = timed.github.find.pull(pull);
        rita.push('rita/shop', headRef, { files: { [`${each}.txt`]: `${each}` } });
      },
      most: 0,
    },
    {
      what: 'comments',
      by: 'rita',
      once: (rita, { issue }, each) => void rita.comment(issue, `No. ${each}`),
      most: 0,
    },
    {
      what: 'asks why: five answers, and a reaction each time',
      by: 'rita',
      once: (rita, { issue }) => void rita.comment(issue, '/why'),
      most: 20,
    },
    {
      what: 'adds the label of a gate that is not approved',
      by: 'otto',
      once: (otto, { issue }) => otto.label(issue, 'pm:accepted'),
      most: 4,
    },
  ];

  test.each(rows)('$by $what', async ({ by, once, most }) => {
    const world = await newWorld();
    // What came before is long past.
    await timed.later(3_600_000);
    writes();
    for (let each = 0; each < 20; each += 1) await timed.act(by, (who) => once(who, world, each));
    expect(writes()).toBeLessThanOrEqual(most);
    await timed.later(20 * 60_000);
    expect(writes()).toBeLessThanOrEqual(1);
    // What is shown then is what is true, and what somebody with a role does shows at once.
    const { card, labels } = timed.see(world.issue);
    expect(labels.includes('spec:approved')).toBe(card?.head.startsWith('Waiting for maria to ') !== true);
    await timed.act('maria', (maria) => maria.comment(world.issue, '/return spec It is too short.'));
    expect(writes()).toBeGreaterThan(0);
    const after = timed.see(world.issue);
    expect(after.labels).not.toContain('spec:approved');
    expect(after.card?.head).toBe('Waiting for maria to fix the spec');
  });

  test('show at most once in a quarter of an hour, while the check follows at once', async () => {
    const { number } = await timed.act('otto', (otto) =>
      otto.openIssue(repository, { title: 'Coupons', body: 'One.' }),
    );
    const issue = `${repository}#${number}`;
    const pull = await openPull(timed, `Closes #${number}`);
    await timed.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    expect(timed.see(pull).checks[0]).toContain('success');
    timed.spent();
    for (let each = 0; each < 20; each += 1) {
      await timed.act('otto', (otto) => otto.edit(issue, { body: each % 2 === 0 ? `No. ${each}` : 'One.' }));
      expect(timed.see(pull).checks[0]).toContain(each % 2 === 0 ? 'action_required' : 'success');
    }
    // Each edit changes what the check says; the issue itself is written on once.
    expect(timed.spent().mutations).toBe(21);
    await timed.act('otto', (otto) => otto.edit(issue, { body: 'Two.' }));
    expect(timed.see(issue)).toMatchObject({ card: { head: 'Waiting for maria to approve the spec again' } });
  });

  test('and mention nobody more than once a day', async () => {
    const issue = await approvedIssue(timed);
    const mentions: string[] = [];
    // For more than a day.
    for (let each = 0; each < 26; each += 1) {
      await timed.act('otto', (otto) => otto.edit(issue, { body: `No. ${each}` }));
      await timed.later(3_600_000);
      expect(timed.see(issue)).toMatchObject({
        labels: [],
        card: { head: 'Waiting for maria to approve the spec again' },
      });
      mentions.push(...timed.heard(issue).filter((said) => said.includes('@maria')));
      await timed.act('maria', (maria) => maria.comment(issue, '/approve spec'));
      expect(timed.see(issue)).toMatchObject({ labels: ['spec:approved'] });
    }
    expect(mentions).toHaveLength(2);
  });
});
