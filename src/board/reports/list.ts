/** The repositories of which a visitor can have a report, and how much waits there now. */
import { html, named, table } from '../../pages/index.ts';
import { icon, type BoardPage, type SeenRepository } from '../site/index.ts';
import { addressOf } from './address.ts';

/** @param waiting how many items wait for somebody, by the repositories' ids */
export const listPage = (
  repositories: readonly SeenRepository[],
  waiting: ReadonlyMap<string, number>,
): BoardPage => ({
  title: 'Reports',
  lead: 'Where work waits: at which gate, for which role, and how long.',
  place: 'report',
  content:
    repositories.length === 0
      ? html`<p>Baton isn’t on any repository that you can see on GitHub.</p>`
      : table({
          caption: 'The repositories that you can see.',
          columns: [{ title: 'Repository' }, { title: 'Items waiting now', isNumber: true }],
          rows: repositories
            .toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
            .map(({ id, name, visibility }) => [
              html`<a href="${addressOf(name, 'report')}">${named(name)}</a>${visibility !== 'public' && html` ${icon('lock')}<span class="hidden">${visibility}</span>`}`,
              waiting.get(id) ?? 0,
            ]),
        }),
});
