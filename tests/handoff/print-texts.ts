/** Prints every text that people read, one table for each audience: `npm run texts`. */
import { argumentsOf } from '../../src/arguments.ts';
import { allTexts, visible } from './texts.ts';

argumentsOf({
  name: 'npm run texts',
  what: 'Prints every text of the card, the check, the comments and /why, by what happened before.',
  options: {},
});

const texts = allTexts();
for (const audience of new Set(texts.map((each) => each.audience))) {
  process.stdout.write(`\n# ${audience}\n`);
  for (const { when, text } of texts.filter((each) => each.audience === audience))
    process.stdout.write(`\n## ${when}\n\n${visible(text)}\n`);
}
