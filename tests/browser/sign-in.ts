/** Signing in to the board in a browser whose owner is signed in to GitHub already. */
import type { Sandbox } from '@baton/sandbox';
import type { Page } from 'playwright-core';

/** Signs in by clicks, and comes to this page of the board. */
export async function signIn(
  page: Page,
  github: Sandbox,
  board: string,
  login: string,
  to = '/',
): Promise<void> {
  const [name = '', value = ''] = github.browser(login).split('=');
  await page.context().addCookies([{ name, value, url: github.url }]);
  await page.goto(`${board}/sign-in?${new URLSearchParams({ to }).toString()}`);
  if (page.url().startsWith(github.url)) await page.getByRole('button', { name: /^Authorize/ }).click();
  await page.waitForURL((url) => url.href.startsWith(board));
}
