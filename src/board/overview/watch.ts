/**
 * What changes on the board, for everybody who listens: while anybody does, the database is asked once a second, however
 * many they are. Nobody asks a tracker.
 */
import type { Logger } from 'pino';

import type { BoardNews, BoardQueries } from '../../store/index.ts';

export type Watch = {
  /** Calls back with what changed. @returns ends it */
  listen(hear: (news: readonly BoardNews[]) => void): () => void;
  stop(): void;
};

/** Milliseconds between two questions. */
const every = 1000;

export function createWatch(
  board: Pick<BoardQueries, 'changedSince' | 'lastVersion'>,
  log: Pick<Logger, 'debug'>,
  pause = every,
): Watch {
  const listeners = new Set<(news: readonly BoardNews[]) => void>();

  /** Asks until nobody listens. */
  async function watch(): Promise<void> {
    let last: number | null = null;
    while (listeners.size > 0) {
      try {
        if (last === null) last = await board.lastVersion();
        else {
          const { version, news } = await board.changedSince(last);
          last = version;
          if (news.length > 0) for (const hear of listeners) hear(news);
        }
      } catch (error) {
        log.debug({ err: error }, 'What changed on the board could not be read; Baton will retry.');
      }
      await new Promise<void>((resolve) => {
        setTimeout(resolve, pause).unref();
      });
    }
  }

  let watching: Promise<void> | null = null;
  return {
    listen(hear) {
      listeners.add(hear);
      watching ??= watch().finally(() => {
        watching = null;
      });
      return () => {
        listeners.delete(hear);
      };
    },
    stop() {
      listeners.clear();
    },
  };
}
