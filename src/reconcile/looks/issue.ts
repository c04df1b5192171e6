/** A look at an issue: observe, fold, judge, plan, perform. */
import {
  actsOn,
  foldIssue,
  judgeWithMerges,
  mostIssues,
  noPolicyCard,
  pace,
  planIssue,
  type Effect,
  type IssueState,
  type Members,
  type ClosedByMerge,
  type NoGates,
  type Pace,
  type Observed,
  type Verdict,
} from '../../handoff/index.ts';
import { recentStore } from '../../store/index.ts';
import { TryLater, type Observation } from '../../tracker.ts';
import { keyOf, wantOf } from '../../items.ts';
import {
  type Deps,
  type Looking,
  earliest,
  heldInJira,
  type InForce,
  presentOf,
  membersFor,
  recordHeard,
  remembering,
  withoutSecretTeams,
  lookFirst,
  standsAlike,
  standsOf,
  tellWaiters,
  tellWithoutPolicy,
  withSubIssues,
  asksForTypes,
} from '../facts/index.ts';
import { after, digestOf, recentOf, saidEver, saidLately } from '../memory/index.ts';
import { nothingChanged, record, noPolicyVerdict, versionOf } from '../ledger/index.ts';
import { remind } from './remind.ts';
import { write } from './write.ts';

type Seen = Extract<Observation, { kind: 'issue' }>;

/** Milliseconds after which an issue is looked at again that waits for sub-issues which could not be read. */
const unreadAgain = 5 * 60_000;

/** Looks at an issue that was just read. `again`: when time alone makes it another verdict, or somebody is to be reminded. */
export async function lookAtIssue(
  deps: Deps,
  looking: Looking<'issue'>,
  seen: Seen,
): Promise<{ readonly again: number | null } | void> {
  const { now } = deps;
  const { item, repository } = looking;
  const inForce = await deps.inForce(item.installation, repository, seen.policy);
  await wantElsewhere(deps, looking, seen.issue);
  if (inForce.kind !== 'policy') {
    if (inForce.kind === 'none') await endOfPolicy(deps, looking, inForce, seen.issue);
    else nothingChanged(deps, looking, noPolicyVerdict(inForce));
    return tellWithoutPolicy(deps, looking, foldIssue(seen.issue));
  }
  const { policy } = inForce;
  const typed = asksForTypes(policy) ? await typedIssue(deps, looking, seen) : seen;
  const divided = await withSubIssues(deps, looking, typed, policy);
  await lookFirst(deps, looking, divided.unread, 1);
  const observed = await remembering(deps, item, repository, divided.seen.issue);
  const found = await membersFor(deps, item, repository.id, inForce, [observed], []);
  const members = withoutSecretTeams(found, inForce, repository);
  const before = await recentOf(deps.store, keyOf(item));
  const issue = foldIssue(observed);
  const at = now();
  const present = presentOf(looking.turn, [issue.state.lastMoment], deps.reads.now());
  const { held, problems, again, isGone } = await heldInJira(
    deps,
    looking,
    policy,
    [observed],
    members,
    inForce.since,
  );
  const verdict = judgeWithMerges(issue, {
    policy,
    members,
    now: present,
    inForceSince: inForce.since,
    times: inForce.times,
    held,
  });
  const plan = {
    policy,
    members,
    policyUrl: inForce.url,
    problems: [...members.problems, ...problems],
    now: present,
    inForceSince: inForce.since,
    held,
    justSaid: saidLately(before, at),
    remembered: saidEver(before, at),
    unansweredSince: before.lockedSince,
  };
  const reminding = await remind(deps, looking, issue, verdict, plan);
  const planned = planIssue(issue, verdict, plan);
  const paced = pace(
    planned,
    verdict,
    before.pace ?? null,
    doneOn(issue, members, inForce),
    deps.reads.now(),
  );
  const effects = [...paced.effects, ...reminding.effects];
  // What is acted on is kept first: an act whose reason was lost could not be explained any more.
  const isCertain = divided.unread.length === 0 && again === null;
  await recordHeard(deps, repository, observed, verdict, members, isCertain);
  const digest = comesTo(verdict, issue, isGone);
  const account = { inForce, verdict: digest, before, isLocked: observed.displayed.locked === true };
  const { written, lockedSince, again: limited } = await write(deps, looking, effects, account);
  // A pull request may have an approval of its own, of this text: the issue's verdict does not tell.
  const text = issue.state.revisions.at(-1)?.id ?? '';
  const stands = standsOf(issue, verdict);
  const kept = paced.pace === null ? {} : { pace: paced.pace };
  const recent = {
    ...after(before, written, { verdict: digest, text }, now()),
    ...kept,
    stands,
    lockedSince,
  };
  const changed = recent.verdict !== before.verdict;
  const news = written.length > 0 || changed || recent.text !== before.text;
  // Before it is kept: a look that broke off in between finds nothing new the next time.
  if (news) await wantPulls(deps, looking, issue);
  if (written.length > 0 || changed) await record(deps, looking, inForce, digest, written, recent);
  else {
    const isNews =
      news ||
      lockedSince !== before.lockedSince ||
      !standsAlike(before.stands, stands) ||
      before.pace?.withRole !== paced.pace?.withRole;
    if (isNews) await recentStore(deps.store.db).keepRecent(keyOf(item), recent, now());
    nothingChanged(deps, looking, digest);
  }
  await tellWaiters(deps, item, stands);
  const changesAt = verdict.kind === 'gates' ? verdict.changesAt : null;
  // Those that wait were to be looked at; if that goes on failing, nobody says so.
  const retry = divided.unread.length === 0 ? null : now() + unreadAgain;
  return { again: earliest([changesAt, retry, reminding.again, again, paced.again, limited]) };
}

