/** The end of a waiver, as people write it: a day of the calendar, or an answer; never a waiver without end by accident. */
import { describe, expect, test } from 'vitest';
import { untilIn } from '../../src/handoff/commands/until.ts';
import { maria, olga } from './people.ts';
import { outcomes } from './shown.ts';
import { story } from './story.ts';

const today = '2026-03-02';

test.each([
  ['It burns until 2026-03-04', '2026-03-04', 'It burns'],
  ['It burns until 2026-03-04.', '2026-03-04', 'It burns'],
  ['It burns (until 2026-03-04)', '2026-03-04', 'It burns'],
  ['It burns, until: 2026-03-04!', '2026-03-04', 'It burns'],
  ['It burns UNTIL 2026-03-04', '2026-03-04', 'It burns'],
  ['It burns till 2026-03-04', '2026-03-04', 'It burns'],
  ['It burns til 2026-03-04', '2026-03-04', 'It burns'],
  ['It burns Till 2026-03-04', '2026-03-04', 'It burns'],
  ['until 2026-03-04: it burns', '2026-03-04', 'it burns'],
  ['until 2026-03-04', '2026-03-04', ''],
  ['Nothing works until QA is back, until 2026-03-04', '2026-03-04', 'Nothing works until QA is back'],
])('%s', (text, day, rest) => {
  expect(untilIn(text, today)).toEqual({ kind: 'day', day, rest });
});

test.each([
  ['It burns until tomorrow', 'tomorrow'],
  ['It burns until 2026-13-40', '2026-13-40'],
  ['It burns until 2026-3-4', '2026-3-4'],
  ['It burns until 04.03.2026', '04.03.2026'],
  ['It burns until March 4', 'March 4'],
  ['It burns until next Friday', 'next Friday'],
  ['It burns until', ''],
  ['It burns until:', ''],
  ['Until QA is back', 'QA is back'],
  ['It burns untill tomorrow', 'tomorrow'],
  ['It burns till tomorrow', 'tomorrow'],
  ["It burns 'til the vendor answers", 'the vendor answers'],
  ['It burns Till tomorrow', 'tomorrow'],
  ['It burns until 2026-03-04 17:00', '2026-03-04 17:00'],
  ['It burns until 2026-03-04T17:00Z', '2026-03-04T17:00Z'],
  ['until 2026-03-04 17:00 CET it burns', '2026-03-04 17:00 CET it burns'],
  ['until 2026-03-04 or 2026-03-05', '2026-03-04 or 2026-03-05'],
  ['until 2026-03-04, until 2026-03-05', '2026-03-05'],
  ['until 2026-03-04 or until tomorrow', 'tomorrow'],
  ['It burns 2026-03-04', '2026-03-04'],
  ['It burns, tomorrow', 'tomorrow'],
  ['It burns, only today', 'only today'],
  ['It burns for 3 days', 'for 3 days'],
  ['It burns for a week.', 'for a week'],
  ['It burns, 2 days', '2 days'],
  ['It burns (one week max)', 'one week max'],
  ['It burns this week only', 'this week only'],
  ['It burns, tomorrow only', 'tomorrow only'],
  ['It burns through Friday', 'through Friday'],
  ['It burns, ends 24.03.2026', 'ends 24.03.2026'],
])('%s: no day', (text, words) => {
  expect(untilIn(text, today)).toEqual({ kind: 'unclear', words });
});

test.each([
  'The shop is down',
  'It took us 2 days',
  'Down, and nobody is in this week',
  'As agreed with Till',
  'Till is on holiday',
  'Down since Monday',
  'The shop was down on Sunday',
  'The incident of 2026-02-20',
  'Fixed by version 1.2.10 already',
  'Tomorrow we launch',
  'We waited for 3 days already',
  'Nobody can tell today what it means',
  'Distill and still-life',
])('%s: a reason without an end', (text) => {
  expect(untilIn(text, today)).toEqual({ kind: 'none' });
});

describe('a waiver', () => {
  const policy = `roles: {pm: [maria], engineer: [anton], lead: [olga]}
gates:
  spec: { preset: spec, waive: [lead] }
`;
  const waived = (text: string, by = olga) => outcomes(story({ policy }).comments(by, `/waive spec ${text}`));

  test('whose day is not understood is none; one without a day has no end', () => {
    expect(waived('It burns until tomorrow')).toEqual(['waive: no-day']);
    expect(waived('It burns until')).toEqual(['waive: no-day']);
    expect(waived('It burns until 2026-03-04')).toEqual(['waive spec: done']);
    expect(waived('It burns')).toEqual(['waive spec: done']);
  });

  test('by somebody who may not is answered with who may', () => {
    expect(waived('It burns until tomorrow', maria)).toEqual(['waive: role']);
  });

  test('that counted when it was heard first goes on counting', () => {
    const told = story({ policy }).comments(olga, '/waive spec Not needed until launch');
    const [comment] = told.on.moments.slice(-1);
    if (comment?.kind !== 'commented') throw new Error('It is a comment.');
    told.on.moments.splice(-1, 1, { ...comment, reacted: true, reaction: 'done' });
    expect(outcomes(told)).toEqual(['waive spec: done']);
  });
});
