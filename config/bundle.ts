/**
 * `npm run bundle`: makes bundle/ of src/ and of the packages that it uses. `npm ci` does it, too; nothing needs it, but
 * with it Baton starts in a third of the time.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { build } from 'rolldown';

import { argumentsOf } from '../src/arguments.ts';
import { assetFile, fileNames, iconNames, iconText } from '../src/board/site/index.ts';
import { bundle, isFresh, madeOf, sources } from '../src/bundle.ts';
import { root } from '../src/root.ts';
import { httpAlone } from './http-alone.ts';
import { licensesIn } from './licenses.ts';

const { values, words } = argumentsOf({
  name: 'npm run bundle',
  what: 'Makes bundle/ of src/ and of the packages that it uses: a few files in place of 1,300. Where the sources changed since, Baton runs from them.',
  options: {
    'where-possible': { kind: 'flag', what: 'Does nothing where development dependencies are left out' },
  },
  words: {
    usage: '[FOLDER]',
    what: 'Another folder than bundle/; it is emptied first.',
    wrong: (given) => (given.length > 1 ? 'it takes one folder' : null),
  },
});
const [folder = bundle] = words;
// What is there may be in use: it is not made again for nothing.
const bundler = isFresh(folder) ? null : await load();
if (bundler !== null) {
  const source = (path: string): string => fileURLToPath(new URL(`../src/${path}`, import.meta.url));
  const made = sources();
  await bundler.build({
    input: {
      main: source('main.ts'),
      run: source('run.ts'),
      program: source('cli/program.ts'),
      // A thread of its own.
      playground: source('board/playground/thread.ts'),
    },
    platform: 'node',
    // pg takes its own where they are installed; the sandbox is there for development, in a folder of its own.
    external: ['pg-native', 'pg-cloudflare', /^@baton\//],
    plugins: [httpAlone()],
    output: {
      dir: folder,
      cleanDir: true,
      format: 'esm',
      chunkFileNames: '[name].js',
      // What is never reached goes, and comments but for licences: Node reads all of it at each start. Names and lines stay.
      comments: { legal: true, annotation: false, jsdoc: false },
      minify: { compress: true, mangle: false, codegen: false },
    },
    onLog(level, log, handle) {
      // How bottleneck loads Redis, which it is never asked for.
      if (log.code !== 'EVAL') handle(level, log);
    },
  });
  // What the pages for people are shown with: where the bundle runs, there are no packages.
  const assets = [
    ...fileNames.map((name) => [name, assetFile(name)] as const),
    ...iconNames.map((name) => [`icons/${name}.svg`, iconText(name)] as const),
  ];
  for (const [name, content] of assets) {
    const file = join(folder, 'assets', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  writeFileSync(join(folder, 'LICENSES.txt'), licensesIn(fileURLToPath(root)));
  // Last: a bundle that was broken off counts for nothing.
  writeFileSync(join(folder, madeOf), made ?? '');
}

/** @returns null: it is not installed, and need not be */
async function load(): Promise<{ readonly build: typeof build } | null> {
  try {
    return await import('rolldown');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    if (isMissing && values['where-possible']) return null;
    throw error;
  }
}
