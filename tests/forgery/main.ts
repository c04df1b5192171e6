/** `npm run forgery`: see histories.ts. Prints its figures and its seed; exit 1 with what is wrong. */
import { argumentsOf } from '../../src/arguments.ts';
import { openForgery, playHistory, type Figures } from './histories.ts';

const { values } = argumentsOf({
  name: 'npm run forgery',
  what: 'Plays histories in which everybody but the product manager tries to open gates: nothing may open.',
  options: {
    seed: {
      kind: 'number',
      what: 'Repeats a run',
      usual: Date.now() % 1_000_000,
      usually: 'another one each time',
      least: 0,
    },
    histories: { kind: 'number', what: 'How many histories', usual: 10_000, least: 1 },
    acts: { kind: 'number', what: 'Acts in each of them', usual: 40, least: 1 },
  },
});

/** How many histories one stage has: what it holds grows with them. */
const perStage = 4;

const began = performance.now();
const figures: Figures = { histories: 0, acts: 0, refused: 0, decisions: 0 };
const problems: string[] = [];
const first = values.seed;
while (figures.histories < values.histories) {
  const stage = await openForgery();
  for (let each = 0; each < perStage && figures.histories < values.histories; each += 1)
    problems.push(...(await playHistory(stage, first + figures.histories, values.acts, figures)));
  await stage.close();
}
const seconds = Math.round((performance.now() - began) / 1000);
console.log(`seed ${first}: ${seconds} s`);
for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(12)} ${value}`);
for (const problem of problems.slice(0, 20)) console.log(`- ${problem}`);
console.log(problems.length === 0 ? 'Nothing was opened.' : `${problems.length} things were opened.`);
process.exitCode = problems.length === 0 ? 0 : 1;
