/**
 * `npm run bench`: what Baton costs, measured on this machine, beside the goals; `-- load` one part. It ends with 1 when a
 * goal is missed. Compare ratios, not single times.
 */
import { argumentsOf } from '../../src/arguments.ts';
import { codeOf, endOnSignal } from '../../src/signals.ts';
import { benchAcknowledge } from './acknowledge.ts';
import { benchBoard } from './board.ts';
import { benchClaims } from './claims.ts';
import { benchCore } from './core.ts';
import { benchCost } from './cost.ts';
import { benchDoor } from './door.ts';
import { runParts, type Part } from './frame.ts';
import { goals } from './goals.ts';

import { benchHostile } from './hostile.ts';
import { benchJira } from './jira.ts';
import { benchLoad } from './load.ts';
import { benchMemory } from './memory.ts';
import { benchNoise } from './noise.ts';
import { benchOrganization } from './organization/index.ts';
import { benchPast } from './past.ts';
import { benchPolicyChange } from './policy-change.ts';
import { benchSlow } from './slow.ts';
import { benchStart } from './start.ts';
import { jsonOf, tableOf, thisMachine } from './table.ts';

const parts: Readonly<Record<keyof typeof goals, Part>> = {
  cost: benchCost,
  noise: benchNoise,
  jira: benchJira,
  slow: benchSlow,
  core: benchCore,
  acknowledge: benchAcknowledge,
  claims: benchClaims,
  load: benchLoad,
  organization: benchOrganization,
  'policy-change': benchPolicyChange,
  past: benchPast,
  door: benchDoor,
  board: benchBoard,
  start: benchStart,
  memory: benchMemory,
  hostile: benchHostile,
};

const { words: named, values } = argumentsOf({
  name: 'npm run bench',
  what: 'Measures what Baton costs on this machine, all parts or those that you name, and compares it with the goals. It ends with 1 when one is missed.',
  options: {
    json: { kind: 'flag', what: 'Prints the goals and what was measured as JSON, and the rest on stderr' },
  },
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
const machine = thisMachine();
const print = console.log;
if (values.json) console.log = console.error;
const chosen = Object.fromEntries(
  Object.entries(parts).filter(([name]) => named.length === 0 || named.includes(name)),
);
const outcome = await runParts(chosen, goals);
print((values.json ? jsonOf : tableOf)(outcome, machine));
process.exitCode = outcome.code;
