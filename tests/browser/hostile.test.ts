/** A repository where everybody writes what wants to be more than text, on every page of the board. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';

import { openStage, repository, type Stage } from '../stories/stage.ts';
import { hostileWords, longWords } from './hostile-words.ts';
import { signIn } from './sign-in.ts';
import { browsing, describeBrowser, fits, forEverybody, textAlone } from './support/index.ts';

const quoted = (text: string): string => JSON.stringify(text.slice(0, 60));
const policy = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
gates:
  spec: { preset: spec, title: ${quoted(hostileWords.markup)}, noun: ${quoted(hostileWords.entities)}, waive: [pm] }
  acceptance: { preset: acceptance, title: ${quoted(hostileWords.attribute)} }
`;

/** Characters that a branch's name may not have. */
const branch = (words: string): string => words.replaceAll(/[\s~^:?*[\\\p{C}]|\.\.|@\{/gu, '-').slice(0, 100);

let stage: Stage;
/** Numbers of issues, by the words in them. */
const issues = new Map<string, number>();
let pull: number;
beforeAll(async () => {
  stage = await openStage({ policy, onboarding: false, board: { admins: ['olga'] } });
  for (const words of Object.values(hostileWords)) {
    const { number } = await stage.act('anton', (anton) =>
      anton.openIssue(repository, {
        title: words.slice(0, 256),
        body: `${words}\n\n${longWords.brackets.slice(0, 500)}`,
      }),
    );
    issues.set(words, number);
    const issue = `${repository}#${number}`;
    const say = (login: string, text: string): Promise<unknown> =>
      stage.act(login, (somebody) => somebody.comment(issue, text));
    await say('maria', `/return spec ${words}`);
    await say('anton', `/question spec ${words}`);
    await say('maria', `/answer ${words}`);
    await say('anton', '/request spec');
    await say('maria', '/approve spec');
    await stage.act('anton', (anton) => anton.edit(issue, { body: `${words}\n${words}\n<b>changed</b>` }));
    await say('maria', `/waive acceptance until 2026-02-01 ${words}`);
  }
  const words = hostileWords.markup;
  const [first = 0] = issues.values();
  const head = branch(words);
  await stage.act('anton', (anton) => anton.push(repository, head, { files: { 'x.txt': 'x' } }));
  ({ number: pull } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: words, body: `Closes #${first} ${words}`, head }),
  ));
});
afterAll(() => stage.close());

const board = (): string => stage.service().url;

/** What can be read of a text: without marks that nobody sees, or that turn writing round; of a long one, its beginning. */
const readable = (text: string): string =>
  text
    .replaceAll(/[\u202E\u2066\u200F\u061C]/g, '')
    .replaceAll(/(\p{M}{4})\p{M}+/gu, '$1')
    .slice(0, 90);

/** rita, on a phone. */
const visiting = (story: (page: Page) => Promise<void>): Promise<void> =>
  browsing({ hosts: [board(), stage.github.url] }, async (open) => {
    const page = await open({ viewport: { width: 390, height: 800 } });
    await signIn(page, stage.github, board(), 'rita', '/report');
    await story(page);
  });

describeBrowser('what others wrote', () => {
  test('is text on the pages of their items, and fits a phone', () =>
    visiting(async (page) => {
      for (const [words, number] of issues) {
        await page.goto(`${board()}/${repository}/${number}`);
        await page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))");
        await textAlone(page, [readable(words)]);
        await fits(page);
      }
      await page.goto(`${board()}/${repository}/${pull}`);
      await textAlone(page, [readable(hostileWords.markup)]);
      await fits(page);
    }));

  test('is text on the board, and where somebody looks for it', () =>
    visiting(async (page) => {
      await page.goto(board());
      await textAlone(page, [...issues.keys()].map(readable));
      await forEverybody(page);
      for (const words of Object.values(hostileWords)) {
        const text = words.slice(0, 100);
        await page.goto(`${board()}/?${new URLSearchParams({ text, role: text, person: text }).toString()}`);
        await textAlone(page);
        await fits(page);
      }
    }));

  test('is text where the policy is shown, and where it is played', () =>
    visiting(async (page) => {
      await page.goto(`${board()}/${repository}/policy`);
      await textAlone(page, [hostileWords.markup.slice(0, 40), hostileWords.attribute.slice(0, 40)]);
      await fits(page);
      await page.goto(`${board()}/playground`);
      for (const text of [policy, hostileWords.ends, longWords.brackets]) {
        const area = page.locator('textarea[name=text]');
        await area.evaluate((each, value) => ((each as unknown as { value: string }).value = value), text);
        const loaded = page.waitForEvent('load');
        await page.evaluate("document.querySelector('form.playground').submit()");
        await loaded;
        await textAlone(page);
        await fits(page);
      }
    }));
});
