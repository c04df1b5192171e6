/**
 * What monitors read, in Prometheus' text form. Each service has a registry of its own. Labels have few values: no
 * names of repositories, and what comes from outside is counted under names that we know, or as `other`.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { Counter, Gauge, Histogram, Registry } from 'prom-client';

import type { Inbox, Look } from './inbox/index.ts';
import { requestOutcomes, type RequestOutcome } from './jira/index.ts';
import type { Outage } from './outages.ts';
import { Paced } from './tracker.ts';
import { urgencies, type Urgency } from './urgency.ts';

export type Metrics = {
  /** Counts a delivery; `reason` only where it was refused. */
  delivery(event: string, outcome: DeliveryOutcome, reason?: string): void;
  /** Counts a webhook that was acknowledged, by how long that took. */
  acknowledged(seconds: number): void;
  /** Counts a request to a Jira site. */
  askedJira(site: string, outcome: RequestOutcome): void;
  /** Counts what was written, by the effects' kinds. */
  wrote(kinds: readonly string[]): void;
  /** The same look, timed. */
  timed<T>(look: Look<T>): Look<T>;
  /** The page; without what the store tells where it cannot be read. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
  stop(): void;
};

export type DeliveryOutcome = 'accepted' | 'copy' | 'ignored' | 'refused' | 'not-kept';

export type MetricsSources = {
  /** Events that are counted under their own name. */
  readonly eventNames: readonly string[];
  readonly inbox: () => Pick<Inbox<unknown>, 'metrics'>;
  /** Requests to GitHub since the start, by kind. */
  readonly requests: () => Readonly<Record<string, number>>;
  /** The same by how urgent they were. */
  readonly requestsByUrgency: () => Readonly<Record<string, number>>;
  /** How many of them failed. */
  readonly failures: () => Readonly<Record<string, number>>;
  /** How often GitHub did not know what was asked for, by what it was. */
  readonly moved: () => ReadonlyMap<string, number>;
  /** The names of the Jira sites that the server knows. */
  readonly jiraSites: readonly string[];
  /** What is left of each installation's rate limit. */
  readonly budgets: () => ReadonlyMap<number, { readonly limit: number; readonly remaining: number }>;
  /** How many requests an installation has left for each urgency; null: nothing is known. */
  readonly left: (installation: number) => Readonly<Record<Urgency, number>> | null;
  /** What cannot be used now. */
  readonly outages: () => readonly Outage[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** In seconds. */
const untilDecided = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];
const untilAcknowledged = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const oneLook = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** How many installations are told of by name: those with the least left. */
const mostInstallations = 50;

