/** The page of an issue in Jira: for each repository whose policy decides there, and that the visitor sees. */
import { html, linked, markdown, named, section, type Content } from '../../pages/index.ts';
import type { Explainer, ExplanationInJira } from '../../reconcile/index.ts';
import { sameText } from '../../same-text.ts';
import { boardQueries } from '../../store/index.ts';
import { TryLater } from '../../tracker.ts';
import { createTtlCache } from '../../ttl-cache.ts';
import { askingAs } from '../../urgency.ts';
import type { BoardOptions } from '../options.ts';
import {
  icon,
  show,
  showNothing,
  signInFirst,
  type Here,
  type SeenRepository,
  type Site,
} from '../site/index.ts';
import { unreadPage } from './page.ts';

/** Milliseconds that an explanation is kept for who else asks. */
const kept = 10_000;
/** Of that many repositories, on one page: each is asked for by itself. */
const mostRepositories = 5;

/** Counts a reading of GitHub or Jira that a visitor causes. @throws {TooMuch} */
export type Spend = (here: Here) => void;
type Explained = Extract<ExplanationInJira, { kind: 'jira-issue' }>;
type Told = { readonly repository: SeenRepository; readonly explained: Explained };

export function addJiraItemPage(
  site: Site,
  { store, now }: Pick<BoardOptions, 'store' | 'now'>,
  { inJira, spend }: Pick<Explainer, 'inJira'> & { readonly spend: Spend },
): void {
  const explanations = createTtlCache<ExplanationInJira>(100, kept, now);

  site.get('/jira/:site/:key{[A-Za-z][A-Za-z0-9_]*-[0-9]+}', async (here: Here) => {
    const { site: name = '', key = '' } = here.req.param();
    const visitor = here.get('visitor');
    const sight = await visitor.sees();
    // What the board shows of it tells of which repositories it is.
    const { items } = await boardQueries(store.db).items(
      [...sight.keys()],
      { kind: 'jira-issue', text: key },
      { order: 'waiting', limit: 100 },
    );
    const repositories = items
      .filter((item) => sameText(item.site ?? '', name) && sameText(item.entry.name, key))
      .flatMap(({ repository: { id } }) => sight.get(id) ?? [])
      .slice(0, mostRepositories);
    if (repositories.length === 0 && visitor.person === null && here.get('isOn')) return signInFirst(here);
    try {
      const told: Told[] = [];
      for (const repository of repositories) {
        const { id: meant, installation } = repository;
        const asked = { installation, repository: repository.name, meant, issue: key };
        const explained = await explanations.read(`${meant} ${key.toUpperCase()}`, () => {
          spend(here);
          return askingAs('sweep', () => inJira(asked));
        });
        if (explained.kind === 'jira-issue') told.push({ repository, explained });
      }
      const [first] = told;
      if (first === undefined) return showNothing(here, 404);
      const { key: called, title, url } = first.explained;
      return show(here, {
        title: title === '' ? called : `${title} · ${called}`,
        place: 'board',
        content: html`<p class="facts">${linked(html`${icon('link-external')} Open in Jira`, url)}</p>
${told.map((each) => section(`For ${each.repository.name}`, partOf(each)))}`,
      });
    } catch (error) {
      if (!(error instanceof TryLater)) throw error;
      here.header('retry-after', '60');
      return show(here, unreadPage(key, error.message));
    }
  });
}

const partOf = ({ explained: { why, pulls, problems, policyUrl } }: Told): Content => html`${
  problems.length > 0 && html`<div class="notice">${problems.map((problem) => markdown(problem))}</div>`
}${markdown(why)}
${
  pulls.length > 0 &&
  html`<h3>Pull requests that name it</h3>
<ul>${pulls.map((pull) => html`<li>${linked(named(pull.name), pull.url)} (${pull.state})</li>`)}</ul>`
}
<p class="quiet">Judged by ${linked('this policy', policyUrl)}.</p>`;
