/** What people without a role can make Baton do: a bounded amount, whatever they repeat. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { approvedIssue, openStage, repository, type Stage } from './stage.ts';

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
  expect({ queries, mutations, rest }).toEqual({ queries: 58, mutations: 21, rest: 1 });
});

/** How many of somebody's comments on an item have a reaction of Baton's, and how many Baton answered. */
function answersTo(login: string, item: string): { readonly reacted: number; readonly answered: number } {
  const { timeline } = stage.github.find.item(item);
  const comments = timeline.filter((entry) => entry.kind === 'IssueComment');
  return {
    reacted: comments.filter((each) => each.author.login === login && each.reactions.length > 0).length,
    answered: comments.filter((each) => each.body.startsWith('<!-- baton:answer')).length,
  };
}

describe('commands', () => {
  test('of one person are answered five times an hour, and get a reaction each time', async () => {
    const issue = await approvedIssue(stage);
    for (let each = 0; each < 8; each += 1)
      await stage.act('rita', (rita) => rita.comment(issue, each % 2 === 0 ? '/why' : '/approve spec'));
    expect(answersTo('rita', issue)).toEqual({ reacted: 8, answered: 5 });
    expect(stage.heard(issue).at(-1)).toContain('for now I’ll only react to your commands');
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
    for (let each = 0; each < 30; each += 1) {
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
    expect(answer).toContain('I left out 290 more');
  });
});
