/** `npm run build:action`: makes the one file that action.yml runs, with the licences of what is in it beside it. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'rolldown';

import { argumentsOf } from '../src/arguments.ts';
import { root } from '../src/root.ts';
import { licensesIn } from './licenses.ts';

const { words } = argumentsOf({
  name: 'npm run build:action',
  what: 'Makes dist/baton-action.mjs, which action.yml runs: all of Baton that a workflow needs, in one file.',
  options: {},
  words: {
    usage: '[FILE]',
    what: 'Another file than dist/baton-action.mjs',
    wrong: (given) => (given.length > 1 ? 'it takes one file' : null),
  },
});
const [file = fileURLToPath(new URL('../dist/baton-action.mjs', import.meta.url))] = words;
await build({
  input: fileURLToPath(new URL('../src/action/main.ts', import.meta.url)),
  platform: 'node',
  // pg takes its own where they are installed.
  external: ['pg-native', 'pg-cloudflare'],
  output: { file, format: 'esm', codeSplitting: false, minify: true, comments: { legal: true } },
  onLog(level, log, handle) {
    // How bottleneck loads Redis, which it is never asked for.
    if (log.code !== 'EVAL') handle(level, log);
  },
});
writeFileSync(join(dirname(file), 'LICENSES.txt'), licensesIn(fileURLToPath(root)));
