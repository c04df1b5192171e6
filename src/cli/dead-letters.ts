/** `npm run dead-letters`: what failed for good, why, and sending it again. */
import { argumentsOf, type Arguments } from '../arguments.ts';
import { environmentOf, readEnvironment } from '../environment/index.ts';
import { createKeptWorkSet } from '../inbox/index.ts';
import { visitStore } from '../store/index.ts';
import { printable } from './printable.ts';

const options = { all: { kind: 'flag', what: 'With again: all of them' } } as const;

/** Prints lines; returns the exit code: 0 done, 1 no such key. */
async function run(
  { values, words }: Arguments<typeof options>,
  print: (line: string) => void,
): Promise<number> {
  const [command = 'list', ...rest] = words;
  // Keys have spaces: whoever forgets the quotes means the same.
  const key = rest.join(' ');
  if ((key === '') !== (command === 'list' || (command === 'again' && values.all))) {
    console.error(
      command === 'list'
        ? 'npm run dead-letters: list takes no key.'
        : `npm run dead-letters: ${command} needs ${command === 'again' ? 'one key, or --all' : 'a key'}: npm run -s dead-letters lists them.`,
    );
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
      const readable = chosen.filter(({ item }) => item !== null);
      await set.want(
        readable.map(({ key, group, item }) => ({ key, group, item })),
        Date.now(),
      );
      for (const letter of chosen.filter(({ item }) => item === null))
        print(`${printable(letter.key)} cannot be read; the next event there makes Baton evaluate it again.`);
      print(`${readable.length} sent again; a running Baton evaluates it within ten seconds.`);
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

const given = argumentsOf({
  name: 'npm run dead-letters',
  what: 'Lists what failed for good, and why; shows one; sends one or all again. It needs the settings of the service.',
  options,
  words: {
    usage: '[list | show KEY | again KEY | again --all]',
    what: 'What to do; list by default',
    wrong: ([command = 'list']) =>
      ['list', 'show', 'again'].includes(command) ? null : `there is no command "${printable(command)}"`,
  },
});
try {
  process.exitCode = await run(given, (line) => console.log(line));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
