/** The table of goals, as people and machines read it. */
import { availableParallelism, cpus, loadavg } from 'node:os';

import type { Row } from './compare.ts';
import type { Outcome } from './frame.ts';
import type { Goal } from './goals.ts';

/** Where and when was measured: without it, a time says nothing. */
export type Machine = {
  readonly date: string;
  readonly node: string;
  readonly cores: number;
  readonly processor: string;
  /** Processes that wanted a core, on average over the last minute. */
  readonly load: number;
};

export const thisMachine = (): Machine => ({
  date: new Date().toISOString().slice(0, 10),
  node: process.version,
  cores: availableParallelism(),
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  load: Number((loadavg()[0] ?? 0).toFixed(1)),
});

/** The table for people, with a last line that says how it ended. */
export function tableOf({ rows, errors }: Outcome, machine: Machine): string {
  const cells = rows.map((row) => [
    `${row.part}: ${row.goal.figure}`,
    row.measured === null ? '' : `${shown(row.measured)} ${row.goal.unit}`,
    spreadOf(row),
    boundOf(row.goal),
    row.result === 'unsure' ? 'missed, by less than the samples differ by' : row.result,
  ]);
  const head = ['figure', 'measured', 'spread', 'goal', ''];
  const wide = head.map((_, at) => Math.max(...[head, ...cells].map((each) => each[at]?.length ?? 0)));
  const lines = [head, ...cells].map((each) =>
    `  ${each.map((cell, at) => cell.padEnd(wide[at] ?? 0)).join('  ')}`.trimEnd(),
  );
  return [
    `\ngoals (${machine.date}, Node ${machine.node}, ${machine.cores} × ${machine.processor}, load ${machine.load})`,
    ...lines,
    ...errors.map((error) => `  error: ${error}`),
    lastLine(rows, errors),
  ].join('\n');
}

/** The same for machines. */
export function jsonOf({ rows, errors, code }: Outcome, machine: Machine): string {
  const flat = rows.map(({ part, goal, measured, spread, result }) => ({
    part,
    ...goal,
    measured,
    spread,
    result,
  }));
  return JSON.stringify({ machine, met: code === 0, rows: flat, errors }, null, 2);
}

function lastLine(rows: readonly Row[], errors: readonly string[]): string {
  const missed = rows.filter(({ result }) => result === 'missed' || result === 'unsure');
  if (missed.length === 0 && errors.length === 0) return 'Every goal is met.';
  const promises = missed.map(({ goal }) => `  "${goal.figure}" is missed: ${goal.why}.`);
  const count = `${missed.length} missed${errors.length === 0 ? '' : `, ${errors.length} not compared`}`;
  return [...promises, count].join('\n');
}

const spreadOf = ({ spread }: Row): string =>
  spread === null || spread[0] === spread[1] ? '' : `${shown(spread[0])}–${shown(spread[1])}`;

function boundOf(goal: Goal): string {
  if ('noted' in goal) return '';
  return 'atMost' in goal ? `at most ${shown(goal.atMost)}` : `at least ${shown(goal.atLeast)}`;
}

const shown = (figure: number): string =>
  Math.abs(figure) >= 100
    ? Math.round(figure).toLocaleString('en-US')
    : String(Number(figure.toPrecision(3)));
