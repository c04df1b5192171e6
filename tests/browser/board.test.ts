/** Every page of the board, for everybody. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';

import { openPull, openStage, repository, type Stage } from '../stories/stage.ts';
import { signIn } from './sign-in.ts';
import { browsing, describeBrowser, forEverybody } from './support/index.ts';

const policy = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
gates:
  spec: { preset: spec, waive: [pm] }
  acceptance: { preset: acceptance }
`;
const day = 86_400_000;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ policy, onboarding: false, board: { admins: ['maria'] } });
  const body = '# Problem\n\nEvery order takes one.';
  const { number } = await stage.act('anton', (anton) =>
    anton.openIssue(repository, { title: 'Coupons in the shop', body }),
  );
  const say = (login: string, text: string): Promise<unknown> =>
    stage.act(login, (somebody) => somebody.comment(`${repository}#${number}`, text));
  const pass = (days: number): void => stage.github.clock.advance(days * day);
  pass(1);
  await say('maria', '/return spec The error case is missing.');
  pass(1);
  await say('anton', '/question spec Which currency?');
  await say('maria', '/answer Euros.');
  await say('anton', '/request spec');
  await say('otto', '/approve spec');
  pass(3);
  await say('maria', '/approve spec');
  await openPull(stage, `Closes #${number}`);
  await stage.act('anton', (anton) =>
    anton.edit(`${repository}#${number}`, { body: `${body} And no more.` }),
  );
  await stage.act('ben', (ben) => ben.openIssue(repository, { title: 'Refunds', body }));
});
afterAll(() => stage.close());

const visiting = (
  login: string | null,
  story: (page: Page, board: string) => Promise<void>,
  expected: readonly RegExp[] = [],
): Promise<void> => {
  const board = stage.service().url;
  return browsing({ hosts: [board, stage.github.url], expected }, async (open) => {
    const page = await open();
    if (login !== null) await signIn(page, stage.github, board, login, '/report');
    await story(page, board);
  });
};

describeBrowser('the board', () => {
  test('is for everybody, page by page', () =>
    visiting('maria', async (page, board) => {
      const paths = [
        '/',
        `/${repository}/1`,
        `/${repository}/2`,
        '/report',
        '/policy',
        `/${repository}/policy`,
        '/playground',
        '/operation',
      ];
      for (const path of paths) {
        await page.goto(`${board}${path}`);
        await forEverybody(page);
      }
    }));

  test('is for everybody while it counts, and when it has counted', () =>
    visiting('maria', async (page, board) => {
      await page.goto(`${board}/${repository}/report`);
      await page
        .getByRole('heading', { name: 'Sent back' })
        .or(page.getByRole('figure').first())
        .first()
        .waitFor();
      await forEverybody(page);
    }));

  test('is for everybody who is nobody yet, and who looks for what is not there', () =>
    visiting(
      null,
      async (page, board) => {
        for (const path of ['/', '/playground', '/nowhere']) {
          await page.goto(`${board}${path}`);
          await forEverybody(page);
        }
      },
      [/status of 404/],
    ));
});
