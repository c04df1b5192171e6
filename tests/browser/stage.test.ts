/** The demo in a real browser: the story by clicks and by keyboard, and what stays where it was. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { serveStage, type Serving } from '../../src/demo/stage/index.ts';
import { story } from '../../src/demo/story.ts';
import { axe, browsing, byKeyboard, describeBrowser, fits } from './support/index.ts';

let stage: Serving;
beforeAll(async () => {
  stage = await serveStage({ port: 0 });
});
afterAll(() => stage.close());

const visit = (
  tell: (page: Page) => Promise<void>,
  settings: { readonly javaScriptEnabled?: boolean } = {},
) =>
  browsing({ hosts: [stage.url] }, async (open) => {
    const page = await open(settings);
    await page.goto(stage.url);
    if (await page.locator('#again-do').isVisible()) await page.locator('#again-do').click();
    await page.getByText('There is no issue yet.').waitFor();
    await tell(page);
  });

/** Everything may be done, and maria has an issue. */
async function letGo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Skip the story' }).click();
  await page.getByRole('button', { name: 'Open it as maria' }).click();
  await page.getByText('keeps this card').waitFor();
}

const focused = (page: Page): Promise<string> => page.evaluate<string>('document.activeElement?.id ?? ""');
const aloud = (page: Page): Promise<string | null> => page.locator('#aloud').textContent();

