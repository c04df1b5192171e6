/** What `baton` can do, in the order of its page of help. */
import type { Subcommand } from './command.ts';
import { deadLetters } from './dead-letters.ts';
import { doctor } from './doctor.ts';
import { explain } from './explain/index.ts';
import { moveStore } from './move.ts';
import { validate } from './validate/index.ts';
import { version } from './version.ts';

export const subcommands: readonly Subcommand[] = [
  validate,
  explain,
  doctor,
  deadLetters,
  moveStore,
  version,
];
