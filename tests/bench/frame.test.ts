/** The frame of the bench: a goal that is missed, and a figure that nobody compares, end it with 1. */
import { expect, test, vi } from 'vitest';

import type { Figures } from './compare.ts';
import { runParts } from './frame.ts';
import type { Goal } from './goals.ts';
import { jsonOf, tableOf } from './table.ts';

const machine = { date: '2026-11-29', node: 'v24', cores: 2, processor: 'a processor', load: 0.1 };
const reads: Goal = { figure: 'reads', unit: 'requests', atMost: 10, why: 'reading is dear' };
const share: Goal = { figure: 'share', unit: '%', atLeast: 33, why: 'live events come first' };

const run = (goals: readonly Goal[], ...turns: readonly Figures[]) => {
  const measure = vi.fn<() => Figures>();
  for (const figures of turns) measure.mockReturnValueOnce(figures);
  return { measure, outcome: runParts({ fake: measure }, { fake: goals }) };
};

test.each<readonly [figures: Figures, code: number, results: readonly string[]]>([
  [{ reads: [10], share: [33] }, 0, ['met', 'met']],
  [{ reads: [11], share: [33] }, 1, ['missed', 'met']],
  [{ reads: [10], share: [32.9] }, 1, ['met', 'missed']],
  // One that went wrong is noise; the median decides.
  [{ reads: [9, 9, 500], share: [40, 40, 0] }, 0, ['met', 'met']],
  [{ reads: [20, 21, 22], share: [40] }, 1, ['missed', 'met']],
  [{ reads: { leftOut: 'there is no server' }, share: [40] }, 0, ['left out', 'met']],
])('%j ends with %i', async (figures, code, results) => {
  const { measure, outcome } = run([reads, share], figures);
  const { rows, ...ended } = await outcome;
  expect(rows.map(({ result }) => result)).toEqual(results);
  expect(ended).toEqual({ code, errors: [] });
  expect(measure).toHaveBeenCalledTimes(1);
});

test.each<readonly [second: readonly number[], code: number, measured: number, result: string]>([
  [[9, 9, 9], 0, 9, 'met'],
  [[12, 13, 14], 1, 12, 'missed'],
  [[9, 11, 13], 1, 11, 'unsure'],
])(
  'what is missed within the spread is measured once more: %j ends with %i',
  async (second, code, measured, result) => {
    const { measure, outcome } = run([reads], { reads: [9, 11, 12] }, { reads: second });
    const ended = await outcome;
    expect(ended.code).toBe(code);
    expect(ended.rows.map((row) => [row.measured, row.result])).toEqual([[measured, result]]);
    expect(measure).toHaveBeenCalledTimes(2);
  },
);

test.each<readonly [figures: Figures, error: string]>([
  [{ reads: [1] }, 'fake: nothing was measured for the goal "share"'],
  [{ reads: [1], share: [50], writes: [1] }, 'fake: the figure "writes" has no row in tests/bench/goals.ts'],
  [{ reads: [], share: [50] }, 'fake: the figure "reads" is no number'],
  [{ reads: [Number.NaN], share: [50] }, 'fake: the figure "reads" is no number'],
])('%j fails', async (figures, error) => {
  const { code, errors } = await run([reads, share], figures).outcome;
  expect({ code, errors }).toEqual({ code: 1, errors: [error] });
});

test('a part that breaks fails, and the others are measured', async () => {
  const printed = vi.spyOn(console, 'error').mockReturnValue();
  const broken = (): never => {
    throw new Error('There is no disk.');
  };
  const parts = { broken, fake: () => ({ reads: [1] }) };
  const { rows, errors, code } = await runParts(parts, { broken: [share], fake: [reads] });
  expect({ code, errors }).toEqual({ code: 1, errors: ['broken: There is no disk.'] });
  expect(rows.map(({ result }) => result)).toEqual(['met']);
  printed.mockRestore();
});

test('one table at the end, for people and for machines', async () => {
  const outcome = await run([reads, share], { reads: [18, 20, 21], share: [50] }).outcome;
  expect(tableOf(outcome, machine)).toBe(`
goals (2026-11-29, Node v24, 2 × a processor, load 0.1)
  figure       measured     spread  goal
  fake: reads  20 requests  18–21   at most 10   missed
  fake: share  50 %                 at least 33  met
  "reads" is missed: reading is dear.
1 missed`);
  expect(JSON.parse(jsonOf(outcome, machine))).toEqual({
    machine,
    met: false,
    rows: [
      { part: 'fake', ...reads, measured: 20, spread: [18, 21], result: 'missed' },
      { part: 'fake', ...share, measured: 50, spread: [50, 50], result: 'met' },
    ],
    errors: [],
  });
});
