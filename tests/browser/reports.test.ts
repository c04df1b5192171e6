/** The Report pages in a real browser: while it is counted, once it is, and the list of repositories. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openStage, repository, type Stage } from '../stories/stage.ts';
import { axe, browsing, byKeyboard, describeBrowser, fits } from './support/index.ts';

describeBrowser('reports', () => {
  let stage: Stage;
  let url: string;
  beforeAll(async () => {
    stage = await openStage({ onboarding: false, board: { isPublic: true }, rough: true });
    ({ url } = stage.service());
    for (const title of ['Coupons', 'A title that is far too long for one line of a telephone', '<b>Refunds'])
      await stage.act('maria', (maria) => maria.openIssue(repository, { title, body: 'One.' }));
    stage.github.clock.advance(24 * 3_600_000);
    await stage.act('maria', (maria) => maria.comment(`${repository}#1`, '/waive spec It burns.'));
  });
  afterAll(() => stage.close());

  test('one comes by itself once it is counted, with scripts and without', async () => {
    let goOn = (): void => {};
    const until = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await browsing({ hosts: [url] }, async (open) => {
      const page = await open();
      await page.goto(`${url}/report`);
      await fits(page);
      await axe(page);
      // What strangers may see was asked for by now.
      stage.github.faults.add({
        match: ({ kind, by }) => kind === 'query' && by.includes('baton'),
        kind: 'slow',
        until,
      });
      await page.getByRole('link', { name: repository }).click();
      await page.getByText(/Baton is (?:starting to count|listing the issues)/).waitFor();
      await fits(page);
      const plain = await open({ javaScriptEnabled: false });
      await plain.goto(`${url}/${repository}/report`);
      goOn();
      for (const each of [page, plain])
        await each.getByRole('heading', { name: 'How long items waited' }).waitFor({ timeout: 30_000 });
      expect(await page.title()).toBe('Where work waits in acme/shop · Baton');
      await fits(page);
      await axe(page);
      await byKeyboard(page);
      await page.getByRole('link', { name: '4 weeks' }).click();
      await page.waitForURL(/weeks=4$/);
      expect(await page.locator('nav[aria-label="Period"] [aria-current]').textContent()).toBe('4 weeks');
      await page.getByRole('link', { name: '#1' }).first().click();
      await page.waitForURL(`${url}/${repository}/1`);
    });
  });
});
