/** The command `baton`, as it was typed: finds what was meant, and ends with its code. */
import { Command } from 'commander';

import {
  asksForHelp,
  commandOf,
  explained,
  ArgumentError,
  type Arguments,
  type Options,
} from '../arguments.ts';
import { SettingError } from '../setting-error.ts';
import { codeOf, endOnSignal } from '../signals.ts';
import { askInTerminal } from './ask.ts';
import { CannotTell, exit, type Exit, type Io, type Subcommand } from './command.ts';
import { printable } from './printable.ts';
import { subcommands } from './subcommands.ts';

/** A shell asks for completions by this word, and whoever sets them up. */
const completion = 'complete';

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
};

async function main(words: readonly string[]): Promise<Exit> {
  let chosen: Chosen | null = null;
  const program = programOf((found) => {
    chosen = found;
  });
  if (words[0] === completion) {
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
  if (error.code !== 'EPIPE') throw error;
  process.exit(exit.fine);
});
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof ArgumentError || error instanceof SettingError;
  if (!isUsage && !(error instanceof CannotTell)) throw error;
  process.stderr.write(`${printable(error.message)}\n`);
  process.exitCode = isUsage ? exit.usage : exit.unknown;
}
