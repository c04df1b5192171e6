/** The playground in a browser: what is written is checked as it is written, and an issue is played by clicks. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startService, type Service } from '../../src/service/index.ts';
import { settings } from '../web/nowhere.ts';
import { axe, browsing, describeBrowser, fits } from './support/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'baton-playground-'));
let service: Service;
let url: string;
beforeAll(async () => {
  service = await startService({
    environment: settings({ DATA_DIR: folder }),
    log: pino({ level: 'silent' }),
    createItemLook: () => async () => {},
  });
  url = `${service.url}/playground`;
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true });
});

/** CodeMirror keeps people from choosing by accident: for 75 ms after a list appears, Enter is a new line. */
const reading = 150;

describeBrowser('the playground', () => {
  test('marks a broken key where it stands, and offers what can stand there, by keyboard', () =>
    browsing({ hosts: [service.url] }, async (open) => {
      const page = await open();
      await page.goto(url, { waitUntil: 'networkidle' });
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+a');
      await page.keyboard.type('roles: { pm: [maria], engineer: [anton] }\nmoood: warn\n');
      await page.getByText('One problem').waitFor();
      expect(await page.locator('#problems li').textContent()).toContain(
        'Line 2, column 1: "moood" is not a key',
      );
      expect(await page.locator('.cm-lintRange-error').textContent()).toBe('moood');
      await page.keyboard.press('Control+a');
      await page.keyboard.type('roles: { pm: [maria], engineer: [anton] }\nmod');
      await page.locator('.cm-completionLabel', { hasText: 'mode' }).first().waitFor();
      await page.waitForTimeout(reading);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Control+Space');
      await page.locator('.cm-completionLabel', { hasText: 'observe' }).waitFor();
      await page.keyboard.type('obs');
      await page.waitForTimeout(reading);
      await page.keyboard.press('Enter');
      await page.getByText('No problems.').waitFor();
      await page.getByText('Baton only observes').waitFor();
      // Tab indents; behind Escape it leaves.
      await page.keyboard.press('Escape');
      await page.keyboard.press('Tab');
      await page.locator('.cm-editor:not(.cm-focused)').waitFor();
    }));

  test('plays an issue to its acceptance by clicks, without a new page', () =>
    browsing({ hosts: [service.url] }, async (open) => {
      const page = await open();
      await page.goto(url, { waitUntil: 'networkidle' });
      const click = async (who: string, says: string, then: string): Promise<void> => {
        await page.locator(`input[name="who"][value="${who}"]`).check();
        await page.locator(`input[name="who"][value="${who}"]:checked`).waitFor();
        await page.locator('form.playground:not([aria-busy])').waitFor();
        await page.locator('#play button', { hasText: says }).first().click();
        await page.locator('#play').getByText(then).first().waitFor();
      };
      await click('maria', 'Open an issue', 'Waiting for');
      await click('anton', 'Assign yourself', 'Baton unassigns anton');
      await click('maria', 'Comment “/approve spec”', 'Baton adds the label spec:approved');
      await click('anton', 'Open a pull request for it', 'You can merge this');
      await click('anton', 'Merge it', 'Baton reopens');
      await click('maria', 'Comment “/accept”', 'Everything is approved');
      expect(new URL(page.url()).pathname).toBe('/playground');
      await page.getByText('Keep this as an example').click();
      expect(await page.getByLabel('The example as YAML').inputValue()).toContain('comments: /accept');
    }));

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
  ] as const)('%s, %i wide: nothing is out of place', (colorScheme, width) =>
    browsing({ hosts: [service.url] }, async (open) => {
      const page = await open({ colorScheme, viewport: { width, height: 900 } });
      await page.goto(url, { waitUntil: 'networkidle' });
      await page.locator('#play button', { hasText: 'Open an issue' }).first().click();
      await page.locator('.thing').waitFor();
      await fits(page);
      await axe(page);
    }),
  );

  test('without scripts, it is a form', () =>
    browsing({ hosts: [service.url] }, async (open) => {
      const page = await open({ javaScriptEnabled: false });
      await page.goto(url);
      await page.locator('#play button', { hasText: 'Open an issue' }).first().click();
      await page.locator('.thing').waitFor();
      expect(await page.locator('#text').inputValue()).toContain('roles:');
    }));
});
