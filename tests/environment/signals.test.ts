/** Scripts that run for long end on a signal, also where it arrives twice, and leave no process behind. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

import { afterEach, expect, test } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
});

function start(...words: string[]): { readonly child: ChildProcess; readonly said: () => string } {
  const child = spawn(process.execPath, words, { cwd: root, env: { PATH: process.env['PATH'] } });
  started.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => (said += part.toString()));
  return { child, said: () => said };
}

async function twice(child: ChildProcess, signal: NodeJS.Signals): Promise<readonly unknown[]> {
  const ended = once(child, 'exit');
  child.kill(signal);
  await wait(150);
  child.kill(signal);
  return ended;
}

/** The processes that a process started. */
function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const [, parent] = /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
      return Number(parent) === pid ? [Number(name)] : [];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}

test.each(['SIGINT', 'SIGTERM'] as const)('the demo that stays up ends well with %s', async (signal) => {
  const { child, said } = start('src/demo/main.ts', '--serve');
  await expect.poll(said, { timeout: 60_000 }).toContain('Ctrl+C ends it.');
  expect(await twice(child, signal)).toEqual([0, null]);
});

/** False too where it ended and nobody asked how: then it has no memory map. */
function isRunning(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8').includes('VmSize:');
  } catch {
    return false;
  }
}

test.runIf(process.platform === 'linux').each([
  ['SIGTERM', 143, ['tests/chaos/main.ts', '--database', 'sqlite']],
  ['SIGINT', 130, ['tests/bench/main.ts', 'door']],
] as const)(
  '%s ends with %i what has Batons of its own, and takes them with it',
  async (signal, code, words) => {
    const { child } = start(...words);
    await expect.poll(() => childrenOf(child.pid ?? 0).length, { timeout: 60_000 }).toBe(1);
    const [baton = 0] = childrenOf(child.pid ?? 0);
    expect(isRunning(baton)).toBe(true);
    expect(await twice(child, signal)).toEqual([code, null]);
    await expect.poll(() => isRunning(baton)).toBe(false);
  },
);
