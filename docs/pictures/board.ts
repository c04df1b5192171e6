/** The board's pages, from the demo's story and some issues beside it. */
import type { Page } from 'playwright-core';

import { issue, story } from '../../src/demo/story.ts';
import { openWorld, repository, type World } from '../../src/demo/world.ts';
import { signIn } from '../../tests/browser/sign-in.ts';
import type { Camera } from './camera.ts';

const hour = 3_600_000;
const day = 24 * hour;
const size = { width: 1180, scale: 1.5 } as const;

/** Each page as maria sees it, and Operation as an administrator does. */
export async function drawBoard({ take }: Camera): Promise<void> {
  const world = await openWorld({ hasBoard: true });
  await live(world);
  const { github, service } = world;
  const at =
    (path: string, login = 'maria') =>
    (page: Page) =>
      signIn(page, github, service.url, login, path);
  await take({ ...size, name: 'board', height: 1000, open: at('/') });
  await take({ ...size, name: 'item', height: 1100, open: at(`/${issue.replace('#', '/')}`) });
  await take({ ...size, name: 'policy', height: 1000, open: at(`/${repository}/policy`) });
  await take({ ...size, name: 'playground', height: 900, open: at('/playground') });
  await take({
    ...size,
    name: 'report-on-the-board',
    height: 1000,
    open: counted(at(`/${repository}/report`)),
  });
  await take({ ...size, name: 'operation', height: 900, open: at('/operation', 'olga') });
  await take({ name: 'board-on-a-phone', width: 390, scale: 2, height: 780, open: at('/') });
  await world.close();
}

/** A report is counted when somebody asks for it first. */
const counted =
  (open: (page: Page) => Promise<void>) =>
  async (page: Page): Promise<void> => {
    await open(page);
    await page.getByRole('heading', { name: 'By week' }).waitFor({ timeout: 60_000 });
  };

/** The demo's story until a pull request waits, and what else goes on in a week. */
async function live(world: World): Promise<void> {
  const { clock } = world;
  const open = async (title: string): Promise<string> => {
    let number = 0;
    await world.act('ben', (ben) => {
      ({ number } = ben.openIssue(repository, { title, body: `${title}: what we want, and for whom.` }));
    });
    return `${repository}#${number}`;
  };
  const say = (login: string, on: string, text: string): Promise<void> =>
    world.act(login, (somebody) => void somebody.comment(on, text));
  const upTo = story.findIndex(({ title }) => title === 'A pull request waits') + 1;
  for (const step of story.slice(0, upTo)) {
    await step.act(world);
    clock.advance(5 * hour);
  }
  const invoices = await open('Invoices as PDF');
  clock.advance(day);
  const guests = await open('Guest checkout');
  await say('maria', guests, '/return spec What happens to the basket of somebody who signs in later?');
  clock.advance(day);
  const cards = await open('Gift cards');
  await say('maria', cards, '/approve spec');
  const refunds = await open('Refunds in parts');
  await say('maria', refunds, '/approve spec');
  let pull = '';
  await world.act('anton', (anton) => {
    anton.push(repository, 'refunds', { files: { 'refunds.txt': 'x' } });
    const { number } = anton.openPull(repository, {
      title: 'Refund single lines',
      body: `Closes #${refunds.split('#')[1] ?? ''}`,
      head: 'refunds',
    });
    pull = `${repository}#${number}`;
  });
  await world.act('anton', (anton) => void anton.merge(pull));
  clock.advance(day);
  await say('ben', invoices, '/question spec Which address is on the invoice of a company?');
  await open('Address book');
  clock.advance(3 * hour);
  await world.settled();
}
