/** `npm run bench`: what Baton costs, measured on this machine; `-- load` one part. Compare ratios, not single times. */
import { benchAcknowledge } from './acknowledge.ts';
import { benchClaims } from './claims.ts';
import { benchCost } from './cost.ts';
import { benchDoor } from './door.ts';
import { benchHeart } from './heart.ts';
import { benchHostile } from './hostile.ts';
import { benchJira } from './jira.ts';
import { benchLoad } from './load.ts';
import { benchMemory } from './memory.ts';

const parts: Readonly<Record<string, () => void | Promise<void>>> = {
  cost: benchCost,
  jira: benchJira,
  heart: benchHeart,
  acknowledge: benchAcknowledge,
  claims: benchClaims,
  load: benchLoad,
  door: benchDoor,
  memory: benchMemory,
  hostile: benchHostile,
};

const named = process.argv.slice(2);
const unknown = named.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined) {
  console.error(`There is no part ${unknown}: the parts are ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}
for (const [name, bench] of Object.entries(parts))
  if (named.length === 0 || named.includes(name)) await bench();
