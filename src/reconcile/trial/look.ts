/**
 * Trying a proposed policy: it is played over the issues that are there, beside the policy in force, and what would be
 * decided differently is kept for the check `Baton policy`. A look at a trial plays it over a few issues and leaves the
 * rest to the next one, so that nothing else waits for it. Nothing is written on any issue, and nothing is recorded of
 * anybody: a policy that is not in force says nothing about who holds a role.
 */
import { InstallationGone } from '../../github/index.ts';
import type { Turn } from '../../inbox/index.ts';
import { keyOf, soon, wantOf } from '../../items.ts';
import { TryLater, type Item, type Repository } from '../../tracker.ts';
import type { Deps } from '../facts/index.ts';
import { proposalOf } from './policy-check.ts';
import { tryOn, type Comparison } from './issue.ts';
import { keysToTry, problemsInJira, tryInJira } from './jira.ts';
import {
  fresh,
  identityOf,
  isInForce,
  keepTrial,
  keptTrial,
  type KeptTrial,
  type Listed,
  type TrialItem,
} from './progress.ts';
import { allowance, keepSpent, readSpent, spend, type Spent } from './pace.ts';

/** Closed issues are tried if they changed within so many days. */
const days = 90;
/** How many issues a trial reads at most. */
const most = 200;
/** How many issues of Jira a trial reads at most. */
const mostInJira = 50;
/** How many of them one look reads. */
const portion = 10;
/** How often an issue is tried to be read, before the trial does without it. */
const patience = 3;

/**
 * Looks at a trial.
 * @param share the part of an installation's rate limit that trials may use
 * @returns when to go on; nothing when it is over
 * @throws {TryLater}
 */
export async function lookAtTrial(
  deps: Deps,
  item: TrialItem,
  turn: Turn,
  share: number,
): Promise<{ readonly again: number } | void> {
  const { store, reads } = deps;
  const { installation, repository, pull: number } = item;
  // By the clock by which GitHub's limits are told; when to look again is told by the one that items are judged by.
  const begun = Date.now();
  const before = await readSpent(store, installation);
  const may = allowance(reads.budget(installation), before, share, begun);
  if (may.kind === 'later') return { again: deps.now() + may.until - begun };
  const compared = await comparisonOf(deps, { kind: 'pull-request', installation, repository, number });
  if (compared === null) return undefined;

  const of = identityOf(compared.proposed, compared.inForce);
  try {
    return await goOn(deps, item, turn, { ...compared, of, before, begun, points: may.points });
  } catch (error) {
    const isLast = !(error instanceof TryLater) && turn.failures + 1 >= turn.attempts;
    if (isLast && !(error instanceof InstallationGone)) await giveUp(deps, item, of);
    throw error;
  }
}

type Going = Comparison & {
  readonly repository: Repository;
  readonly of: string;
  readonly before: Spent | null;
  readonly begun: number;
  /** Of the rate limit, as many as may be used now. */
  readonly points: number;
};

/** Plays the policies over a few issues more. */
async function goOn(
  deps: Deps,
  item: TrialItem,
  turn: Turn,
  going: Going,
): Promise<{ readonly again: number } | void> {
  const { store } = deps;
  const { of, before, begun, points } = going;
  const { installation, repository, pull: number } = item;
  const kept = (await keptTrial(store, item, of)) ?? nothingOf(of);
  if (kept.run === null && kept.done !== null && deps.now() - kept.done.at < fresh) return undefined;
  const trial = kept.run === null ? await begin(deps, item, going, kept) : kept;
  const next = remaining(trial).slice(0, Math.min(portion, points));
  const played = await play(deps, { item, turn, compared: going }, trial, next);
  await keepSpent(store, installation, spend(before, played.points, begun));
  if (!turn.stillMine()) throw new TryLater('Another worker may be at this trial: its claim was lost.');
  const over = played.failure === null && remaining(played.trial).length === 0;
  await keepTrial(store, item, over ? finished(played.trial, deps.now()) : played.trial, deps.now());
  if (played.failure !== null) throw played.failure.error;
  if (!over) return { again: deps.now() };
  // The check shows it, and somebody waits for that: whoever looks at the pull request writes it, and nobody else.
  await deps.want([wantOf({ kind: 'pull-request', installation, repository, number }, { priority: soon })]);
  deps.log.info({ item: keyOf(item), issues: played.trial.known.length }, 'tried a policy');
  return undefined;
}

/** The check says that it failed, instead of that it goes on. */
async function giveUp(deps: Deps, item: TrialItem, of: string): Promise<void> {
  const kept = (await keptTrial(deps.store, item, of)) ?? nothingOf(of);
  const now = deps.now();
  await keepTrial(deps.store, item, { ...kept, run: null, failedAt: now }, now);
  const { installation, repository, pull: number } = item;
  await deps.want([wantOf({ kind: 'pull-request', installation, repository, number }, { priority: soon })]);
}

