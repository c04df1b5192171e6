/** The command `baton`, as it was typed: finds what was meant, and ends with its code. */
import { once } from 'node:events';

import { Command } from 'commander';

import {
  asksForHelp,
  commandOf,
  explained,
  ArgumentError,
  type Arguments,
  type Options,
} from '../arguments.ts';
import { errorMessageOf } from '../error-message.ts';
import { SettingError } from '../setting-error.ts';
import { codeOf, endOnSignal } from '../signals.ts';
import { askInTerminal } from './ask.ts';
import { completeInBash } from './complete-in-bash.ts';
import { CannotTell, exit, type Exit, type Io, type Subcommand } from './command.ts';
import { printable } from './printable.ts';
import { subcommands } from './subcommands.ts';

/** A shell asks for completions by this word, and whoever sets them up. */
const completion = 'complete';
const shells = ['bash', 'zsh', 'fish', 'powershell'];

/** `baton complete bash`, or what the shell asks then: `baton complete -- validate --f`. */
const isCompletion = ([, first, ...rest]: readonly string[]): boolean =>
  first === '--' || (first !== undefined && shells.includes(first) && rest.length === 0);

type Chosen = { readonly subcommand: Subcommand; readonly given: Arguments<Options> };

function programOf(choose: (chosen: Chosen) => void): Command {
  const program = new Command('baton')
    .description('Baton makes every handoff between product managers and engineers explicit.')
    .usage('<command>')
    .helpOption('-h, --help', 'Prints this page, or with a command that of the command')
    .helpCommand(false)
    .showSuggestionAfterError()
    .exitOverride()
    // A line for each: the rest is on the page of the command.
    .configureHelp({
      helpWidth: 120,
      subcommandTerm: (command) => command.name(),
      subcommandDescription: (command) => firstSentence(command.description()),
    })
    .configureOutput({ writeErr() {} });
  for (const each of subcommands)
    program.addCommand(commandOf(each.script, (given) => choose({ subcommand: each, given })));
  program.addHelpText(
    'after',
    `
  ${completion} bash|zsh|fish|powershell  Prints what makes a shell complete commands and options

Examples:
  $ baton init
      Writes the first policy of the repository in this folder.
  $ baton validate
      Finds what is wrong in the policy of this folder.
  $ source <(baton ${completion} zsh)
      Completes commands and options in this shell.

Exit codes: 0 done, 1 it found something, 2 an argument or a setting is wrong, 3 it could not find out.`,
  );
  return program;
}

const firstSentence = (text: string): string => text.split(/(?<=\.) /)[0] ?? text;

/** What a signal waits for, and the exit code that it gives back. */
let ending: Parameters<typeof endOnSignal>[0] = codeOf;

const io: Io = {
  print: (line) => void process.stdout.write(`${line}\n`),
  async taken() {
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
  },
  note: (line) => void process.stderr.write(`${line}\n`),
  isTerminal: process.stdout.isTTY,
  // What is printed may go to a file meanwhile.
  ask: process.stdin.isTTY && process.stderr.isTTY ? askInTerminal : null,
  async read() {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  },
  stays(failed, end) {
    ending = async () => {
      await end();
      return exit.fine;
    };
    return failed;
  },
  interrupted(keep) {
    ending = (signal) => {
      keep();
      return codeOf(signal);
    };
  },
};

async function main(words: readonly string[]): Promise<Exit> {
  let chosen: Chosen | null = null;
  const program = programOf((found) => {
    chosen = found;
  });
  if (words[0] === completion) {
    if (!isCompletion(words))
      throw new ArgumentError(
        `baton ${completion}: name your shell, ${shells.join(', ')}: source <(baton ${completion} bash).`,
      );
    if (words[1] === 'bash') {
      process.stdout.write(completeInBash);
      return exit.fine;
    }
    const { default: tab } = await import('@bomb.sh/tab/commander');
    tab(program);
    await program.parseAsync([...words], { from: 'user' });
    return exit.fine;
  }
  const named = subcommands.find(({ script }) => script.name === `baton ${words[0]}`);
  if (words.length === 0 || asksForHelp(words)) {
    const page = named === undefined ? program : program.commands.find((each) => each.name() === words[0]);
    page?.configureOutput({ writeOut: (text) => process.stdout.write(text) }).outputHelp();
    return exit.fine;
  }
  try {
    program.parse([...words], { from: 'user' });
  } catch (error) {
    throw explained(named?.script ?? { name: 'baton' }, error);
  }
  const { subcommand, given } = chosenOf(chosen);
  return subcommand.run(given, io);
}

function chosenOf(chosen: Chosen | null): Chosen {
  if (chosen === null) throw new TypeError('A command line was read, and no subcommand was chosen.');
  return chosen;
}

endOnSignal((signal) => ending(signal));
// Whoever reads may have seen enough: `baton report | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exit.fine);
  process.stderr.write(
    `baton: what it prints could not be written: ${errorMessageOf(error)}. What was printed is not all of it.\n`,
  );
  process.exit(exit.unknown);
});
// Nobody is there to be told.
process.stderr.on('error', () => {});
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${lastWords(error)}\n`);
  process.exitCode =
    error instanceof ArgumentError || error instanceof SettingError ? exit.usage : exit.unknown;
}

/** What went wrong, in a line; where in the code, only for whoever asks for more. */
function lastWords(error: unknown): string {
  const isTold =
    error instanceof ArgumentError || error instanceof SettingError || error instanceof CannotTell;
  if (isTold) return printable(error.message);
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const isMore = /^(debug|trace)$/.test(process.env['LOG_LEVEL'] ?? '');
  const where = error instanceof Error && isMore ? `\n${error.stack}` : '';
  return `baton: something is wrong in Baton itself (${printable(what.split('\n')[0] ?? '')}). Please report it with what you typed; LOG_LEVEL=debug shows where it happened.${where}`;
}
