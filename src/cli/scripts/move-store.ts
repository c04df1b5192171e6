/** `baton move-store`, as it is typed. */
import type { Options, Script } from '../../arguments.ts';

export const moveStore = {
  name: 'baton move-store',
  what: 'Moves what is in DATA_DIR to DATABASE_URL, once, while Baton is stopped. Nothing in the folder changes.',
  options: {},
} as const satisfies Script<Options>;
