/** Takes the pictures: a browser that is set the same each time. */
import { fileURLToPath } from 'node:url';

import type { Page } from 'playwright-core';

import { findChromium, launch } from '../../tests/browser/support/launch.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));

export type Shot = {
  /** Of the file, without its end. */
  readonly name: string;
  readonly width: number;
  /** How much of the page is on it; null: all. */
  readonly height: number | null;
  /** Points of the picture for one of the page: 2 for text that people read on a sharp screen. */
  readonly scale: number;
  /** Brings the page to what is to be seen. */
  readonly open: (page: Page) => Promise<unknown>;
};

export type Camera = {
  readonly take: (shot: Shot) => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function openCamera(): Promise<Camera> {
  const program = findChromium();
  if (program === null) {
    console.error('npm run pictures: there is no Chromium on the PATH; CHROMIUM can name it.');
    return process.exit(2);
  }
  const browser = await launch(program);
  return {
    async take({ name, width, height, scale, open }) {
      const context = await browser.newContext({
        viewport: { width, height: height ?? 800 },
        deviceScaleFactor: scale,
        colorScheme: 'light',
        reducedMotion: 'reduce',
        locale: 'en-GB',
        timezoneId: 'Europe/Berlin',
      });
      const page = await context.newPage();
      await open(page);
      await page.evaluate('document.fonts.ready.then(() => undefined)');
      await page.screenshot({ path: `${folder}${name}.png`, fullPage: height === null });
      await context.close();
      console.log(`docs/pictures/${name}.png`);
    },
    close: () => browser.close(),
  };
}

/** Shows a page that is there as text. */
export const showing =
  (html: string): Shot['open'] =>
  (page) =>
    page.setContent(html);
