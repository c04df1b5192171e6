/** The made-up GitHub in a real browser: somebody signs in to an App by clicks alone. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startSandbox, type Sandbox } from '@baton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { axe, browsing, byKeyboard, describeBrowser, fits } from './support/index.ts';

let github: Sandbox;
let app: Server;
let callback: string;
beforeAll(async () => {
  github = await startSandbox();
  for (const login of ['pia', 'ed']) github.user(login);
  app = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      '<!doctype html><html lang="en"><title>App</title><link rel="icon" href="data:,"><h1>Back</h1></html>',
    );
  });
  await once(app.listen(0, '127.0.0.1'), 'listening');
  callback = `http://127.0.0.1:${(app.address() as AddressInfo).port}/callback`;
  github.app({ slug: 'helper', permissions: {}, events: [], callbackUrls: ['http://127.0.0.1/callback'] });
});
afterAll(async () => {
  app.closeAllConnections();
  app.close();
  await github.close();
});

const asked = (state: string): string => {
  const url = new URL('/login/oauth/authorize', github.url);
  url.searchParams.set('client_id', github.find.app('helper').clientId);
  url.searchParams.set('redirect_uri', callback);
  url.searchParams.set('state', state);
  return url.href;
};

describeBrowser('signing in to an App', () => {
  test('by clicks: who one is, another account, Authorize, and the second time nothing', () =>
    browsing({ hosts: [github.url, new URL(callback).origin] }, async (open) => {
      const page = await open();
      const at = async (): Promise<Record<string, string>> => {
        await page.getByRole('heading', { name: 'Back' }).waitFor();
        await page.waitForLoadState();
        const url = new URL(page.url());
        return { path: url.pathname, ...Object.fromEntries(url.searchParams) };
      };
      await page.goto(asked('one'));
      await axe(page);
      await fits(page);
      await byKeyboard(page);
      await page.getByRole('button', { name: 'pia' }).click();
      await axe(page);
      await fits(page);
      await byKeyboard(page);
      expect(await page.getByRole('heading').textContent()).toContain('helper by site-admin');
      await page.getByRole('link', { name: 'Use another account' }).click();
      await page.getByRole('button', { name: 'ed' }).click();
      expect(await page.getByRole('list').textContent()).toContain('(ed)');
      await page.getByRole('button', { name: 'Cancel' }).click();
      expect(await at()).toMatchObject({ path: '/callback', error: 'access_denied', state: 'one' });

      await page.goto(asked('two'));
      await page.getByRole('button', { name: 'Authorize helper' }).click();
      expect(await at()).toEqual({
        path: '/callback',
        code: expect.stringMatching(/^[\da-f]{20}$/),
        state: 'two',
      });
      await page.goto(asked('three'));
      expect(await at()).toMatchObject({ path: '/callback', state: 'three' });
      // Another browser is nobody yet.
      const other = await open();
      await other.goto(asked('four'));
      expect(await other.getByRole('button').allTextContents()).toEqual(['pia', 'ed']);
      expect(github.unplayed).toEqual([]);
    }));
});
