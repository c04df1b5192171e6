/**
 * What `baton` can do, in the order of its page of help. What does it is read once it is asked for: a page of help, or
 * completing a word, needs nothing of it.
 */
import { subcommand, type Subcommand } from './command.ts';
import { deadLetters } from './scripts/dead-letters.ts';
import { doctor } from './scripts/doctor.ts';
import { explain } from './scripts/explain.ts';
import { moveStore } from './scripts/move-store.ts';
import { validate } from './scripts/validate.ts';
import { version } from './scripts/version.ts';

export const subcommands: readonly Subcommand[] = [
  subcommand(validate, () => import('./validate/index.ts')),
  subcommand(explain, () => import('./explain/index.ts')),
  subcommand(doctor, () => import('./doctor.ts')),
  subcommand(deadLetters, () => import('./dead-letters.ts')),
  subcommand(moveStore, () => import('./move.ts')),
  subcommand(version, () => import('./version.ts')),
];
