/** The page Operation, for the people whom BOARD_ADMINS names. For everybody else there is nothing. */
import type { BoardOptions } from '../options.ts';
import { show, showNothing, type Here, type Site } from '../site/index.ts';
import { readNow } from './now.ts';
import { operationPage } from './page.ts';

export function addOperation(site: Site, options: BoardOptions): void {
  const forAdmins =
    (answer: (here: Here) => Promise<Response>) =>
    (here: Here): Response | Promise<Response> =>
      here.get('visitor').isAdmin ? answer(here) : showNothing(here, 404);

  site.get(
    '/operation',
    forAdmins(async (here) => show(here, operationPage(await readNow(options)))),
  );
  site.post(
    '/operation/again',
    forAdmins(async (here) => {
      const form = new URLSearchParams(await here.req.text());
      const [key, all] = [form.get('key'), form.get('all') === 'yes'];
      if (key === null && !all) return showNothing(here, 404);
      const { person } = here.get('visitor');
      const sent = await options.inbox.again(all ? null : key);
      options.log.info(
        { by: person?.login, ...(all ? {} : { item: key?.slice(0, 200) }), items: sent },
        'An administrator has dead letters evaluated again.',
      );
      return here.redirect('/operation', 303);
    }),
  );
}
