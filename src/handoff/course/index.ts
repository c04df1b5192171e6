/** The course of an item: how its gates stood over time, by the same replay and judgement that decide now. */
export { asOf, pullAsOf } from './as-of.ts';
export { type Course, courseOf, type CourseState } from './course.ts';
export type { Against, Fact } from './facts.ts';
export type { Standing } from './moment.ts';
export { type BatonTime, batonTimesOf, type GateTime, gateTimesOf } from './times.ts';
