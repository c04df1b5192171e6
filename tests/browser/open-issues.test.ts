/** What a policy would change for open issues, on a phone: nothing is cut off, and it goes when the text changes. */
import { expect, test } from 'vitest';

import { openStage, repository, twoRoles } from '../stories/stage.ts';
import { signIn } from './sign-in.ts';
import { axe, browsing, describeBrowser, fits } from './support/index.ts';

const policy = `${twoRoles}gates:
  spec: { preset: spec }
  acceptance: { preset: acceptance }
  launch: { title: Launch brief, approve: pm, label: "launch:ready", blocks: [close] }
`;

describeBrowser('what would change', () => {
  test('is readable on a phone, and says nothing of another text', async () => {
    const stage = await openStage({ board: {} });
    await stage.act('anton', (anton) =>
      anton.openIssue(repository, { title: 'Coupons for everybody who has bought before', body: 'One.' }),
    );
    const { url } = stage.service();
    await browsing({ hosts: [url, stage.github.url] }, async (open) => {
      const page = await open({ viewport: { width: 390, height: 900 } });
      await signIn(page, stage.github, url, 'anton', `/${repository}/playground`);
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText(policy);
      await page.locator('#rules', { hasText: 'Launch brief' }).waitFor();
      await page.getByRole('button', { name: 'Try it on open issues' }).click();
      const table = page.locator('#trial table');
      await table.waitFor();
      await page.locator('form.playground:not([aria-busy])').waitFor();
      await fits(page);
      await axe(page);
      expect(await table.evaluate((each) => each.scrollWidth <= each.clientWidth)).toBe(true);
      expect(await page.locator('#trial a').getAttribute('href')).toBe(`${url}/${repository}/1`);
      await page.locator('.cm-content').click();
      await page.keyboard.type('#');
      await page.locator('#trial:empty').waitFor({ state: 'attached' });
    });
    await stage.close();
  });
});
