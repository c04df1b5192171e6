/**
 * What follows the name of a program. Every program says here what it takes, so that each has the same page of help, and
 * answers an argument that it does not know with one line.
 */
import { Command, CommanderError, InvalidArgumentError, Option as CommanderOption } from 'commander';

/** `value`: what stands for it on the page of help. */
export type Option =
  | { readonly kind: 'flag'; readonly what: string }
  | { readonly kind: 'text' | 'texts'; readonly value: string; readonly what: string }
  | { readonly kind: 'choice'; readonly of: readonly string[]; readonly what: string }
  | {
      readonly kind: 'number';
      readonly what: string;
      readonly usual: number;
      /** What the page of help says of `usual`; absent: the number. */
      readonly usually?: string;
      readonly least: number;
      readonly most?: number;
      /** Absent: whole numbers alone. */
      readonly parts?: true;
    };

export type Options = Readonly<Record<string, Option>>;

export type Script<O extends Options> = {
  /** As people call it: `npm run demo`, `baton explain`. */
  readonly name: string;
  /** What it does, in a sentence or two. */
  readonly what: string;
  readonly options: O;
  /** The words that it takes beside its options; absent: none. */
  readonly words?: {
    readonly usage: string;
    readonly what: string;
    /** What is wrong with the words that were given; null: nothing. */
    readonly wrong: (words: readonly string[]) => string | null;
  };
  /** Whole lines to type, each with what it does. */
  readonly examples?: readonly { readonly line: string; readonly what: string }[];
};

type ValueOf<O extends Option> = O extends { readonly kind: 'flag' }
  ? boolean
  : O extends { readonly kind: 'number' }
    ? number
    : O extends { readonly kind: 'texts' }
      ? readonly string[]
      : string | null;

export type Arguments<O extends Options> = {
  readonly values: { readonly [Name in keyof O]: ValueOf<O[Name]> };
  readonly words: readonly string[];
};

/** An argument is wrong or missing; the message is one line. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

/** The exit code for an argument that is wrong. */
const usageCode = 2;

/**
 * A program as its parser. It prints nothing and ends nothing by itself.
 * @param act told of what was given, once it is found right
 */
export function commandOf<const O extends Options>(
  script: Script<O>,
  act: (given: Arguments<O>) => void,
): Command {
  const command = new Command(isSubcommand(script.name) ? script.name.split(' ').at(-1) : script.name)
    .description(script.what)
    .helpOption('-h, --help', 'Prints this page')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut() {}, writeErr() {} })
    .configureHelp({ helpWidth: 120 })
    .usage(usageOf(script));
  const { words, examples = [] } = script;
  if (words !== undefined) command.argument('[words...]', '');
  command.configureHelp({
    helpWidth: 120,
    visibleArguments: () => [],
    commandUsage: () => `${script.name} ${usageOf(script)}`.trim(),
  });
  for (const [name, option] of Object.entries(script.options)) command.addOption(parserOf(name, option));
  if (words !== undefined)
    command.addHelpText('after', `\n${words.usage}:\n  ${words.what.replaceAll('\n', '\n  ')}`);
  if (examples.length > 0)
    command.addHelpText(
      'after',
      `\nExamples:\n${examples.map(({ line, what }) => `  $ ${line}\n      ${what}`).join('\n')}`,
    );
  return command.action(() => {
    const why = words === undefined ? null : words.wrong(command.args);
    if (why !== null) throw wrong(script, why);
    act({ values: valuesOf(script.options, command.opts()), words: command.args });
  });
}

/**
 * Reads what a program was given.
 * @returns null: its page of help was asked for
 * @throws ArgumentError
 */
export function readArguments<const O extends Options>(
  script: Script<O>,
  given: readonly string[],
): Arguments<O> | null {
  let read: Arguments<O> | null = null;
  const command = commandOf(script, (found) => {
    read = found;
  });
  if (asksForHelp(given)) return null;
  try {
    command.parse([...given], { from: 'user' });
  } catch (error) {
    throw explained(script, error);
  }
  return read;
}

/**
 * What this program was given. Prints the page of help and ends with 0 where that was asked for; prints one line and ends
 * with 2 where an argument is wrong.
 */
export function argumentsOf<const O extends Options>(
  script: Script<O>,
  given: readonly string[] = process.argv.slice(2),
): Arguments<O> {
  try {
    const read = readArguments(script, given);
    if (read !== null) return read;
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    console.error(error.message);
    return process.exit(usageCode);
  }
  process.stdout.write(helpOf(script));
  return process.exit(0);
}

