/** Comments in the team's own words. */
import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';
import { customTexts } from '../../src/policy/custom-texts.ts';
import { problemsOf } from '../policy/reading.ts';
import { anton, maria } from './people.ts';
import { story, type Story } from './story.ts';

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
    '@anton @ben – \\*Acceptance\\* ist jetzt bei euch\\.\nBuild it, and merge a pull request that closes this issue. If there’s nothing to merge, comment `/request acceptance` when it’s ready. @\u200Beverybody',
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

const undone = '{who} | {what} | {gate} | {approvers} | {how}';
const all = `roles: {pm: [maria], engineer: [anton]}
work: {labels: [doing]}
texts:
  handoff: "{who} | {roles} | {gate} | {why} | {next}"
  undone-assignment: "1 ${undone}"
  undone-work-label: "2 ${undone}"
  undone-gate-label: "3 ${undone}"
  undone-close: "4 ${undone}"
  stopped: "5 {who} | {what} | {gate} | {how}"
  footer: "6 {policy}"
`;
const byLabel = (label: string, command: string): string =>
  `comment \`${command}\` or add the label \`${label}\``;
const bySpec = byLabel('spec:approved', '/approve spec');
const byAcceptance = byLabel('pm:accepted', '/accept');

test.each<readonly [text: string, told: () => Story, said: string]>([
  [
    'handoff',
    () => story({ policy: all }).labels(maria, 'spec:approved'),
    '@anton \\| `engineer` \\| Acceptance \\| The spec is approved. \\| Build it, and merge a pull request that closes this issue. If there’s nothing to merge, comment `/request acceptance` when it’s ready.',
  ],
  [
    'undone-assignment',
    () => story({ policy: all }).assigns(maria, anton),
    `1 @maria \\| the assignment of anton \\| Spec approval \\| \`pm\` \\| ${bySpec}`,
  ],
  [
    'undone-work-label',
    () => story({ policy: all }).labels(anton, 'doing'),
    `2 @anton \\| the label \`doing\` \\| Spec approval \\| \`pm\` \\| ${bySpec}`,
  ],
  [
    'undone-gate-label',
    () => story({ policy: all }).labels(anton, 'spec:approved'),
    `3 @anton \\| the label \`spec:approved\` \\| Spec approval \\| \`pm\` \\| ${bySpec}`,
  ],
  [
    'undone-close',
    () => story({ policy: all }).closes(anton),
    `4 @anton \\| closing the issue \\| Acceptance \\| \`pm\` \\| ${byAcceptance}`,
  ],
  [
    'stopped',
    () => {
      const issue = story({ policy: all });
      for (let time = 0; time < 3; time += 1) {
        issue.closes(anton);
        issue.settles();
      }
      return issue.closes(anton);
    },
    `5 @maria \\| closing the issue \\| Acceptance \\| ${byAcceptance}`,
  ],
])('%s, with all that it can hold', (_text, told, said) => {
  const bodies = told()
    .settles()
    .flat()
    .flatMap((each) => (each.kind === 'comment' ? [each.body.replaceAll(/<!--.*-->\n?/g, '')] : []));
  expect(bodies).toEqual([said]);
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

test('the documentation has each text, with what it can hold, and what must be there in bold', () => {
  const docs = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8');
  const [, section = ''] = /^### Comments in your own words$([^]*?)^##/m.exec(docs) ?? [];
  const rows = Array.from(section.matchAll(/^\| (`.*?) \|.*\| (.*) \|$/gm), ([, names = '', holds = '']) =>
    Array.from(names.matchAll(/`([^`]+)`/g), ([, name = '']) => [
      name,
      {
        holders: Array.from(holds.matchAll(/`\{(\w+)\}`/g), ([, holder]) => holder),
        needs: Array.from(holds.matchAll(/\*\*`\{(\w+)\}`\*\*/g), ([, holder]) => holder),
      },
    ]),
  );
  const placed = Object.entries(customTexts).map(([name, { holders, needs }]) => [name, { holders, needs }]);
  expect(Object.fromEntries(rows.flat())).toEqual(Object.fromEntries(placed));
});
