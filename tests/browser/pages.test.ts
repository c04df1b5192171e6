/** The pages that commands write: files, which people keep, send on and print. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';

import { asPage } from '../../src/simulation/page.ts';
import { simulated } from '../cli/simulated.ts';
import { pageAbout } from '../pages/page-about.ts';
import { hostileWords, longWords } from './hostile-words.ts';
import { axe, browsing, byKeyboard, describeBrowser, fits, textAlone } from './support/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'baton-pages-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function show(page: Page, html: string): Promise<void> {
  const file = join(folder, 'page.html');
  writeFileSync(file, html);
  await page.goto(`file://${file}`);
}

const onFiles = { hosts: ['file:///'] };
const onPhone = { viewport: { width: 390, height: 800 } };
const now = Date.UTC(2026, 8, 14);

/** What `html` shows of a text: without marks that nobody sees, or that turn writing round. */
const readable = (text: string): string =>
  text.replaceAll(/[\u202E\u2066\u200F\u061C]/g, '').replaceAll(/(\p{M}{4})\p{M}+/gu, '$1');

describeBrowser('a page of a command', () => {
  test.each([
    ['with all that there is', () => pageAbout('Spec approval')],
    ['about names that want to be more', () => pageAbout(hostileWords.ends)],
    ['of a simulation', () => asPage(simulated(), now)],
  ])('%s is for everybody', async (_, html) => {
    await browsing(onFiles, async (open) => {
      const page = await open();
      await show(page, html());
      await fits(page);
      await axe(page);
      await byKeyboard(page);
      await textAlone(page);
    });
  });

  test('shows what others wrote as text, whatever it wants to be', async () => {
    await browsing(onFiles, async (open) => {
      const page = await open(onPhone);
      await show(page, pageAbout('Spec'));
      const elements = await page.locator('*').count();
      for (const words of Object.values(hostileWords)) {
        await show(page, pageAbout(words));
        await textAlone(page, [readable(words).slice(0, 150)]);
        await fits(page);
        expect([words, await page.locator('*').count()]).toEqual([words, elements]);
      }
    });
  });

  test('is as wide as the screen, whatever is written on it', async () => {
    await browsing(onFiles, async (open) => {
      const page = await open(onPhone);
      for (const words of Object.values(longWords)) {
        await show(page, pageAbout(words));
        await textAlone(page);
        await fits(page);
      }
    });
  });

  test('shows what a simulation read as text', async () => {
    await browsing(onFiles, async (open) => {
      const page = await open(onPhone);
      for (const words of Object.values(hostileWords)) {
        const [surprise] = simulated().surprises;
        if (surprise === undefined) throw new Error('There is one.');
        const told = { ...surprise, title: words, gates: [words], roles: [words], sentence: words };
        await show(page, asPage(simulated({ surprises: [told], unknown: [words], policy: words }), now));
        await textAlone(page, [readable(words).slice(0, 80)]);
        await fits(page);
      }
    });
  });
});
