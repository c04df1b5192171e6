/** The course of an item: how its gates stood over time, by the same replay and judgement that decide now. */
export { asOf, pullAsOf } from './as-of.ts';
export { type Course, courseOf, tellingCourse } from './course.ts';
export type { Fact } from './facts.ts';
export { batonTimesOf, gateTimesOf } from './times.ts';
