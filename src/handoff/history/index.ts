/** What a tracker recorded of an item, as values: moments, people, texts, periods; and what of it can matter. */
export * from './history.ts';
export * from './members.ts';
export { ByPerson, countPeople, People, type Somebody } from './by-person.ts';
export {
  fold,
  type ItemState,
  emptyState,
  type Revision,
  type Spoken,
  type ToldComment,
  type Word,
} from './fold.ts';
export { isOfOpening } from './opening.ts';
export {
  cardMarker,
  isCardBody,
  markerOf,
  type Said,
  saidIn,
  wasSaid,
  whatWasSaid,
  withoutMarkers,
} from './own.ts';
export { intersection, union } from './periods.ts';
export { hasGateSince, isAmong } from './scope.ts';
export { isDone, noneUnfinished, type UnfinishedStep, unfinishedSteps } from './sub-issues.ts';
export {
  changedAt,
  criteriaKeys,
  criteriaOf,
  doubtfulCriteria,
  firstBefore,
  keyOf,
  readingsOf,
  sectionsMissing,
  shownText,
  type Texts,
  textsOf,
} from './texts.ts';
export { mayShow, placeholderFor, type Visibility, visibilityOf } from './visibility.ts';
