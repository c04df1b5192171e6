/** How long a start takes, from the second one on: of the service until it answers, and of the command `baton`. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';

import { settingsFor } from '../baton.ts';
import { freePort } from '../chaos/processes.ts';
import { openTown } from '../town.ts';
import type { Figures } from './compare.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const samples = 5;

type Environment = Readonly<Record<string, string | undefined>>;
type Line = { readonly program: string; readonly words: readonly string[] };
const node = (...words: string[]): Line => ({ program: process.execPath, words });
const npmStart: Line = { program: 'npm', words: ['start', '--silent'] };

/**
 * Prints each. The first start, which makes the compile cache, is told and does not count. The bundle is made before, and
 * `src/main.ts` is told where that cache is, as `npm start` and the image tell it.
 */
export async function benchStart(): Promise<Figures> {
  console.log(`\nstart: the first, and ${samples} after it`);
  execFileSync('npm', ['run', '--silent', 'bundle'], { cwd: root, stdio: 'inherit' });
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'));
  const policy = join(folder, 'roles.yml');
  writeFileSync(policy, 'roles:\n  pm: [maria]\n  engineer: [anton]\n');
  const github = await openTown();
  const env: Environment = { ...process.env, ...settingsFor(github), LOG_LEVEL: 'error' };
  const port = await freePort();
  const service: Environment = {
    ...env,
    PORT: String(port),
    DATA_DIR: join(folder, 'data'),
    NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/baton'),
  };
  const command = (...words: string[]) =>
    measured(`baton ${words[0]}`, () => ends(node('src/cli/baton.ts', ...words), env));
  const worked: number[] = [];
  const start = async (line: Line): Promise<number> => {
    const { took, work } = await answers(line, service, port);
    worked.push(work);
    return took;
  };
  try {
    return {
      'npm start until it answers': await measured('npm start', () => start(npmStart)),
      'processor time until it answers, without npm’s': worked.splice(0).slice(1),
      'src/main.ts until it answers': await measured('node src/main.ts', () => start(node('src/main.ts'))),
      'baton --help': await command('--help'),
      'baton validate': await command('validate', policy),
    };
  } finally {
    await github.close();
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds of each, but for the first. */
async function measured(what: string, once: () => Promise<number>): Promise<readonly number[]> {
  const first = await once();
  const all: number[] = [];
  for (let n = 0; n < samples; n += 1) all.push(await once());
  const each = all.map((ms) => ms.toFixed(0)).join(', ');
  console.log(`  ${what.padEnd(34)} ${first.toFixed(0)} ms at first, then ${each} ms`);
  return all;
}

type Started = {
  /** Milliseconds until the service answered. */
  readonly took: number;
  /** Milliseconds of the processor's that it had worked by then: those do not depend on what else runs here. */
  readonly work: number;
};

/** It is ended then. */
async function answers({ program, words }: Line, env: Environment, port: number): Promise<Started> {
  const started = performance.now();
  const child = spawn(program, words, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const over = once(child, 'exit');
  const isThere = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isThere())) {
    if (child.exitCode !== null) throw new Error(`${program} ${words.join(' ')} ended by itself.`);
    await wait(5);
  }
  const took = performance.now() - started;
  const page = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const work = 1000 * Number(/^baton_process_cpu_seconds_total (.+)$/m.exec(page)?.[1]);
  child.kill('SIGTERM');
  await over;
  return { took, work };
}

/** Until a command has ended, with 0. */
async function ends({ program, words }: Line, env: Environment): Promise<number> {
  const started = performance.now();
  const child = spawn(program, words, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${program} ${words.join(' ')} ended with ${code}.`);
  return performance.now() - started;
}