describeBrowser('the demo', () => {
  test(
    'tells its story to whoever presses Enter, and everybody can use each of its pages',
    { timeout: 300_000 },
    () =>
      visit(async (page) => {
        await page.locator('#next-do').focus();
        for (const [at, { title }] of story.entries()) {
          expect(await focused(page)).toBe('next-do');
          await page.keyboard.press('Enter');
          await page.getByRole('heading', { name: `${at + 1} of ${story.length}: ${title}` }).waitFor();
          expect(await page.locator('.fails').count()).toBe(0);
          if ([0, 5, 7, 12].includes(at)) {
            await axe(page);
            await fits(page);
          }
        }
        expect(await page.locator('#baton').textContent()).toContain('Everything is approved.');
        await byKeyboard(page);
      }),
  );

  test('lets everything be done by anybody', { timeout: 300_000 }, () =>
    visit(async (page) => {
      await letGo(page);
      await page.getByRole('button', { name: 'otto' }).click();
      await page.getByLabel('Label to add').fill('spec:approved');
      await page.keyboard.press('Enter');
      await page.locator('.timeline').getByText('baton bot removed the label').waitFor();
      expect(await aloud(page)).toContain('Baton: removed the label spec:approved on #1');
      // It is where it was, for the next one.
      expect(await focused(page)).toBe('label-name');
      await page.getByRole('button', { name: 'maria' }).click();
      await page.getByRole('textbox', { name: /^Comment as maria/ }).fill('/approve spec');
      await page.getByRole('button', { name: 'Comment', exact: true }).click();
      await page.locator('.gate').getByText('approved by maria').waitFor();
      expect(await focused(page)).toBe('comment-do');
      expect(await page.locator('#comment-body').inputValue()).toBe('');
      await page.getByRole('button', { name: 'anton' }).click();
      await page.getByRole('button', { name: 'Open a pull request that closes it' }).click();
      await page.getByText('The check Baton passes').waitFor();
      expect(new URL(page.url()).pathname).toBe('/2');
      await axe(page);
      await fits(page);
      await byKeyboard(page);
      await page.getByRole('button', { name: 'Merge pull request' }).click();
      await page.getByText('Merged', { exact: true }).first().waitFor();
      expect(await focused(page)).toBe('comment-body');
      await page.goBack();
      await page.locator('main').getByText('reopened this').waitFor();
      await axe(page);
      await byKeyboard(page);
    }),
  );

  test('keeps what somebody is writing, and what they opened, when somebody else acts', () =>
    browsing({ hosts: [stage.url] }, async (open) => {
      const [one, other] = [await open(), await open()];
      await one.goto(stage.url);
      if (await one.locator('#again-do').isVisible()) await one.locator('#again-do').click();
      await letGo(one);
      await other.goto(`${stage.url}/1`);
      await other.getByRole('textbox', { name: /^Comment as/ }).fill('Half a sen');
      await other.getByText('Edit the spec', { exact: true }).click();
      await other.getByRole('textbox', { name: 'Title' }).fill('Better cards');
      await one.getByRole('textbox', { name: /^Comment as/ }).fill('From the other window');
      await one.getByRole('button', { name: 'Comment', exact: true }).click();
      await other.locator('.timeline').getByText('From the other window').waitFor();
      expect(await other.locator('#comment-body').inputValue()).toBe('Half a sen');
      expect(await other.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Better cards');
      expect(await focused(other)).toBe('edit-title');
    }));

  test(
    'leads to the board of the same Baton, signed in as whoever one is',
    { timeout: 300_000 },
    async () => {
      const own = await serveStage({ port: 0 });
      await browsing({ hosts: [own.url, ...own.beside()] }, async (open) => {
        const page = await open();
        await page.goto(own.url);
        await letGo(page);
        const follow = async (name: string): Promise<Page> => {
          const [opened] = await Promise.all([
            page.context().waitForEvent('page'),
            page.getByRole('link', { name }).click(),
          ]);
          return opened;
        };
        const board = await follow('Open the board as maria');
        await board.getByRole('button', { name: 'Authorize baton' }).click();
        await board.locator('#live-mine').getByRole('link', { name: 'Gift cards' }).waitFor();
        expect(new URL(board.url()).origin).toBe(own.beside()[0]);
        expect(await board.locator('.who').textContent()).toContain('maria');
        await page.getByRole('button', { name: 'anton' }).click();
        const item = await follow('The story of #1');
        await item.getByRole('button', { name: 'Authorize baton' }).click();
        await item.getByRole('heading', { name: /Gift cards/ }).waitFor();
        expect(new URL(item.url()).pathname).toBe('/acme/shop/1');
        expect(await item.locator('.who').textContent()).toContain('anton');
      });
      await own.close();
    },
  );

  test('works where scripts are off', () =>
    visit(
      async (page) => {
        await page.locator('#next-do').click();
        await page.getByRole('heading', { name: `1 of ${story.length}` }).waitFor();
        await page.locator('#skip-do').click();
        await page.getByRole('textbox', { name: /^Comment as/ }).fill('/approve spec');
        await page.getByRole('button', { name: 'Comment', exact: true }).click();
        await page.locator('.gate').getByText('approved by maria').waitFor();
      },
      { javaScriptEnabled: false },
    ));

  test('what people write does nothing', () =>
    visit(async (page) => {
      await letGo(page);
      const hostile = `"><img src=https://evil.example/x onerror="document.title='run'"><script>document.title='run'</script></textarea><style>*{display:none}</style><a href="javascript:document.title='run'">go</a> ![x](https://evil.example/y)`;
      await page.getByText('Edit the spec', { exact: true }).click();
      await page.getByRole('textbox', { name: 'Title' }).fill(hostile.slice(0, 200));
      await page.getByRole('textbox', { name: 'Description, in Markdown' }).fill(hostile);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.locator('h1', { hasText: 'onerror' }).waitFor();
      await page.getByRole('textbox', { name: /^Comment as/ }).fill(hostile);
      await page.getByRole('button', { name: 'Comment', exact: true }).click();
      await page.locator('.comment', { hasText: 'onerror' }).waitFor();
      await page.getByLabel('Label to add').fill(hostile.slice(0, 40));
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.locator('.chips .label').waitFor();
      await page.reload();
      // What GitHub refuses can be mended.
      await page.getByLabel('Label to add').fill(' ');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.locator('#baton').getByText('GitHub refused it').waitFor();
      expect(await page.getByLabel('Label to add').inputValue()).toBe(' ');
      expect(await page.title()).toMatch(/^"><img/);
      await axe(page);
      await fits(page);
    }));

  test('says so where it has ended', async () => {
    const short = await serveStage({ port: 0 });
    await browsing({ hosts: [short.url], expected: [/failed request|console error/] }, async (open) => {
      const page = await open();
      await page.goto(short.url);
      await page.locator('#next-do').waitFor();
      await short.close();
      await page.locator('#next-do').click();
      await page.getByText('The demo does not answer.').waitFor();
    });
  });
});
