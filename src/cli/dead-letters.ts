/** `baton dead-letters`: what failed for good, why, and sending it again. */
import type * as z from 'zod';

import type { Arguments } from '../arguments.ts';
import { environmentOf, readEnvironment } from '../environment/index.ts';
import { createKeptWorkSet } from '../inbox/index.ts';
import { visitStore } from '../store/index.ts';
import { askingStore } from './asking-store.ts';
import { exit, type Exit, type Io } from './command.ts';
import { deadLettersOutput, type letterShape } from './outputs/dead-letters.ts';
import { asJson } from '../published.ts';
import { printable } from './printable.ts';
import type { deadLetters } from './scripts/dead-letters.ts';

/** Ends with `findings` where there is no such key. */
export async function run(
  { values, words }: Arguments<typeof deadLetters.options>,
  { print, note }: Io,
): Promise<Exit> {
  const [command = 'list', ...rest] = words;
  // Keys have spaces: whoever forgets the quotes means the same.
  const key = rest.join(' ');
  if ((key === '') !== (command === 'list' || (command === 'again' && values.all))) {
    note(
      command === 'list'
        ? 'baton dead-letters: list takes no key.'
        : `baton dead-letters: ${command} needs ${command === 'again' ? 'one key, or --all' : 'a key'}: baton dead-letters lists them.`,
    );
    return exit.usage;
  }
  const { databaseUrl, dataDir } = readEnvironment(environmentOf());
  const name = 'baton dead-letters';
  const db = await askingStore(name, () => visitStore(databaseUrl ?? dataDir));
  try {
    const set = createKeptWorkSet<unknown>(db);
    const all = await askingStore(name, () => set.dead());
    const chosen = key === '' ? all : all.filter((letter) => letter.key === key);
    const readable = chosen.filter(({ item }) => item !== null);
    if (command === 'again')
      await askingStore(name, () =>
        set.want(
          readable.map(({ key, group, item }) => ({ key, group, item })),
          Date.now(),
        ),
      );
    const sentAgain = command === 'again' ? readable.length : 0;
    if (values.json) print(asJson(deadLettersOutput, { letters: chosen.map(letterOf), sentAgain }));
    else if (key !== '' && chosen.length === 0) print(`There is no dead letter "${printable(key)}".`);
    else if (command === 'again') {
      for (const letter of chosen.filter(({ item }) => item === null))
        print(`${printable(letter.key)} cannot be read; the next event there makes Baton evaluate it again.`);
      print(`${sentAgain} sent again; a running Baton evaluates it within ten seconds.`);
    } else list(chosen, command === 'show', print);
    return key !== '' && chosen.length === 0 ? exit.findings : exit.fine;
  } finally {
    await db.destroy();
  }
}

type Dead = Awaited<ReturnType<ReturnType<typeof createKeptWorkSet<unknown>>['dead']>>;

function list(letters: Dead, whole: boolean, print: Io['print']): void {
  if (letters.length === 0) print('There are no dead letters.');
  for (const { key, at, failures, error, item } of letters) {
    print(`${printable(key)}: since ${new Date(at).toISOString()}, failed ${failures} times`);
    print(`  ${printable(error)}`);
    if (whole) print(`  ${printable(JSON.stringify(item))}`);
  }
}

const letterOf = ({ key, at, failures, error, item }: Dead[number]): z.output<typeof letterShape> => ({
  key,
  since: new Date(at).toISOString(),
  failures,
  error,
  item,
});
