/** Prints every text that people read, one table for each audience: `npm run texts`. */
import { argumentsOf } from '../../src/arguments.ts';
import { sentences } from './sentences.ts';
import { allTexts, visible } from './shown.ts';

const { values } = argumentsOf({
  name: 'npm run texts',
  what: 'Prints every text that people read: whole ones by what happened before, then each sentence of the code by who reads it.',
  options: { where: { kind: 'flag', what: 'With the file and the line of each sentence' } },
});

const print = (text: string): boolean => process.stdout.write(text);

const texts = allTexts();
for (const audience of new Set(texts.map((each) => each.audience))) {
  print(`\n# ${audience}\n`);
  for (const { when, text } of texts.filter((each) => each.audience === audience))
    print(`\n## ${when}\n\n${visible(text)}\n`);
}

for (const audience of new Set(sentences.map((each) => each.audience))) {
  print(`\n# Sentences for ${audience ?? 'nobody'}\n\n`);
  const own = sentences.filter((each) => each.audience === audience);
  const lines = own.map(({ text, where }) => (values.where ? `${where}: ${text}` : text));
  for (const line of new Set(lines)) print(`- ${line.trim().replaceAll('\n', '\n  ')}\n`);
}
