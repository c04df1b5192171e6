/** The addresses of reports: a page, and the same as tables and as JSON. What a visitor does not see has none. */
import { asJson } from '../../published.ts';
import {
  asRows,
  ofSpan,
  reportOutput,
  spans,
  type Published,
  type ReportKeeper,
  type ReportState,
  type Span,
} from '../../report/index.ts';
import { countWaiting, type Store } from '../../store/index.ts';
import { about, signInFirst, show, type Here, type SeenRepository, type Site } from '../site/index.ts';
import { listPage } from './list.ts';
import { reportPage } from './page.ts';
import { inWords } from './standing.ts';

export type ReportsOptions = {
  readonly keeper: Pick<ReportKeeper, 'ask'>;
  readonly store: Pick<Store, 'db'>;
  /** By the clock that counts are kept by (milliseconds since the epoch). */
  readonly now: () => number;
};

type File = { readonly content: string; readonly headers: Record<string, string> };

/** How far a report goes back where nothing else is asked for. */
const usualSpan: Span = 12;

function spanOf(here: Here): Span {
  const weeks = Number(here.req.query('weeks'));
  return spans.find((span) => span === weeks) ?? usualSpan;
}

export function addReports(site: Site, { keeper, store, now }: ReportsOptions): void {
  const asked = async (here: Here, repository: SeenRepository) => {
    const state = await keeper.ask(repository);
    const span = spanOf(here);
    return { state, span, report: state.kept === null ? null : ofSpan(state.kept.reports, span) };
  };
  /** The same for programs: what was counted, or how far it is. */
  const file = (make: (report: Published, repository: SeenRepository, span: Span) => File) =>
    about(async (here, repository) => {
      const { state, span, report } = await asked(here, repository);
      if (report === null) return notYet(here, state, now());
      const { content, headers } = make(report, repository, span);
      return here.body(content, 200, headers);
    });
  site.get('/report', async (here) => {
    const visitor = here.get('visitor');
    const sight = await visitor.sees();
    if (visitor.person === null && sight.size === 0) return signInFirst(here);
    return show(here, listPage([...sight.values()], await countWaiting(store.db, [...sight.keys()])));
  });
  site.get(
    '/:owner/:repo/report',
    about(async (here, repository) =>
      show(here, await reportPage({ repository, ...(await asked(here, repository)), now: now() })),
    ),
  );
  site.get(
    '/:owner/:repo/report.json',
    file((report) => ({
      content: `${asJson(reportOutput, report)}\n`,
      headers: { 'content-type': 'application/json' },
    })),
  );
  site.get(
    '/:owner/:repo/report.csv',
    file((report, { name }, span) => ({
      content: asRows(report)
        .map((row) => `${row}\r\n`)
        .join(''),
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${name.replaceAll(/[^\w.-]+/g, '-')}-${span}-weeks.csv"`,
      },
    })),
  );
}

/** Nothing is counted yet: what there is to say, and when to ask again. */
function notYet(here: Here, state: ReportState, now: number): Response {
  const { standing, nextAt } = state;
  const seconds = nextAt === null ? 5 : Math.max(1, Math.ceil((nextAt - now) / 1000));
  here.header('retry-after', String(seconds));
  const status = standing.kind === 'none' ? 404 : standing.kind === 'failed' ? 503 : 202;
  return here.json({ status: standing.kind, what: inWords(standing, nextAt) }, status);
}
