/** `npm run chaos`: see chaos.ts. Prints its figures and its seed; exit 1 with what is wrong. */
import { argumentsOf } from '../../src/arguments.ts';
import { codeOf, endOnSignal } from '../../src/signals.ts';
import { findPrograms, startServer } from '../postgres-server.ts';
import { runChaos } from './chaos.ts';

const { values } = argumentsOf({
  name: 'npm run chaos',
  what: 'People act, Baton is killed again and again, GitHub answers badly; in the end all is as if nothing had happened.',
  options: {
    seed: {
      kind: 'number',
      what: 'Repeats a run',
      usual: Date.now() % 1_000_000,
      usually: 'another one each time',
      least: 0,
    },
    deliveries: { kind: 'number', what: 'How many deliveries, at the least', usual: 2000, least: 1 },
    items: { kind: 'number', what: 'How many issues and pull requests', usual: 200, least: 1 },
    kills: { kind: 'number', what: 'How often a process is killed', usual: 20, least: 0 },
    database: { kind: 'choice', of: ['sqlite', 'postgres'], what: 'On one store alone' },
  },
});
endOnSignal(codeOf);

const stores = values.database === null ? ['sqlite', 'postgres'] : [values.database];
let wrong = false;
for (const store of stores) {
  const given = process.env['TEST_DATABASE_URL'];
  const programs = findPrograms();
  if (store === 'postgres' && given === undefined && programs === null) {
    console.error(
      'PostgreSQL needs its programs on this machine, or TEST_DATABASE_URL with an empty database.',
    );
    process.exit(1);
  }
  const server =
    store === 'postgres' && given === undefined && programs !== null
      ? await startServer(programs, process.getuid?.())
      : null;
  const { problems, figures } = await runChaos({
    seed: values.seed,
    deliveries: values.deliveries,
    items: values.items,
    kills: values.kills,
    // Baton makes everything good by itself: what failed twice, after minutes.
    patience: 600_000,
    databaseUrl: store === 'postgres' ? (server?.url ?? given ?? '') : null,
  });
  await server?.stop();
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(28)} ${value}`);
  console.log(
    problems.length === 0 ? 'Everything is as it should be.\n' : `${problems.length} things are wrong:`,
  );
  for (const problem of problems.slice(0, 50)) console.log(`- ${problem}`);
  wrong ||= problems.length > 0;
}
process.exit(wrong ? 1 : 0);
