/** `npm run dev`: Baton against a GitHub on this machine, started again whenever its code is saved. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, watchFile } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { argumentsOf } from '../arguments.ts';
import { errorMessageOf } from '../error-message.ts';
import { root } from '../root.ts';
import { endOnSignal } from '../signals.ts';
import { openGitHub, policy, policyPath, repository, secret, settingsFor, slug } from './github.ts';
import { keepRestarting } from './restarting.ts';
import { handsOn } from './show.ts';

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const { values } = argumentsOf({
  name: 'npm run dev',
  what: 'Runs Baton against a GitHub on this machine, and starts it again when you save its code. It needs no account.',
  options: {
    policy: {
      kind: 'text',
      value: 'FILE',
      what: 'The policy of the repository; it is pushed when you save it',
    },
    port: { kind: 'number', what: 'The port of Baton', usual: 3000, least: 0, most: 65_535 },
    'github-port': { kind: 'number', what: 'The port of GitHub', usual: 3001, least: 0, most: 65_535 },
  },
});

await isFree(values.port).catch((error: unknown) =>
  refuse(`Baton cannot start (${errorMessageOf(error)})${elsewhere(error, '--port')}`),
);
const opened = await openGitHub({ policy: firstPolicy(), port: values['github-port'] }).catch(
  (error: unknown) =>
    refuse(`GitHub cannot start (${errorMessageOf(error)})${elsewhere(error, '--github-port')}`),
);
const { github } = opened;
/** A new GitHub has nothing to do with what was remembered of the last one. */
const folder = mkdtempSync(join(tmpdir(), 'baton-dev-'));
const at = (path: string): string => fileURLToPath(new URL(path, root));
let isIntroduced = false;
const running = keepRestarting([at('src'), at('config')], startBaton, print);
endOnSignal(async () => {
  await running.stop();
  await github.close();
  rmSync(folder, { recursive: true, force: true });
  return 0;
});

function startBaton(): ChildProcess {
  const baton = spawn(process.execPath, [at('src/main.ts')], {
    cwd: folder,
    // Neither the settings of this shell nor those in `.env`: they may be those of a real App, or of a real database.
    env: {
      ...settingsFor(opened),
      PATH: process.env['PATH'],
      PORT: String(values.port),
      DATA_DIR: folder,
      LOG_LEVEL: 'debug',
      ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface(baton.stdout).on('line', (line) => {
    print(line);
    const [webhooks] = /http:\/\/[\w.:]+\/api\/github\/webhooks/.exec(line) ?? [];
    if (webhooks === undefined) return;
    // Once for each start: with the port 0, it is another one every time.
    github.hook(slug, { url: webhooks, secret });
    if (!isIntroduced) introduce(webhooks);
    isIntroduced = true;
  });
  return baton;
}

/** @throws where something listens on the port already */
async function isFree(port: number): Promise<void> {
  const server = createServer();
  await once(server.listen(port, '127.0.0.1'), 'listening');
  await once(server.close(), 'close');
}

/** What there is, and what to try. */
function introduce(webhooks: string): void {
  github.install(slug, 'acme');
  github.as('maria').openIssue(repository, {
    title: 'Coupons in the shop',
    body: 'Every order takes one coupon. It cannot be more than the order.',
  });
  const { policy: file } = values;
  print(
    [
      '',
      `maria has opened ${repository}#1. Save a file in src/ or config/, and Baton starts again.`,
      file === null
        ? 'To try a policy of yours: npm run dev -- --policy FILE'
        : `Save ${file}, and it is pushed as ${policyPath}.`,
      `What Baton remembers is in this folder until you end it: DATA_DIR=${folder}`,
      handsOn(github.describe(), webhooks, repository, 2),
      '',
    ].join('\n'),
  );
  if (file !== null) watchFile(file, { interval: 300 }, () => pushPolicy(file));
}

function pushPolicy(file: string): void {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    // Some editors take the file away for a moment.
    print(`${file} cannot be read (${errorMessageOf(error)}); the policy stays as it was.`);
    return;
  }
  github.as('olga').push(repository, 'main', { files: { [policyPath]: text } });
  print(`Pushed ${file} as ${policyPath}.`);
}

function firstPolicy(): string {
  if (values.policy === null) return policy;
  try {
    return readFileSync(values.policy, 'utf8');
  } catch (error) {
    return refuse(`cannot read ${values.policy} (${errorMessageOf(error)})`);
  }
}

/** What to do where the port is the reason. */
function elsewhere(error: unknown, option: string): string {
  const isPort = error instanceof Error && 'syscall' in error && error.syscall === 'listen';
  return isPort ? `; ${option} N takes another port` : '';
}

function refuse(why: string): never {
  console.error(`npm run dev: ${why}.`);
  process.exit(1);
}