/** What is to be compared; null: nothing any more. */
async function comparisonOf(
  deps: Deps,
  pull: Extract<Item, { kind: 'pull-request' }>,
): Promise<(Comparison & { readonly repository: Repository }) | null> {
  const seen = await deps.reads.observe(pull);
  if (seen.kind !== 'pull-request' || seen.pullRequest.state !== 'open') return null;
  const { repository, pullRequest } = seen;
  const inForce = await deps.inForce(pull.installation, repository, seen.policy);
  const proposal = await proposalOf(deps, { item: pull, repository, pullRequest, inForce });
  if (proposal.kind !== 'file' || proposal.result.kind !== 'policy') return null;
  const { policy: proposed } = proposal.result;
  if (isInForce(proposed, inForce) || pullRequest.isFromFork !== false) return null;
  return { proposed, inForce, repository };
}

const nothingOf = (of: string): KeptTrial => ({
  of,
  done: null,
  run: null,
  known: [],
  unread: [],
  problems: [],
  failedAt: null,
});

/** Lists what is to be tried. What is known of issues that did not change since stays known; of Jira's that is not told. */
async function begin(deps: Deps, item: TrialItem, compared: Going, kept: KeptTrial): Promise<KeptTrial> {
  const { reads } = deps;
  const { proposed, repository, begun } = compared;
  const since = reads.now() - days * 24 * 3_600_000;
  const found = await reads.listToTry(item.installation, item.repository, since, most);
  const keys = await keysToTry(deps, item, compared);
  const listed: readonly Listed[] = [
    ...found.issues.map(({ number, updatedAt }): Listed => ({
      tracker: 'github',
      number,
      name: `#${number}`,
      updatedAt,
    })),
    ...keys.slice(0, mostInJira).map((name): Listed => ({ tracker: 'jira', name, updatedAt: begun })),
  ];
  const changes = new Map(listed.map((each) => [each.name, each.updatedAt]));
  const known = kept.known.filter((each) => changes.get(each.name) === each.updatedAt);
  const { problems } = await reads.members(item, proposed, { pins: await deps.store.pins(repository.id) });
  const inJira = await problemsInJira(deps, repository.name, compared);
  const run = { listed, total: found.total + keys.length, inJira: keys.length };
  return { ...kept, run, known, unread: [], problems: [...problems, ...inJira], failedAt: null };
}

/** The issues that are still to be tried. */
function remaining({ run, known, unread }: KeptTrial): readonly Listed[] {
  const over = new Set([...known.map((each) => each.name), ...unread]);
  return (run?.listed ?? []).filter((each) => !over.has(each.name));
}

type Played = {
  readonly trial: KeptTrial;
  /** Of the rate limit. A long timeline costs more when it is read first: that is not counted. */
  readonly points: number;
  /** What ended it early. */
  readonly failure: { readonly error: unknown } | null;
};

async function play(
  deps: Deps,
  { item, turn, compared }: { readonly item: TrialItem; readonly turn: Turn; readonly compared: Going },
  trial: KeptTrial,
  issues: readonly Listed[],
): Promise<Played> {
  const known = [...trial.known];
  const unread = [...trial.unread];
  // The pull request, and the list.
  let points = 2;
  const sofar = (): KeptTrial => ({ ...trial, known, unread });
  for (const listed of issues) {
    const { name, updatedAt } = listed;
    if (!turn.stillMine()) break;
    points += 1;
    try {
      const found =
        listed.tracker === 'github'
          ? await tryOn(deps, item, listed.number, compared)
          : await tryInJira(deps, { item, repository: compared.repository }, name, compared);
      // One that is gone meanwhile has no differences; it is left out where that is told.
      const gone = { name, url: null, title: '', state: 'closed', differences: [] } as const;
      if (found === null && listed.tracker === 'jira') unread.push(name);
      else known.push({ ...(found ?? gone), updatedAt });
    } catch (error) {
      const isAll = error instanceof TryLater && error.scope === 'installation';
      if (isAll || error instanceof InstallationGone || turn.tries < patience)
        return { trial: sofar(), points, failure: { error } };
      deps.log.warn({ err: error, item: keyOf(item), issue: name }, 'A policy cannot be tried on an issue.');
      unread.push(name);
    }
  }
  return { trial: sofar(), points, failure: null };
}

/** The trial with what came out of it, and nothing to do any more. */
function finished(trial: KeptTrial, at: number): KeptTrial {
  const { run, known, unread, problems } = trial;
  const listed = run?.listed ?? [];
  const byName = new Map(known.map((each) => [each.name, each]));
  const issues = listed.flatMap((each) => byName.get(each.name) ?? []);
  return {
    ...trial,
    run: null,
    done: {
      kind: 'tried',
      at,
      issues: issues.filter(({ differences: found }) => found.length > 0),
      tried: issues.length,
      unread: unread.length,
      total: run?.total ?? 0,
      inJira: run?.inJira ?? 0,
      days,
      problems,
    },
  };
}
