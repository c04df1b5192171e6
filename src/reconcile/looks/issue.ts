/** A look at an issue: observe, gather, fold, judge, plan, perform. */
import {
  actsOn,
  foldIssue,
  issueEntry,
  noPolicyCard,
  pace,
  planIssue,
  unlessUntouched,
  type BoardEntry,
  type Effect,
  type IssueState,
  type Members,
  type Pace,
  type Observed,
  type Verdict,
} from '../../handoff/index.ts';
import { keyOf } from '../../items.ts';
import type { Observation } from '../../tracker.ts';
import {
  askedUntilNow,
  earliest,
  gather,
  placeOf,
  judgeIssueFacts,
  standsAlike,
  standsOf,
  type Deps,
  type InForce,
  type IssueFacts,
  type Looking,
} from '../facts/index.ts';
import {
  keepOnBoard,
  newOnBoard,
  nothingChanged,
  noPolicyVerdict,
  record,
  recordHeard,
  recordSilently,
  restsOnAs,
  versionOf,
} from '../ledger/index.ts';
import {
  after,
  digestOf,
  lastDecisionOf,
  saidEver,
  saidLately,
  writing,
  type LastDecision,
} from '../memory/index.ts';
import { issueDigest } from './issue-digest.ts';
import { pageOf } from './page-of.ts';
import { remind } from './remind.ts';
import { tellWaiters, tellWithoutPolicy } from './sub-issues.ts';
import { wantElsewhere, wantPolicyKnown, wantPulls } from './wants.ts';
import { write } from './write.ts';

type Seen = Extract<Observation, { kind: 'issue' }>;

/** When to look without being asked (milliseconds since the epoch); null: never. */
type Again = { readonly again: number | null };

/** An issue as it was judged. */
type Judged = {
  readonly inForce: Extract<InForce, { kind: 'policy' }>;
  readonly facts: IssueFacts;
  readonly issue: IssueState;
  readonly verdict: Verdict;
  /** What was decided of it last. */
  readonly before: LastDecision;
};

/** What is to be done, and when something else is to be without an event. */
type Planned = Again & {
  readonly effects: readonly Effect[];
  readonly pace: Pace | null;
  /** Whose roles all of it rests on, but how fast it is written. */
  readonly people: readonly string[];
  /** What the board shows of it; null: it is not there. */
  readonly shown: BoardEntry | null;
};

/** Looks at an issue that was just read. `again`: when time alone makes it another verdict, or somebody is to be reminded. */
export async function lookAtIssue(deps: Deps, looking: Looking<'issue'>, seen: Seen): Promise<Again | void> {
  const { item, repository } = looking;
  const inForce = await deps.inForce(item.installation, repository, seen.policy);
  await wantElsewhere(deps, looking, seen.issue);
  await wantPolicyKnown(deps, item, inForce.kind !== 'none');
  if (inForce.kind !== 'policy') return lookWithoutPolicy(deps, looking, inForce, seen.issue);
  const facts = await gather(writing(deps), placeOf(deps, looking), inForce, seen);
  const { issue, verdict, now } = judgeIssueFacts(facts, { ...looking.turn, told: deps.reads.now() });
  const before = await lastDecisionOf(deps.store, keyOf(item));
  const judged = { inForce, facts, issue, verdict, before };
  const planned = await plan(deps, looking, judged, now);
  // What is acted on is kept first: an act whose reason was lost could not be explained any more.
  await recordHeard(deps, repository, { ...facts, verdict });
  const { again } = await perform(deps, looking, judged, planned);
  deps.lookedAt.note(item, versionOf(inForce), deps.begun());
  await deps.seen.note(item, seen.trace ?? null, looking.turn.causes.length > 0);
  const changesAt = verdict.kind === 'gates' ? verdict.changesAt : null;
  return { again: earliest([changesAt, facts.again, planned.again, again]) };
}

/** @param present the time by which the verdict was made (milliseconds since the epoch) */
async function plan(
  deps: Deps,
  looking: Looking<'issue'>,
  { inForce, facts, issue, verdict, before }: Judged,
  present: number,
): Promise<Planned> {
  const at = deps.now();
  const saying = {
    ...facts,
    policyUrl: inForce.url,
    ...pageOf(deps, looking),
    now: present,
    justSaid: saidLately(before, at),
    remembered: saidEver(before, at),
    unansweredSince: before.lockedSince,
  };
  const reminding = await remind(deps, looking, { issue, verdict, plan: saying });
  const planned = planIssue(issue, verdict, saying);
  // A round is nothing that happened there.
  const isRound = looking.turn.urgency === 'round' && looking.turn.causes.length === 0;
  const effects = isRound ? unlessUntouched(planned, issue, verdict) : planned;
  const shown = issueEntry(issue, verdict, saying);
  const people = askedUntilNow(facts.members);
  const paced = pace(
    { effects, verdict },
    before.pace ?? null,
    doneOn(issue, facts.members, inForce),
    deps.reads.now(),
  );
  return {
    effects: [...paced.effects, ...reminding.effects],
    pace: paced.pace,
    again: earliest([reminding.again, paced.again]),
    people,
    shown,
  };
}

