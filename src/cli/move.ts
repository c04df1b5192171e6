/** `npm run move`: what is in DATA_DIR goes to DATABASE_URL, once, while Baton is stopped. */
import { argumentsOf } from '../arguments.ts';
import { environmentOf, readEnvironment, SettingError } from '../environment/index.ts';
import { move, StoreUnusable } from '../store/index.ts';

argumentsOf({
  name: 'npm run move',
  what: 'Moves what is in DATA_DIR to DATABASE_URL, once, while Baton is stopped. Nothing in the folder changes.',
  options: {},
});
try {
  const { dataDir, databaseUrl } = readEnvironment(environmentOf());
  if (databaseUrl === null) throw new SettingError('DATABASE_URL is missing: it says where to move to.');
  const moved = await move(dataDir, databaseUrl);
  for (const [table, rows] of Object.entries(moved)) console.log(`${table}: ${rows}`);
  console.log(
    `Moved from ${dataDir}; nothing changed there. Start Baton with DATABASE_URL set, and keep the folder until it runs.`,
  );
} catch (error) {
  if (!(error instanceof SettingError || error instanceof StoreUnusable)) throw error;
  console.error(`Nothing was moved. ${error.message}`);
  process.exitCode = 1;
}
