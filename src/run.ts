/** Baton as a process: the settings, then the service (or, without credentials, the registration); ends on a signal. */
import { setTimeout as wait } from 'node:timers/promises';

import type { Logger } from 'pino';

import { argumentsOf } from './arguments.ts';
import { dutiesOf, type Duties } from './duties.ts';
import { environmentOf, readEnvironment, type Environment } from './environment/index.ts';
import { openLog, troublesOf } from './log.ts';
import { CannotListen, SettingError } from './setting-error.ts';
import { endOnSignal } from './signals.ts';
import { probeFolder, StoreUnusable } from './store/index.ts';

/** Milliseconds for what runs to end; supervisors commonly kill after ten seconds. */
const grace = 9000;

type Part = { stop(): Promise<void> };

/** What was asked for, and the words that did. */
export type Asked = { readonly duties: Partial<Duties>; readonly as?: string };

export type Run = {
  /** Rejects where Baton cannot start, and where it cannot go on once the App is registered; never resolves. */
  readonly failed: Promise<never>;
  /** Ends it, and what runs in it, within what supervisors allow. */
  readonly end: () => Promise<void>;
};

/** Starts Baton in this process, which its end does not end. */
export function run(asked: Asked): Run {
  const failing = Promise.withResolvers<never>();
  const running = start(asked, failing.reject);
  running.catch(failing.reject);
  return {
    failed: failing.promise,
    async end() {
      const stopped = running.then((it) => it.stop());
      await Promise.race([stopped, wait(grace, undefined, { ref: false })]);
    },
  };
}

/** What to do about it is in the message: a setting, the database, or the port. */
export const isKnown = (error: unknown): error is Error =>
  error instanceof SettingError || error instanceof StoreUnusable || error instanceof CannotListen;

/** `npm start`: ends with 1 where Baton cannot start. */
export async function startAsTyped(): Promise<void> {
  const { values } = argumentsOf({
    name: 'npm start',
    what: 'Runs Baton. Without APP_ID and PRIVATE_KEY it offers a page that registers the App. The settings are in docs/reference/settings.md.',
    options: {
      web: { kind: 'flag', what: 'This process takes webhooks, and others evaluate (needs DATABASE_URL)' },
      work: { kind: 'flag', what: 'This process evaluates, and others take webhooks (needs DATABASE_URL)' },
    },
  });
  const baton = run({ duties: values });
  endOnSignal(async () => {
    await baton.end();
    return 0;
  });
  try {
    await baton.failed;
  } catch (error) {
    console.error(isKnown(error) ? `Baton cannot start. ${error.message}` : error);
    process.exit(1);
  }
}

/** @param failed told where it cannot go on once it was started */
async function start(asked: Asked, failed: (error: unknown) => void): Promise<Part> {
  const environment = readEnvironment(environmentOf());
  const duties = dutiesOf(asked.duties, environment.databaseUrl !== null, asked.as);
  const log = await openLog(environment);
  for (const doubt of environment.doubts ?? []) log.warn(doubt);
  const { github } = environment;
  if (github === null)
    return registerThenStart({ environment, log, next: () => start(asked, failed) }, failed);
  // A process of its own looks at the folder while this one reads the rest of Baton.
  const [, { evaluating, startService }] = await Promise.all([
    environment.databaseUrl === null ? probeFolder(environment.dataDir) : null,
    import('./service/index.ts'),
  ]);
  const service = await startService({
    environment: { ...environment, github },
    log,
    troubles: () => troublesOf(log),
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

type Registering = {
  readonly environment: Environment;
  readonly log: Logger;
  /** What comes once there are credentials. */
  readonly next: () => Promise<Part>;
};

/** The registration page, and the service as soon as there are credentials. */
async function registerThenStart(
  { environment, log, next }: Registering,
  failed: (error: unknown) => void,
): Promise<Part> {
  const { startRegistration } = await import('./registration/index.ts');
  const page = await startRegistration(environment, log);
  let current = Promise.resolve<Part>(page);
  let isEnding = false;
  async function goOn(): Promise<void> {
    await page.registered;
    if (isEnding) return;
    current = follow();
    await current;
  }
  goOn().catch(failed);
  async function follow(): Promise<Part> {
    await page.stop();
    return next();
  }
  return {
    async stop() {
      isEnding = true;
      await (await current).stop();
    },
  };
}
