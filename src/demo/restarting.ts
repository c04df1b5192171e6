/**
 * A program that is started again when a file is saved. Not `node --watch`: it loses a file that an editor replaces instead
 * of writing into it, and knows nothing of files that are only read.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';

/** Milliseconds that saving several files, or one in several steps, takes at most. */
const together = 150;

export type Restarting = {
  /** Ends the program, and watches no more. */
  stop(): Promise<void>;
};

/**
 * Keeps a program running until it is told to stop. It ends with SIGTERM; one that ended by itself waits for the next save.
 * @param folders watched with all that is below them
 * @param start starts the program
 * @param tell is told of each start and end, in a sentence
 */
export function keepRestarting(
  folders: readonly string[],
  start: () => ChildProcess,
  tell: (sentence: string) => void,
): Restarting {
  let watchers: readonly FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let isEnding = false;
  let child = begin();
  /** One restart at a time. */
  let line = Promise.resolve();

  function begin(): ChildProcess {
    for (const watcher of watchers) watcher.close();
    // Folders, not files: what replaces a file is noticed. Listed anew each time: there may be new ones.
    watchers = folders.flatMap(withAllBelow).flatMap((folder) => {
      // One that was there a moment ago may be gone, as while a branch is checked out.
      if (!existsSync(folder)) return [];
      return [watch(folder, (_, name) => changed(name))];
    });
    const begun = start();
    begun.once('exit', (code, signal) => {
      if (!isEnding && !isStopped)
        tell(`Baton ended by itself (${signal ?? code}). Save a file, and it starts again.`);
    });
    return begun;
  }
  async function restart(name: string | null): Promise<void> {
    if (isStopped) return;
    tell(`${name ?? 'A file'} was saved; Baton starts again.`);
    isEnding = true;
    await endOf(child);
    isEnding = false;
    if (!isStopped) child = begin();
  }
  function changed(name: string | null): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      line = line.then(() => restart(name));
    }, together);
  }
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      await line;
      await endOf(child);
    },
  };
}

const withAllBelow = (folder: string): readonly string[] => [
  folder,
  ...readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name)),
];

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, 'exit');
  child.kill('SIGTERM');
  await over;
}
