/** Answers that somebody wants to forge, to erase or to change, and the honest people beside them. */
import type { Comment } from '@baton/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openStage, repository, type Stage } from './stage.ts';
import { commentsOf } from './seen.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function newIssue(): Promise<string> {
  const { number } = await stage.act('maria', (maria) =>
    maria.openIssue(repository, { title: 'Coupons', body: 'One.' }),
  );
  return `${repository}#${number}`;
}

/** Somebody says something; gives back Baton's reactions to it and the comments that are new. */
async function say(login: string, where: string, text: string): Promise<readonly string[]> {
  stage.heard(where);
  const comment = await stage.act(login, (somebody) => somebody.comment(where, text));
  return [...comment.reactions.map(({ content }) => content), ...stage.heard(where)];
}

const answersOn = (item: string): readonly Comment[] =>
  commentsOf(stage.github.find.item(item)).filter(({ body }) => !body.includes('baton:card'));

function lastAnswer(item: string): Comment {
  const last = answersOn(item).at(-1);
  if (last === undefined) throw new Error('There is no answer.');
  return last;
}

const notYours = '`/approve` for “Spec approval” is for `pm` (maria).';

describe('somebody who may edit Baton’s comments', () => {
  test('cannot keep others from being answered by markers that look like answers', async () => {
    const issue = await newIssue();
    await say('anton', issue, '/approve spec');
    const own = lastAnswer(issue);
    const forged = Array.from({ length: 25 }, (_, index) => `<!-- baton:answer forged${index} -->\n`).join(
      '',
    );
    await stage.act('otto', (otto) => otto.editComment(own, forged + own.body));
    expect(await say('anton', issue, '/approve spec')).toEqual(['confused', notYours]);
  });

  test('cannot make a comment be about somebody else, also where the database is lost', async () => {
    const issue = await newIssue();
    await say('anton', issue, '/approve spec');
    const told = /<!-- baton:told \S+ \S+ -->/.exec(lastAnswer(issue).body)?.[0] ?? '';
    await say('ben', issue, '/approve spec');
    const bens = lastAnswer(issue);
    await stage.act('otto', (otto) => otto.deleteComment(answersOn(issue)[0] ?? bens));
    const forged = Array.from({ length: 25 }, (_, index) => `<!-- baton:answer forged${index} -->\n`).join(
      '',
    );
    await stage.act('otto', (otto) => otto.editComment(bens, `${forged}${told}\nApproved, go on.`));
    await stage.restart();
    expect(await say('anton', issue, '/approve spec')).toEqual([
      'confused',
      expect.stringContaining(notYours),
    ]);
  });

  test('does not get an answer said again by taking its markers away, whoever wrote it last', async () => {
    const issue = await newIssue();
    await say('anton', issue, '/approve spec');
    await say('anton', issue, '/approve spec');
    await say('anton', issue, '/revoke spec');
    await stage.act('otto', (otto) => otto.editComment(lastAnswer(issue), 'Nothing to see.'));
    await stage.restart();
    await stage.act('rita', (rita) => rita.comment(issue, 'Well.'));
    expect(answersOn(issue)).toHaveLength(1);
  });

  test('is not believed either once the revision that Baton wrote is deleted', async () => {
    const issue = await newIssue();
    await say('anton', issue, '/approve spec');
    const own = lastAnswer(issue);
    const forged = Array.from({ length: 25 }, (_, index) => `<!-- baton:answer forged${index} -->\n`).join(
      '',
    );
    await stage.act('otto', (otto) => {
      otto.editComment(own, forged + own.body);
      own.edits.splice(0, 1);
    });
    expect(await say('anton', issue, '/approve spec')).toEqual(['confused', notYours]);
  });

  test('gains nothing by making an answer look like a card', async () => {
    const issue = await newIssue();
    await say('anton', issue, '/approve spec');
    const own = lastAnswer(issue);
    const forged = Array.from({ length: 25 }, (_, index) => `<!-- baton:answer forged${index} -->\n`).join(
      '',
    );
    await stage.act('otto', (otto) => otto.editComment(own, `<!-- baton:card -->\n${forged}${own.body}`));
    expect(await say('anton', issue, '/approve spec')).toEqual(['confused', notYours]);
    expect(stage.see(issue).card?.head).toContain('Waiting for maria');
  });
});

describe('an answer that GitHub does not let Baton edit', () => {
  test.each(['FORBIDDEN', 'NOT_FOUND'] as const)(
    'any more (%s) is given in a new comment or later',
    async (type) => {
      const issue = await newIssue();
      await say('anton', issue, '/approve spec');
      const isAnswer = (input: unknown): boolean => !JSON.stringify(input).includes('baton:card');
      stage.github.faults.addForMutations({
        match: ({ name, input }) => name === 'updateIssueComment' && isAnswer(input),
        type,
        message: 'No.',
        times: type === 'FORBIDDEN' ? 100 : 1,
      });
      await say('anton', issue, '/approve spec');
      await stage.act('rita', (rita) => rita.comment(issue, 'Well.'));
      expect(stage.see(issue).said.at(-1)).toMatch(/^`\/approve` for[^]*\nThis answers 2 of your comments/);
      expect(answersOn(issue)).toHaveLength(type === 'FORBIDDEN' ? 2 : 1);
      // Others are answered beside it, and nothing more is tried.
      expect(await say('ben', issue, '/approve spec')).toEqual(['confused', notYours]);
      stage.github.faults.clear();
    },
  );
});
