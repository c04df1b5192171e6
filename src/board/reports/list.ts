/** The repositories of which a visitor can have a report. */
import { html, named } from '../../pages/index.ts';
import { icon, type BoardPage, type SeenRepository } from '../site/index.ts';

export const listPage = (repositories: readonly SeenRepository[]): BoardPage => ({
  title: 'Reports',
  lead: 'Where work waits: at which gate, for which role, and how long.',
  place: 'report',
  content:
    repositories.length === 0
      ? html`<p>There is no repository here that you can see on GitHub.</p>`
      : html`<ul class="repositories">
${repositories
  .toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
  .map(
    ({ name, visibility }) =>
      html`<li><a href="/${name.split('/').map(encodeURIComponent).join('/')}/report">${named(name)}</a>${visibility !== 'public' && html` ${icon('lock')}<span class="hidden">${visibility}</span>`}</li>
`,
  )}</ul>`,
});
