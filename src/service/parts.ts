/** Everything that Baton is made of, put together; nothing of it moves yet. */
import type { Logger } from 'pino';

import {
  changeShape,
  createApp,
  createCatchUp,
  createGitHub,
  createGitHubTracker,
  createHeed,
  createLook,
  eventNames,
  mostTogether,
  expectedShape,
  keptEditsShape,
  pastShape,
  seenShape,
  wish,
  type Access,
  type Change,
  type GitHub,
  type GitHubTracker,
  type Reads,
  type Part,
  type Rhythm,
  type Work,
} from '../github/index.ts';
import {
  createDeliveries,
  createInbox,
  createKeptWorkSet,
  createWantedAlready,
  createPress,
  type Clock,
  type Inbox,
  type Look,
  type Turn,
} from '../inbox/index.ts';
import {
  createChangeKeeper,
  createJira,
  createJiraTracker,
  jiraEvents,
  partShape,
  sweepJira,
  type JiraSite,
  type JiraTracker,
  type JiraWork,
  type RequestOutcome,
} from '../jira/index.ts';
import { keysBeside, later } from '../items.ts';
import { createMetrics } from '../metrics.ts';
import { createOutages, type Outages } from '../outages.ts';
import { createBases, openOf } from '../reconcile/index.ts';
import {
  comparedStore,
  changeStore,
  pastStore,
  remarkStore,
  seenStore,
  storeReadiness,
  troubleOf,
  type Store,
} from '../store/index.ts';
import { TryLater, type ApiMoved, type Item } from '../tracker.ts';
import { askingAs } from '../urgency.ts';
import { workShape, type AnyWork } from './work.ts';

/** What a look at an item may use. */
export type LookParts = {
  readonly store: Store;
  readonly github: GitHub;
  readonly tracker: GitHubTracker;
  /** null: the server knows no Jira site. */
  readonly jira: JiraTracker | null;
  /** For wishes that a look leads to. */
  readonly inbox: Pick<Inbox<Work>, 'want'>;
  readonly log: Logger;
};

export type Making = {
  readonly store: Store;
  readonly access: Access;
  readonly jiraSites: readonly JiraSite[];
  /** Whether deliveries that a sweep would find are on the disk before they are acknowledged, too. */
  readonly flushAll: boolean;
  readonly createItemLook: (parts: LookParts) => Look<Item>;
  /** By which items are judged. */
  readonly now: () => number;
  /** By which looks are due, and Baton does by itself what it does. */
  readonly clock: Clock;
  readonly rhythm: Rhythm;
  readonly log: Logger;
};

/** What the steps of starting and stopping need of each other. */
export type Parts = ReturnType<typeof createParts>;

/**
 * Evaluations under way at once, and how many of them may be of one installation: its writes go out one by one, and
 * must not keep the others waiting. Rounds and sweeps leave places to events.
 */
const concurrency = 16;
const perGroup = 4;

const updateBaton =
  'Baton asks this GitHub once more what it has. If that does not help, items end as dead letters: update Baton, then run `baton dead-letters again --all`.';

