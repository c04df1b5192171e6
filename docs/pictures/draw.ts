/**
 * Draws the pictures of the documentation from what Baton really writes: plays the demo's story, renders the Markdown
 * as GitHub does, and takes a screenshot. `npm run pictures`; needs Chromium (`CHROMIUM` names it).
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

import { argumentsOf } from '../../src/arguments.ts';
import { jiraStory } from '../../src/demo/jira-story.ts';
import { openJiraWorld } from '../../src/demo/jira-world.ts';
import { issue, story, type Step } from '../../src/demo/story.ts';
import { openWorld, repository, type World } from '../../src/demo/world.ts';
import { town } from './town.ts';

argumentsOf({
  name: 'npm run pictures',
  what: 'Draws the pictures of the documentation again. It needs Chromium; the variable CHROMIUM names it.',
  options: {},
});
const chromium = process.env['CHROMIUM'] ?? 'chromium';
const folder = fileURLToPath(new URL('.', import.meta.url));

const style = `
  * { box-sizing: border-box; }
  body { margin: 0; padding: 20px; background: #fff; color: #1f2328;
    font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", Helvetica, Arial, "Noto Color Emoji", sans-serif; }
  .comment { width: 820px; border: 1px solid #d1d9e0; border-radius: 6px; margin-bottom: 16px; }
  .who { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; border-radius: 6px 6px 0 0; padding: 8px 16px; color: #59636e; }
  .who b { color: #1f2328; } .who i { border: 1px solid #d1d9e0; border-radius: 1em; padding: 0 7px; font-size: 12px; font-style: normal; }
  .body { padding: 16px; }
  h3 { font-size: 1.25em; margin: 0 0 12px; } p { margin: 0 0 12px; } ul { margin: 0 0 12px; padding-left: 24px; }
  code { background: #818b981f; border-radius: 6px; padding: .2em .4em; font: 85% ui-monospace, "DejaVu Sans Mono", monospace; }
  table { border-collapse: collapse; margin: 0 0 14px; } th, td { border: 1px solid #d1d9e0; padding: 6px 13px; text-align: left; }
  th { font-weight: 600; } a { color: #0969da; } blockquote { margin: 0 0 12px; padding: 0 1em; color: #59636e; border-left: .25em solid #d1d9e0; }
  pre { background: #f6f8fa; border-radius: 6px; padding: 12px; margin: 8px 0; } pre code { background: none; padding: 0; }
  .add { background: #dafbe1; display: block; } .del { background: #ffebe9; display: block; }
  sub { vertical-align: baseline; font-size: 12px; color: #59636e; } details { margin-bottom: 12px; }
`;

/** Markdown as a comment shows it. The texts are Baton's own, so their HTML may pass. */
function rendered(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  })
    .replaceAll(/^(\+.*)$/gm, '<span class="add">$1</span>')
    .replaceAll(/^(-[^-].*)$/gm, '<span class="del">$1</span>')
    .replaceAll('</span>\n<span', '</span><span')
    .replaceAll('<details><summary>What', '<details open><summary>What');
}

function comment(body: string): string {
  return `<div class="comment"><div class="who"><b>baton</b> <i>bot</i> commented</div><div class="body">${rendered(body)}</div></div>`;
}

const shoot = (name: string, html: string, height: number): void =>
  shootPage(name, `<!doctype html><meta charset="utf-8"><style>${style}</style>${html}`, height);

function shootPage(name: string, html: string, height: number): void {
  const work = mkdtempSync(join(tmpdir(), 'baton-picture-'));
  const page = join(work, 'page.html');
  writeFileSync(page, html);
  execFileSync(
    chromium,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--hide-scrollbars',
      '--force-device-scale-factor=2',
      `--user-data-dir=${join(work, 'profile')}`,
      `--window-size=860,${height}`,
      `--screenshot=${join(folder, `${name}.png`)}`,
      `file://${page}`,
    ],
    { stdio: 'ignore' },
  );
  rmSync(work, { recursive: true });
}

/** What a check's page shows: its title and what it says. */
function check(title: string, summary: string): string {
  return `<div class="comment"><div class="who"><b>Baton</b> · check on the pull request</div><div class="body"><h3>${escaped(title)}</h3>${rendered(summary)}</div></div>`;
}

/** A comment as Jira shows it, in plain paragraphs. */
function inJira(key: string, text: string): string {
  const paragraphs = text.split('\n\n').map((each) => `<p>${escaped(each)}</p>`);
  return `<div class="comment"><div class="who"><b>Baton</b> commented on ${key} in Jira</div><div class="body">${paragraphs.join('')}</div></div>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

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

const world = await openWorld();
let played = await playUntil(world, story, 'The wrong person adds the label', 0);
shoot('card', comment(world.see(issue).card ?? ''), 300);
played = await playUntil(world, story, 'A pull request waits', played);
shoot('stale', comment(world.see(issue).card ?? ''), 480);
await playUntil(world, story, 'It needs work', played);
shoot('handoff', comment(world.see(issue).comments.at(-1) ?? ''), 245);
await world.close();

const both = await openJiraWorld();
await playUntil(both, jiraStory, 'The wrong person approves', 0);
const { title, summary } = runOf(both, `${repository}#1`);
const [told = ''] = both.see('SHOP-1').comments;
shoot('jira', check(title, summary) + inJira('SHOP-1', told), 640);
await both.close();

const shop = await town(46);
const work = mkdtempSync(join(tmpdir(), 'baton-report-'));
const report = join(work, 'report.html');
const words = ['report', 'acme/shop', '--since', '2026-09-07', '--until', '2026-11-29', '--html', report];
await promisify(execFile)(process.execPath, ['src/cli/baton.ts', ...words], {
  cwd: fileURLToPath(new URL('../../', import.meta.url)),
  env: { ...process.env, GH_TOKEN: shop.token('maria'), GITHUB_API_URL: shop.url },
});
shootPage('report', readFileSync(report, 'utf8'), 1615);
rmSync(work, { recursive: true });
await shop.close();

/** The last check of Baton's on a pull request. */
function runOf({ github }: World, address: string): { readonly title: string; readonly summary: string } {
  const { repository: of, headOid } = github.find.pull(address);
  const run = of.suites
    .filter((suite) => suite.headOid === headOid)
    .flatMap(({ runs }) => runs)
    .findLast(({ name }) => name === 'Baton');
  return { title: run?.title ?? '', summary: run?.summary ?? '' };
}
