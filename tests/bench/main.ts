/** `npm run bench`: what Baton costs, measured on this machine; `-- load` one part. Compare ratios, not single times. */
import { argumentsOf } from '../../src/arguments.ts';
import { codeOf, endOnSignal } from '../../src/signals.ts';
import { benchAcknowledge } from './acknowledge.ts';
import { benchClaims } from './claims.ts';
import { benchCost } from './cost.ts';
import { benchDoor } from './door.ts';
import { benchHeart } from './heart.ts';
import { benchHostile } from './hostile.ts';
import { benchJira } from './jira.ts';
import { benchLoad } from './load.ts';
import { benchMemory } from './memory.ts';
import { benchNoise } from './noise.ts';
import { benchSlow } from './slow.ts';

const parts: Readonly<Record<string, () => void | Promise<void>>> = {
  cost: benchCost,
  noise: benchNoise,
  jira: benchJira,
  slow: benchSlow,
  heart: benchHeart,
  acknowledge: benchAcknowledge,
  claims: benchClaims,
  load: benchLoad,
  door: benchDoor,
  memory: benchMemory,
  hostile: benchHostile,
};

const { words: named } = argumentsOf({
  name: 'npm run bench',
  what: 'Measures what Baton costs on this machine: all parts, or those that you name.',
  options: {},
  words: {
    usage: '[PART]…',
    what: Object.keys(parts).join(', '),
    wrong: (words) => {
      const unknown = words.find((word) => !Object.hasOwn(parts, word));
      return unknown === undefined
        ? null
        : `there is no part "${unknown}": the parts are ${Object.keys(parts).join(', ')}`;
    },
  },
});
endOnSignal(codeOf);
for (const [name, bench] of Object.entries(parts))
  if (named.length === 0 || named.includes(name)) await bench();
