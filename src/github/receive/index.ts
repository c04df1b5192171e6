/** From webhooks, missed deliveries and sweeps to the items that should be evaluated. */
export { type Change, changeShape, createHeed, type Remembered } from './cache-invalidation.ts';
export { type CatchUp, createCatchUp, type Rhythm, usualRhythm } from './catch-up.ts';
export { eventNames, revokedBy } from './events.ts';
export { createIntake, wish, type Work } from './intake.ts';
export { missedNow } from './missed-deliveries.ts';
export { sweepMark } from './sweep.ts';
export { createLook } from './look.ts';
export { type Attempt, attemptsShape, hasArrived, nextCursor } from './delivery-list.ts';
