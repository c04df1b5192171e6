/** docs/tutorial.md, typed as it stands into a shell beside `npm run dev`: each block shows what the page promises. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

import { afterEach, expect, test } from 'vitest';

import { bare } from '../children.ts';

const root = new URL('../../', import.meta.url).pathname;
const patience = { timeout: 240_000, interval: 250 };

/** What each block prints once Baton has done its part, in their order. */
const promised: readonly RegExp[] = [
  /^$/,
  /^$/,
  /baton:card[^]*\/approve spec/,
  /^201\n$/,
  /^open\n[^]*baton:undone assignment/,
  /^201\n$/,
  /^open · spec:approved\n[^]*baton:handoff/,
  /^(201\n){4}$/,
  /^Baton: success\n$/,
  /^200\n$/,
  /^open · spec:approved · anton\n[^]*baton:undone merge/,
  /^201\n$/,
  /^closed · spec:approved · pm:accepted · anton\n$/,
];

const page = readFileSync(`${root}docs/tutorial.md`, 'utf8');
const blocks = Array.from(page.matchAll(/^```sh\n([^]*?)^```$/gm), ([, block = '']) => block);

function shell(script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('sh', ['-c', script], { env: bare }, (error, out) =>
      error === null ? resolve(out) : reject(error),
    );
  });
}

let dev: ChildProcess | null = null;
afterEach(async () => {
  if (dev?.exitCode !== null) return;
  const ended = once(dev, 'exit');
  dev.kill('SIGINT');
  await ended;
});

test('each block does what the page says', { timeout: 1_200_000 }, async () => {
  const started = spawn(process.execPath, ['src/demo/dev.ts', '--port', '0', '--github-port', '0'], {
    cwd: root,
    env: bare,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  dev = started;
  let said = '';
  started.stdout.on('data', (part: Buffer) => (said += part.toString()));
  await expect.poll(() => said, patience).toContain('Ctrl+C ends it.');
  const [, api = ''] = /GitHub is at (\S+),/.exec(said) ?? [];
  const here = (block: string): string =>
    block
      .replaceAll(/^(\w+)=ghp_…$/gm, (_, login: string) => {
        const [, token = ''] = new RegExp(`^ {2}${login} +(ghp_\\w+)$`, 'm').exec(said) ?? [];
        return `${login}=${token}`;
      })
      .replace('http://127.0.0.1:3001', api);
  expect(blocks).toHaveLength(promised.length);
  const [tokens = '', helpers = ''] = blocks.map(here);
  for (const [index, block] of blocks.entries()) {
    const wanted = promised[index] ?? /^$/;
    // What only shows something is asked for until Baton has answered; everything else is done once.
    const isShowing = /^(state|comments|curl)\b/.test(block);
    const run = () => shell(`${tokens}\n${helpers}\n${here(block)}`);
    if (isShowing) await expect.poll(run, patience).toMatch(wanted);
    else expect([block, await run()]).toEqual([block, expect.stringMatching(wanted)]);
  }
});
