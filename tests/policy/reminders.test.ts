/** Deadlines, working days, and whom to tell when a reminder did not help. */
import { describe, expect, test } from 'vitest';
import { describePolicy } from '../../src/policy/index.ts';
import { policyOf, problemsOf, roles } from './reading.ts';

const usual = { timezone: 'UTC', workdays: ['mon', 'tue', 'wed', 'thu', 'fri'], holidays: [] };
const gates = 'gates: {spec: {preset: spec, deadline: 2 working days}}\n';

test('a deadline is enough: working days are Monday to Friday, and nobody else is told', () => {
  const { gates: read, calendar, isReminding, escalateTo } = policyOf(roles + gates);
  expect({ deadline: read[0]?.deadline, calendar, isReminding, escalateTo }).toEqual({
    deadline: { count: 2, unit: 'working day' },
    calendar: usual,
    isReminding: true,
    escalateTo: null,
  });
});

test('without a deadline nobody is reminded, but somebody may be asked when Baton stops undoing', () => {
  const text = `${roles}reminders: {escalate-to: qa}\n`;
  const { isReminding, escalateTo } = policyOf(text);
  expect({ isReminding, escalateTo }).toEqual({ isReminding: false, escalateTo: 'qa' });
  const told = (mode: string): readonly string[] =>
    describePolicy(policyOf(text + mode))
      .split('\n')
      .filter((line) => /undoing/.test(line));
  expect(told('')).toEqual(['- When Baton stops undoing something, it asks `qa` to decide.']);
  expect(told('mode: warn')).toEqual([]);
});

test('everything that can be said', () => {
  const { calendar, escalateTo } = policyOf(`${roles}${gates}
reminders:
  calendar: { timezone: Asia/Dubai, workdays: [sun, mon, tue], holidays: [2026-12-02, 2026-12-03] }
  escalate-to: qa
`);
  expect({ calendar, escalateTo }).toEqual({
    calendar: {
      timezone: 'Asia/Dubai',
      workdays: ['sun', 'mon', 'tue'],
      holidays: ['2026-12-02', '2026-12-03'],
    },
    escalateTo: 'qa',
  });
});

test.each([
  ['1 hour', { count: 1, unit: 'hour' }],
  ['36 hours', { count: 36, unit: 'hour' }],
  ['1 working day', { count: 1, unit: 'working day' }],
  ['10 days', { count: 10, unit: 'day' }],
  ['2 weeks', { count: 2, unit: 'week' }],
])('a deadline of %s', (text, span) => {
  expect(policyOf(`${roles}gates: {a: {approve: pm, deadline: ${text}}}`).gates[0]?.deadline).toEqual(span);
});

describe('what is wrong', () => {
  test.each([
    [
      'reminders: {escalate-to: leed}',
      ['2:26: No role is named "leed". Define it under "roles", or use pm, engineer or qa.'],
    ],
    ['reminders: {escalate-to: pn}', ['2:26: No role is named "pn". Did you mean "pm"?']],
    [
      'reminders: {escalate-to: "@acme/leads"}',
      [
        '2:26: No role is named "@acme/leads". Define a role with these members under "roles", and name the role here.',
      ],
    ],
    [
      'reminders: {calendar: {timezone: Berlin, workdays: [], holidays: [2026-02-30]}}',
      [
        '2:34: "Berlin" is not a time zone. Write a name of the IANA time zone database, like Europe/Berlin or UTC.',
        '2:42: No day would be a working day. Name days, like [mon, tue, wed, thu, fri].',
        '2:67: "2026-02-30" is not a day. Write year, month and day, like 2026-12-25.',
      ],
    ],
    // Which Intl takes for Bangladesh, for Samoa, and for Japan; and an instant, which Temporal takes for its zone.
    ...['BST', 'SST', 'JST', '"2026-01-01T00:00Z"', 'UTC+5', '"+24:00"'].map(
      (zone): [string, readonly string[]] => [
        `reminders: {calendar: {timezone: ${zone}}}`,
        [
          `2:34: "${zone.replaceAll('"', '')}" is not a time zone. Write a name of the IANA time zone database, like Europe/Berlin or UTC.`,
        ],
      ],
    ),
    [
      'gates: {a: {approve: pm, deadline: soon}}',
      [
        '2:36: "soon" is not a length of time. Write a number and hours, days, working days or weeks, like "2 working days".',
      ],
    ],
    [
      'reminders: {escalate_to: qa}',
      ['2:13: "escalate_to" is not a key of "reminders". Did you mean "escalate-to"?'],
    ],
  ])('%s', (text, problems) => expect(problemsOf(roles + text)).toEqual(problems));
});

test('in words', () => {
  const told = (rest: string): readonly string[] =>
    describePolicy(policyOf(roles + rest))
      .split('\n')
      .filter((line) => /remind|undoing/.test(line));
  expect(told('')).toEqual([]);
  expect(told('gates: {a: {approve: pm, deadline: 1 week}}')).toEqual([
    '   - If nothing happens for 1 week, Baton reminds the people it waits for.',
    '- Baton reminds people only on mon, tue, wed, thu and fri (`UTC`).',
  ]);
  expect(
    told(`${gates}reminders: {calendar: {timezone: Europe/Berlin, holidays: [2026-12-25]}, escalate-to: qa}`),
  ).toEqual([
    '   - If nothing happens for 2 working days, Baton reminds the people it waits for; after as long again, it tells `qa`.',
    '- When Baton stops undoing something, it asks `qa` to decide.',
    '- Baton reminds people only on mon, tue, wed, thu and fri (`Europe/Berlin`), and not on one holiday.',
  ]);
  expect(told('gates: {a: {approve: pm, deadline: 1 week, mode: observe}}')).toEqual([
    '- Baton reminds people only on mon, tue, wed, thu and fri (`UTC`).',
  ]);
});
