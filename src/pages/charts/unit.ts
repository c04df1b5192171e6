/** What a chart counts in: things or time. */
import { durationText } from '../../durations.ts';

/** `many` names what is counted; durations are in milliseconds. */
export type Unit =
  | { readonly kind: 'count'; readonly one: string; readonly many: string }
  | { readonly kind: 'duration' };

const whole = new Intl.NumberFormat('en');

/** `3 items`, `2 d 4 h` */
export function quantity(value: number, unit: Unit): string {
  if (unit.kind === 'duration') return durationText(value);
  return `${whole.format(value)} ${value === 1 ? unit.one : unit.many}`;
}

/** The same without the name of what is counted. */
export const bare = (value: number, unit: Unit): string =>
  unit.kind === 'duration' ? durationText(value) : whole.format(value);

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Between the ticks of an axis of time. */
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 5, 7, 14, 28, 56, 112, 365, 730, 1825, 3650].map((count) => count * day),
];

/**
 * Where an axis from 0 has its ticks; the last one is not below `most`.
 * @param about how many of them there should be
 */
export function ticksTo(most: number, unit: Unit, about: number): readonly number[] {
  const step = unit.kind === 'duration' ? timeStep(most, about) : countStep(most, about);
  const count = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

const timeStep = (most: number, about: number): number =>
  steps.find((step) => most / step <= about) ?? Math.ceil(most / about / (3650 * day)) * 3650 * day;

function countStep(most: number, about: number): number {
  for (let power = 1; ; power *= 10)
    for (const step of [1, 2, 5]) if (most / (step * power) <= about) return step * power;
}
