/** What came of examples, for what reads reports of tests. Source: the schema that Jenkins' xUnit plugin has of JUnit's XML. */
import type { PlayedExample, PlayedFile } from '../outputs/test.ts';

export function junit(files: readonly PlayedFile[]): string {
  const all = files.flatMap(({ examples }) => examples);
  const failures = all.filter(({ isGood }) => !isGood).length;
  const errors = files.filter(({ problems }) => problems.length > 0).length;
  const counts = `tests="${all.length + errors}" failures="${failures}" errors="${errors}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="baton test" ${counts}>`,
    ...files.flatMap(suite),
    '</testsuites>',
  ].join('\n');
}

function suite({ file, policy, problems, examples }: PlayedFile): readonly string[] {
  const broken = problems.length === 0 ? 0 : 1;
  const failures = examples.filter(({ isGood }) => !isGood).length;
  const counts = `tests="${examples.length + broken}" failures="${failures}" errors="${broken}"`;
  const told = problems.map(({ file: at, line, column, message, hint }) =>
    [`${at}:${line}:${column} ${message}`, ...(hint === null ? [] : [hint])].join(' '),
  );
  return [
    `  <testsuite name="${text(file)}" ${counts}>`,
    ...(broken === 0
      ? []
      : [
          `    <testcase classname="${text(file)}" name="${text(policy)}">`,
          `      <error message="${text(told[0] ?? '')}">${text(told.join('\n'))}</error>`,
          '    </testcase>',
        ]),
    ...examples.flatMap((one) => testcase(file, one)),
    '  </testsuite>',
  ];
}

function testcase(file: string, { name, failure }: PlayedExample): readonly string[] {
  const start = `    <testcase classname="${text(file)}" name="${text(name)}"`;
  if (failure === null) return [`${start}/>`];
  const { line, column, expected, actual, why, hint, story } = failure;
  const told = [
    `${file}:${line}:${column}`,
    ...story.map(({ clock, what }) => `${clock} ${what}`),
    `${expected} ${actual}`,
    ...(why === null ? [] : [why]),
    ...(hint === null ? [] : [hint]),
  ];
  return [
    `${start}>`,
    `      <failure message="${text(`${expected} ${actual}`)}">${text(told.join('\n'))}</failure>`,
    '    </testcase>',
  ];
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Without what no XML may hold: Extensible Markup Language (XML) 1.0, "Characters". */
const text = (words: string): string =>
  words
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '�')
    .replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? '');
