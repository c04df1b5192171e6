/** The very instant in which something begins or ends: a policy is in force from it on, and a waiver is over in it. */
import { describe, expect, test } from 'vitest';

import { anton, maria, olga } from './people.ts';
import { outcomes, stands, violationsOf } from './shown.ts';
import { story, type Story } from './story.ts';

/** The first thing that happens to an issue of a story. */
const first = Date.UTC(2026, 2, 2, 9, 2);

describe('a policy judges what is done in the instant in which it comes into force, and nothing before', () => {
  test.each<readonly [what: string, act: (told: Story) => unknown, told: readonly string[]]>([
    ['an assignment', (told) => told.assigns(anton), ['undo: anton assigned anton (spec)']],
    [
      'a label that approves',
      (told) => told.labels(anton, 'spec:approved'),
      ['undo: anton put spec:approved on (spec)'],
    ],
    ['closing', (told) => told.closes(anton), ['undo: anton closed it as completed (acceptance)']],
  ])('%s', (_, act, expected) => {
    const from = (inForceSince: number): readonly string[] => {
      const told = story({ inForceSince });
      act(told);
      expect(told.on.moments.at(-1)?.at).toBe(first);
      return violationsOf(told);
    };
    expect(from(first)).toEqual(expected);
    expect(from(first + 1)).toEqual([]);
  });

  const isAwake = (told: Story): boolean => {
    const { verdict } = told.look();
    return verdict.kind === 'gates' && verdict.awake;
  };
  test.each<readonly [what: string, act: (told: Story) => unknown]>([
    ['open', (told) => told.comments(olga, 'Any news?')],
    ['closed', (told) => told.closes(maria, 'not_planned')],
  ])('an issue on which nothing happened since is left alone: %s', (_, act) => {
    const from = (inForceSince: number): Story => {
      const told = story({ inForceSince });
      act(told);
      return told;
    };
    expect([isAwake(from(first)), isAwake(from(first + 1))]).toEqual([true, false]);
  });

  test('one that was closed before and is still talked about is left alone, too', () => {
    const told = story({ inForceSince: first + 1 })
      .closes(maria, 'not_planned')
      .comments(olga, 'A pity.');
    expect(isAwake(told)).toBe(false);
    expect(isAwake(told.reopens(maria))).toBe(true);
  });
});

describe('a waiver until a day', () => {
  const policy = `roles: {pm: [maria], engineer: [anton], lead: [olga]}
gates:
  spec: {preset: spec, waive: [lead]}
`;
  const end = Date.UTC(2026, 2, 3);
  /** Told when a look would come at this instant. */
  const at = (told: Story, instant: number): Story => {
    const { now } = told.setting();
    return told.later(instant - now);
  };
  const waived = (): Story => story({ policy }).comments(olga, '/waive spec It burns until 2026-03-02');

  test('holds until the day is over, and is over in the first instant of the next', () => {
    expect(stands(at(waived(), end - 1))['spec']).not.toBe('waiting');
    expect(stands(at(waived(), end))['spec']).toBe('waiting');
  });

  test('can be given in the last instant of the day, and not in the next', () => {
    const given = (instant: number): readonly string[] => {
      const told = story({ policy });
      told
        .later(instant - told.on.clock.now - 60_000)
        .comments(olga, '/waive spec It burns until 2026-03-02');
      expect(told.on.moments.at(-1)?.at).toBe(instant);
      return outcomes(told);
    };
    expect([given(end - 1), given(end)]).toEqual([['waive spec: done'], ['waive: past-day']]);
  });
});
