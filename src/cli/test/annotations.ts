/** What came of examples, as a workflow of GitHub Actions marks it in a pull request. */
import type { PlayedFile } from '../outputs/test.ts';
import { annotation, annotations } from '../validate/formats.ts';

export const annotationsOf = ({ file, problems, examples }: PlayedFile): readonly string[] => [
  ...annotations(problems),
  ...examples.flatMap(({ name, failure }) => {
    if (failure === null) return [];
    const { line, column, expected, actual, why, hint } = failure;
    const words = [`${expected} ${actual}`, ...(why === null ? [] : [why]), ...(hint === null ? [] : [hint])];
    return [annotation({ file, line, column, title: `Baton: ${name}`, words: words.join('\n') })];
  }),
];
