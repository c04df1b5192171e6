/** Two people at two browsers, by clicks: each sees their own, and nothing stays behind where somebody was. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openStage, twoRoles, type Stage } from '../stories/stage.ts';
import { browsing, describeBrowser } from './support/index.ts';

let stage: Stage;
let url: string;
beforeAll(async () => {
  stage = await openStage({
    board: {},
    before(github) {
      for (const [login, name] of [
        ['nina', 'palladium'],
        ['zoltan', 'zirconium'],
      ] as const) {
        github.user(login);
        github.repository(`acme/${name}`, {
          private: true,
          collaborators: { [login]: 'write' },
          files: { '.github/roles.yml': twoRoles },
        });
      }
    },
  });
  ({ url } = stage.service());
  await stage.act('nina', (nina) => nina.openIssue('acme/palladium', { title: 'Pangolin', body: 'One.' }));
  await stage.act('zoltan', (zoltan) =>
    zoltan.openIssue('acme/zirconium', { title: 'Zebrafish', body: 'One.' }),
  );
  // A page asks again for what changed within seconds before it was made.
  await stage.later(60_000);
});
afterAll(() => stage.close());

/** From the board to GitHub and back: who they are, and the first time, that Baton may know it. */
async function signIn(page: Page, login: string, isFirst: boolean): Promise<void> {
  await page.getByRole('link', { name: 'Sign in' }).first().click();
  await page.getByRole('button', { name: login, exact: true }).click();
  if (isFirst) await page.getByRole('button', { name: 'Authorize baton' }).click();
  await page.waitForURL((to) => to.origin === url, { waitUntil: 'load' });
}

const text = (page: Page): Promise<string> => page.locator('body').innerText();

describeBrowser('who sees what', () => {
  test('each their own, in their own browser', () =>
    browsing({ hosts: [url, stage.github.url], expected: [/404 \(Not Found\)/] }, async (open) => {
      const [nina, zoltan] = [await open(), await open()];
      for (const page of [nina, zoltan]) await page.goto(url);
      await signIn(nina, 'nina', true);
      await signIn(zoltan, 'zoltan', true);
      expect(await text(nina)).toContain('Pangolin');
      expect(await text(nina)).not.toMatch(/zebrafish|zirconium/i);
      expect(await text(zoltan)).toContain('Zebrafish');
      expect(await text(zoltan)).not.toMatch(/pangolin|palladium/i);
      await nina.goto(`${url}/acme/zirconium/1`);
      expect(await nina.getByRole('heading', { level: 1 }).innerText()).toBe('There is nothing here');
    }));

  test('who signs out leaves nothing behind, also where somebody goes back', () =>
    browsing({ hosts: [url, stage.github.url] }, async (open) => {
      const page = await open();
      await page.goto(url);
      await signIn(page, 'nina', false);
      await page.goto(`${url}/acme/palladium/1`);
      expect(await text(page)).toContain('Pangolin');
      // No script reads who they are.
      const cookies = await page.context().cookies(url);
      expect(cookies.map(({ httpOnly }) => httpOnly)).toEqual(cookies.map(() => true));
      await page.getByText('nina', { exact: true }).click();
      await page.getByRole('button', { name: 'Sign out', exact: true }).click();
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
      for (let step = 0; step < 2; step += 1) {
        await page.goBack();
        expect(await text(page)).not.toMatch(/pangolin/i);
      }
      // Nor does the browser keep anything by itself.
      const kept = await page.evaluate<readonly number[]>(
        'caches.keys().then((all) => [localStorage.length, sessionStorage.length, all.length])',
      );
      expect(kept).toEqual([0, 0, 0]);
    }));
});
