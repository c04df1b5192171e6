/** A look at a pull request, or at the commit a merge queue made of it: observe, gather, fold, judge, plan, perform. */
import {
  checkOnPull,
  planPull,
  pullEntry,
  type BoardEntry,
  type Effect,
  type PullVerdict,
} from '../../handoff/index.ts';
import { keyOf } from '../../items.ts';
import { boardStore, type BoardChange } from '../../store/index.ts';
import type { Observation } from '../../tracker.ts';
import {
  askedUntilNow,
  earliest,
  gather,
  placeOf,
  judgePullFacts,
  type JudgedPull,
  type Deps,
  type InForce,
  type Looking,
  type PullFacts,
} from '../facts/index.ts';
import {
  keepOnBoard,
  newOnBoard,
  noteFormer,
  nothingChanged,
  record,
  recordAgainstOnPull,
  recordHeard,
  recordSilently,
  restsOnAs,
  type RestsOn,
  versionOf,
} from '../ledger/index.ts';
import { after, lastDecisionOf, saidEver, saidLately, writing, type LastDecision } from '../memory/index.ts';
import { policyCheck } from '../trial/index.ts';
import { endOfPolicy } from './pull-without-policy.ts';
import { pageOf } from './page-of.ts';
import { keepKnown, knownOf, sayTryingAgain, type Looked, type SoFar } from './retrying.ts';
import { leaveChecks, sharedCheck } from './shared-head.ts';
import { noteLinks, wantGroup, wantIssues, wantNumbers, wantPolicyKnown } from './wants.ts';
import { write } from './write.ts';

type Kind = 'pull-request' | 'merge-group';
type Seen = Extract<Observation, { kind: 'pull-request' }>;
type PolicyInForce = Extract<InForce, { kind: 'policy' }>;

/** When to look without being asked, because something was judged without all that is needed. */
type Again = { readonly again: number | null };

/** Looks at a pull request; while that cannot be done, its check says that it is tried again. */
export async function lookAtPull(deps: Deps, looked: Looked): Promise<Again | void> {
  let soFar: SoFar = { seen: null, inForce: null };
  try {
    const seen = await deps.reads.observe(looked.item);
    if (seen.kind !== 'pull-request') {
      if (looked.item.kind === 'pull-request')
        await boardStore(deps.store.db).takeFromBoard(keyOf(looked.item), deps.now());
      return nothingChanged(deps, looked, null);
    }
    soFar = { seen, inForce: null };
    const inForce = await deps.inForce(looked.item.installation, seen.repository, seen.policy);
    soFar = { seen, inForce };
    return await lookAtSeen(deps, { ...looked, repository: seen.repository }, seen, inForce);
  } catch (error) {
    await sayTryingAgain(deps, looked, soFar, error);
    throw error;
  }
}

async function lookAtSeen(deps: Deps, looking: Looking<Kind>, seen: Seen, inForce: InForce): Promise<Again> {
  const { pullRequest } = seen;
  await wantPolicyKnown(deps, looking.item, inForce.kind !== 'none');
  const policyEffects =
    looking.item.kind === 'pull-request' && pullRequest.state === 'open'
      ? await policyCheck(deps, { item: looking.item, repository: looking.repository, pullRequest, inForce })
      : [];
  // Nothing of it counts for the check of a commit any more.
  if (pullRequest.state !== 'open' || inForce.kind !== 'policy')
    await leaveChecks(deps, looking, pullRequest.item.number);
  let again: number | null = null;
  if (inForce.kind === 'policy') {
    await noteLinks(deps, looking, seen.issues);
    const judged = await judgeSeen(deps, looking, seen, inForce);
    ({ again } = await perform(deps, looking, judged, policyEffects));
    deps.lookedAt.note(looking.item, versionOf(inForce), deps.begun());
    await noteSeen(deps, looking, seen);
  } else {
    if (inForce.kind === 'none') await keepOnBoard(deps, await boardOf(deps, looking, null, null));
    await endOfPolicy(deps, looking, { seen, inForce, policyEffects });
  }
  await wantGroup(deps, looking, seen);
  return { again };
}

/** For the sweep: what was seen of it, and of the issues that were read with it. */
async function noteSeen(
  { seen: notes }: Deps,
  { item, turn }: Looking<Kind>,
  { trace = null, traces = [] }: Seen,
): Promise<void> {
  if (item.kind !== 'pull-request') return;
  await notes.note(item, trace, turn.causes.length > 0);
  const { installation } = item;
  for (const { trace: ofIssue, ...where } of traces)
    await notes.noteDate({ kind: 'issue', installation, ...where }, ofIssue);
}

/** A pull request as it was judged. */
type Judged = JudgedPull & {
  readonly seen: Seen;
  readonly inForce: PolicyInForce;
  readonly facts: PullFacts;
  /** What was decided of it last. */
  readonly before: LastDecision;
};

async function judgeSeen(
  deps: Deps,
  looking: Looking<Kind>,
  seen: Seen,
  inForce: PolicyInForce,
): Promise<Judged> {
  const facts = await gather(writing(deps), placeOf(deps, looking), inForce, seen);
  const judged = judgePullFacts(facts, { ...looking.turn, told: deps.reads.now() });
  const before = await lastDecisionOf(deps.store, keyOf(looking.item));
  return { seen, inForce, facts, ...judged, before };
}

