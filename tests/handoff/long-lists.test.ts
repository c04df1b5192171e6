/** What people read does not grow with what happened: the first few are named, and the others counted. */
import { describe, expect, test } from 'vitest';
import { anton, ben, maria, paul, twoRoles } from './people.ts';
import { story } from './story.ts';

/** The lines of a card that match. */
function linesOf(told: ReturnType<typeof story>, match: RegExp): readonly string[] {
  const card = told.look().effects.find(({ kind }) => kind === 'card');
  const lines = card !== undefined && 'body' in card ? card.body.split('\n') : [];
  return lines.filter((line) => match.test(line));
}

describe('on the card', () => {
  test('ten questions, and how many more there are', () => {
    const asked = story();
    for (let each = 1; each <= 12; each += 1) asked.comments(anton, `/question Why ${each}?`);
    const lines = linesOf(asked, /^- (?:\*\*\d+\.\*\*|\d+ more)/);
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe('- 2 more questions are open');
    const answered = asked.comments(maria, '/answer 12 So.').comments(maria, '/answer So.');
    expect(linesOf(answered, /more/)).toEqual(['- 1 more question is open']);
    expect(answered.look().verdict.answers.at(-1)?.outcomes).toEqual([
      {
        kind: 'refused',
        verb: 'answer',
        because: { kind: 'which-question', numbers: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], more: 1 },
      },
    ]);
    expect(JSON.stringify(answered.look().effects)).toContain(
      'still unanswered: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 1 more.',
    );
  });

  test('fifty criteria, and how many more there are', () => {
    const body = [
      '## Criteria',
      '',
      ...Array.from({ length: 60 }, (_, index) => `- [ ] item ${index + 1}`),
    ].join('\n');
    const listed = story({
      policy: `${twoRoles}gates: {acceptance: {preset: acceptance, after: [], ready-when: {}, requires: {criteria: Criteria}}}`,
      body,
    });
    listed.comments(maria, '/accept 60 3');
    expect(linesOf(listed, /^\d+\. item/)).toHaveLength(50);
    expect(linesOf(listed, /more criteria/)).toEqual(['10 more criteria, 1 of them accepted.']);
    expect(linesOf(listed, /numbers 1, 2, 4/)[0]).toContain(
      'numbers 1, 2, 4, 5, 6, 7, 8, 9, 10, 11 and 48 more are not',
    );
  });

  test('what approvers amended, once they did it often', () => {
    const amended = story({ policy: `${twoRoles}gates: {spec: {preset: spec}}` }).comments(
      maria,
      '/approve spec',
    );
    for (let each = 1; each <= 6; each += 1) amended.edits(paul, { body: `Text ${each}.` });
    expect(linesOf(amended, /amended/)[0]).toMatch(/; amended 6 times, last by paul, [^;]*\.? \|$/);
    expect(linesOf(amended.edits(ben, { body: 'Other.' }), /amended \d/)).toEqual([]);
  });
});
