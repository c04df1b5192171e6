/** `npm run bench`: what Baton costs, measured on this machine. Compare ratios, not single times. */
import { benchAcknowledge } from './acknowledge.ts';
import { benchCost } from './cost.ts';
import { benchHeart } from './heart.ts';

await benchCost();
benchHeart();
await benchAcknowledge();
