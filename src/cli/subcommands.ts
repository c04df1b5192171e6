/**
 * What `baton` can do, in the order of its page of help. What does it is read once it is asked for: a page of help, or
 * completing a word, needs nothing of it.
 */
import { subcommand, type Subcommand } from './command.ts';
import { capacity } from './scripts/capacity.ts';
import { deadLetters } from './scripts/dead-letters.ts';
import { demo } from './scripts/demo.ts';
import { doctor } from './scripts/doctor.ts';
import { explain } from './scripts/explain.ts';
import { exportLedger } from './scripts/export.ts';
import { init } from './scripts/init.ts';
import { moveStore } from './scripts/move-store.ts';
import { report } from './scripts/report.ts';
import { serve, web, work } from './scripts/serve.ts';
import { test } from './scripts/test.ts';
import { simulate } from './scripts/simulate.ts';
import { validate } from './scripts/validate.ts';
import { version } from './scripts/version.ts';

const service = async (name: string, web: boolean, work: boolean) =>
  (await import('./serve.ts')).serving(name, { web, work });

export const subcommands: readonly Subcommand[] = [
  subcommand(demo, () => import('./demo.ts')),
  subcommand(init, () => import('./init/index.ts')),
  subcommand(validate, () => import('./validate/index.ts')),
  subcommand(test, () => import('./test/index.ts')),
  subcommand(explain, () => import('./explain/index.ts')),
  subcommand(report, async () => (await import('./sparing.ts')).sparingly(() => import('./report/index.ts'))),
  subcommand(simulate, async () =>
    (await import('./sparing.ts')).sparingly(() => import('./simulate/index.ts')),
  ),
  subcommand(doctor, () => import('./doctor/index.ts')),
  subcommand(serve, () => service(serve.name, true, true)),
  subcommand(web, () => service(web.name, true, false)),
  subcommand(work, () => service(work.name, false, true)),
  subcommand(deadLetters, () => import('./dead-letters.ts')),
  subcommand(exportLedger, () => import('./export.ts')),
  subcommand(moveStore, () => import('./move.ts')),
  subcommand(capacity, () => import('./capacity.ts')),
  subcommand(version, () => import('./version.ts')),
];
