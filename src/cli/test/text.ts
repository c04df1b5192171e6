/** What came of examples, for a person: a line for each, and of each that failed the story. */
import { styleText } from 'node:util';

import type { PlayedExample, PlayedFile } from '../outputs/test.ts';
import { printable } from '../printable.ts';
import { caret, framed } from '../validate/formats.ts';

type Style = Parameters<typeof styleText>[0];
const painter =
  (isStyled: boolean) =>
  (style: Style, words: string): string =>
    isStyled ? styleText(style, words) : words;

export function lineOf({ name, isGood }: PlayedExample, isStyled: boolean): string {
  const paint = painter(isStyled);
  return `  ${isGood ? paint('green', '✓') : paint('red', '✗')} ${printable(name)}`;
}

/** @param texts of the files, by their paths */
export function problemsIn(
  { problems }: PlayedFile,
  texts: ReadonlyMap<string, string | null>,
  isStyled: boolean,
): readonly string[] {
  const [first] = problems;
  if (first === undefined) return [];
  return ['', ...framed(problems, texts.get(first.file) ?? null, isStyled)];
}

/** The story of an example that failed; empty: it did not. `text`: of its file. */
export function storyOf(
  file: string,
  { name, failure }: PlayedExample,
  { text, isStyled }: { readonly text: string | null; readonly isStyled: boolean },
): readonly string[] {
  if (failure === null) return [];
  const paint = painter(isStyled);
  const { line, column, story, expected, actual, why, hint } = failure;
  const lines = (text ?? '').split(/\r\n|\r|\n/);
  let day = '';
  const told = story.map(({ clock, by, what }) => {
    const [today = '', time = ''] = clock.split(' ');
    const when = today === day ? time : clock;
    day = today;
    return `  ${paint('dim', when.padStart(16))}  ${by === 'baton' ? '  ' : ''}${printable(what)}`;
  });
  return [
    '',
    `${paint('red', '✗')} ${paint('bold', printable(name))}`,
    ...told,
    '',
    `${paint('bold', printable(`${file}:${line}:${column}`))} ${printable(expected)} ${printable(actual)}`,
    ...caret(lines[line - 1] ?? '', line, column).map((each) => paint('dim', each)),
    ...(why === null ? [] : why.split('\n').map((each) => `  ${printable(each)}`)),
    ...(hint === null ? [] : [`  ${printable(hint)}`]),
  ];
}

export function summary(files: readonly PlayedFile[], isStyled: boolean): string {
  const paint = painter(isStyled);
  const all = files.flatMap(({ examples }) => examples);
  const failed = all.filter(({ isGood }) => !isGood).length;
  const count = `${all.length} example${all.length === 1 ? '' : 's'}`;
  const unplayed = files.filter(({ problems }) => problems.length > 0).length;
  const rest = unplayed === 0 ? '' : ` ${unplayed} file${unplayed === 1 ? '' : 's'} could not be played.`;
  if (failed > 0) return `\n${paint('red', `${failed} of ${count} failed.${rest}`)}`;
  if (unplayed > 0)
    return paint('red', `${all.length === 0 ? 'Nothing was played.' : `${count} passed.`}${rest}`);
  return paint('green', `${count} passed.`);
}