/** What a verdict comes to, in a line: two verdicts with the same digest show the same to everybody. */
function comesTo(verdict: Verdict, { displayed }: IssueState, isGone: boolean): string {
  const closed = {
    // A closed issue is not one that a new pull request may be for.
    ...(displayed.state === 'closed' ? { closed: displayed.closedReason } : {}),
    // What is merged is not judged by what was read before.
    ...(isGone ? { gone: true } : {}),
  };
  if (verdict.kind === 'no-gates')
    return JSON.stringify({
      gates: null,
      because: verdict.because.kind,
      ...exemptedBy(verdict.because),
      ...closed,
    });
  const observed = verdict.observed.map((one) => ({ kind: one.kind, moment: one.id, gate: one.gate }));
  return JSON.stringify({
    gates: Object.fromEntries(
      verdict.gates.map((each) => [
        each.gate.name,
        { status: each.status, why: each.reason.kind, since: each.since?.id ?? null },
      ]),
    ),
    batons: verdict.batons.map(({ gate, roles }) => ({ gate, roles })),
    violations: verdict.violations.map((one) => ({ kind: one.kind, moment: one.id, answer: one.answer })),
    ...(observed.length === 0 ? {} : { observed }),
    ...(verdict.closedByMerge === null || verdict.closedByMerge.answer === 'undone'
      ? {}
      : { closedByMerge: ofMerge(verdict.closedByMerge) }),
    ...(verdict.observedMerge === null ? {} : { observedMerge: ofMerge(verdict.observedMerge) }),
    ...(verdict.bypasses === undefined
      ? {}
      : {
          bypasses: verdict.bypasses.map(({ gate, pullRequest, at, by }) => ({
            gate,
            pullRequest: pullRequest?.number ?? null,
            at,
            by: by?.login ?? null,
          })),
        }),
    ...(verdict.unexempt.length === 0
      ? {}
      : {
          unexempt: verdict.unexempt.map(({ label, by, because }) => ({
            label,
            by: by?.login ?? null,
            because,
          })),
        }),
    ...closed,
  });
}

const ofMerge = ({ id: moment, gate, answer }: ClosedByMerge) => ({ moment, gate, answer });

/** What was done on an issue until now, and what it is judged by. */
function doneOn(issue: IssueState, members: Members, inForce: InForce): Omit<Pace, 'wrote' | 'mentioned'> {
  const { withRole, without } = actsOn(issue, members);
  return { withRole: digestOf(withRole), without: digestOf(without), policy: versionOf(inForce) };
}

/** Whose doing an exemption is. */
function exemptedBy(because: NoGates): object {
  if (because.kind !== 'exempt-label') return {};
  return { label: because.label, by: because.by?.by.login ?? null, moment: because.by?.id ?? null };
}

async function typedIssue(deps: Deps, { item }: Looking<'issue'>, seen: Seen): Promise<Seen> {
  const typed = await deps.reads.withTypes(item, seen);
  if (typed.kind !== 'issue') throw new TryLater(`${keyOf(item)} was not an issue when its type was read.`);
  return typed;
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
  const before = await recentOf(deps.store, keyOf(looking.item));
  const account = { inForce, verdict, before, isLocked: issue.displayed.locked === true };
  const { written, lockedSince } = await write(deps, looking, effects, account);
  const recent = after(before, written, { verdict, text: before.text ?? '' }, deps.now());
  await record(deps, looking, inForce, verdict, written, { ...recent, lockedSince });
}

/** What is said on an issue counts for pull requests of other repositories by their own policies, whatever it means here. */
async function wantElsewhere(
  deps: Deps,
  { item, turn }: Looking<'issue'>,
  { displayed }: Observed,
): Promise<void> {
  if (turn.causes.length === 0) return;
  const ownerOf = (repository: string): string => repository.split('/')[0]?.toLowerCase() ?? '';
  const elsewhere = displayed.pullRequests.filter(
    ({ state, item: { repository } }) =>
      state === 'open' &&
      repository.toLowerCase() !== item.repository.toLowerCase() &&
      ownerOf(repository) === ownerOf(item.repository),
  );
  const wants = elsewhere
    .slice(-mostIssues)
    .map(({ item: { repository, number } }) =>
      wantOf({ kind: 'pull-request', installation: item.installation, repository, number }),
    );
  if (wants.length > 0) await deps.want(wants);
}

/** The checks of its pull requests depend on the issue; those that are open are looked at. */
async function wantPulls(deps: Deps, { item }: Looking<'issue'>, issue: IssueState): Promise<void> {
  const wants = issue.pulls
    .filter(({ pullRequest }) => pullRequest.state === 'open')
    .map(({ pullRequest: { item: pull } }) =>
      wantOf({
        kind: 'pull-request',
        installation: item.installation,
        repository: pull.repository,
        number: pull.number,
      }),
    );
  if (wants.length > 0) await deps.want(wants);
}
