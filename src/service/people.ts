/** The pages for people, loaded when the first of them is asked for: webhooks and starts wait for nothing of it. */
import type { Logger } from 'pino';

import type { Board } from '../board/index.ts';
import type { Environment } from '../environment/index.ts';
import type { WebOptions } from '../web/index.ts';
import type { Parts } from './parts.ts';
import type { Starting } from './prepare.ts';

export type People = {
  readonly answer: NonNullable<WebOptions['people']>;
  readonly stop: () => Promise<void>;
};

/** @param now by which items are judged (milliseconds since the epoch) */
export function peopleOf(
  parts: Parts,
  {
    environment,
    now,
    troubles,
    log,
  }: Pick<Starting, 'troubles'> & {
    readonly environment: Environment;
    readonly now: () => number;
    readonly log: Logger;
  },
): People {
  let loading: Promise<Board> | null = null;
  const load = async (): Promise<Board> => {
    const { createBoard } = await import('../board/index.ts');
    const { store, github, tracker, jira, heed, inbox, outages } = parts;
    return createBoard({
      environment,
      store,
      github,
      reads: tracker.reads,
      jira,
      now,
      clock: parts.clock.now,
      heed,
      inbox: {
        metrics: () => inbox.metrics(),
        dead: () => inbox.dead(),
        again: (key) => sendAgain(inbox, key),
      },
      outages: () => outages.current(),
      troubles: troubles ?? (() => []),
      log,
    });
  };
  return {
    async answer(request, response) {
      loading ??= load().catch((error: unknown) => {
        loading = null;
        throw error;
      });
      await (await loading).answer(request, response);
    },
    async stop() {
      await (await loading)?.stop();
    },
  };
}

/** As `baton dead-letters again` does: what cannot be read waits for the next event. */
async function sendAgain(inbox: Parts['inbox'], key: string | null): Promise<number> {
  const wants = (await inbox.dead()).flatMap((letter) =>
    letter.item !== null && (key === null || letter.key === key)
      ? [{ key: letter.key, group: letter.group, item: letter.item }]
      : [],
  );
  if (wants.length > 0) await inbox.want(wants);
  return wants.length;
}
