/** What was said on a pull request is about the issue that it linked then, whatever becomes of its links. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { commentsOf, shortly } from './seen.ts';
import { openPull, openStage, repository, type Stage } from './stage.ts';

const policy = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
gates:
  spec: { preset: spec, waive: [pm] }
  acceptance: { preset: acceptance, after: [spec] }
`;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({
    policy: `${policy}pull-requests: { linked-repositories: [acme/specs] }\n`,
    before: (github) =>
      github.repository('acme/specs', {
        private: false,
        collaborators: { maria: 'write', anton: 'write' },
        files: { 'README.md': 'Specs' },
      }),
  });
});
afterAll(() => stage.close());

async function newIssue(title = 'Coupons'): Promise<string> {
  const { number } = await stage.act('maria', (maria) => maria.openIssue(repository, { title }));
  return `#${number}`;
}
const at = (issue: string): string => `${repository}${issue}`;
const say = (who: string, on: string, text: string) =>
  stage.act(who, (somebody) => somebody.comment(on, text));
const describeAs = (pull: string, body: string) =>
  stage.act('anton', (anton) => anton.editPull(pull, { body }));
const check = (pull: string): string => stage.see(pull).checks[0] ?? '';
const gate = (issue: string, index = 0): string =>
  stage.see(at(issue)).card?.gates[index]?.split(' · ')[1] ?? '';
const lastAnswer = (on: string): string => shortly(commentsOf(stage.github.find.item(on)).at(-1)?.body ?? '');

const passes = 'Baton: success · You can merge this';
const waitsFor = (issue: string): string =>
  `Baton: action_required · Waiting for maria to approve the spec of ${issue}`;

describe('a word moves to no other issue with the description', () => {
  const words = {
    '/approve spec': (pull: string) => say('maria', pull, '/approve spec'),
    '/approve without a name': (pull: string) => say('maria', pull, '/approve'),
    '/waive': (pull: string) => say('maria', pull, '/waive spec The shop is down'),
    'the label': (pull: string) => stage.act('maria', (maria) => maria.label(pull, 'spec:approved')),
  };
  test.each(Object.entries(words))('%s', async (_, speak) => {
    const [one, other] = [await newIssue(), await newIssue('Refunds')];
    const pull = await openPull(stage, `Closes ${one}`);
    await speak(pull);
    expect(check(pull)).toContain(passes);
    const before = gate(one);
    await describeAs(pull, `Closes ${other}`);
    expect(check(pull)).toBe(waitsFor(other));
    expect(gate(other)).toBe('waiting for approval');
    expect(gate(one)).toBe(before);
    expect(stage.see(at(other)).labels).toEqual([]);
    // Said again while it is linked, it counts for it; and back at the first one, what was said there counts.
    await say('maria', pull, '/approve spec');
    expect(check(pull)).toContain(passes);
    await describeAs(pull, `Closes ${one}`);
    expect(check(pull)).toContain(passes);
  });

  test('/accept', async () => {
    const [one, other] = [await newIssue(), await newIssue('Refunds')];
    await say('maria', at(one), '/approve spec');
    await say('maria', at(other), '/approve spec');
    const pull = await openPull(stage, `Closes ${one}`);
    await say('maria', pull, '/accept');
    expect(gate(one, 1)).toBe('approved');
    await describeAs(pull, `Closes ${other}`);
    expect(gate(other, 1)).not.toBe('approved');
  });
});

describe('honest changes take nothing away', () => {
  test('the description is edited, and names the same issue', async () => {
    const one = await newIssue();
    const pull = await openPull(stage, `Closes ${one}`);
    await say('maria', pull, '/approve spec');
    await describeAs(pull, `Coupons, now tested.\n\nFixes: ${at(one)}`);
    await describeAs(pull, `Coupons, tested twice.\n\nResolves ${stage.github.url.replace('api', '')}`);
    await describeAs(pull, `Coupons.\n\ncloses ${one} as planned.`);
    expect(check(pull)).toContain(passes);
    expect(gate(one)).toBe('approved');
  });

  test('edited before the word, with a number that is no issue', async () => {
    const one = await newIssue();
    const pull = await openPull(stage, 'Work.');
    await describeAs(pull, `Closes ${one}, fixes ${pull.replace(repository, '')} and closes #999.`);
    await say('maria', pull, '/approve spec');
    await describeAs(pull, `Closes ${one}, fixes ${pull.replace(repository, '')} and closes #999. Done.`);
    expect(check(pull)).toContain(passes);
  });

  test('linked by hand', async () => {
    const [one, other] = [await newIssue(), await newIssue('Refunds')];
    const pull = await openPull(stage, 'Work.');
    await stage.act('anton', (anton) => anton.connect(pull, at(one)));
    await say('maria', pull, '/approve spec');
    expect(check(pull)).toContain(passes);
    await stage.act('anton', (anton) => anton.connect(pull, at(one), false));
    await stage.act('anton', (anton) => anton.connect(pull, at(other)));
    await say('anton', pull, 'Linked.');
    expect(check(pull)).toBe(waitsFor(other));
    await stage.act('anton', (anton) => anton.connect(pull, at(one)));
    await stage.act('anton', (anton) => anton.connect(pull, at(other), false));
    await say('anton', pull, 'Linked.');
    expect(check(pull)).toContain(passes);
  });
});

test('a word that linked nothing when it was said stays without effect', async () => {
  const one = await newIssue();
  const pull = await openPull(stage, 'Work.');
  await say('maria', pull, '/approve spec');
  expect(lastAnswer(pull)).toContain('this one closes none');
  await describeAs(pull, `Closes ${one}`);
  expect(check(pull)).toBe(waitsFor(one));
  expect(gate(one)).toBe('waiting for approval');
});

test('a word with two issues stays without effect when one of them goes', async () => {
  const [one, other] = [await newIssue(), await newIssue('Refunds')];
  const pull = await openPull(stage, `Closes ${one} and closes ${other}`);
  await say('maria', pull, '/approve spec');
  expect(lastAnswer(pull)).toContain('This pull request closes 2 issues');
  await describeAs(pull, `Closes ${one}`);
  expect(check(pull)).toBe(waitsFor(one));
});

test('a pull request to another branch links nothing, and what was said on it then neither', async () => {
  const one = await newIssue();
  await stage.act('anton', (anton) => anton.push(repository, 'release', { files: { 'r.txt': 'r' } }));
  const pull = await openPull(stage, `Closes ${one}`);
  await stage.act('anton', (anton) => anton.editPull(pull, { base: 'release' }));
  await say('maria', pull, '/approve spec');
  expect(lastAnswer(pull)).toContain('this one closes none');
  await stage.act('anton', (anton) => anton.editPull(pull, { base: 'main' }));
  expect(check(pull)).toBe(waitsFor(one));
});

describe('a word against a gate stays', () => {
  const returned = (issue: string): string =>
    `Baton: action_required · Waiting for maria to fix the spec of ${issue}`;

  async function sentBack(): Promise<{
    readonly pull: string;
    readonly one: string;
    readonly other: string;
  }> {
    const [one, other] = [await newIssue(), await newIssue('Refunds')];
    await say('maria', at(one), '/approve spec');
    await say('maria', at(other), '/approve spec');
    const pull = await openPull(stage, `Closes ${one}`);
    await say('maria', pull, '/return spec The error case is missing');
    expect(gate(one)).toBe('sent back');
    return { pull, one, other };
  }

  test('when a second issue is linked', async () => {
    const { pull, one, other } = await sentBack();
    await describeAs(pull, `Closes ${one} and closes ${other}`);
    expect(check(pull)).toBe(returned(one));
    expect(gate(one)).toBe('sent back');
    await say('maria', at(one), '/approve spec');
    expect(check(pull)).toContain(passes);
  });

  test('when the issue is unlinked and linked again, and the comment is deleted', async () => {
    const { pull, one, other } = await sentBack();
    await describeAs(pull, `Closes ${other}`);
    expect(gate(one)).toBe('sent back');
    const comment = stage.github.find.item(pull).timeline.findLast((entry) => entry.kind === 'IssueComment');
    if (comment?.kind !== 'IssueComment') throw new Error('There is no comment.');
    await stage.act('olga', (olga) => olga.deleteComment(comment));
    expect(gate(one)).toBe('sent back');
    await describeAs(pull, `Closes ${one}`);
    expect(check(pull)).toBe(returned(one));
    await stage.act('anton', (anton) => anton.close(pull));
    expect(gate(one)).toBe('sent back');
  });

  test('when it is deleted in another repository, which has no policy of its own', async () => {
    const { number } = await stage.act('maria', (maria) =>
      maria.openIssue('acme/specs', { title: 'Coupons' }),
    );
    const spec = `acme/specs#${number}`;
    const pull = await openPull(stage, `Closes ${spec}`);
    await say('maria', spec, '/approve spec');
    expect(check(pull)).toContain(passes);
    const comment = await say('maria', spec, '/return spec The error case is missing');
    expect(check(pull)).toBe(returned(spec));
    await stage.act('olga', (olga) => olga.deleteComment(comment));
    await say('anton', pull, 'Now?');
    expect(check(pull)).toBe(returned(spec));
    await say('maria', pull, '/approve spec');
    expect(check(pull)).toContain(passes);
  });
});

describe('a merge past a gate', () => {
  const past = (issue: string): readonly string[] =>
    (stage.see(at(issue)).card?.notes ?? []).filter((line) => line.includes(' merged [#'));

  test('through a description that was swapped just before is named, with who and when', async () => {
    const [one, other] = [await newIssue(), await newIssue('Refunds')];
    await say('maria', at(one), '/approve spec');
    const pull = await openPull(stage, `Closes ${one}`);
    expect(check(pull)).toContain(passes);
    stage.github.clock.advance(2000);
    stage.hurry('anton', (anton) => anton.editPull(pull, { body: `Closes ${other}` }));
    stage.github.clock.advance(2000);
    await stage.act('anton', (anton) => anton.merge(pull));
    await stage.settled();
    expect(past(other)).toHaveLength(1);
    expect(past(other)[0]).toMatch(/^- anton merged .*, before the spec of this issue was approved\.$/);
    expect(past(one)).toEqual([]);
  });

  describe('of a pull request with a label that exempts', () => {
    let exempting: Stage;
    beforeAll(async () => {
      exempting = await openStage({ policy: `${policy}exempt: { labels: [chore], by: [pm] }\n` });
    });
    afterAll(() => exempting.close());

    test.each([
      ['by an engineer is named', 'anton', 1],
      ['by a product manager is none', 'maria', 0],
    ] as const)('added %s', async (_, by, count) => {
      const opened = await exempting.act('anton', (anton) =>
        anton.openIssue(repository, { title: 'Refunds' }),
      );
      const issue = at(`#${opened.number}`);
      const pull = await openPull(exempting, 'Nothing yet');
      await exempting.act(by, (somebody) => somebody.label(pull, 'chore'));
      await exempting.act('anton', (anton) => anton.editPull(pull, { body: `Closes ${issue}` }));
      expect(exempting.see(pull).checks[0]).toContain(
        count === 0
          ? 'Baton: success · Exempt because of its label: you can merge this'
          : 'Baton: action_required · Waiting for maria to approve the spec of #1',
      );
      await exempting.act('anton', (anton) => anton.merge(pull));
      const notes = exempting.see(issue).card?.notes ?? [];
      expect(notes.filter((line) => line.includes(' merged [#'))).toHaveLength(count);
    });
  });

  test('is named when the description is swapped back at once, too', async () => {
    const [one, other] = [await newIssue(), await newIssue('Refunds')];
    await say('maria', at(one), '/approve spec');
    const pull = await openPull(stage, `Closes ${one}`);
    for (const body of [`Closes ${other}`, null, `Closes ${one}`]) {
      stage.github.clock.advance(2000);
      stage.hurry('anton', (anton) => (body === null ? anton.merge(pull) : anton.editPull(pull, { body })));
    }
    await stage.settled();
    expect(past(other)).toEqual([expect.stringMatching(/^- anton merged /)]);
    expect(past(one)).toEqual([]);
  });

  test('is none where the gate was open, by a label on the pull request too', async () => {
    const [one, other] = [await newIssue(), await newIssue('Refunds')];
    await say('maria', at(one), '/approve spec');
    const pull = await openPull(stage, `Closes ${one}`);
    await stage.act('anton', (anton) => anton.merge(pull));
    const labelled = await openPull(stage, `Closes ${other}`);
    await stage.act('maria', (maria) => maria.label(labelled, 'spec:approved'));
    await stage.act('anton', (anton) => anton.merge(labelled));
    await stage.act('anton', (anton) => anton.editPull(pull, { body: 'Closes nothing' }));
    expect([past(one), past(other)]).toEqual([[], []]);
  });
});
