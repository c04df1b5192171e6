/** `baton move-store`: what is in DATA_DIR goes to DATABASE_URL, once, while Baton is stopped. */
import type { Arguments } from '../arguments.ts';
import { environmentOf, readEnvironment, SettingError } from '../environment/index.ts';
import { move, StoreUnusable } from '../store/index.ts';
import { CannotTell, exit, type Exit, type Io } from './command.ts';
import { moveStoreOutput } from './outputs/move-store.ts';
import { asJson } from '../published.ts';
import type { moveStore } from './scripts/move-store.ts';

export async function run({ values }: Arguments<typeof moveStore.options>, { print }: Io): Promise<Exit> {
  const { dataDir, databaseUrl } = settings();
  const moved = await move(dataDir, databaseUrl).catch((error: unknown) => {
    if (!(error instanceof StoreUnusable)) throw error;
    throw new CannotTell(`Nothing was moved. ${error.message}`, { cause: error });
  });
  if (values.json) {
    print(asJson(moveStoreOutput, { from: dataDir, rows: moved }));
    return exit.fine;
  }
  for (const [table, rows] of Object.entries(moved)) print(`${table}: ${rows}`);
  print(
    `Moved from ${dataDir}; nothing changed there. Start Baton with DATABASE_URL set, and keep the folder until it runs.`,
  );
  return exit.fine;
}

/** @throws SettingError */
function settings(): { readonly dataDir: string; readonly databaseUrl: string } {
  try {
    const { dataDir, databaseUrl } = readEnvironment(environmentOf());
    if (databaseUrl === null) throw new SettingError('DATABASE_URL is missing: it says where to move to.');
    return { dataDir, databaseUrl };
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    throw new SettingError(`Nothing was moved. ${error.message}`, { cause: error });
  }
}
