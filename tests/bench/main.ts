/** `npm run bench`: what Baton costs, measured on this machine. Compare ratios, not single times. */
import { benchHeart } from './heart.ts';

benchHeart();