/** Nothing is sent or looked at until the inbox is started. */
export function createParts({
  store,
  access,
  jiraSites,
  flushAll,
  createItemLook,
  now,
  clock,
  rhythm,
  log,
}: Making) {
  const app = createApp(access, log.child({}, { level: quieter(log.level) }));
  const storeReady = storeReadiness(store.db);
  const outages = createOutages({
    clock,
    log,
    waiting: async () => (await set.metrics(clock.now())).retrying,
    isAway: async ({ kind }) =>
      kind === 'github' ? isAway(github) : kind === 'database' && (await storeReady()).kind !== 'ready',
    // What was answered with 503 meanwhile is asked for at once.
    ended({ kind }) {
      if (kind !== 'database') return;
      inbox.want([wish({ kind: 'missed', installation: 0 }, { soon: true })]).catch((error: unknown) => {
        log.debug({ err: error }, 'Missed deliveries cannot be requested now; Baton will retry.');
      });
    },
  });
  const onAnswer = (part: Part, cause: string | null): void => {
    if (cause === null) outages.worked({ kind: 'github' }, part);
    else outages.failed({ kind: 'github' }, cause, part);
  };
  const onLimit = (installation: number, until: number): void => {
    const who = installation === 0 ? 'the App itself' : `the installation ${installation}`;
    log.warn({ installation, until: new Date(until).toISOString() }, `GitHub's rate limit for ${who}.`);
    // For other processes, and the next start: the look that met it may be another installation's.
    inbox.pause(String(installation), until).catch((error: unknown) => {
      log[troubleOf(error) === null ? 'warn' : 'debug'](
        { err: error, installation },
        'A rate limit could not be noted.',
      );
    });
  };
  const onMoved = (error: ApiMoved, operation: string): void => {
    log.error({ what: error.what, operation }, `${error.message} ${updateBaton}`);
  };
  const github = createGitHub(app, clock.now, { onLimit, onMoved, onAnswer });
  const openJira = (site: JiraSite): ReturnType<typeof createJira> =>
    createJira(
      site,
      {
        now: clock.now,
        ...(access.timeout === undefined ? {} : { timeout: access.timeout }),
        onTokenRefused: (error) => log.error({ site: site.name }, error.message),
        onRequest(outcome, status) {
          metrics.askedJira(site.name, outcome);
          const source = { kind: 'jira', site: site.name } as const;
          const cause = outageOf(outcome, status);
          if (cause === null) outages.worked(source);
          else outages.failed(source, cause);
        },
      },
      createChangeKeeper(site.name, pastStore(store.db, partShape), clock.now),
    );
  const metrics = createMetrics({
    eventNames: [...eventNames, ...jiraEvents],
    inbox: () => inbox,
    requests: () => github.requests(),
    requestsByUrgency: () => github.requestsByUrgency(),
    failures: () => github.failures(),
    moved: () => github.moved(),
    jiraSites: jiraSites.map(({ name }) => name),
    budgets: () => github.budgets(),
    left: (installation) => github.pacing.left(installation),
    outages: () => outages.current(),
    now: clock.now,
  });
  const pasts = pastStore(store.db, pastShape);
  const tracker = createGitHubTracker(github, {
    now,
    pasts,
    edits: pastStore(store.db, keptEditsShape),
    expected: pastStore(store.db, expectedShape),
    seen: seenStore(store.db, seenShape, clock.now),
    compared: comparedStore(store.db),
    remarks: remarkStore(store.db),
    onWritten: (effects) => metrics.wrote(effects.map(({ kind }) => kind)),
  });
  const jira = jiraSites.length === 0 ? null : createJiraTracker(jiraSites, clock.now, openJira);
  const want: Inbox<AnyWork>['want'] = (wants) => inbox.want(wants);
  const wantedAlready = createWantedAlready<AnyWork>();
  const deliveries = createDeliveries<AnyWork>(store.db, clock.now, {
    durably: store.durably,
    atOnce: store.atOnce,
    durable: flushAll,
    wanted: () => inbox.wake(),
    wantedAlready,
  });
  const bases = createBases({ store, reads: tracker.reads, want, now });
  const catchUp = createCatchUp(
    {
      github,
      store,
      seen: tracker.seen,
      want,
      refreshBases: bases.refresh,
      taken: (guids) => deliveries.known(guids),
      log,
    },
    rhythm,
    clock.now,
  );
  const changes = changeStore<Change>(store.db, changeShape);
  const heed = createHeed({ changes, remembered: tracker.remembered, github });
  const look = createLook({
    github,
    catchUp,
    inbox: () => inbox,
    lookAtItem: dueBy(
      clock,
      tracker.reads,
      createItemLook({ store, github, tracker, jira, inbox: { want }, log }),
    ),
  });
  const lookAtJira = async ({ site }: JiraWork, turn: Turn): Promise<{ readonly again: number | null }> => {
    const sweeper = jira?.sweeper(site) ?? null;
    // The server does not know it any more.
    if (sweeper === null) return { again: null };
    const open = (items: readonly Item[]): Promise<readonly Item[]> => openOf(store, items);
    await turn.aside(`jira ${site} sweep`, () => sweepJira({ sweeper, store, want, open, log }));
    return { again: clock.now() + rhythm.jiraSweep * (0.9 + Math.random() * 0.2) };
  };
  const press = createPress();
  const set = createKeptWorkSet<AnyWork>(store.db, { perGroup, shape: workShape, log, wantedAlready });
  const inbox: Inbox<AnyWork> = createInbox<AnyWork>({
    set,
    look: metrics.timed(
      telling(outages, (work, turn) =>
        askingAs(turn.urgency, async () => {
          await heed();
          return work.kind === 'jira-sweep' ? lookAtJira(work, turn) : look(work, turn);
        }),
      ),
    ),
    // What is of no installation has no limit of GitHub's.
    pace: (group, urgency) => github.pacing.waitOf(Number(group), urgency),
    besides(work, priority) {
      // Where somebody waits for one, it waits for no other.
      const keys = priority < later ? null : keysBeside(work);
      return keys === null ? null : { keys, most: mostTogether - 1 };
    },
    concurrency,
    attempts: rhythm.attempts,
    backoff: rhythm.backoff,
    giveWay: press.giveWay,
    clock,
    log,
  });
  return {
    clock,
    store,
    app,
    github,
    tracker,
    jira,
    jiraSites,
    metrics,
    outages,
    storeReady,
    deliveries,
    pasts,
    changes,
    heed,
    catchUp,
    set,
    press,
    inbox,
  };
}

/** Whether GitHub does not even say who we are. */
async function isAway(github: GitHub): Promise<boolean> {
  try {
    await (await github.app()).rest.apps.getAuthenticated();
    return false;
  } catch (error) {
    return error instanceof TryLater && error.scope === 'item';
  }
}

/** What a request to Jira says of the site as a whole; null: it is there. */
function outageOf(outcome: RequestOutcome, status: number | null): string | null {
  if (status === null) return 'does not answer';
  if (outcome === 'refused') return status === 403 ? null : `refuses our token (${status})`;
  return status >= 300 && outcome !== 'answered' && status !== 429 ? `answers ${status}` : null;
}

/** Tells which items fail for a reason that may pass. A rate limit has lines of its own. */
function telling(outages: Outages, look: Look<AnyWork>): Look<AnyWork> {
  return async (work, turn) => {
    try {
      const looked = await look(work, turn);
      outages.itemWorked(turn.key);
      return looked;
    } catch (error) {
      const isLimit = error instanceof TryLater && error.scope === 'installation';
      if (error instanceof TryLater && !isLimit) outages.itemFailed(turn.key, error.message);
      throw error;
    }
  };
}

/** Items are judged by the tracker's clock: what is due by that one is due as much later by ours. */
function dueBy(ours: Clock, theirs: Pick<Reads, 'now'>, look: Look<Item>): Look<Item> {
  return async (item, turn) => {
    const looked = await look(item, turn);
    return { again: looked?.again == null ? null : looked.again - theirs.now() + ours.now() };
  };
}

/** What Probot says of a webhook that failed is said by whoever took it; the rest is of no interest. */
function quieter(level: string): string {
  return level === 'silent' ? level : 'fatal';
}
