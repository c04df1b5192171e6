/**
 * Draws the pictures of the documentation from what Baton really writes: plays the demo's story, renders the Markdown
 * as GitHub does, and takes a screenshot. `npm run pictures`; needs Chromium (`CHROMIUM` names it).
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { argumentsOf } from '../../src/arguments.ts';
import { jiraStory } from '../../src/demo/jira-story.ts';
import { openJiraWorld } from '../../src/demo/jira-world.ts';
import { serveStage } from '../../src/demo/stage/index.ts';
import { issue, story, type Step } from '../../src/demo/story.ts';
import { openWorld, repository, type World } from '../../src/demo/world.ts';
import { drawBoard } from './board.ts';
import { openCamera, showing, type Camera } from './camera.ts';
import { check, comment, inJira, pageWith } from './comments.ts';
import { town } from './town.ts';

/** Each draws what belongs together. */
const sets: Readonly<Record<string, (camera: Camera) => Promise<void>>> = {
  github: drawGitHub,
  jira: drawJira,
  report: drawReport,
  board: drawBoard,
  demo: drawDemo,
};

const { words } = argumentsOf({
  name: 'npm run pictures',
  what: 'Draws the pictures of the documentation again. It needs Chromium; the variable CHROMIUM names it.',
  options: {},
  words: {
    usage: '[SET…]',
    what: `Which pictures: ${Object.keys(sets).join(', ')}. Nothing: all of them.`,
    wrong(given) {
      const unknown = given.find((word) => sets[word] === undefined);
      return unknown === undefined
        ? null
        : `there are no pictures called ${JSON.stringify(unknown)}, but ${Object.keys(sets).join(', ')}.`;
    },
  },
});

const camera = await openCamera();
for (const [name, draw] of Object.entries(sets))
  if (words.length === 0 || words.includes(name)) await draw(camera);
await camera.close();

async function drawGitHub({ take }: Camera): Promise<void> {
  const size = { width: 860, scale: 2 };
  const world = await openWorld();
  const card = (): string => pageWith(comment(world.see(issue).card ?? ''));
  let played = await playUntil(world, story, 'The wrong person adds the label', 0);
  await take({ ...size, name: 'card', height: 300, open: showing(card()) });
  played = await playUntil(world, story, 'A pull request waits', played);
  await take({ ...size, name: 'stale', height: 480, open: showing(card()) });
  await playUntil(world, story, 'It needs work', played);
  const last = pageWith(comment(world.see(issue).comments.at(-1) ?? ''));
  await take({ ...size, name: 'handoff', height: 245, open: showing(last) });
  await world.close();
}

async function drawJira({ take }: Camera): Promise<void> {
  const both = await openJiraWorld();
  await playUntil(both, jiraStory, 'The wrong person approves', 0);
  const { title, summary } = runOf(both, `${repository}#1`);
  const [told = ''] = both.see('SHOP-1').comments;
  const page = pageWith(check(title, summary), inJira('SHOP-1', told));
  await take({ name: 'jira', width: 860, scale: 2, height: 640, open: showing(page) });
  await both.close();
}

async function drawReport({ take }: Camera): Promise<void> {
  const shop = await town(46);
  const work = mkdtempSync(join(tmpdir(), 'baton-report-'));
  const file = join(work, 'report.html');
  const line = ['report', 'acme/shop', '--since', '2026-09-07', '--until', '2026-11-29', '--html', file];
  await promisify(execFile)(process.execPath, ['src/cli/baton.ts', ...line], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    env: { ...process.env, GH_TOKEN: shop.token('maria'), GITHUB_API_URL: shop.url },
  });
  const html = readFileSync(file, 'utf8');
  await take({ name: 'report', width: 860, scale: 2, height: 1615, open: showing(html) });
  rmSync(work, { recursive: true });
  await shop.close();
}

/** The moment at which GitHub itself refuses a merge, and why is beside it. */
async function drawDemo({ take }: Camera): Promise<void> {
  const stage = await serveStage({ port: 0 });
  const end = story.findIndex(({ title }) => title === 'Merging is refused') + 1;
  await take({
    name: 'demo',
    width: 1180,
    scale: 1.5,
    height: 800,
    async open(page) {
      await page.goto(stage.url);
      for (let played = 1; played <= end; played += 1) {
        await page.locator('#next-do').click();
        await page.getByRole('heading', { name: `${played} of ${story.length}:` }).waitFor();
      }
    },
  });
  await stage.close();
}

async function playUntil<W extends World>(
  world: W,
  steps: readonly Step<W>[],
  title: string,
  from: number,
): Promise<number> {
  const end = steps.findIndex((step) => step.title === title) + 1;
  if (end === 0) throw new Error(`The story has no step “${title}”.`);
  for (const step of steps.slice(from, end)) await step.act(world);
  return end;
}

/** The last check of Baton's on a pull request. */
function runOf({ github }: World, address: string): { readonly title: string; readonly summary: string } {
  const { repository: of, headOid } = github.find.pull(address);
  const run = of.suites
    .filter((suite) => suite.headOid === headOid)
    .flatMap(({ runs }) => runs)
    .findLast(({ name }) => name === 'Baton');
  return { title: run?.title ?? '', summary: run?.summary ?? '' };
}
