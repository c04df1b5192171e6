/** `npm run dead-letters`: what failed for good, why, and sending it again. */
import { parseArgs } from 'node:util';

import { environmentOf, readEnvironment } from '../environment.ts';
import { createKeptWorkSet } from '../inbox/index.ts';
import { visitStore } from '../store/index.ts';
import { printable } from './printable.ts';

const usage = 'npm run dead-letters -- [list | show KEY | again KEY | again --all]';

/** Prints lines; returns the exit code: 0 done, 1 no such key, 2 not understood. */
async function run(args: readonly string[], print: (line: string) => void): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { all: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [command = 'list', ...rest] = positionals;
  // Keys have spaces: whoever forgets the quotes means the same.
  const key = rest.join(' ');
  const asked = command === 'list' ? key === '' : (key !== '') !== (values.all && command === 'again');
  if (!['list', 'show', 'again'].includes(command) || !asked) {
    print(usage);
    return 2;
  }
  const { databaseUrl, dataDir } = readEnvironment(environmentOf());
  const db = await visitStore(databaseUrl ?? dataDir);
  try {
    const set = createKeptWorkSet<unknown>(db);
    const all = await set.dead();
    const chosen = key === '' ? all : all.filter((letter) => letter.key === key);
    if (key !== '' && chosen.length === 0) {
      print(`There is no dead letter "${printable(key)}".`);
      return 1;
    }
    if (command === 'again') {
      await set.want(
        chosen.map(({ key, group, item }) => ({ key, group, item })),
        Date.now(),
      );
      print(`${chosen.length} sent again; a running Baton looks within ten seconds.`);
      return 0;
    }
    if (chosen.length === 0) print('There are no dead letters.');
    for (const { key, at, failures, error, item } of chosen) {
      print(`${printable(key)}: since ${new Date(at).toISOString()}, failed ${failures} times`);
      print(`  ${printable(error)}`);
      if (command === 'show') print(`  ${printable(JSON.stringify(item))}`);
    }
    return 0;
  } finally {
    await db.destroy();
  }
}

try {
  process.exitCode = await run(process.argv.slice(2), (line) => console.log(line));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
