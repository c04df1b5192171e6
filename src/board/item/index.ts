/** The page of one issue or pull request: who has the baton, what to do next, and how it came to that. */
import { createExplain, type Story } from '../../reconcile/index.ts';
import { ledgerStore } from '../../store/index.ts';
import { keyOf } from '../../items.ts';
import { TryLater, type Item } from '../../tracker.ts';
import { createTtlCache } from '../../ttl-cache.ts';
import { askingAs } from '../../urgency.ts';
import type { BoardOptions } from '../options.ts';
import { about, show, showNothing, type Here, type SeenRepository, type Site } from '../site/index.ts';
import { addJiraItemPage } from './in-jira.ts';
import { itemPage, unreadPage } from './page.ts';

/** Milliseconds that a story is kept for who else asks. */
const kept = 10_000;
const mostKept = 200;
/** Lines of the ledger on a page. */
const mostLines = 50;

type Kind = 'issue' | 'pull-request';

/** Stories as pages tell them: asked of GitHub as the App, once for all who ask within seconds. */
export function addItemPages(site: Site, options: BoardOptions): void {
  const { store, now, environment } = options;
  const { policyBases } = environment;
  const explainer = createExplain({ ...options, ...(policyBases === undefined ? {} : { policyBases }) });
  addJiraItemPage(site, options, explainer);
  const stories = createTtlCache<Story>(mostKept, kept, now);

  async function tell(repository: SeenRepository, number: number): Promise<{ item: OnGitHub; story: Story }> {
    const at = (kind: Kind): OnGitHub => ({
      kind,
      installation: repository.installation,
      repository: repository.name,
      number,
    });
    const read = (item: OnGitHub): Promise<Story> =>
      // Nothing that is decided waits for who only looks.
      stories.read(keyOf(item), () => askingAs('sweep', () => explainer.story(item)));
    const issue = { item: at('issue'), story: await read(at('issue')) };
    if (issue.story.kind !== 'gone') return issue;
    return { item: at('pull-request'), story: await read(at('pull-request')) };
  }

  site.get(
    '/:owner/:repo/:number{[1-9][0-9]{0,9}}',
    about(async (here: Here, repository) => {
      const number = Number(here.req.param('number'));
      const name = `${repository.name}#${number}`;
      let told;
      try {
        told = await tell(repository, number);
      } catch (error) {
        if (!(error instanceof TryLater)) throw error;
        here.header('retry-after', '60');
        return show(here, unreadPage(name, error.message));
      }
      const { item, story } = told;
      if (story.kind === 'gone') return showNothing(here, 404);
      const lines = await ledgerStore(store.db).lately(repository.id, keyOf(item), mostLines);
      const sight = await here.get('visitor').sees();
      return show(here, itemPage({ repository, number, story, lines, sight, now: now() }));
    }),
  );
}

type OnGitHub = Extract<Item, { kind: Kind }>;
