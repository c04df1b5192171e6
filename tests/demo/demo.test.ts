/** The demo as somebody runs it, and a story that does not come out as told. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { jiraStory } from '../../src/demo/jira-story.ts';
import { openJiraWorld } from '../../src/demo/jira-world.ts';
import { play } from '../../src/demo/play.ts';
import { story } from '../../src/demo/story.ts';
import { openWorld } from '../../src/demo/world.ts';
import { asPublished } from '../cli/published.ts';

const baton = fileURLToPath(new URL('../../src/cli/baton.ts', import.meta.url));
const demo = (...words: string[]) =>
  spawnSync(process.execPath, [baton, 'demo', ...words], { encoding: 'utf8' });

test('the whole story comes out as told, and the demo ends with 0', () => {
  const { status, stdout, stderr } = demo();
  expect(stderr).toBe('');
  expect(stdout).not.toContain('NOT SO');
  expect(stdout).toContain(`All ${story.length} steps came out as told`);
  expect(status).toBe(0);
});

test('so does the story with the specs in Jira, for programs', () => {
  const { status, stdout, stderr } = demo('--jira', '--json');
  expect([status, stderr]).toEqual([0, '']);
  const { wrong, steps } = asPublished('demo', stdout) as { wrong: number; steps: readonly object[] };
  expect([wrong, steps.length]).toEqual([0, jiraStory.length]);
});

test('in Jira, a step that does not come out as told is named, too; its Jira is asked for nothing that it does not play', async () => {
  const world = await openJiraWorld();
  const [first, second, third] = jiraStory;
  if (first === undefined || second === undefined || third === undefined)
    throw new Error('It has three steps.');
  const texts: string[] = [];
  // The right person instead of the wrong one: nobody is told that it does not count.
  const right = {
    ...third,
    act: () => world.inJira('maria', (maria) => maria.transition('SHOP-1', 'Approved')),
  };
  const wrong = await play(world, [first, second, right], (text) => texts.push(text));
  const { unplayed, problems } = world.jira;
  await world.close();
  expect([...unplayed, ...problems]).toEqual([]);
  expect(wrong).toBe(1);
  expect(texts[2]).toContain('✗ NOT SO Baton says there that it does not count');
  expect(texts[2]).toContain('SHOP-1: state In Progress');
});

test('a step that does not come out as told is named, and is the last one', async () => {
  const world = await openWorld();
  const [first, second] = story;
  if (first === undefined || second === undefined) throw new Error('The story has two steps at least.');
  const texts: string[] = [];
  const wrong = await play(
    world,
    [{ ...first, expect: { 'anton has the baton': () => false } }, second],
    (text) => texts.push(text),
  );
  await world.close();
  expect(wrong).toBe(1);
  expect(texts).toHaveLength(1);
  expect(texts[0]).toContain('✗ NOT SO anton has the baton');
});

test('an option that it does not know is refused', () => {
  const { status, stderr } = demo('--sevre');
  expect(stderr).toBe(
    "baton demo: unknown option '--sevre' (Did you mean --serve?) See baton demo --help.\n",
  );
  expect(status).toBe(2);
});

test('to stay up is for the story on GitHub', () => {
  const { status, stdout, stderr } = demo('--serve', '--jira');
  expect([status, stdout, stderr]).toEqual([
    2,
    '',
    'baton demo: --serve is for the story on GitHub, without --jira.\n',
  ]);
});

test('a port that somebody else has is named', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { status, stdout, stderr } = demo('--serve', '--port', String(port));
  other.close();
  expect([status, stdout, stderr]).toEqual([
    3,
    '',
    `baton demo: port ${port} is already in use. Take another one with --port.\n`,
  ]);
});
