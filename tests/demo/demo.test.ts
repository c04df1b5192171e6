/** The demo as somebody runs it, and a story that does not come out as told. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { play } from '../../src/demo/play.ts';
import { story } from '../../src/demo/story.ts';
import { openWorld } from '../../src/demo/world.ts';

const main = fileURLToPath(new URL('../../src/demo/main.ts', import.meta.url));

test('the whole story comes out as told, and the demo ends with 0', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).not.toContain('NOT SO');
  expect(stdout).toContain(`All ${story.length} steps came out as told`);
  expect(status).toBe(0);
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
  const { status, stdout } = spawnSync(process.execPath, [main, '--sevre'], { encoding: 'utf8' });
  expect(stdout).toBe('npm run demo does not know --sevre. It takes --serve: stay up afterwards.\n');
  expect(status).toBe(1);
});
