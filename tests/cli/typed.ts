/** A subcommand of `baton` as if it were typed, in this process. */
import { readArguments } from '../../src/arguments.ts';
import { CannotTell, exit, type Exit } from '../../src/cli/command.ts';
import { subcommands } from '../../src/cli/subcommands.ts';
import { SettingError } from '../../src/environment/index.ts';
import { asPublished } from './published.ts';

export type Typed = { readonly code: Exit; readonly out: string; readonly said: string };

/**
 * What is printed as JSON is held against its published schema.
 * @param name of the subcommand
 * @param piped what stands on the standard input
 * @param answers to questions, which are among what is said; a function is called when its question is asked; null: nobody is at a terminal
 */
export async function typed(
  name: string,
  words: readonly string[],
  piped: string = '',
  answers: readonly (string | (() => string))[] | null = null,
): Promise<Typed> {
  const out: string[] = [];
  const said: string[] = [];
  const left = [...(answers ?? [])];
  const subcommand = subcommands.find(({ script }) => script.name === `baton ${name}`);
  if (subcommand === undefined) throw new TypeError(`There is no baton ${name}.`);
  const given = readArguments(subcommand.script, words);
  if (given === null) throw new TypeError('Its page of help was asked for.');
  const ended = await subcommand
    .run(given, {
      print: (line) => out.push(line),
      note: (line) => said.push(line),
      taken: async () => {},
      isTerminal: false,
      ask:
        answers === null
          ? null
          : async (question) => {
              said.push(question);
              const answer = left.shift();
              if (answer === undefined) throw new TypeError(`Nobody was to be asked: ${question}`);
              return typeof answer === 'string' ? answer : answer();
            },
      read: async () => piped,
      stays: (failed) => failed,
      interrupted() {},
    })
    .catch((error: unknown): Exit => {
      if (!(error instanceof SettingError || error instanceof CannotTell)) throw error;
      said.push(error.message);
      return error instanceof SettingError ? exit.usage : exit.unknown;
    });
  // Each line of the ledger is a document.
  const documents = name === 'export' ? out : [out.join('\n')];
  if (words.includes('--json') && out.length > 0)
    for (const document of documents) asPublished(name, document);
  return { code: ended, out: out.join('\n'), said: said.join('\n') };
}
