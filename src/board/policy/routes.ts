/** The addresses of policies. */
import { html, named } from '../../pages/index.ts';
import { about, icon, seenAs, show, signInFirst, type Site } from '../site/index.ts';
import { policyPage } from './page.ts';
import type { PolicyReader } from './there.ts';

export function addPolicies(site: Site, { read }: { readonly read: PolicyReader }): void {
  site.get('/policy', async (here) => {
    const visitor = here.get('visitor');
    const sight = await visitor.sees();
    if (visitor.person === null && sight.size === 0 && here.get('isOn')) return signInFirst(here);
    const all = [...sight.values()].toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
    return show(here, {
      title: 'Policies',
      lead: 'Who approves what, and what waits until they do.',
      place: 'policy',
      content: html`${
        all.length === 0
          ? html`<p>Baton isn’t on any repository that you can see on GitHub.</p>`
          : html`<ul class="repositories">
${all.map(
  ({ name, visibility }) =>
    html`<li><a href="/${name.split('/').map(encodeURIComponent).join('/')}/policy">${named(name)}</a>${visibility !== 'public' && html` ${icon('lock')}<span class="hidden">${visibility}</span>`}</li>
`,
)}</ul>`
      }<p>To write one, or to see how they work, open the <a href="/playground">playground</a>.</p>`,
    });
  });
  site.get(
    '/:owner/:repo/policy',
    about(async (here, repository) => {
      const sight = await here.get('visitor').sees();
      const there = await read(repository);
      const sees = (name: string): boolean => seenAs(sight, name) !== null;
      return show(here, policyPage({ repository, there, sees }));
    }),
  );
}
