/** Scripts that run for long end on a signal, also where it arrives twice, and leave no process behind. */
import { spawn, type ChildProcess } from 'node:child_process';

import { afterEach, expect, test } from 'vitest';

import { bare } from '../children.ts';

import { runningInGroup, twice } from './processes.ts';

const root = new URL('../../', import.meta.url).pathname;
const started: ChildProcess[] = [];
afterEach(() => {
  for (const { pid = 0 } of started) if (runningInGroup(pid).length > 0) process.kill(-pid, 'SIGKILL');
});

function start(...words: string[]): { readonly child: ChildProcess; readonly said: () => string } {
  // A group of its own: what it started can be found also after it ended.
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: bare,
    detached: true,
  });
  started.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => (said += part.toString()));
  return { child, said: () => said };
}

test.each(['SIGINT', 'SIGTERM'] as const)('the demo that stays up ends well with %s', async (signal) => {
  const { child, said } = start('src/cli/baton.ts', 'demo', '--serve');
  await expect.poll(said, { timeout: 240_000 }).toContain('Ctrl+C ends it.');
  expect(await twice(child, signal)).toEqual([0, null]);
});

test.runIf(process.platform === 'linux').each([
  ['SIGTERM', 143, ['tests/chaos/main.ts', '--database', 'sqlite']],
  ['SIGINT', 130, ['tests/bench/main.ts', 'door']],
] as const)(
  '%s ends with %i what has Batons of its own, and takes them with it',
  async (signal, code, words) => {
    const { child } = start(...words);
    const group = (): readonly number[] => runningInGroup(child.pid ?? 0);
    await expect.poll(() => group().length, { timeout: 240_000 }).toBeGreaterThan(1);
    expect(await twice(child, signal)).toEqual([code, null]);
    await expect.poll(group, { timeout: 240_000 }).toEqual([]);
  },
);
