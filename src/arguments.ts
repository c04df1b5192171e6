/**
 * What follows the name of a script. Every script tells here what it takes, so that each of them has the same page of
 * help, and answers an argument that it does not know with one line.
 */
import { parseArgs } from 'node:util';

import { nearest } from './policy/index.ts';

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

type Options = Readonly<Record<string, Option>>;

export type Script<O extends Options> = {
  /** As people call it: `npm run demo`. */
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
class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

/**
 * Reads what a script was given.
 * @returns null: its page of help was asked for
 * @throws ArgumentError
 */
export function readArguments<const O extends Options>(
  script: Script<O>,
  given: readonly string[],
): Arguments<O> | null {
  if (asksForHelp(given)) return null;
  const { tokens } = parseArgs({
    args: [...given],
    options: Object.fromEntries(
      Object.entries(script.options).map(([name, { kind }]) => [
        name,
        { type: kind === 'flag' ? 'boolean' : 'string' } as const,
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const texts = new Map<string, string[]>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const option = Object.hasOwn(script.options, name) ? script.options[name] : undefined;
    if (option === undefined || !rawName.startsWith('--')) throw unknownOption(script, rawName);
    if (option.kind === 'flag') {
      if (value !== undefined) throw wrong(script, `${rawName} takes no value`);
      texts.set(name, []);
      continue;
    }
    // The next option is no value: it was left out.
    if (value === undefined || (value.startsWith('--') && !token.inlineValue)) {
      throw wrong(script, `${rawName} needs a value: ${rawName} ${valueWords(option)}`);
    }
    texts.set(name, [...(texts.get(name) ?? []), value]);
  }
  const values = Object.fromEntries(
    Object.entries(script.options).map(([name, option]) => [
      name,
      valueOf(script, name, option, texts.get(name)),
    ]),
  );
  const [first] = words;
  const why =
    script.words === undefined
      ? first === undefined
        ? null
        : `it takes no word "${printed(first)}"`
      : script.words.wrong(words);
  if (why !== null) throw wrong(script, why);
  return { values: values as Arguments<O>['values'], words };
}

/**
 * What this script was given. Prints the page of help and ends with 0 where that was asked for; prints one line and ends
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
    return process.exit(2);
  }
  console.log(helpOf(script));
  return process.exit(0);
}

/** Before anything else: whoever asks for help may have written the rest as they guessed it. */
function asksForHelp(given: readonly string[]): boolean {
  const end = given.indexOf('--');
  return (end < 0 ? given : given.slice(0, end)).some((word) => word === '--help' || word === '-h');
}

/** The page of help. */
export function helpOf({ name, what, options, words }: Script<Options>): string {
  const lines = Object.entries(options).map(([option, of]): readonly [string, string] => [
    `--${option}${of.kind === 'flag' ? '' : ` ${valueWords(of)}`}`,
    of.kind === 'number' ? `${of.what} (${of.usually ?? of.usual} by default)` : of.what,
  ]);
  const all = [
    ...(words === undefined ? [] : [[words.usage, words.what] as const]),
    ...lines,
    ['--help', 'Prints this page'] as const,
  ];
  const wide = Math.max(...all.map(([left]) => left.length));
  const more = [...(words === undefined ? [] : [words.usage]), ...(lines.length === 0 ? [] : ['[OPTIONS]'])];
  return [
    [name, ...(more.length === 0 ? [] : ['--', ...more])].join(' '),
    what,
    '',
    ...all.map(([left, right]) => `  ${left.padEnd(wide)}  ${right}`),
  ].join('\n');
}

function valueWords(option: Exclude<Option, { readonly kind: 'flag' }>): string {
  switch (option.kind) {
    case 'choice':
      return option.of.join('|');
    case 'number':
      return 'N';
    case 'text':
    case 'texts':
      return option.value;
    default:
      return option satisfies never;
  }
}

function valueOf(
  script: Script<Options>,
  name: string,
  option: Option,
  texts: readonly string[] | undefined,
): boolean | number | string | readonly string[] | null {
  const text = texts?.at(-1);
  switch (option.kind) {
    case 'flag':
      return texts !== undefined;
    case 'texts':
      return texts ?? [];
    case 'text':
      return text ?? null;
    case 'choice':
      if (text === undefined || option.of.includes(text)) return text ?? null;
      throw wrong(script, `--${name} must be ${option.of.join(' or ')}, not "${printed(text)}"`);
    case 'number':
      return text === undefined ? option.usual : numberOf(script, name, option, text);
    default:
      return option satisfies never;
  }
}

function numberOf(
  script: Script<Options>,
  name: string,
  { least, most = Number.MAX_SAFE_INTEGER, parts }: Extract<Option, { readonly kind: 'number' }>,
  text: string,
): number {
  const number = /^\d{1,16}(\.\d{1,16})?$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most && (parts || Number.isInteger(number))) return number;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw wrong(
    script,
    `--${name} must be a ${parts ? 'number' : 'whole number'} ${range}, not "${printed(text)}"`,
  );
}

function unknownOption(script: Script<Options>, raw: string): ArgumentError {
  const guess = nearest(raw.replaceAll(/^-+/g, ''), [...Object.keys(script.options), 'help']);
  return wrong(
    script,
    `there is no option ${printed(raw)}${guess === null ? '' : `; did you mean --${guess}?`}`,
  );
}

function wrong({ name }: Pick<Script<Options>, 'name'>, why: string): ArgumentError {
  return new ArgumentError(`${name}: ${why}${/[.?]$/.test(why) ? '' : '.'} See ${name} -- --help.`);
}

/** Without what a terminal would act on. */
const printed = (text: string): string => text.slice(0, 100).replaceAll(/[^\x20-\x7e]/g, '?');
