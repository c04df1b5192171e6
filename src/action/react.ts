/** One event of a workflow, from beginning to end: what the App does with a webhook, without a server and without a store. */
import type { Logger } from 'pino';

import {
  createGitHubTracker,
  createHeed,
  createIntake,
  createLook as createLookAtWork,
  createWorkflowGitHub,
  changeShape,
  keptEditsShape,
  mostTogether,
  pastShape,
  wish,
  type CatchUp,
  type Change,
  type Reads,
  type Work,
  type WorkflowAccess,
} from '../github/index.ts';
import { createDeliveries, createInbox, createKeptWorkSet, type Inbox } from '../inbox/index.ts';
import { keysBeside, later } from '../items.ts';
import { createLook, gateLabelsOf } from '../reconcile/index.ts';
import {
  changeStore,
  comparedStore,
  linesOfLedger,
  openStore,
  pastStore,
  remarkStore,
  type KeptLine,
} from '../store/index.ts';
import { askingAs } from '../urgency.ts';
import { installation, type WorkflowEvent } from './event.ts';

export type Reacting = {
  readonly access: WorkflowAccess;
  /** `owner/name`. */
  readonly repository: string;
  readonly id: string;
  readonly event: Extract<WorkflowEvent, { kind: 'webhook' | 'everything' }>;
  /** Milliseconds after which what is not done is left to the next event. */
  readonly within: number;
  readonly log: Logger;
};

export type Reaction = {
  /** What was evaluated and written, in its order. */
  readonly lines: readonly KeptLine[];
  /** What could not be done, and why; in sentences. */
  readonly failures: readonly string[];
  /** What could not be seen of who holds which role; in sentences. */
  readonly unseen: readonly string[];
  readonly requests: number;
};

/** Nothing outlives the run: whatever is to happen later is the next event's, or the schedule's. */
const noCatchUp: CatchUp = {
  missed: async () => ({ again: Number.MAX_SAFE_INTEGER }),
  sweep: async () => ({ again: null }),
  listed: async () => {},
  firstSweep: async () => null,
  isSwept: async () => true,
  nextRound: async () => Number.MAX_SAFE_INTEGER,
  roundDone: async () => {},
};

/** @throws {TryLater} where GitHub does not say who we are */
export async function react({ access, repository, id, event, within, log }: Reacting): Promise<Reaction> {
  const store = await openStore(':memory:');
  const github = createWorkflowGitHub(access);
  const now = (): number => github.now();
  const failed = new Map<string, string>();
  const unseen = new Set<string>();
  try {
    const tracker = createGitHubTracker(github, {
      now,
      pasts: pastStore(store.db, pastShape),
      edits: pastStore(store.db, keptEditsShape),
      compared: comparedStore(store.db),
      remarks: remarkStore(store.db),
    });
    // The token is of this repository alone, and no App was installed: a policy counts from when its file came.
    const reads: Reads = {
      ...tracker.reads,
      installationSince: async () => null,
      isInstalled: async () => false,
      async members(...asked) {
        const found = await tracker.reads.members(...asked);
        for (const problem of found.problems) unseen.add(problem);
        return found;
      },
    };
    const want: Inbox<Work>['want'] = (wants) => inbox.want(wants);
    const lookAtItem = createLook({
      tracker: { ...tracker, reads },
      store,
      want,
      now,
      onboarding: false,
      log,
    });
    const lookAtWork = createLookAtWork({ github, inbox: () => inbox, lookAtItem, catchUp: noCatchUp });
    const heed = createHeed({
      changes: changeStore<Change>(store.db, changeShape),
      remembered: tracker.remembered,
      github,
    });
    const inbox = createInbox<Work>({
      set: createKeptWorkSet<Work>(store.db, {}),
      look: (work, turn) =>
        askingAs(turn.urgency, async () => {
          await heed();
          try {
            const looked = await lookAtWork(work, turn);
            failed.delete(turn.key);
            return looked;
          } catch (error) {
            failed.set(turn.key, error instanceof Error ? error.message : String(error));
            throw error;
          }
        }),
      besides(work, priority) {
        const keys = priority < later ? null : keysBeside(work);
        return keys === null ? null : { keys, most: mostTogether - 1 };
      },
      concurrency: 4,
      attempts: 3,
      log,
    });
    await github.self();
    if (event.kind === 'everything') {
      await want([wish({ kind: 'repository', installation, repository }, { soon: true })]);
    } else {
      const deliveries = createDeliveries<Work>(store.db, Date.now);
      const keep = createIntake({
        appId: (await github.self()).id,
        keep: (delivery, consequences) => deliveries.keep(delivery, consequences),
        github,
        noPolicies: store,
        gateLabels: (of) => gateLabelsOf(store, of),
      });
      await keep({ id, name: event.name, payload: event.payload });
    }
    inbox.start();
    const isDone = await endsWithin(inbox.settled(), within);
    await inbox.stop();
    const lines: KeptLine[] = [];
    for await (const line of linesOfLedger(store.db, { since: 0, until: Number.MAX_SAFE_INTEGER }))
      lines.push(line);
    const { token: _, ...requests } = github.requests();
    return {
      lines,
      failures: [
        ...failed.values(),
        ...(isDone ? [] : ['The time was over before everything was evaluated.']),
      ],
      unseen: [...unseen],
      requests: Object.values(requests).reduce((sum, count) => sum + count, 0),
    };
  } finally {
    await store.close();
  }
}

async function endsWithin(work: Promise<void>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