/** Writes what is planned, keeps what came of it, and has those looked at that depend on it. */
async function perform(
  deps: Deps,
  looking: Looking<'issue'>,
  { inForce, facts, issue, verdict, before }: Judged,
  { effects, pace: paced, people, shown }: Planned,
): Promise<Again> {
  const { item } = looking;
  const digest = issueDigest(verdict, issue, facts.isGone);
  const account = { inForce, verdict: digest, before, isLocked: issue.displayed.locked === true };
  const { written, lockedSince, again } = await write(deps, looking, effects, account);
  // A pull request may have an approval of its own, of this text: the issue's verdict does not tell.
  const text = issue.state.revisions.at(-1)?.id ?? '';
  const stands = standsOf(issue, verdict);
  const restsOn = { people, isClosed: stands.closed !== null, before };
  const recent: LastDecision = {
    ...after(before, written, { verdict: digest, text }, deps.now()),
    restsOn: restsOnAs(restsOn),
    ...(paced === null ? {} : { pace: paced }),
    stands,
    lockedSince,
  };
  const changed = recent.verdict !== before.verdict;
  const news = written.length > 0 || changed || recent.text !== before.text;
  const board = await newOnBoard(deps, looking, shown, facts.members);
  // Before it is kept: a look that broke off in between finds nothing new the next time.
  if (news) await wantPulls(deps, looking, issue, before.verdict === null ? versionOf(inForce) : undefined);
  if (written.length > 0 || changed)
    await record(deps, looking, { inForce, verdict: digest, effects: written }, { recent, restsOn, board });
  else {
    if (news || board !== null || isToKeep(before, recent, stands))
      await recordSilently(deps, looking, { recent, restsOn, board });
    nothingChanged(deps, looking, digest);
  }
  await tellWaiters(deps, item, stands);
  return { again };
}

/** Something is new that nobody sees. */
const isToKeep = (
  before: LastDecision,
  recent: LastDecision,
  stands: Parameters<typeof standsAlike>[1],
): boolean =>
  recent.lockedSince !== before.lockedSince ||
  !standsAlike(before.stands, stands) ||
  before.pace?.withRole !== recent.pace?.withRole ||
  before.restsOn !== recent.restsOn;

/** What was done on an issue until now, and what it is judged by. */
function doneOn(issue: IssueState, members: Members, inForce: InForce): Omit<Pace, 'wrote' | 'mentioned'> {
  const { withRole, without } = actsOn(issue, members);
  return { withRole: digestOf(withRole), without: digestOf(without), policy: versionOf(inForce) };
}

async function lookWithoutPolicy(
  deps: Deps,
  looking: Looking<'issue'>,
  inForce: Exclude<InForce, { kind: 'policy' }>,
  issue: Observed,
): Promise<void> {
  if (inForce.kind === 'none') {
    await keepOnBoard(deps, await newOnBoard(deps, looking, null, null));
    await endOfPolicy(deps, looking, inForce, issue);
  } else nothingChanged(deps, looking, noPolicyVerdict(inForce));
  await tellWithoutPolicy(deps, looking, foldIssue(issue));
}

/** No policy any more: the card says so once, and nothing else changes. */
async function endOfPolicy(
  deps: Deps,
  looking: Looking<'issue'>,
  inForce: InForce,
  issue: Observed,
): Promise<void> {
  const { card } = issue.displayed;
  const body = noPolicyCard();
  const verdict = noPolicyVerdict(inForce);
  if (card === null || card.body.trim() === body.trim()) return nothingChanged(deps, looking, verdict);
  const effects: readonly Effect[] = [{ kind: 'card', on: issue.history.item.id, card: card.id, body }];
  const before = await lastDecisionOf(deps.store, keyOf(looking.item));
  const account = { inForce, verdict, before, isLocked: issue.displayed.locked === true };
  const { written, lockedSince } = await write(deps, looking, effects, account);
  const recent = after(before, written, { verdict, text: before.text ?? '' }, deps.now());
  await record(deps, looking, { inForce, verdict, effects: written }, { ...recent, lockedSince });
}
