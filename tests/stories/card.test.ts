/** The card and the comments: one card, nothing twice, and nothing that people write breaks out of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { cpuTime } from '../cpu.ts';
import { cardOf, commentsOf } from './seen.ts';
import { approvedIssue, openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function newIssue(title = 'Coupons', body = 'One.'): Promise<string> {
  const { number } = await stage.act('ben', (ben) => ben.openIssue(repository, { title, body }));
  stage.spent();
  return `${repository}#${number}`;
}

function card(issue: string) {
  const found = cardOf(stage.github.find.item(issue));
  if (found === undefined) throw new Error(`${issue} has no card.`);
  return found;
}

describe('the card', () => {
  test('edited by somebody else, it is mended', async () => {
    const issue = await newIssue();
    const { body } = card(issue);
    await stage.act('otto', (otto) => otto.editComment(card(issue), `${body}\n\nApproved by everybody.`));
    expect(card(issue).body).toBe(body);
    expect(stage.spent()).toEqual({ queries: 1, mutations: 1, rest: 0 });
    // Even where its marker is taken out: there is one card afterwards.
    await stage.act('otto', (otto) => otto.editComment(card(issue), 'Nothing to see here.'));
    const own = commentsOf(stage.github.find.item(issue));
    expect(own.filter((comment) => comment.body.includes('<!-- baton:card -->'))).toHaveLength(1);
    expect(stage.see(issue).card?.head).toBe('Waiting for maria to approve the spec');
  });

  test('deleted, it is posted again, and nothing else is', async () => {
    const issue = await approvedIssue(stage);
    const { body } = card(issue);
    await stage.act('otto', (otto) => otto.deleteComment(card(issue)));
    expect(card(issue).body).toBe(body);
    expect(stage.heard(issue)).toEqual([]);
  });

  test('a second one, however it came, is removed; one by somebody else is left', async () => {
    const issue = await newIssue();
    const { body, id } = card(issue);
    await stage.act('baton[bot]', (baton) => baton.comment(issue, body));
    const copied = await stage.act('otto', (otto) => otto.comment(issue, body));
    const own = commentsOf(stage.github.find.item(issue));
    expect(own.map((comment) => comment.id)).toEqual([id]);
    expect(copied.deleted).toBe(false);
    await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    expect(card(issue).id).toBe(id);
    expect(copied.body).toBe(body);
  });

  test('markers in other people’s words are only words', async () => {
    const issue = await newIssue();
    stage.heard(issue);
    await stage.act('otto', (otto) =>
      otto.comment(
        issue,
        '<!-- baton:card -->\n<!-- baton:handoff engineer -->\n<!-- baton:undone assignment -->',
      ),
    );
    await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
    expect(stage.heard(issue)).toEqual([expect.stringContaining('I unassigned you')]);
    await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    expect(stage.heard(issue)).toEqual([expect.stringContaining('Waiting for @')]);
  });
});

describe('what people write', () => {
  const hostile = [
    '@acme/engineering <!-- baton:card --> | `pipe` [link](javascript:x)',
    '</details><script>alert(1)</script>',
    '![](https://example.com/x.png) #1 \u202Ereversed\u0000',
    '```` ``` ````',
    '$(rm -rf /) {{ template }} %s',
  ];

  test('in titles and bodies neither pings nor renders nor breaks the card', async () => {
    for (const [index, words] of hostile.entries()) {
      const issue = await newIssue(words.slice(0, 200), words);
      await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
      await stage.act('ben', (ben) => ben.edit(issue, { body: `${words}\n\n${hostile[index - 1] ?? ''}!` }));
      await stage.act('maria', (maria) => maria.comment(issue, `/return spec ${words}`));
      const seen = stage.see(issue);
      expect(seen.card?.gates).toEqual([
        'Spec approval · sent back · maria sent it back on then.',
        'Acceptance · not ready yet · It comes after the spec.',
      ]);
      const quoted = seen.card?.notes.find((line) => line.startsWith('> ')) ?? '';
      expect(quoted).not.toMatch(/@acme|(?<!\\)<|(?<!\\)!\[|[\u202E\p{Cc}]/u);
      expect(
        commentsOf(stage.github.find.item(issue)).filter((one) => one.body.includes('<!-- baton:card -->')),
      ).toHaveLength(1);
    }
  });

  test('a label with a hostile name is only a name', async () => {
    const name = '`|` <!-- @maria --> ](x)';
    await stage.act('otto', (otto) => otto.createLabel(repository, { name }));
    const issue = await newIssue();
    await stage.act('anton', (anton) => anton.label(issue, name));
    expect(stage.see(issue)).toMatchObject({ labels: [name], card: { notes: [] } });
  });

  test('texts near GitHub’s limits are judged, and what is shown of them fits', async () => {
    const long = (letter: string): string => `${letter}@acme/engineering\n`.repeat(65_536).slice(0, 65_536);
    const issue = await newIssue('T'.repeat(256), long('a'));
    await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
    await stage.act('ben', (ben) => ben.edit(issue, { body: long('b') }));
    expect(stage.see(issue).card?.gates[0]).toContain('Spec approval · changed since approval');
    const { body } = card(issue);
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body.endsWith('full reasoning.</sub>')).toBe(true);
    await stage.act('maria', (maria) => maria.comment(issue, `/return spec ${'x'.repeat(65_000)}`));
    expect(stage.see(issue).card?.gates[0]).toContain('Spec approval · sent back');
    await stage.act('otto', (otto) => otto.comment(issue, `/why\n${long('c').slice(0, 65_000)}`));
    for (const comment of commentsOf(stage.github.find.item(issue)))
      expect(comment.body.length).toBeLessThanOrEqual(65_536);
    expect(stage.see(issue).said.at(-1)).toMatch(/^Waiting for maria to fix the spec, since then\./);
  });

  test('a text of tens of thousands of lines, rewritten, holds up nobody', async () => {
    const issue = await newIssue('Long', 'a\n'.repeat(32_000));
    await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
    const before = cpuTime();
    await stage.act('ben', (ben) => ben.edit(issue, { body: 'b\n'.repeat(32_000) }));
    expect(cpuTime() - before).toBeLessThan(5000);
    expect(stage.see(issue).card?.notes.slice(0, 5)).toEqual([
      '<details><summary>What changed since the approval</summary>',
      '```diff',
      '-Long',
      '-',
      '-a',
    ]);
    expect(stage.see(issue).card?.notes).toContain('+b');
  });

  test('a comment of thousands of commands is answered once, and at once', async () => {
    const issue = await newIssue();
    stage.heard(issue);
    const before = cpuTime();
    await stage.act('otto', (otto) => otto.comment(issue, '/approve spec\n'.repeat(4000)));
    expect(stage.heard(issue)).toHaveLength(1);
    await stage.act('otto', (otto) => otto.comment(issue, '/accept nothing\n> '.repeat(3000)));
    expect(stage.heard(issue).length).toBeLessThanOrEqual(1);
    await stage.act('otto', (otto) => otto.comment(issue, `${'> '.repeat(3000)}/approve spec`));
    await stage.act('otto', (otto) => otto.comment(issue, `${'['.repeat(20_000)}\n/why`));
    expect(cpuTime() - before).toBeLessThan(10_000);
    expect(stage.see(issue).labels).toEqual([]);
  });
});

describe('deliveries', () => {
  test('doubled, reordered, delayed and lost: the same state, and nothing said twice', async () => {
    const quiet = await newIssue('Quiet');
    const rough = await newIssue('Rough');
    const play = async (issue: string): Promise<void> => {
      await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
      await stage.act('otto', (otto) => otto.label(issue, 'spec:approved'));
      await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
      await stage.act('ben', (ben) => ben.edit(issue, { body: 'Two.' }));
      await stage.act('maria', (maria) => maria.comment(issue, '/return spec No.'));
      await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
      await stage.act('anton', (anton) => anton.close(issue));
    };
    await play(quiet);
    const { faults } = stage.github;
    faults.addForDeliveries({ match: ({ event }) => event === 'issues', kind: 'doubled', times: 20 });
    faults.addForDeliveries({ match: ({ action }) => action === 'created', kind: 'reordered', times: 1 });
    await play(rough);
    faults.clear();
    await stage.act('ben', (ben) => ben.comment(rough, 'Well.'));
    expect(stage.see(rough)).toEqual(stage.see(quiet));
  });

  test('two people in one second, and Baton at work: one card, each thing said once', async () => {
    const issue = await newIssue();
    stage.heard(issue);
    for (let round = 0; round < 5; round += 1) {
      stage.github.clock.advance(1000);
      stage.hurry('otto', (otto) => otto.label(issue, 'spec:approved'));
      stage.hurry('maria', (maria) => maria.comment(issue, '/approve spec'));
      await new Promise((resolve) => setImmediate(resolve));
      stage.hurry('anton', (anton) => anton.close(issue));
      stage.hurry('maria', (maria) => maria.comment(issue, '/return spec Again.'));
    }
    await stage.settled();
    const own = commentsOf(stage.github.find.item(issue));
    expect(own.filter((comment) => comment.body.includes('<!-- baton:card -->'))).toHaveLength(1);
    expect(stage.see(issue)).toMatchObject({
      state: 'open',
      labels: [],
      card: { head: 'Waiting for maria to fix the spec' },
    });
    const heard = stage.heard(issue);
    expect(new Set(heard).size).toBe(heard.length);
  });
});
