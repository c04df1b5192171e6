/** The board itself: `/`. */
import { boardQueries } from '../../store/index.ts';
import type { BoardOptions } from '../options.ts';
import { show, type Site } from '../site/index.ts';
import { askedIn } from './asked.ts';
import { addEvents } from './events.ts';
import { overviewPage } from './page.ts';
import { readOverview } from './read.ts';
import { createWatch } from './watch.ts';

export { style as overviewStyle } from './style.ts';

/** @param stopping aborted when the server ends */
export function addOverview(
  site: Site,
  { store, now, log }: Pick<BoardOptions, 'store' | 'now' | 'log'>,
  stopping: AbortSignal,
): void {
  const board = boardQueries(store.db);
  const watch = createWatch(board, log);
  stopping.addEventListener('abort', () => watch.stop());
  addEvents(site, { watch, board, now, stopping });
  site.get('/', async (here) => {
    const visitor = here.get('visitor');
    const { person } = visitor;
    const asked = askedIn(new URL(here.req.url).searchParams);
    const sight = await visitor.sees();
    const at = now();
    const overview = await readOverview(board, { asked, sight, person, now: at });
    return show(here, overviewPage(overview, { asked, isSignedIn: person !== null, now: at }));
  });
}
