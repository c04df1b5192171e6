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
  return everyProcess().flatMap((one) => (one.parent === pid ? [one.pid] : []));
}

/** The running processes of a group: its leader (started `detached`), and what that started, whoever their parent is now. */
export function runningInGroup(leader: number): readonly number[] {
  return everyProcess().flatMap((one) => (one.group === leader && isRunning(one.pid) ? [one.pid] : []));
}

function everyProcess(): readonly {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
}[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const [, parent, group] = /^\d+ \(.*\) \S (\d+) (\d+)/s.exec(stat) ?? [];
      return [{ pid: Number(name), parent: Number(parent), group: Number(group) }];
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
