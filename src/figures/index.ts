/** Figures of the work: how long it waited, for which role, and what happened to it. Each has one definition, here. */
export {
  type Counted,
  countedOf,
  countingFigures,
  type Counts,
  type Figures,
  type Spreads,
} from './figures.ts';
export { type Spread, spreadOf } from './spread.ts';
export { weeksOf } from './weeks.ts';
