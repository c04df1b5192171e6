/** How much Baton writes in an issue's life with the mistakes that people make. */
import type { Comment } from '@baton/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { life, live, shop, type Counts } from '../mistakes.ts';
import { openPull, openStage, repository, type Stage } from './stage.ts';
import { commentsOf } from './seen.ts';

/** What it was when each mistake had a comment of its own. */
const atFirst: Counts = { card: 1, handoff: 8, other: 28 };

test('a life with many mistakes: one card, a comment for each handoff, and half as many others as once', async () => {
  const stage = await openStage();
  stage.github.protect(shop, { checks: [{ name: 'Baton', app: 'baton' }] });
  const { other, ...counts } = await live(stage);
  await stage.close();
  expect(life.length).toBeGreaterThan(40);
  expect(counts).toEqual({ card: atFirst.card, handoff: atFirst.handoff });
  expect(other).toBeLessThanOrEqual(atFirst.other / 2);
});

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

/** Baton's comments that are no card, without what nobody sees; each address of a comment is `there`. */
const said = (item: string): readonly string[] =>
  stage.see(item).said.map((text) => text.replaceAll(/http\S+#issuecomment-\d+/g, 'there'));

const ownComments = (item: string): readonly Comment[] =>
  commentsOf(stage.github.find.item(item)).filter(({ body }) => !body.includes('baton:card'));

const forPm = (verb: string, gate = 'Spec approval'): string =>
  `\`/${verb}\` for “${gate}” is for \`pm\` (maria).`;

describe('the same mistake, made again', () => {
  test('is answered where it was answered first, and a reaction shows that it was seen', async () => {
    const issue = await newIssue();
    expect(await say('anton', issue, '/approve spec')).toEqual(['confused', forPm('approve')]);
    stage.spent();
    expect(await say('anton', issue, '/approve spec')).toEqual(['confused']);
    expect(stage.spent()).toEqual({ queries: 1, mutations: 1, rest: 0 });
    expect(await say('anton', issue, 'Please!\n\n/approve')).toEqual(['confused']);
    expect(said(issue)).toEqual([
      `${forPm('approve')}\nThis answers 3 of your comments; [here is the latest](there).`,
    ]);
    const { timeline } = stage.github.find.item(issue);
    const last = timeline.filter((each) => each.kind === 'IssueComment').at(-1);
    expect(ownComments(issue)[0]?.body).toContain(`#issuecomment-${last?.id}`);
  });

  test('by somebody else has an answer of its own', async () => {
    const issue = await newIssue();
    await say('anton', issue, '/approve spec');
    expect(await say('ben', issue, '/approve spec')).toEqual(['confused', forPm('approve')]);
    expect(await say('rita', issue, '/approve spec')).toEqual(['confused', forPm('approve')]);
    expect(await say('anton', issue, '/approve spec')).toEqual(['confused']);
    expect(said(issue).filter((text) => text.includes('This answers'))).toHaveLength(1);
    expect(said(issue)[0]).toContain('This answers 2 of your comments');
  });

  test('about another gate, or for another reason, has an answer of its own', async () => {
    const issue = await newIssue();
    await say('anton', issue, '/approve spec');
    expect(await say('anton', issue, '/accept')).toEqual(['confused', forPm('accept', 'Acceptance')]);
    expect(await say('maria', issue, '/revoke spec')).toEqual([
      'confused',
      '“Spec approval” has no approval to revoke.',
    ]);
    expect(await say('maria', issue, '/return spec')).toEqual([
      'confused',
      expect.stringContaining('needs a reason'),
    ]);
    // What was answered before the last answer about the gate is not gone on with.
    expect(await say('maria', issue, '/revoke spec')).toEqual([
      'confused',
      '“Spec approval” has no approval to revoke.',
    ]);
    expect(await say('anton', issue, '/revoke spec')).toEqual(['confused']);
    expect(said(issue)[0]).toBe(
      `${forPm('approve')}\n${forPm('revoke')}\nThis answers 2 of your comments; [here is the latest](there).`,
    );
  });

  test('has a new answer once other people may approve, and on another day', async () => {
    const issue = await newIssue();
    await say('anton', issue, '/approve spec');
    stage.github.clock.advance(25 * 3_600_000);
    expect(await say('anton', issue, '/approve spec')).toEqual(['confused', forPm('approve')]);
    const policy = 'roles:\n  pm: [maria, olga]\n  engineer: ["@acme/engineering"]\n';
    const change = { files: { '.github/roles.yml': policy } };
    await stage.act('maria', (maria) => maria.push(repository, 'main', change));
    expect(await say('anton', issue, '/approve spec')).toEqual([
      'confused',
      '`/approve` for “Spec approval” is for `pm` (maria, olga).',
    ]);
    const before = { files: { '.github/roles.yml': policy.replace(', olga', '') } };
    await stage.act('maria', (maria) => maria.push(repository, 'main', before));
  });

  test('goes on being answered there by a Baton that lost its database, and never twice', async () => {
    const issue = await newIssue();
    await say('anton', issue, '/approve spec');
    await say('anton', issue, '/approve spec');
    await stage.restart();
    expect(await say('anton', issue, '/approve spec')).toEqual(['confused']);
    await stage.act('rita', (rita) => rita.comment(issue, 'Well.'));
    expect(said(issue)).toEqual([expect.stringContaining('This answers 3 of your comments')]);
    // It is written, and nobody hears of that.
    stage.github.faults.add({
      match: ({ kind }) => kind === 'mutation',
      kind: 'reset',
      when: 'after-doing',
    });
    expect(await say('anton', issue, '/approve spec')).toEqual(['confused']);
    stage.github.faults.clear();
    await stage.restart();
    await stage.act('rita', (rita) => rita.comment(issue, 'Well, well.'));
    expect(said(issue)).toEqual([expect.stringContaining('This answers 4 of your comments')]);
    expect(ownComments(issue)[0]?.body.match(/baton:answer/g)).toHaveLength(4);
  });

  test('is not answered in a comment that somebody else changed, hid or deleted', async () => {
    const issue = await newIssue();
    await say('anton', issue, '/approve spec');
    const [first] = ownComments(issue);
    if (first === undefined) throw new Error('There is no answer.');
    await stage.act('otto', (otto) => otto.editComment(first, `${first.body}\nOr for otto.`));
    expect(await say('anton', issue, '/approve spec')).toEqual(['confused', forPm('approve')]);
    expect(first.body).toContain('Or for otto.');
    const second = ownComments(issue)[1];
    if (second === undefined) throw new Error('There is no second answer.');
    await stage.act('otto', (otto) => otto.hide(second, 'outdated'));
    expect(await say('anton', issue, '/approve spec')).toEqual(['confused', forPm('approve')]);
    const third = ownComments(issue)[2];
    if (third === undefined) throw new Error('There is no third answer.');
    await stage.act('otto', (otto) => otto.deleteComment(third));
    expect(await say('anton', issue, '/approve spec')).toEqual(['confused', forPm('approve')]);
  });

  test('is answered in Baton’s own comments alone, whatever others write', async () => {
    const issue = await newIssue();
    await say('anton', issue, '/approve spec');
    const [own] = ownComments(issue);
    await stage.act('otto', (otto) => otto.comment(issue, own?.body ?? ''));
    await say('otto', issue, '/approve spec\n<!-- baton:below -->');
    await say('anton', issue, '/approve spec');
    expect(said(issue)[0]).toContain('This answers 2 of your comments');
  });

  test('twenty times and more changes nothing more', async () => {
    const issue = await newIssue();
    await say('anton', issue, '/approve spec');
    for (let each = 0; each < 25; each += 1) {
      stage.github.clock.advance(10 * 60_000);
      expect(await say('anton', issue, '/approve spec')).toEqual(['confused']);
    }
    expect(said(issue)).toEqual([expect.stringContaining('This answers 20 of your comments')]);
    // What was left at that is not answered because something else is.
    expect(await say('anton', issue, '/revoke spec')).toEqual(['confused']);
    expect(await say('anton', issue, '/accept')).toEqual(['confused', forPm('accept', 'Acceptance')]);
    expect(said(issue)).toHaveLength(2);
  });
});

test('/why, asked again, is answered there for an hour, as long as the answer is the same', async () => {
  const issue = await newIssue();
  expect(await say('maria', issue, '/why')).toHaveLength(2);
  expect(await say('maria', issue, '/why')).toEqual(['+1']);
  expect(await say('anton', issue, '/why')).toHaveLength(2);
  await say('maria', issue, '/approve spec');
  expect(await say('maria', issue, '/why')).toHaveLength(2);
  stage.github.clock.advance(2 * 3_600_000);
  expect(await say('maria', issue, '/why')).toHaveLength(2);
});

describe('one act is explained once', () => {
  test('a label that was added, and a command, at once', async () => {
    const issue = await newIssue();
    stage.hurry('anton', (anton) => {
      anton.label(issue, 'spec:approved');
      anton.comment(issue, '/approve spec');
    });
    await stage.settled();
    expect(said(issue)).toEqual([
      '@anton: I removed the label `spec:approved`: it shows that the spec is approved, and only maria can approve it.\nThis also answers [your comment](there).',
    ]);
    expect(stage.see(issue).labels).toEqual([]);
  });

  test('a command, and then a label', async () => {
    const issue = await newIssue();
    await say('anton', issue, '/approve spec');
    await stage.act('anton', (anton) => anton.label(issue, 'spec:approved'));
    expect(said(issue)).toEqual([
      `${forPm('approve')}\n@anton: I removed the label \`spec:approved\`: it shows that the spec is approved, and only maria can approve it.`,
    ]);
  });

  test('closing, and a command', async () => {
    const issue = await newIssue();
    stage.hurry('anton', (anton) => {
      anton.close(issue);
      anton.comment(issue, '/accept');
    });
    await stage.settled();
    expect(said(issue)).toHaveLength(1);
    expect(said(issue)[0]).toMatch(/^@anton: I reopened this issue[^]*This also answers \[your comment\]/);
    expect(await say('anton', issue, '/accept')).toEqual(['confused']);
    // ben did something else.
    expect(await say('ben', issue, '/accept')).toEqual(['confused', forPm('accept', 'Acceptance')]);
  });

  test('several commands in several comments, at once', async () => {
    const issue = await newIssue();
    stage.hurry('anton', (anton) => {
      anton.comment(issue, '/approve spec');
      anton.comment(issue, '/accept');
      anton.comment(issue, '/approve spec');
    });
    await stage.settled();
    expect(said(issue).join('\n')).toContain(forPm('accept', 'Acceptance'));
    expect(said(issue).length).toBeLessThanOrEqual(2);
  });

  test('a handoff, and what was wrong beside it', async () => {
    const issue = await newIssue();
    expect(await say('maria', issue, '/approve spec\n/accept 3')).toEqual([
      'confused',
      expect.stringMatching(
        /^\*\*Waiting for @acme\/engineering to build this[^]*\nmaria: No gate here is accepted/,
      ),
    ]);
    expect(await say('maria', issue, '/accept 3')).toEqual([
      'confused',
      expect.stringMatching(/^No gate here is accepted/),
    ]);
  });
});

test('on a pull request, the same', async () => {
  const issue = await newIssue();
  const pull = await openPull(stage, `Closes #${issue.split('#')[1]}`);
  expect(await say('anton', pull, '/approve spec')).toEqual(['confused', forPm('approve')]);
  expect(await say('anton', pull, '/approve spec')).toEqual(['confused']);
  expect(await say('anton', issue, '/approve spec')).toEqual(['confused', forPm('approve')]);
  expect(said(pull)).toEqual([expect.stringContaining('This answers 2 of your comments')]);
});
