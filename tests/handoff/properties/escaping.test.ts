import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { expect, test } from 'vitest';
import { commandsIn } from '../../../src/handoff/commands/commands.ts';
import { readPolicy } from '../../../src/policy/index.ts';
import { anton, ben, maria, person } from '../people.ts';
import { pullRequest, story } from '../story.ts';
import { runs } from '../../night.ts';

const parts = [
  '@maria',
  '@acme/product',
  '#12',
  'GH-12',
  'acme/shop#3',
  '<b>',
  '</details>',
  '<!--',
  '-->',
  '<!-- baton:card -->',
  '[a](https://evil.test)',
  '![a](https://evil.test/a.png)',
  'https://evil.test',
  'www.evil.test',
  'a@evil.test',
  '`',
  '``',
  '~~~',
  '|',
  '\\',
  '\\|',
  '*a*',
  '__a__',
  '~a~',
  '===',
  '---',
  '> a',
  '# a',
  '- a',
  '1. a',
  '&lt;',
  '$a$',
  ':tada:',
  '\u202E',
  '\u2066',
  '\u0000',
  '\u2028',
  '[^1]',
  ' ',
  'a',
  '/approve spec',
] as const;
const line = fc
  .array(fc.constantFrom(...parts), { minLength: 1, maxLength: 6 })
  .map((some) => `x${some.join('')}`);

/** Everything that Baton writes in a story in which this text stands wherever people can write. */
function written(text: string): readonly string[] {
  const quoted = JSON.stringify(text.slice(0, 40));
  // What is doubtful behind a command has an answer of its own, without the text.
  const behind = (command: string): string => {
    const [one, another] = commandsIn(`${command} ${text}`);
    return `${command} ${one?.doubt === undefined && another === undefined ? text : 'x a'}`;
  };
  const policy = `roles: {pm: [maria], engineer: [anton, ben]}
work: {labels: [${JSON.stringify(`w${text.slice(0, 40)}`)}]}
gates:
  spec: {preset: spec, title: ${quoted}, label: ${quoted}, requires: {sections: [${quoted}]}}
  acceptance: {preset: acceptance}
`;
  fc.pre(readPolicy(policy, 'roles.yml').kind === 'policy');
  const named = person(`a ${text}`);
  const all: string[] = [];
  const issue = story({ policy, by: named, title: text, body: `One\n\n${text}\n` });
  const look = (): void => {
    for (const effects of issue.settles())
      for (const each of effects) if (each.kind === 'card' || each.kind === 'comment') all.push(each.body);
  };
  issue
    .assigns(named, anton)
    .labels(named, `w${text.slice(0, 40)}`)
    .labels(named, text.slice(0, 40))
    .branches(text);
  look();
  issue.comments(maria, behind('/approve')).comments(ben, '/why');
  look();
  issue.policyBecomes(policy.replace(/, requires.*/, '}')).comments(maria, '/approve spec');
  look();
  issue.edits(named, { body: `Two\n\n${text}\n` });
  look();
  issue.comments(maria, behind('/return spec')).comments(ben, '/why');
  look();
  const pull = pullRequest({ by: named, closes: [issue] }).comments(anton, behind('/approve'));
  for (const effects of pull.settles())
    for (const each of effects) {
      if (each.kind === 'comment') all.push(each.body);
      if (each.kind === 'check') all.push(each.report.summary);
    }
  return all;
}

const html = (markdown: string): string =>
  micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });

/** The tags of a text, and what a tracker makes of the rest: mentions and references outside code. */
function skeleton(markdown: string): readonly string[] {
  // Whom an answer tells, and of what, depends on the names in it.
  const rendered = html(markdown).replaceAll(
    /<!-- baton:told [^\s<>@]+ [^\s<>@]+ -->/g,
    '<!-- baton:told -->',
  );
  const seen = rendered.replaceAll(/<(code|pre)[^>]*>[\s\S]*?<\/\1>/g, '');
  const linked = seen.match(/@[\w-]+(?:\/[\w-]+)?|#\d+|GH-\d+/gi) ?? [];
  return [...(rendered.match(/<[^>]*>/g) ?? []), ...linked];
}

test('whatever people write, it neither pings nor links nor renders in what Baton writes', () => {
  const plain = written('x a').map(skeleton);
  fc.assert(
    fc.property(line, (text) => {
      expect(written(text).map(skeleton)).toEqual(plain);
    }),
    { numRuns: runs(1000, 10) },
  );
});
