/**
 * Which issues a description says that it closes, as GitHub's page "Linking a pull request to an issue" has it: one of nine
 * words, a colon perhaps, and the issue as `#1`, `owner/name#1`, `GH-1` or its address. Code and HTML comments say nothing.
 */
import { memoizedPortions, type IssueName } from '../../handoff/index.ts';
import { isPortion, newPace, type Portions } from '../../portions.ts';
import { sameText } from '../../same-text.ts';

const words = String.raw`\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?`;
const name = String.raw`[\w.-]{1,100}/[\w.-]{1,100}`;
const closing = new RegExp(
  String.raw`${words}[ \t\r\n]+(?:https?://([\w.:-]{1,255})/(${name})/issues/(\d{1,9})|(${name})#(\d{1,9})|(?:#|GH-)(\d{1,9}))(?!\w)`,
  'gi',
);

/** A text without one of these closes nothing. */
const mayClose = /close|fix|resolve/i;

/**
 * The issues that a text says it closes, each once. Each description that a pull request ever had is asked about whenever it
 * is read.
 * @param home `owner/name` of the repository that the pull request is to be merged in
 * @param host of the addresses of issues, like `github.com`
 */
export const closedBy = memoizedPortions(
  4_000_000,
  function* (text: string, home: string, host: string): Portions<readonly IssueName[]> {
    const found = new Map<string, IssueName>();
    if (!mayClose.test(text)) return [];
    const pace = newPace();
    const shown = yield* withoutCode(text);
    for (const [, where, linked, address, named, other, here] of shown.matchAll(closing)) {
      if (isPortion(pace)) yield;
      if (where !== undefined && !sameText(where, host)) continue;
      const repository = linked ?? named ?? home;
      const number = Number(address ?? other ?? here);
      found.set(`${repository.toLowerCase()}#${number}`, { tracker: 'github', repository, number });
    }
    return [...found.values()];
  },
);

/** The text without fenced and indented code, code in lines, and HTML comments. */
function* withoutCode(text: string): Portions<string> {
  const kept: string[] = [];
  const pace = newPace();
  let fence: { readonly mark: string; readonly length: number } | null = null;
  let isInComment = false;
  let isBlankBefore = true;
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (isPortion(pace)) yield;
    if (fence !== null) {
      const end = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1] ?? '';
      if (end.startsWith(fence.mark) && end.length >= fence.length) fence = null;
      continue;
    }
    const start = isInComment ? undefined : /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1];
    if (start !== undefined) {
      fence = { mark: start.charAt(0), length: start.length };
      continue;
    }
    if (!isInComment && isBlankBefore && /^(?: {4}| {0,3}\t)/.test(line)) continue;
    const shown = withoutComments(line, isInComment);
    isInComment = shown.isInComment;
    isBlankBefore = line.trim() === '';
    kept.push(shown.text);
  }
  return yield* withoutSpans(kept.join('\n'));
}

function withoutComments(
  line: string,
  began: boolean,
): { readonly text: string; readonly isInComment: boolean } {
  let text = '';
  let isInComment = began;
  for (let at = 0; ;) {
    const next = line.indexOf(isInComment ? '-->' : '<!--', at);
    if (!isInComment) text += next === -1 ? line.slice(at) : `${line.slice(at, next)} `;
    if (next === -1) return { text, isInComment };
    at = next + (isInComment ? 3 : 4);
    isInComment = !isInComment;
  }
}

/** Without what stands between two runs of as many backticks. */
function* withoutSpans(text: string): Portions<string> {
  const runs: { readonly at: number; readonly length: number }[] = [];
  const pace = newPace();
  for (const run of text.matchAll(/`+/g)) {
    if (isPortion(pace)) yield;
    runs.push({ at: run.index, length: run[0].length });
  }
  const next: (number | undefined)[] = [];
  const seen = new Map<number, number>();
  for (let index = runs.length - 1; index >= 0; index -= 1) {
    const length = runs[index]?.length ?? 0;
    next[index] = seen.get(length);
    seen.set(length, index);
  }
  let shown = '';
  let at = 0;
  for (let index = 0; index < runs.length; index += 1) {
    if (isPortion(pace)) yield;
    const run = runs[index];
    const end = next[index];
    const closer = end === undefined ? undefined : runs[end];
    if (run === undefined || end === undefined || closer === undefined) continue;
    shown += `${text.slice(at, run.at)} `;
    at = closer.at + closer.length;
    index = end;
  }
  return shown + text.slice(at);
}
