/** What stands in place of the pages where nobody can sign in. */
import { html } from '../pages/index.ts';
import { show, type Site } from './site/index.ts';

export function addOffPage(site: Site): void {
  site.on('GET', ['/', '/report'], (here) =>
    show(here, {
      title: 'The board is off',
      lead: 'Baton is running. Its pages show what each visitor can see on GitHub, so people have to sign in first.',
      content: html`<p>To turn the board on, set <code>GITHUB_CLIENT_ID</code>, <code>GITHUB_CLIENT_SECRET</code> and <code>PUBLIC_URL</code>, and start Baton again. The first two are on the App’s settings page on GitHub; the guide “Turn on the board” has each step.</p>`,
    }),
  );
}
