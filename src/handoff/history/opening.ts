/** What came with the opening of an item: an issue template's labels, those of a link that fills the form, a program's. */
import { samePerson, type Reference } from './history.ts';

/**
 * How long after its opening what its author does still belongs to it, in milliseconds. GitHub records labels that an issue
 * is opened with as events by its author, at the time of the opening, which it tells in whole seconds: one that is
 * recorded a moment later may show as the next second. Nobody reads a page and picks a label in that time.
 */
const lasts = 1000;

/** True when an act belongs to the opening of the item that it was done on; also when it is older, and came along from elsewhere. */
export function isOfOpening(
  act: Pick<Reference, 'at' | 'by'>,
  opened: Pick<Reference, 'at' | 'by'>,
): boolean {
  if (act.at < opened.at) return true;
  return act.at <= opened.at + lasts && samePerson(act.by, opened.by);
}
