/** Who we are on GitHub, for the log: the first sign that the credentials are right. */
import { setTimeout as wait } from 'node:timers/promises';

import type { Logger } from 'pino';

import type { GitHub } from '../github/index.ts';
import { TryLater } from '../tracker.ts';

/** Asks GitHub who we are, until it says so. */
export async function introduce(github: GitHub, log: Logger, signal: AbortSignal): Promise<void> {
  for (let pause = 1000; !signal.aborted; pause = Math.min(pause * 2, 60_000)) {
    try {
      const { login } = await github.self();
      log.info({ login }, `GitHub knows this App as ${login}.`);
      return;
    } catch (error) {
      if (signal.aborted) return;
      const why = error instanceof Error ? error.message : String(error);
      // Once: if it lasts, it is told as an outage.
      log[pause === 1000 ? 'warn' : 'debug'](
        { why },
        'GitHub did not say which App this is; Baton will retry.',
      );
      // Where GitHub named a moment, it is left alone until then.
      const until = error instanceof TryLater ? (error.until ?? 0) : 0;
      await wait(Math.max(pause, until - Date.now()), undefined, { signal, ref: false }).catch(() => {});
    }
  }
}
