/**
 * The browser of our tests: a real Chromium in which nothing may go wrong unseen.
 *
 *     describeBrowser('the board', () => {
 *       test('shows …', () =>
 *         browsing({ hosts: [stage.url] }, async (open) => {
 *           const page = await open();
 *           await page.goto(stage.url);
 *           await axe(page);
 *           await byKeyboard(page);
 *         }));
 *     });
 */
export { describeBrowser } from './chromium.ts';
export { browsing } from './browsing.ts';
export { axe } from './axe.ts';
export { fits } from './fits.ts';
export { byKeyboard } from './keyboard.ts';
export { textAlone } from './text-alone.ts';
export { forEverybody } from './everybody.ts';
