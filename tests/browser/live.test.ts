/** The board while somebody looks at it: what others do appears by itself, and the reader stays where they were. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openStage, repository, type Stage } from '../stories/stage.ts';
import { signIn } from './sign-in.ts';
import { browsing, describeBrowser } from './support/index.ts';

let stage: Stage;
let board: string;
beforeAll(async () => {
  stage = await openStage({ onboarding: false, board: {} });
  board = stage.service().url;
  for (let count = 1; count <= 6; count += 1) await open(`Wish ${count}`);
  // A page asks again for what changed within seconds before it was made.
  await stage.later(60_000);
});
afterAll(() => stage.close());

const open = (title: string): Promise<unknown> =>
  stage.act('anton', (anton) => anton.openIssue(repository, { title, body: 'One.' }));

const watching = (story: (page: Page) => Promise<void>): Promise<void> =>
  browsing({ hosts: [board, stage.github.url] }, async (visit) => {
    const page = await visit();
    await page.setViewportSize({ width: 700, height: 500 });
    await signIn(page, stage.github, board, 'maria');
    // A page that is loaded anew has forgotten this.
    await page.evaluate('window.isThere = true');
    await page.getByText('This page updates by itself.').waitFor();
    await story(page);
  });

const titles = (page: Page): Promise<readonly string[]> => page.locator('main h3 a').allInnerTexts();
const isThere = (page: Page): Promise<boolean> => page.evaluate<boolean>('window.isThere === true');

describeBrowser('the board', () => {
  test('shows what others do without being loaded anew, and keeps focus, place and a half-written filter', () =>
    watching(async (page) => {
      await page.getByLabel('Text').fill('half a wo');
      const link = page.getByRole('link', { name: 'Wish 4' }).last();
      await link.focus();
      const before = await page.evaluate<number>('window.scrollY');
      expect(before).toBeGreaterThan(0);
      await open('A new wish');
      await expect.poll(() => titles(page), { timeout: 20_000 }).toContain('A new wish');
      expect(await isThere(page)).toBe(true);
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Wish 4');
      expect(await page.evaluate<number>('window.scrollY')).toBe(before);
      expect(await page.getByLabel('Text').inputValue()).toBe('half a wo');
    }));

  test('lets go what is not there any more', () =>
    watching(async (page) => {
      const columnOf = (title: string): Promise<string> =>
        page
          .locator('.columns > *')
          .filter({ has: page.getByRole('heading', { name: title }) })
          .innerText();
      expect(await columnOf('Spec approval')).toContain('Wish 1\n');
      await stage.act('maria', (maria) => maria.close(`${repository}#1`, 'not_planned'));
      await page.getByRole('heading', { name: 'Done lately' }).waitFor();
      expect(await columnOf('Spec approval')).not.toContain('Wish 1\n');
      expect(await columnOf('Done lately')).toContain('Wish 1\n');
      expect(await isThere(page)).toBe(true);
    }));
});