/** `shown`: what the board shows of it; null: it is not there. */
type Planned = { readonly effects: readonly Effect[]; readonly shown: BoardEntry | null };

async function plan(
  deps: Deps,
  looking: Looking<Kind>,
  { seen, inForce, facts, pull, verdict, now, before }: Judged,
): Promise<Planned> {
  const { policy, members, problems, inForceSince, pullRequest } = facts;
  const saying = {
    policy,
    members,
    policyUrl: inForce.url,
    ...pageOf(deps, looking),
    problems,
    now,
    inForceSince,
    justSaid: saidLately(before, deps.now()),
    remembered: saidEver(before, deps.now()),
    unansweredSince: before.lockedSince,
  };
  const onPull = planPull(pull, verdict, saying).filter((effect) => effect.kind !== 'check');
  const report = checkOnPull(pull, verdict, saying);
  const check =
    pullRequest.state === 'open'
      ? await sharedCheck(deps, looking, pullRequest, { siblings: seen.siblings, own: report })
      : [];
  const effects = [...(looking.item.kind === 'merge-group' ? [] : onPull), ...check];
  return { effects, shown: pullEntry(pull, verdict, saying) };
}

/** Writes what is planned, keeps what came of it, and has those looked at that depend on it. */
async function perform(
  deps: Deps,
  looking: Looking<Kind>,
  judged: Judged,
  policyEffects: readonly Effect[],
): Promise<Again> {
  const { seen, inForce, facts, verdict, before } = judged;
  const planned = await plan(deps, looking, judged);
  const effects = [...planned.effects, ...policyEffects];
  const restsOn = restsOnOf(looking, judged);
  const noted = await keepHeard(deps, looking, judged);
  const digest = pullDigest(verdict, facts);
  const account = { inForce, verdict: digest, before, isLocked: facts.pullRequest.locked === true };
  const { written, lockedSince, again } = await write(deps, looking, effects, account);
  const known = knownOf(seen, inForce);
  const recent = {
    ...after(before, written, { verdict: digest, text: '' }, deps.now()),
    known,
    lockedSince,
    restsOn: restsOnAs(restsOn),
  };
  const isNews = recent.verdict !== before.verdict;
  const board = await boardOf(deps, looking, facts.members, planned.shown);
  if (isNews || written.length > 0)
    await record(deps, looking, { inForce, verdict: digest, effects: written }, { recent, restsOn, board });
  else {
    if (recent.restsOn === before.restsOn && board === null)
      await keepKnown(deps, looking.item, { ...before, lockedSince }, known);
    else {
      const kept = { ...before, lockedSince, known, restsOn: recent.restsOn };
      await recordSilently(deps, looking, { recent: kept, restsOn, board });
    }
    nothingChanged(deps, looking, digest);
  }
  const { inJira } = facts;
  const reached = judged.issues.filter(({ item: { id } }) => !inJira.unreached.includes(id));
  await wantIssues(deps, looking, reached, { ...facts, policyUrl: inForce.url });
  await wantNumbers(deps, looking, noted);
  const missed = inJira.isMissing && isNews ? deps.now() + missingAgain : null;
  return { again: earliest([facts.again, verdict.changesAt, again, missed]) };
}

/** What is new of it on the board; a merge group is not there. */
const boardOf = async (
  deps: Deps,
  { item, repository }: Looking<Kind>,
  members: PullFacts['members'] | null,
  shown: BoardEntry | null,
): Promise<BoardChange | null> =>
  item.kind === 'merge-group' ? null : newOnBoard(deps, { item, repository }, shown, members);

/** Whose roles it rests on what is shown. Of one that is merged or closed, nothing changes any more. */
function restsOnOf({ item }: Looking<Kind>, { facts, before }: Judged): RestsOn {
  // The group's check follows from a look at the pull request.
  const isOver = facts.pullRequest.state !== 'open' || item.kind === 'merge-group';
  return { people: isOver ? [] : askedUntilNow(facts.members), isClosed: false, before };
}

/** Milliseconds after which what was missing is read once more: it may be back before a sweep has seen that it was gone. */
const missingAgain = 6 * 60_000;

/**
 * Keeps what is acted on before it is: deleting it later lifts nothing.
 * @returns the numbers of issues that something was said about, and that it does not link any more
 */
async function keepHeard(
  deps: Deps,
  { repository }: Looking<Kind>,
  { seen, facts, verdict }: Judged,
): Promise<readonly number[]> {
  await recordAgainstOnPull(deps, repository, facts.pullRequest, verdict);
  for (const { issue: link, verdict: found } of verdict.issues) {
    const issue = facts.issues.find(({ history }) => history.item.id === link.id);
    if (issue !== undefined && found !== null)
      await recordHeard(deps, repository, { ...facts, issue, verdict: found });
  }
  return noteFormer(deps, repository, seen.pullRequest, facts);
}

/** What a look at a pull request comes to, in a line of the ledger: two with the same digest show the same to everybody. */
function pullDigest({ conclusion, pass, reasons }: PullVerdict, { pullRequest }: PullFacts): string {
  return JSON.stringify({
    conclusion,
    pass: pass?.kind ?? null,
    ...(pass?.kind === 'exempt' ? { exempt: pass.why, what: pass.what, by: pass.by?.login ?? null } : {}),
    held: reasons.map((reason) => reason.kind),
    head: pullRequest.headSha,
  });
}
