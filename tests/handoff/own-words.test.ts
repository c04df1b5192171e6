/** Comments in the team's own words. */
import { expect, test } from 'vitest';
import { problemsOf } from '../policy/reading.ts';
import { anton, maria } from './people.ts';
import { story } from './story.ts';

const own = `roles: {pm: [maria, paul], engineer: [anton, ben]}
texts:
  handoff: "{who} – *{gate}* ist jetzt bei euch.\\n{next} @everybody"
  undone-assignment: "{who}: noch nicht! Erst {gate} ({approvers})."
  footer: "Regeln: {policy}"
`;

test('a handoff, a reversal and the card in their words, which are text and nothing else', () => {
  const issue = story({ policy: own }).assigns(anton);
  const bodies = (): readonly string[] =>
    issue
      .settles()
      .flatMap((effects) =>
        effects.flatMap((effect) =>
          effect.kind === 'comment' ? [effect.body.replaceAll(/<!--.*-->\n?/g, '')] : [],
        ),
      );
  expect(bodies()).toEqual(['@anton\\: noch nicht\\! Erst Spec approval \\(`pm`\\)\\.']);
  expect(issue.on.card).toContain(
    '<sub>Regeln\\: [the policy](https://tracker.test/acme/shop/roles.yml)</sub>',
  );
  issue.labels(maria, 'spec:approved');
  expect(bodies()).toEqual([
    '@anton @ben – \\*Acceptance\\* ist jetzt bei euch\\.\n`engineer`: build it and merge a pull request that closes this issue. If there is none to merge, comment `/request acceptance` when it is ready. @\u200Beverybody',
  ]);
});

test('what somebody wrote with a return is quoted below', () => {
  const issue = story({ policy: own }).labels(maria, 'spec:approved');
  issue.comments(anton, '/request acceptance');
  issue.settles();
  issue.comments(maria, '/return acceptance It is too slow.');
  const [comment] = issue
    .settles()
    .flat()
    .filter((effect) => effect.kind === 'comment');
  expect(comment?.body).toContain('\n\n> It is too slow\\.');
});

const written = (line: string): string => `roles: {pm: [a], engineer: [b]}\ntexts:\n  ${line}`;

test.each<readonly [line: string, problem: string]>([
  [
    'handoff: "{who} go. {nxt}"',
    '3:12: "{nxt}" has no meaning in this text. It can hold {who}, {roles}, {gate}, {why} and {next}.',
  ],
  [
    'handoff: "Go. {next}"',
    '3:12: {who} is missing: without it the text would not do what it is for. It can hold {who}, {roles}, {gate}, {why} and {next}.',
  ],
  [
    'handoff: ""',
    "3:12: A text cannot be empty. Write it, or delete the line: then Baton's own words stand.",
  ],
  ['footer: "{policy} }"', '3:11: A brace is left over. Place holders are written like {policy}.'],
  [`footer: "{policy}${'x'.repeat(500)}"`, '3:11: A text can have 500 characters at most.'],
  ['handof: "{who} {next}"', '3:3: "handof" is not a key of "texts". Did you mean "handoff"?'],
])('%s', (line, problem) => {
  expect(problemsOf(written(line))).toEqual([problem]);
});
