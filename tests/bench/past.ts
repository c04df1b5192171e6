/**
 * What it takes to look back: `baton report` and `baton simulate` over a thousand issues with a hundred events each. Each
 * command is a process of its own, and so is the GitHub that it asks.
 */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { repository } from '../town.ts';
import type { Figures } from './compare.ts';
import type { TownSaid, TownSize } from './past-town.ts';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const size: TownSize = { issues: 1000, events: 100 };

export async function benchPast(): Promise<Figures> {
  console.log(`\nlooking back on ${size.issues} issues with ${size.events} events each`);
  const town = fork(here('past-town.ts'));
  const ask = async (): Promise<TownSaid> => {
    const answer = once(town, 'message');
    town.send(size);
    const [said] = (await answer) as [TownSaid];
    return said;
  };
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'));
  writeFileSync(join(folder, 'new.yml'), 'roles: { pm: [maria], engineer: [anton] }\n');
  try {
    const figures: Record<string, readonly number[]> = {};
    for (const words of [
      ['report', repository, '--html', 'report.html'],
      ['simulate', repository, '--policy', 'new.yml', '--yes'],
    ]) {
      const before = await ask();
      const used = await run(words, folder, before);
      const requests = (await ask()).requests - before.requests;
      console.log(
        `  baton ${words[0]?.padEnd(10)} ${used.took.toFixed(1)} s, of it ${used.seconds.toFixed(1)} s of processor time; at most ${used.megabytes.toFixed(0)} MB; ${requests} requests`,
      );
      figures[`baton ${words[0]}: time`] = [used.took];
      figures[`baton ${words[0]}: processor time`] = [used.seconds];
      figures[`baton ${words[0]}: memory`] = [used.megabytes];
      figures[`baton ${words[0]}: requests`] = [requests];
    }
    return figures;
  } finally {
    town.disconnect();
    rmSync(folder, { recursive: true });
  }
}

type Used = { readonly took: number; readonly seconds: number; readonly megabytes: number };

async function run(words: readonly string[], cwd: string, { url, token }: TownSaid): Promise<Used> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', here('tell-usage.ts'), here('../../src/cli/baton.ts'), ...words],
    {
      cwd,
      env: { ...process.env, GH_TOKEN: token, GITHUB_API_URL: url },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    },
  );
  const [, , said, usage] = child.stdio;
  if (said === null || said === undefined) throw new TypeError('It says nothing.');
  let [notes, told] = ['', ''];
  said.on('data', (text: Buffer) => (notes += text.toString()));
  usage?.on('data', (text: Buffer) => (told += text.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  // 1: what was looked for was found.
  if (code !== 0 && code !== 1) throw new Error(`baton ${words.join(' ')} ended with ${code}: ${notes}`);
  const used = JSON.parse(told) as Omit<Used, 'took'>;
  return { took: (performance.now() - started) / 1000, ...used };
}
