/** The Dockerfiles, as a parser for them reads them: no mistakes, and the habits that matter. */
import { readFileSync } from 'node:fs';

import { validate } from 'dockerfile-utils';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const complaintsOf = (text: string): readonly string[] =>
  validate(text).map(({ range, message }) => `${range.start.line + 1}: ${JSON.stringify(message)}`);

/** What a linter would say beyond the grammar; each instruction on one line. */
const habits: readonly { readonly wrong: RegExp; readonly why: string }[] = [
  { wrong: /^FROM (?!.*@sha256:[0-9a-f]{64}\b)/, why: 'an image that is not named by its digest' },
  { wrong: /^FROM --platform/, why: 'a platform of its own: it would be the same on every machine' },
  { wrong: /^ADD /, why: 'ADD, where COPY says what happens' },
  { wrong: /^(CMD|ENTRYPOINT) (?!\[)/, why: 'a shell before the program, which takes its signals' },
  { wrong: /^USER (root|0)\b/, why: 'root' },
  { wrong: /^(ENV|ARG) .*(TOKEN|SECRET|PASSWORD|PRIVATE_KEY)/i, why: 'a secret in a layer' },
  { wrong: /\bsudo\b/, why: 'sudo' },
  { wrong: /^RUN .*\bcurl\b.*\|/, why: 'a script from elsewhere' },
  { wrong: /^RUN .*\bapt-get install (?!.*--no-install-recommends)/, why: 'packages that nobody asked for' },
  {
    wrong: /^RUN .*\bapt-get install (?!.*rm -rf \/var\/lib\/apt\/lists)/,
    why: 'lists of packages in a layer',
  },
  { wrong: /^RUN .*\bnpm (install|i)\b/, why: 'versions that no lockfile holds' },
  { wrong: /^(COPY|WORKDIR) (?!.*\/).*\.\.\//, why: 'a path out of the folder' },
];
const linesOf = (text: string): readonly string[] =>
  text
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
const badHabitsOf = (text: string): readonly string[] =>
  linesOf(text).flatMap((line) =>
    habits.filter(({ wrong }) => wrong.test(line)).map(({ why }) => `${why}: ${line}`),
  );

test.each(['Dockerfile', '.devcontainer/Dockerfile'])('%s has no mistakes, and good habits', (path) => {
  expect(complaintsOf(read(path))).toEqual([]);
  expect(badHabitsOf(read(path))).toEqual([]);
});

test.each([
  ["FROM node\nCMD ['node']", 'a list that is none'],
  ['FROM node\nCOPPY a b', 'an instruction that there is not'],
  ['FROM node\nHEALTHCHECK --intervall=3s CMD ["a"]', 'a flag that there is not'],
  ['RUN true', 'nothing to build on'],
  ['FROM node\nCOPY --from=build', 'too few words'],
  ['FROM node\nCMD ["a"]\nCMD ["b"]', 'two commands'],
])('the parser sees %j: %s', (text) => {
  expect(complaintsOf(text)).not.toEqual([]);
});

test('the habits are seen', () => {
  const wrong = `FROM node:24
ADD . .
CMD node x.js
USER root
ENV GITHUB_TOKEN=x
RUN curl https://example.com | sh
RUN apt-get update && apt-get install git
RUN npm install`;
  expect(new Set(badHabitsOf(wrong).map((line) => line.split(': ')[1])).size).toBe(8);
});

test('the image is the same for every processor: what it copies has none of its own', () => {
  const text = linesOf(read('Dockerfile')).join('\n');
  expect(text).not.toMatch(/TARGETARCH|amd64|x64|arm64|dpkg --print-architecture/);
  // The Node of npm, which there is for some processors alone, stays in the stage that builds.
  const [, last = ''] = text.split(/(?=^FROM (?!.* AS ))/m);
  expect(last).not.toMatch(/node_modules|npm/);
});
