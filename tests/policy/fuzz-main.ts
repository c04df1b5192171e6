/** `npm run fuzz`: see fuzz.ts. Prints its figures and its seed; exit 1 with what is wrong. */
import { parseArgs } from 'node:util';

import { fuzz } from './fuzz.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    texts: { type: 'string', default: '100000' },
  },
});
const began = performance.now();
const { problems, policies, refused, slowest } = fuzz(Number(values.seed), Number(values.texts), 50);
console.log(
  `seed ${values.seed}: ${values.texts} texts in ${Math.round((performance.now() - began) / 1000)} s; ${policies} policies, ${refused} refused; the slowest took ${slowest.toFixed(1)} ms`,
);
for (const problem of problems.slice(0, 20)) console.log(problem);
console.log(
  problems.length === 0 ? 'Everything is as it should be.' : `${problems.length} are not as they should be.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
