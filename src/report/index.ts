/** A report: the figures of repositories, counted from GitHub's own record, and how people and programs read them. */
import type * as page from './page.ts';

export { type CountedRepository, countRepository } from './count.ts';
export { asRows } from './csv.ts';
export { createReportKeeper, type ReportKeeper, type ReportState } from './keeper.ts';
export { ofSpan, spans, type Span } from './kept.ts';
export { asOutput, type Published, type Report, type Reported } from './report.ts';
export { reportOutput } from './shape.ts';
export { dayIn, eventsOf, minuteIn, peopleOf } from './shown.ts';

type Pages = typeof page;

/** Loads what draws pages; who prints text alone does without. */
export async function reportPages(): Promise<Pages> {
  return import('./page.ts');
}
