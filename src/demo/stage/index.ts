/** The demo in a browser: a page on this machine alone. */
import { randomBytes } from 'node:crypto';

import { getRequestListener } from '@hono/node-server';

import { createExplain } from '../../reconcile/index.ts';
import { close, createBoundedServer, listen } from '../../web/index.ts';
import { createApp, explaining } from './app.ts';
import { openStage } from './stage.ts';

export type Serving = {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Where its links lead besides: to the board, and by way of the made-up GitHub. Others once it starts again. */
  readonly beside: () => readonly string[];
  close(): Promise<void>;
};

/**
 * Serves it until it is closed.
 * @param port 0: a free one
 * @throws CannotListen
 */
export async function serveStage({ port }: { readonly port: number }): Promise<Serving> {
  const stage = await openStage();
  let real = port;
  const explainer = () => {
    const { service, clock } = stage.world();
    return createExplain({ reads: service.tracker.reads, store: service.store, now: () => clock.now() });
  };
  const app = createApp({
    stage,
    key: randomBytes(18).toString('base64url'),
    port: () => real,
    explain: explaining(stage, explainer),
  });
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createBoundedServer((request, response) => void answer(request, response));
  try {
    const url = await listen(server, '127.0.0.1', port);
    real = Number(new URL(url).port);
    return {
      url,
      beside: () => [stage.world().service.url, stage.world().github.url],
      async close() {
        // Pages that listen for changes never end by themselves.
        const closed = close(server);
        server.closeAllConnections();
        await Promise.all([closed, stage.close()]);
      },
    };
  } catch (error) {
    await stage.close();
    throw error;
  }
}