/** The page of help, with a line break at its end. */
export function helpOf(script: Script<Options>): string {
  let page = '';
  const command = commandOf(script, () => {});
  command.configureOutput({
    writeOut: (text) => {
      page += text;
    },
  });
  command.outputHelp();
  return page;
}

/** Before anything else: whoever asks for help may have written the rest as they guessed it. */
export function asksForHelp(given: readonly string[]): boolean {
  const end = given.indexOf('--');
  return (end < 0 ? given : given.slice(0, end)).some((word) => word === '--help' || word === '-h');
}

/** What the parser found wrong, in one line of ours. */
export function explained(script: Pick<Script<Options>, 'name'>, error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error;
  const [first = '', ...more] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = more.map((line) => line.trim()).join(' ');
  return wrong(script, `${first}${suggestion === '' ? '' : ` ${suggestion}`}`);
}

/** Behind `npm run`, npm takes what does not stand after `--`. */
const isSubcommand = (name: string): boolean => !name.startsWith('npm ');

function usageOf({ name, options, words }: Script<Options>): string {
  const all = [
    ...(Object.keys(options).length === 0 ? [] : ['[options]']),
    ...(words === undefined ? [] : [words.usage]),
  ];
  if (all.length === 0) return '';
  return isSubcommand(name) ? all.join(' ') : ['--', ...all].join(' ');
}

function parserOf(name: string, option: Option): CommanderOption {
  switch (option.kind) {
    case 'flag': {
      const flag = new CommanderOption(`--${name}`, option.what);
      // One whose name begins with "no-" has a value of its own: it does not unset another.
      flag.negate = false;
      return flag;
    }
    case 'text':
      return new CommanderOption(`--${name} <${option.value}>`, option.what).argParser(noOption);
    case 'texts':
      return new CommanderOption(`--${name} <${option.value}>`, option.what).argParser(
        (text, before: readonly string[] | undefined) => [...(before ?? []), noOption(text)],
      );
    case 'choice':
      return new CommanderOption(`--${name} <${option.of.join('|')}>`, option.what).argParser((text) => {
        if (option.of.includes(text)) return text;
        throw new InvalidArgumentError(`It must be ${option.of.join(' or ')}.`);
      });
    case 'number':
      return new CommanderOption(
        `--${name} <N>`,
        `${option.what} (${option.usually ?? option.usual} by default)`,
      ).argParser((text) => numberOf(option, text));
    default:
      return option satisfies never;
  }
}

/** The next option is no value: it was left out. */
function noOption(text: string): string {
  if (!text.startsWith('--')) return text;
  throw new InvalidArgumentError('A value is missing.');
}

function numberOf(
  { least, most = Number.MAX_SAFE_INTEGER, parts }: Extract<Option, { readonly kind: 'number' }>,
  text: string,
): number {
  const number = /^\d{1,16}(\.\d{1,16})?$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most && (parts || Number.isInteger(number))) return number;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new InvalidArgumentError(`It must be a ${parts ? 'number' : 'whole number'} ${range}.`);
}

/** By the names that were written: commander keeps them in camel case. */
function valuesOf<O extends Options>(
  options: O,
  found: Readonly<Record<string, unknown>>,
): Arguments<O>['values'] {
  const entries = Object.entries(options).map(([name, option]) => {
    const value = found[name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
    return [name, value ?? usualOf(option)];
  });
  // Each was parsed by its own kind.
  return Object.fromEntries(entries) as Arguments<O>['values'];
}

function usualOf(option: Option): boolean | number | null | readonly string[] {
  switch (option.kind) {
    case 'flag':
      return false;
    case 'texts':
      return [];
    case 'number':
      return option.usual;
    case 'text':
    case 'choice':
      return null;
    default:
      return option satisfies never;
  }
}

function wrong({ name }: Pick<Script<Options>, 'name'>, why: string): ArgumentError {
  const help = isSubcommand(name) ? `${name} --help` : `${name} -- --help`;
  const line = printed(why);
  return new ArgumentError(`${name}: ${line}${/[.?)]$/.test(line) ? '' : '.'} See ${help}.`);
}

/** Without what a terminal would act on. */
const printed = (text: string): string => text.slice(0, 400).replaceAll(/[^\x20-\x7e…]/g, '?');
