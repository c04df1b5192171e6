/** How many commands are answered in a comment: enough for people who work, few for strangers who write many. */
import { describe, expect, test } from 'vitest';

import { holdsAnyRole, isOutsider, type Answer } from '../../src/handoff/index.ts';
import { answerSizes } from '../../src/handoff/judge/index.ts';
import { anton, maria, olga, person, twoRoles } from './people.ts';
import { hour, story, type Story } from './story.ts';

const rita = person('rita');
const reminding = `${twoRoles}gates: { spec: { preset: spec, deadline: 1 day } }\n`;
/** A command that is answered in a comment, whoever gives it. */
const wrong = '/approve nothing-of-that-name';

/** What each of somebody's commands is answered with: `comment 4, last 1, reaction 2`. `answered`: when commands were before. */
function sizes(told: Story, of: string, answered: readonly number[] = []): string {
  const { verdict } = told.look();
  const { members } = told.setting();
  const all: readonly Answer[] = verdict.answers;
  const bySize = answerSizes(all, answered, { members, since: Number.NEGATIVE_INFINITY });
  const found = all.filter(({ by }) => by.login === of).map((answer) => bySize.get(answer) ?? '');
  const parts: { size: string; count: number }[] = [];
  for (const size of found) {
    const last = parts.at(-1);
    if (last?.size === size) last.count += 1;
    else parts.push({ size, count: 1 });
  }
  return parts.map(({ size, count }) => `${size} ${count}`).join(', ');
}

function says(times: number, by = olga, text = wrong, told = story()): Story {
  for (let each = 0; each < times; each += 1) told.comments(by, text);
  return told;
}

test.each<readonly [who: string, id: string | undefined, holdsAny: boolean, isOutside: boolean]>([
  ['maria', '1', true, false],
  ['whoever-took-marias-name', '1', true, false],
  ['maria', undefined, false, true],
  ['maria', '2', false, true],
  ['anton', undefined, true, false],
  ['rita', '3', true, true],
  ['sam', '4', true, false],
])('%s with the id %s holds a role: %s; an outsider: %s', (login, id, holdsAny, isOutside) => {
  const members = {
    today: new Map([
      // By a permission: known by the account alone.
      ['#1', new Set(['pm', 'contributor'])],
      ['anton', new Set(['engineer'])],
      ['#3', new Set(['contributor'])],
      // May read as well, and has a role of their own.
      ['#4', new Set(['contributor', 'pm'])],
    ]),
    byReading: new Map([
      ['#3', new Set(['contributor'])],
      ['#4', new Set(['contributor'])],
    ]),
  };
  const somebody = id === undefined ? { login } : { login, id };
  expect([holdsAnyRole(members, somebody), isOutsider(members, somebody)]).toEqual([holdsAny, isOutside]);
});

describe('one person', () => {
  test.each<readonly [what: string, told: Story, of: string, answers: string]>([
    ['without a role: five an hour', says(8), 'olga', 'comment 4, last 1, reaction 3'],
    ['with a role: twenty', says(23, anton), 'anton', 'comment 19, last 1, reaction 3'],
    ['in other letters', says(3, person('Olga'), wrong, says(3)), 'Olga', 'comment 1, last 1, reaction 1'],
    [
      'what others say takes nothing from them',
      says(5, rita, wrong, says(5, maria)),
      'rita',
      'comment 4, last 1',
    ],
    [
      'what is done and needs no comment takes nothing',
      says(1, maria, wrong, says(20, maria, '/approve spec')),
      'maria',
      'comment 21',
    ],
    [
      'what is done and what is not, in one comment, takes its place',
      says(1, maria, wrong, says(20, maria, `/approve spec\n${wrong}`)),
      'maria',
      'comment 19, last 1, reaction 1',
    ],
    [
      'what puts reminders off takes nothing',
      says(1, maria, wrong, says(20, maria, '/snooze spec 2 days', story({ policy: reminding }))),
      'maria',
      'comment 21',
    ],
    ['somebody who is asked once', says(1), 'olga', 'comment 1'],
  ])('%s', (_, told, of, answers) => {
    expect(sizes(told, of)).toBe(answers);
  });

  test('an hour later there is room again, and not a moment earlier', () => {
    const told = says(5);
    const first = told.on.moments[1]?.at ?? 0;
    // A comment comes a minute after what was told last.
    told.later(first + hour - told.on.clock.now - 60_000 - 1).comments(olga, wrong);
    expect(sizes(told, 'olga')).toBe('comment 4, last 1, reaction 1');
    told.later(1 - 60_000).comments(olga, wrong);
    // The refused sixth one counts as well, so the first makes no room yet.
    expect(sizes(told, 'olga')).toBe('comment 4, last 1, reaction 2');
    told.later(hour).comments(olga, wrong);
    expect(sizes(told, 'olga')).toBe('comment 4, last 1, reaction 2, comment 1');
  });

  test('a command exactly an hour old is forgotten', () => {
    const told = says(5);
    const first = told.on.moments[1]?.at ?? 0;
    told.later(first + hour - told.on.clock.now - 60_000).comments(olga, wrong);
    expect(sizes(told, 'olga')).toBe('comment 4, last 2');
  });
});

describe('all people without a role together', () => {
  const answered = (told: Story, times: number, age: number): readonly number[] =>
    Array.from({ length: times }, () => told.on.clock.now - age);

  test.each<readonly [what: string, times: number, age: number, answer: string]>([
    ['nineteen answers leave room for one more', 19, 60_000, 'comment 1'],
    ['twenty do not', 20, 60_000, 'reaction 1'],
    ['twenty of almost an hour ago do not', 20, hour - 1, 'reaction 1'],
    ['twenty of an hour ago do', 20, hour, 'comment 1'],
  ])('%s', (_, times, age, answer) => {
    const told = says(1);
    expect(sizes(told, 'olga', answered(told, times, age))).toBe(answer);
  });

  test('take no room from somebody with a role', () => {
    const told = says(1, anton);
    expect(sizes(told, 'anton', answered(told, 40, 1))).toBe('comment 1');
  });
});
