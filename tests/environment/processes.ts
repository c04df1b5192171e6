/** Processes that tests start, and what they start in turn. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** Sends a signal as npm and a terminal do: twice. Gives back the exit code and the signal that ended it. */
export async function twice(child: ChildProcess, signal: NodeJS.Signals): Promise<readonly unknown[]> {
  const ended = once(child, 'exit');
  child.kill(signal);
  await wait(150);
  child.kill(signal);
  return ended;
}

/** The processes that a process started. */
export function childrenOf(pid: number): readonly number[] {
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

/** False too where it ended and nobody asked how: then it has no memory map. */
export function isRunning(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8').includes('VmSize:');
  } catch {
    return false;
  }
}
