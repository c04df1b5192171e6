/** The page of one issue or pull request: who has the baton, what to do next, and how it came to that. */
import { createExplain, type Story } from '../../reconcile/index.ts';
import { ledgerStore, type RecordedLine } from '../../store/index.ts';
import { keyOf } from '../../items.ts';
import { TryLater, type Item } from '../../tracker.ts';
import { createTtlCache } from '../../ttl-cache.ts';
import { askingAs } from '../../urgency.ts';
import type { BoardOptions } from '../options.ts';
import {
  about,
  askerOf,
  createLimit,
  show,
  showNothing,
  TooMuch,
  type Here,
  type SeenRepository,
  type Site,
} from '../site/index.ts';
import { addJiraItemPage, type Spend } from './in-jira.ts';
import { itemPage, unreadPage } from './page.ts';

/** Milliseconds that a story is kept for who else asks. */
const kept = 10_000;
const mostKept = 200;
/** Lines of the ledger on a page. */
const mostLines = 50;
/** Readings that one visitor may cause at once, and milliseconds after which one more is free: the limit is everybody's. */
const mostReadings = 90;
const oneEach = 2000;

type Kind = 'issue' | 'pull-request';

/** Stories as pages tell them: asked of GitHub as the App, once for all who ask within seconds. */
export function addItemPages(site: Site, options: BoardOptions): void {
  const { store, now, environment } = options;
  const { policyBases } = environment;
  const explainer = createExplain({ ...options, ...(policyBases === undefined ? {} : { policyBases }) });
  const limit = createLimit(mostReadings, oneEach);
  const spend: Spend = (here) => {
    if (!limit.may(askerOf(here))) throw new TooMuch();
  };
  addJiraItemPage(site, options, { inJira: explainer.inJira, spend });
  const stories = createTtlCache<Story>(mostKept, kept, now);

  /** Of what is on record, a pull request is asked for as one; else it is tried as an issue first. */
  async function tell(here: Here, repository: SeenRepository, number: number): Promise<Told> {
    const { installation, id, name } = repository;
    const items = (['pull-request', 'issue'] as const).map((kind): OnGitHub => ({
      kind,
      installation,
      repository: name,
      number,
    }));
    let told: Told = { story: { kind: 'gone' }, lines: [] };
    const recorded = await Promise.all(
      items.map(async (item) => ({
        item,
        lines: await ledgerStore(store.db).lately(id, keyOf(item), mostLines),
      })),
    );
    for (const { item, lines } of recorded.toSorted(
      (one, other) => other.lines.length - one.lines.length || (one.item.kind === 'issue' ? -1 : 1),
    )) {
      // Nothing that is decided waits for who only looks; and what was decided since is seen.
      const story = await stories.read(
        // Its name may be another repository's by now, which whoever asks does not see.
        `${id} ${keyOf(item)}`,
        () => {
          spend(here);
          return askingAs('sweep', () => explainer.story(item, id));
        },
        lines[0]?.at,
      );
      told = { story, lines };
      if (story.kind !== 'gone') break;
    }
    return told;
  }

  site.get(
    '/:owner/:repo/:number{[1-9][0-9]{0,8}}',
    about(async (here: Here, repository) => {
      const number = Number(here.req.param('number'));
      try {
        const { story, lines } = await tell(here, repository, number);
        if (story.kind === 'gone') return showNothing(here, 404);
        const sight = await here.get('visitor').sees();
        return show(here, itemPage({ repository, number, story, lines, sight, now: now() }));
      } catch (error) {
        if (!(error instanceof TryLater)) throw error;
        here.header('retry-after', '60');
        return show(here, unreadPage(`${repository.name}#${number}`, error.message));
      }
    }),
  );
}

type Told = { readonly story: Story; readonly lines: readonly RecordedLine[] };
type OnGitHub = Extract<Item, { kind: Kind }>;
