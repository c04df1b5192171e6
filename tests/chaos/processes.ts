/** Baton as processes of its own, which can be killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';

import type { Sandbox } from '@baton/sandbox';
import { z } from 'zod';

import { settingsFor } from '../baton.ts';
import { bare } from '../children.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** What `npm start` gives Node, so that what is measured is what people run. */
const given = z
  .object({ scripts: z.object({ start: z.string() }) })
  .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')))
  .scripts.start.split(' ')
  .filter((word) => word.startsWith('--'));

export type Process = {
  /** Ends it at once, as a loss of power would, and starts it again. */
  kill(): Promise<void>;
  /** Lets it end what runs, and starts it again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** What it wrote. */
  readonly log: string[];
};

export type Setting = {
  readonly github: Sandbox;
  readonly port: number;
  /** `--web`, `--work`, or both. */
  readonly duties: readonly string[];
  /** Where it keeps its database. */
  readonly where: { readonly DATA_DIR: string } | { readonly DATABASE_URL: string };
  /** Further variables of its environment. */
  readonly settings?: Readonly<Record<string, string>>;
};

/** A port that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts Baton; resolves when it is ready. */
export async function startBaton(setting: Setting): Promise<Process> {
  const log: string[] = [];
  let child = await begin(setting, log);
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const over = once(child, 'exit');
    child.kill(signal);
    await over;
  };
  return {
    log,
    async kill() {
      await end('SIGKILL');
      child = await begin(setting, log);
    },
    async restart() {
      await end('SIGTERM');
      child = await begin(setting, log);
    },
    stop: () => end('SIGTERM'),
  };
}

/** Ends with this process, however that ends. */
function endWithUs(child: ChildProcess): void {
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
}

async function begin(
  { github, port, duties, where, settings = {} }: Setting,
  log: string[],
): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...given, main, ...duties], {
    env: {
      ...bare,
      ...settingsFor(github),
      PORT: String(port),
      LOG_LEVEL: 'warn',
      LOG_FORMAT: 'json',
      ...where,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endWithUs(child);
  const take = (text: Buffer): void => {
    log.push(...text.toString().split('\n').filter(Boolean));
    if (log.length > 500) log.splice(0, log.length - 500);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  for (const until = Date.now() + 240_000; ;) {
    if (child.exitCode !== null) throw new Error(`Baton ended by itself:\n${log.slice(-20).join('\n')}`);
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return child;
    if (Date.now() > until) throw new Error(`Baton was not ready in time:\n${log.slice(-20).join('\n')}`);
    await wait(20);
  }
}
