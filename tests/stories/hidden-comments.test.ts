/** Comments that somebody hides: a card is shown again, what is hidden as spam or abuse opens nothing, and nothing is lifted. */
import type { Comment } from '@baton/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { approvedIssue, openPull, openStage, repository, type Stage } from './stage.ts';
import { cardOf } from './seen.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const say = (who: string, on: string, text: string): Promise<Comment> =>
  stage.act(who, (somebody) => somebody.comment(on, text));
const gate = (issue: string): string => stage.see(issue).card?.gates[0]?.split(' · ')[1] ?? '';

async function newIssue(): Promise<string> {
  const { number } = await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Coupons' }));
  return `${repository}#${number}`;
}

/** GitHub tells nobody that a comment was hidden: something else has to happen. */
async function hides(who: string, comment: Comment, reason: Parameters<typeof hide>[1]): Promise<void> {
  await stage.act(who, (somebody) => somebody.hide(comment, reason));
  const { item } = comment;
  await say('anton', `${repository}#${item.number}`, 'By the way, the weather is fine.');
}
const hide = (comment: Comment, reason: 'spam' | 'abuse' | 'off-topic' | 'outdated' | null): void =>
  stage.github.as('anton').hide(comment, reason);

describe('the card', () => {
  test.each(['spam', 'outdated'] as const)(
    'hidden as %s is shown again, and no other is posted',
    async (reason) => {
      const issue = await newIssue();
      const card = cardOf(stage.github.find.item(issue));
      if (card === undefined) throw new Error('There is no card.');
      await hides('anton', card, reason);
      expect(card.minimized).toBeNull();
      const cards = stage.github.find
        .item(issue)
        .timeline.filter((entry) => entry.kind === 'IssueComment' && entry.body.includes('baton:card'));
      expect(cards).toHaveLength(1);
    },
  );
});

describe('an approval', () => {
  test.each(['spam', 'abuse'] as const)('hidden as %s opens nothing; said again, it does', async (reason) => {
    const issue = await newIssue();
    const word = await say('maria', issue, '/approve spec');
    expect(gate(issue)).toBe('approved');
    await hides('olga', word, reason);
    expect(gate(issue)).toBe('waiting for approval');
    expect(stage.see(issue).labels).toEqual([]);
    expect(cardOf(stage.github.find.item(issue))?.body).toContain(
      `that comment was hidden as ${reason}, so it no longer counts. Write a new one`,
    );
    await say('maria', issue, '/approve spec');
    expect(gate(issue)).toBe('approved');
  });

  test.each(['off-topic', 'outdated'] as const)('hidden as %s stands', async (reason) => {
    const issue = await newIssue();
    await hides('olga', await say('maria', issue, '/approve spec'), reason);
    expect(gate(issue)).toBe('approved');
  });

  test('that is shown again counts again', async () => {
    const issue = await newIssue();
    const word = await say('maria', issue, '/approve spec');
    await hides('olga', word, 'spam');
    expect(gate(issue)).toBe('waiting for approval');
    await hides('olga', word, null);
    expect(gate(issue)).toBe('approved');
  });

  test('on a pull request, hidden as spam, lets nothing pass', async () => {
    const issue = await newIssue();
    const pull = await openPull(stage, `Closes #${issue.split('#')[1] ?? ''}`);
    const word = await say('maria', pull, '/approve spec');
    expect(stage.see(pull).checks[0]).toContain('success');
    await hides('olga', word, 'spam');
    expect(stage.see(pull).checks[0]).toContain('action_required');
  });
});

describe('a word against a gate', () => {
  test.each(['spam', 'abuse'] as const)('hidden by an engineer as %s stands', async (reason) => {
    const issue = await approvedIssue(stage);
    const word = await say('maria', issue, '/return spec The error case is missing');
    expect(gate(issue)).toBe('sent back');
    await hides('anton', word, reason);
    expect(gate(issue)).toBe('sent back');
    await say('maria', issue, '/approve spec');
    expect(gate(issue)).toBe('approved');
  });

  test('in one comment with an approval of another gate: the one stands, the other does not', async () => {
    const issue = await approvedIssue(stage);
    const word = await say('maria', issue, '/accept\n/return spec The error case is missing');
    await hides('anton', word, 'spam');
    expect(gate(issue)).toBe('sent back');
    expect(stage.see(issue).labels).toEqual([]);
  });

  test('hidden before Baton heard it, stands, and is answered by nothing', async () => {
    const issue = await approvedIssue(stage);
    stage.github.clock.advance(2000);
    const word = stage.hurry('maria', (maria) => maria.comment(issue, '/return spec Not yet\n/why'));
    stage.hurry('anton', (anton) => anton.hide(word, 'spam'));
    await stage.settled();
    expect(gate(issue)).toBe('sent back');
  });
});
