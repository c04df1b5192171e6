/** What runs in production: the packages that `npm ci --omit=dev` brings, the files that the image has, and no more. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { startSandbox } from '@baton/sandbox';
import { afterAll, describe, expect, test } from 'vitest';

import { registerBaton, settingsFor } from '../baton.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

type Locked = { readonly dev?: boolean; readonly optional?: boolean; readonly link?: boolean };
const { packages } = JSON.parse(read('package-lock.json')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
const manifest = JSON.parse(read('package.json')) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};
const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
/** The folders of a production install. */
const installed = Object.entries(packages)
  .filter(([path, { dev, link }]) => path.startsWith('node_modules/') && dev !== true && link !== true)
  .map(([path]) => path);

/** The files of a package, without those of the packages in it. */
const filesOf = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesOf(path);
        return entry.isFile() ? [path] : [];
      })
    : [];

/** What the image leaves out of the repository. */
const ignored = read('.dockerignore')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('a production install', () => {
  test('has nothing that only the sandbox and the tests need', () => {
    const names = installed.map(nameOf);
    for (const name of ['graphql', '@octokit/graphql-schema', 'emulate', 'vitest', 'typescript', 'nock'])
      expect([name, names.includes(name)]).toEqual([name, false]);
    expect(Object.keys(manifest.dependencies)).not.toContain('@baton/sandbox');
    expect(manifest.devDependencies).toHaveProperty('@baton/sandbox');
  });

  test('takes less than 120 MB beside Node itself', () => {
    const sizes = installed
      .filter((path) => !/^node-(linux|darwin|win)-/.test(nameOf(path)))
      .flatMap((path) => filesOf(join(root, path)).map((file) => statSync(file).size));
    const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 2 ** 20;
    expect(megabytes).toBeGreaterThan(20);
    expect(megabytes).toBeLessThan(120);
  });

  // npm installs the `dependencies` of every workspace in production, and leaves its `devDependencies` out.
  test('has nothing from the packages of the workspace', () => {
    for (const folder of readdirSync(join(root, 'packages'))) {
      const { dependencies = {} } = JSON.parse(read(`packages/${folder}/package.json`)) as {
        readonly dependencies?: Readonly<Record<string, string>>;
      };
      expect([folder, dependencies]).toEqual([folder, {}]);
    }
  });
});

describe('the image', () => {
  const steps = read('Dockerfile').split('\n');
  const last = steps.slice(steps.findLastIndex((step) => step.startsWith('FROM ')));
  /** The words of an instruction, as JSON has them. */
  const wordsOf = (start: string): readonly string[] => {
    const [line = ''] = last.filter((step) => step.trim().startsWith(start));
    return JSON.parse(line.slice(line.indexOf('['))) as readonly string[];
  };

  test('is built without the sandbox and the tests', () => {
    expect(ignored).toEqual(
      expect.arrayContaining(['packages', 'tests', 'node_modules', 'dist', 'bundle', '.git']),
    );
    expect(ignored).not.toEqual(expect.arrayContaining(['src']));
    expect(ignored).not.toEqual(expect.arrayContaining(['config']));
  });

  test('starts, is healthy and ends, with nothing beside it', async () => {
    const app = mkdtempSync(join(tmpdir(), 'baton-image-'));
    folders.push(app);
    const copied = last.flatMap((step) => /^COPY (?!--)(.+) \S+$/.exec(step)?.[1]?.split(' ') ?? []);
    for (const name of copied) cpSync(join(root, name), join(app, name), { recursive: true });
    execFileSync(process.execPath, ['config/bundle.ts', join(app, 'bundle')], { cwd: root });
    const github = await startSandbox({ checkAnswers: false });
    registerBaton(github);
    const [, ...command] = [...wordsOf('ENTRYPOINT'), ...wordsOf('CMD ["serve')].map((word) =>
      word.replace(/^\/app/, app),
    );
    const baton = spawn(process.execPath, command, {
      cwd: app,
      env: { ...settingsFor(github), PORT: '0', DATA_DIR: join(app, 'data'), LOG_FORMAT: 'json' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = once(baton, 'exit');
    const said: string[] = [];
    const ready = new Promise<void>((resolve) => {
      const take = (text: Buffer): void => {
        said.push(text.toString());
        if (said.join('').includes('Baton takes webhooks at')) resolve();
      };
      baton.stdout.on('data', take);
      baton.stderr.on('data', take);
    });
    await Promise.race([ready, ended]);
    expect(said.join('')).toContain('Baton takes webhooks at');
    const [, port = ''] = /webhooks at http:\/\/[^/]+:(\d+)\/api/.exec(said.join('')) ?? [];
    const [, ...check] = wordsOf('CMD ["node", "-e"');
    const healthy = (at: string) => spawnSync(process.execPath, check, { env: { PORT: at } }).status;
    expect([healthy(port), healthy('1')]).toEqual([0, 1]);
    baton.kill('SIGTERM');
    expect([...(await ended), said.join('')]).toEqual([0, null, expect.not.stringContaining('ERR_')]);
    await github.close();
  });
});
