/** The settings, read for a Baton that somebody else's server runs, and its end by a signal. */
import type { Probot } from 'probot';

import { everything, type Duties } from '../duties.ts';
import { environmentOf, readEnvironment, SettingError } from '../environment/index.ts';
import { openLog } from '../log.ts';
import { evaluating, startInProbot, type InProbot } from '../service/index.ts';
import { endOnSignal } from '../signals.ts';
import { probeFolder } from '../store/index.ts';

const noCredentials =
  'APP_ID and PRIVATE_KEY are missing. Register the App first: start Baton with `baton serve` (in a clone: `npm start`) and open the page that it names.';
const noDatabase =
  'DATABASE_URL is missing: what only takes webhooks leaves the rest to other processes, and a database in DATA_DIR is for one process.';
const oneSecret =
  'WEBHOOK_SECRET has a comma. Probot takes all of it for one secret; to rotate the secret, run Baton with `baton serve` (in a clone: `npm start`).';

/**
 * @param duties everything, or taking webhooks alone
 * @throws SettingError, StoreUnusable
 */
export async function start(
  probot: Probot,
  addPages: InProbot['addPages'],
  duties: Duties = everything,
): Promise<void> {
  const environment = readEnvironment(environmentOf());
  const { github, databaseUrl, dataDir } = environment;
  if (github === null) throw new SettingError(noCredentials);
  if (!duties.work && databaseUrl === null) throw new SettingError(noDatabase);
  const log = await openLog(environment);
  for (const doubt of environment.doubts ?? []) log.warn(doubt);
  if (github.olderSecrets !== undefined) log.warn(oneSecret);
  if (databaseUrl === null) await probeFolder(dataDir);
  const end = await startInProbot(
    { probot, addPages },
    { environment: { ...environment, github }, log, createItemLook: evaluating(environment), duties },
  );
  log.info(
    duties.work
      ? 'Baton takes the webhooks that Probot hears of, and evaluates items.'
      : 'Baton keeps the webhooks that Probot hears of; processes with `baton work` evaluate.',
  );
  endOnSignal(async () => {
    await end();
    return 0;
  });
}
