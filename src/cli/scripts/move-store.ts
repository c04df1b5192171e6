/** `baton move-store`, as it is typed. */
import type { Options, Script } from '../../arguments.ts';

export const moveStore = {
  name: 'baton move-store',
  what: 'Moves what is in DATA_DIR to DATABASE_URL, once, while Baton is stopped. Nothing in the folder changes.',
  options: { json: { kind: 'flag', what: 'As JSON' } },
  examples: [
    {
      line: 'DATABASE_URL=postgres://baton:…@db/baton baton move-store',
      what: 'Moves what is in DATA_DIR, and says how many rows each table had.',
    },
  ],
} as const satisfies Script<Options>;
