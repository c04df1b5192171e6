/** `npm run fuzz`: see fuzz.ts. Prints its figures and its seed; exit 1 with what is wrong. */
import { argumentsOf } from '../../src/arguments.ts';
import { fuzz } from './fuzz.ts';

const { values } = argumentsOf({
  name: 'npm run fuzz',
  what: 'Changes the policies that ship at random: each result is a policy, or its problems are told.',
  options: {
    seed: {
      kind: 'number',
      what: 'Repeats a run',
      usual: Date.now() % 1_000_000,
      usually: 'another one each time',
      least: 0,
    },
    texts: { kind: 'number', what: 'How many texts', usual: 100_000, least: 1 },
  },
});
const began = performance.now();
const { problems, policies, refused, slowest } = fuzz(values.seed, values.texts, 50);
console.log(
  `seed ${values.seed}: ${values.texts} texts in ${Math.round((performance.now() - began) / 1000)} s; ${policies} policies, ${refused} refused; the slowest took ${slowest.toFixed(1)} ms`,
);
for (const problem of problems.slice(0, 20)) console.log(problem);
console.log(
  problems.length === 0 ? 'Everything is as it should be.' : `${problems.length} are not as they should be.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
