/** `npm run chaos`: see chaos.ts. Prints its figures and its seed; exit 1 with what is wrong. */
import { parseArgs } from 'node:util';

import { findPrograms, startServer } from '../postgres-server.ts';
import { runChaos } from './chaos.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    deliveries: { type: 'string', default: '2000' },
    items: { type: 'string', default: '200' },
    kills: { type: 'string', default: '20' },
    database: { type: 'string' },
  },
});

const stores = values.database === undefined ? ['sqlite', 'postgres'] : [values.database];
let wrong = false;
for (const store of stores) {
  if (store !== 'sqlite' && store !== 'postgres') {
    console.error('--database is sqlite or postgres.');
    process.exit(1);
  }
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
    seed: Number(values.seed),
    deliveries: Number(values.deliveries),
    items: Number(values.items),
    kills: Number(values.kills),
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