export function createMetrics({
  eventNames,
  inbox,
  requests,
  requestsByUrgency,
  failures,
  moved,
  jiraSites,
  budgets,
  left: leftFor,
  outages,
  now,
}: MetricsSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string): Gauge => new Gauge({ name: `baton_${name}`, help, registers });
  /** Of what is counted elsewhere. */
  const byKind = (
    name: string,
    help: string,
    counts: MetricsSources['requests'],
    label: 'kind' | 'urgency' = 'kind',
  ): Counter =>
    new Counter({
      name: `baton_${name}`,
      help,
      labelNames: [label],
      registers,
      collect() {
        this.reset();
        for (const [kind, count] of Object.entries(counts())) this.inc({ [label]: kind }, count);
      },
    });
  const known = new Set(eventNames);
  const deliveries = new Counter({
    name: 'baton_deliveries_total',
    help: 'Webhook deliveries by event and outcome; the reason is given where one was refused.',
    labelNames: ['event', 'outcome', 'reason'] as const,
    registers,
  });
  // Without labels it is there from the start: an alert on what grows would miss the first one.
  const notKept = new Counter({
    name: 'baton_deliveries_not_kept_total',
    help: 'Deliveries that the store did not take; GitHub was told so.',
    registers,
  });
  const acknowledged = new Histogram({
    name: 'baton_acknowledgement_seconds',
    help: 'From a webhook’s headers to its acknowledgement; those that were refused are left out.',
    buckets: untilAcknowledged,
    registers,
  });
  const decided = new Histogram({
    name: 'baton_decision_seconds',
    help: 'From a delivery to the end of the evaluation that it caused.',
    buckets: untilDecided,
    registers,
  });
  const looks = new Histogram({
    name: 'baton_look_seconds',
    help: 'How long an evaluation takes, by how it ended and how urgent it was.',
    labelNames: ['outcome', 'urgency'] as const,
    buckets: oneLook,
    registers,
  });
  const sent = byKind('github_requests_total', 'Requests to GitHub by kind.', requests);
  const sentByUrgency = byKind(
    'github_requests_by_urgency_total',
    'Requests to GitHub by how urgent they were; those for tokens are left out.',
    requestsByUrgency,
    'urgency',
  );
  const waiting = gauge('items_waiting', 'Items that are due for evaluation now, paused ones included.');
  const running = gauge('items_running', 'Items that are being evaluated.');
  const scheduled = gauge(
    'items_scheduled',
    'Items to be evaluated later: deadlines, reminders, and what Baton does by itself.',
  );
  const inRounds = gauge(
    'items_in_rounds',
    'Items waiting because a policy, a membership or an installation changed, and not because of an event on them.',
  );
  const retrying = gauge('items_retrying', 'Items whose last evaluation failed, and that Baton will retry.');
  const unanswered = gauge(
    'oldest_unanswered_event_seconds',
    'How long the oldest delivery has waited for its evaluation; waits for a rate limit don’t count.',
  );
  const oldest = gauge('oldest_waiting_seconds', 'How long the oldest waiting item has waited.');
  const paused = gauge('installations_paused', 'Installations that wait for the end of a rate limit.');
  const paced = new Gauge({
    name: 'baton_items_paced',
    help: 'Items that wait so that the rate limit reaches for what is more urgent.',
    labelNames: ['urgency'] as const,
    registers,
  });
  const pacedFor = new Gauge({
    name: 'baton_paced_seconds',
    help: 'For how long such items of an installation still wait; only of those with the most items.',
    labelNames: ['installation', 'urgency'] as const,
    registers,
  });
  const dead = gauge('dead_letters', 'Items that failed for good; see baton dead-letters.');
  const memory = gauge('process_resident_memory_bytes', 'Memory of this process.');
  const heap = gauge('process_heap_used_bytes', "Memory in use on this process's heap.");
  const processorTime = new Counter({
    name: 'baton_process_cpu_seconds_total',
    help: 'Processor time of this process.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  const lag = gauge(
    'event_loop_lag_p99_seconds',
    'How late timers of this process are, since the last read.',
  );
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const failed = byKind(
    'github_request_failures_total',
    'Requests to GitHub that failed, by kind.',
    failures,
  );
  const unknown = new Counter({
    name: 'baton_github_schema_errors_total',
    help: 'How often GitHub did not know what Baton asks for: fields, arguments and types by name, REST as REST.',
    labelNames: ['what'] as const,
    registers,
    collect() {
      this.reset();
      for (const [what, count] of moved()) this.inc({ what }, count);
    },
  });
  const askedJira = new Counter({
    name: 'baton_jira_requests_total',
    help: 'Requests to Jira by site and outcome.',
    labelNames: ['site', 'outcome'] as const,
    registers,
  });
  // From the start: an alert on what grows would miss the first one.
  for (const site of jiraSites) for (const outcome of requestOutcomes) askedJira.inc({ site, outcome }, 0);
  const leastLeft = () =>
    [...budgets()]
      .toSorted(([, one], [, other]) => one.remaining - other.remaining)
      .slice(0, mostInstallations);
  const left = new Gauge({
    name: 'baton_github_rate_limit_remaining',
    help: "What is left of an installation's GraphQL points; only of those with the least.",
    labelNames: ['installation'] as const,
    registers,
    collect() {
      this.reset();
      for (const [installation, { remaining }] of leastLeft())
        this.set({ installation: String(installation) }, remaining);
    },
  });
  const leftByUrgency = new Gauge({
    name: 'baton_github_rate_limit_left',
    help: 'How many requests of an installation are left for each urgency, of GraphQL or REST, whichever has less.',
    labelNames: ['installation', 'urgency'] as const,
    registers,
    collect() {
      this.reset();
      for (const [installation] of leastLeft())
        for (const [urgency, count] of Object.entries(leftFor(installation) ?? {}))
          this.set({ installation: String(installation), urgency }, count);
    },
  });
  const effects = new Counter({
    name: 'baton_effects_total',
    help: 'What was written to GitHub, by kind: unassign, unlabel and reopen undo what somebody did.',
    labelNames: ['kind'] as const,
    registers,
  });
  const sources = [
    { of: 'github', site: '' },
    { of: 'database', site: '' },
    ...jiraSites.map((site) => ({ of: 'jira', site })),
  ];
  const outage = new Gauge({
    name: 'baton_outage_seconds',
    help: 'For how long GitHub, a Jira site or the database cannot be used; 0: it can.',
    labelNames: ['of', 'site'] as const,
    registers,
    collect() {
      for (const source of sources) this.set(source, 0);
      for (const { source, since } of outages()) {
        const site = source.kind === 'jira' ? source.site : '';
        this.set({ of: source.kind, site }, Math.max(0, now() - since) / 1000);
      }
    },
  });
  const ofStore = [waiting, running, inRounds, scheduled, retrying, unanswered, oldest, paused, dead];
  void [sent, sentByUrgency, failed, unknown, left, leftByUrgency, outage, processorTime];

  return {
    delivery(event, outcome, reason = '') {
      deliveries.inc({ event: known.has(event) ? event : 'other', outcome, reason });
      if (outcome === 'not-kept') notKept.inc();
    },
    acknowledged: (seconds) => acknowledged.observe(seconds),
    askedJira: (site, outcome) => askedJira.inc({ site, outcome }),
    wrote(kinds) {
      for (const kind of kinds) effects.inc({ kind });
    },
    timed: (look) => async (item, turn) => {
      const begun = now();
      const ended = (outcome: 'over' | 'failed' | 'paced'): void =>
        looks.observe({ outcome, urgency: turn.urgency }, (now() - begun) / 1000);
      try {
        const result = await look(item, turn);
        ended('over');
        if (turn.causes.length > 0) decided.observe(Math.max(0, now() - turn.since) / 1000);
        return result;
      } catch (error) {
        ended(error instanceof Paced ? 'paced' : 'failed');
        throw error;
      }
    },
    async text() {
      // Where the database does not tell, the rest is told all the same: these are left out.
      const work = await inbox()
        .metrics()
        .catch(() => null);
      for (const each of [paced, pacedFor]) each.reset();
      if (work === null) for (const each of ofStore) each.remove();
      else {
        waiting.set(work.waiting);
        running.set(work.running);
        inRounds.set(work.inRounds);
        scheduled.set(work.scheduled);
        retrying.set(work.retrying);
        unanswered.set(work.unanswered / 1000);
        oldest.set(work.oldest / 1000);
        paused.set(work.paused.size);
        for (const urgency of urgencies) paced.set({ urgency }, 0);
        for (const { urgency, waiting: items } of work.paced) paced.inc({ urgency }, items);
        const most = work.paced.toSorted((one, other) => other.waiting - one.waiting);
        for (const { group, urgency, until } of most.slice(0, mostInstallations))
          pacedFor.set({ installation: group, urgency }, Math.max(0, until - now()) / 1000);
        dead.set(work.dead);
      }
      const { rss, heapUsed } = process.memoryUsage();
      memory.set(rss);
      heap.set(heapUsed);
      lag.set(delay.count === 0 ? 0 : delay.percentile(99) / 1e9);
      delay.reset();
      return registry.metrics();
    },
    contentType: registry.contentType,
    stop: () => void delay.disable(),
  };
}
