/** Baton as a process: the settings, then the service (or, without credentials, the registration); ends on a signal. */
import { setTimeout as wait } from 'node:timers/promises';

import type { Logger } from 'pino';

import { argumentsOf } from './arguments.ts';
import { dutiesOf } from './duties.ts';
import { environmentOf, readEnvironment, SettingError, type Environment } from './environment/index.ts';
import { createLog } from './log.ts';
import { startRegistration } from './registration/index.ts';
import { evaluating, startService } from './service/index.ts';
import { endOnSignal } from './signals.ts';
import { probeFolder, StoreUnusable } from './store/index.ts';
import { CannotListen } from './web/index.ts';

/** Milliseconds for what runs to end; supervisors commonly kill after ten seconds. */
const grace = 9000;

type Running = { stop(): Promise<void> };

const { values: asked } = argumentsOf({
  name: 'npm start',
  what: 'Runs Baton. Without APP_ID and PRIVATE_KEY it offers a page that registers the App. The settings are in docs/reference/settings.md.',
  options: {
    web: { kind: 'flag', what: 'This process takes webhooks, and others evaluate (needs DATABASE_URL)' },
    work: { kind: 'flag', what: 'This process evaluates, and others take webhooks (needs DATABASE_URL)' },
  },
});

async function start(): Promise<Running> {
  const environment = readEnvironment(environmentOf());
  const duties = dutiesOf(asked, environment.databaseUrl !== null);
  const log = createLog(environment);
  for (const doubt of environment.doubts ?? []) log.warn(doubt);
  const { github } = environment;
  if (github === null) return registerThenStart(environment, log);
  if (environment.databaseUrl === null) await probeFolder(environment.dataDir);
  const service = await startService({
    environment: { ...environment, github },
    log,
    createItemLook: evaluating(environment),
    duties,
  });
  const everywhere = environment.host === null ? ' (on all addresses; set HOST for one alone)' : '';
  log.info(
    duties.web
      ? `Baton takes webhooks at ${service.url}/api/github/webhooks${everywhere}.`
      : `Baton evaluates what other processes accept, and takes no webhooks itself; monitors: ${service.url}/healthz${everywhere}.`,
  );
  return service;
}

/** The registration page, and the service as soon as there are credentials. */
async function registerThenStart(environment: Environment, log: Logger): Promise<Running> {
  const page = await startRegistration(environment, log);
  let current = Promise.resolve<Running>(page);
  let isEnding = false;
  async function goOn(): Promise<void> {
    await page.registered;
    if (isEnding) return;
    current = page.stop().then(start);
    await current;
  }
  goOn().catch(failed);
  return {
    async stop() {
      isEnding = true;
      await (await current).stop();
    },
  };
}

const running = start();
endOnSignal(async () => {
  const stopped = running.then((it) => it.stop());
  await Promise.race([stopped, wait(grace, undefined, { ref: false })]);
  return 0;
});
running.catch(failed);

function failed(error: unknown): void {
  const known =
    error instanceof SettingError || error instanceof StoreUnusable || error instanceof CannotListen;
  console.error(known ? `Baton cannot start. ${error.message}` : error);
  process.exit(1);
}
