/** What is wrong in a policy file, where, and what to do about it: plain data, worded for its author. */

export type Problem = {
  /** The file's path, as the reader knows it. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units; a tab is one. */
  readonly column: number;
  /** What is wrong: whole sentences in plain text. Whoever prints it escapes it for the place. */
  readonly message: string;
  /** What to do; null where the message says it. */
  readonly hint: string | null;
  /** It is in a policy that this one builds on, and told where that one is named. */
  readonly elsewhere?: true;
};

/** A problem without its place. */
export type Complaint = Pick<Problem, 'message' | 'hint' | 'elsewhere'>;

/** `file:line:column: message hint`, for terminals and logs. */
export function formatProblem(problem: Problem): string {
  const { file, line, column, message, hint } = problem;
  return `${file}:${line}:${column}: ${message}${hint === null ? '' : ` ${hint}`}`;
}

/** Controls, line breaks, characters without width, and those that turn the direction of reading. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u{a0}]/gu;

/**
 * Text from the file, fit for a message: on one line, at most 60 characters, with what cannot be seen
 * spelled out as `\u{…}`.
 */
export function shown(text: string): string {
  const start = text.length > 400 ? text.slice(0, 400) : text;
  const visible = start.replace(invisible, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
  const characters = Array.from(visible);
  return characters.length > 60 || start !== text ? `${characters.slice(0, 59).join('')}…` : visible;
}

/** The same in quotation marks. */
export function quoted(text: string): string {
  return `"${shown(text)}"`;
}

/** `a`, `a or b`, `a, b or c`. */
export function listed(words: readonly string[], last: 'and' | 'or' = 'or'): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} ${last} ${words[words.length - 1] ?? ''}`;
}
