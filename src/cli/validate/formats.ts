/** Problems of a policy, as each reader takes them: a person, a workflow of GitHub Actions, code scanning. */
import { styleText } from 'node:util';

import type { Problem } from '../../policy/index.ts';
import { printable } from '../printable.ts';

/** So much of a line is shown on each side of the place. */
const near = 60;

/**
 * For a person: the place, what is wrong, the line with a caret under it, and what to do.
 * @param text the file; null: it could not be read as text
 * @param isColoured whether it goes to a terminal
 */
export function framed(
  problems: readonly Problem[],
  text: string | null,
  isColoured: boolean,
): readonly string[] {
  const lines = (text ?? '').split(/\r\n|\r|\n/);
  const paint = (style: Parameters<typeof styleText>[0], words: string): string =>
    isColoured ? styleText(style, words) : words;
  const count = problems.length === 1 ? '1 problem.' : `${problems.length} problems.`;
  return [
    ...problems.flatMap(({ file, line, column, message, hint }) => [
      `${paint('bold', printable(`${file}:${line}:${column}`))} ${printable(message)}`,
      ...caret(lines[line - 1] ?? '', line, column).map((each) => paint('dim', each)),
      ...(hint === null ? [] : [`  ${printable(hint)}`]),
      '',
    ]),
    paint('red', count),
  ];
}

/** The line, cut to what is near the place, and a caret under it. */
export function caret(source: string, line: number, column: number): readonly string[] {
  if (source.trim() === '') return [];
  const start = Math.max(0, column - 1 - near);
  const before = shownIn(source.slice(start, column - 1));
  const after = shownIn(source.slice(column - 1, column - 1 + near));
  const left = `  ${line} | ${start > 0 ? '…' : ''}`;
  const end = source.length > column - 1 + near ? '…' : '';
  return [`${left}${before}${after}${end}`, `${' '.repeat(left.length + before.length)}^`];
}

/** A tab takes one place, so that the caret stands under what it is about. */
const shownIn = (part: string): string => printable(part.replaceAll('\t', ' '));

/** Source: GitHub Actions, "Workflow commands", "Setting an error message". */
export function annotations(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ file, line, column, message, hint }) => {
    const words = hint === null ? message : `${message} ${hint}`;
    return annotation({ file, line, column, title: 'Baton policy', words });
  });
}

/** One of them. */
export function annotation({
  file,
  line,
  column,
  title,
  words,
}: Pick<Problem, 'file' | 'line' | 'column'> & { readonly title: string; readonly words: string }): string {
  const at = `file=${property(file)},line=${line},col=${column},title=${property(title)}`;
  return `::error ${at}::${data(words)}`;
}

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** Source: "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", and GitHub's "SARIF support for code scanning". */
export function sarif(problems: readonly Problem[]): object {
  const rule = {
    id: 'policy',
    name: 'PolicyProblem',
    shortDescription: { text: 'The policy cannot be used' },
    fullDescription: {
      text: 'While a policy has a problem, Baton goes on with the last good version of it.',
    },
    defaultConfiguration: { level: 'error' },
    properties: { 'problem.severity': 'error' },
  };
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Baton', rules: [rule] } },
        columnKind: 'utf16CodeUnits',
        results: problems.map(({ file, line, column, message, hint }) => ({
          ruleId: rule.id,
          ruleIndex: 0,
          level: 'error',
          message: { text: hint === null ? message : `${message} ${hint}` },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: addressOf(file) },
                region: { startLine: line, startColumn: column },
              },
            },
          ],
        })),
      },
    ],
  };
}

/** A path in the form of an address: relative to the repository. */
const addressOf = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
