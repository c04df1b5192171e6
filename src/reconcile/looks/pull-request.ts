/** A look at a pull request (or at the commit a merge queue made of it): its check, its gates' labels, its answers. */
import {
  brokenPolicyReport,
  checkEffects,
  checkName,
  fold,
  foldIssue,
  mendingReport,
  judgeWithMerges,
  judgePull,
  nothing,
  checkOnPull,
  noPolicyReport,
  planIssue,
  planPull,
  type Changes,
  type Circumstances,
  type Effect,
  isMeant,
  type IssueState,
  type Members,
  type Observed,
  type PullRequest,
  type PullState,
} from '../../handoff/index.ts';
import { keyOf, wantOf } from '../../items.ts';
import { matcher, type Policy } from '../../policy/index.ts';
import type { Item, Observation, Repository } from '../../tracker.ts';
import {
  type Deps,
  type Looking,
  type InForce,
  presentOf,
  earliest,
  heldInJira,
  missingAgain,
  readInJira,
  membersFor,
  noteFormer,
  pullWithRecorded,
  recordAgainstOnPull,
  recordHeard,
  remembering,
  withoutSecretTeams,
  lookFirst,
  withSubIssues,
  asksForTypes,
} from '../facts/index.ts';
import { policyCheck } from '../trial/index.ts';
import { policyPaths } from '../../github/index.ts';
import { after, recentOf, saidEver, saidLately } from '../memory/index.ts';
import { nothingChanged, noPolicyVerdict, record } from '../ledger/index.ts';
import { keepKnown, knownOf, sayTryingAgain, type Looked, type SoFar } from './retrying.ts';
import { leaveChecks, sharedCheck } from './shared-head.ts';
import { write } from './write.ts';

type Kind = 'pull-request' | 'merge-group';
type Seen = Extract<Observation, { kind: 'pull-request' }>;

/** When to look without being asked, because something was judged without all that is needed. */
type Again = { readonly again: number | null };

/** Looks at a pull request; while that cannot be done, its check says that it is tried again. */
export async function lookAtPull(deps: Deps, looked: Looked): Promise<Again | void> {
  let soFar: SoFar = { seen: null, inForce: null };
  try {
    const seen = await deps.reads.observe(looked.item);
    if (seen.kind !== 'pull-request') return nothingChanged(deps, looked, null);
    soFar = { seen, inForce: null };
    const inForce = await deps.inForce(looked.item.installation, seen.repository, seen.policy);
    soFar = { seen, inForce };
    return await decide(deps, { ...looked, repository: seen.repository }, seen, inForce);
  } catch (error) {
    await sayTryingAgain(deps, looked, soFar, error);
    throw error;
  }
}

async function decide(deps: Deps, looking: Looking<Kind>, seen: Seen, inForce: InForce): Promise<Again> {
  const { pullRequest } = seen;
  const policyEffects =
    looking.item.kind === 'pull-request' && pullRequest.state === 'open'
      ? await policyCheck(deps, looking.item, looking.repository, pullRequest, inForce)
      : [];
  // Nothing of it counts for the check of a commit any more.
  if (pullRequest.state !== 'open' || inForce.kind !== 'policy')
    await leaveChecks(deps, looking, pullRequest.item.number);
  let again: number | null = null;
  if (inForce.kind === 'policy')
    ({ again } = await judgeAndWrite(deps, looking, seen, inForce, policyEffects));
  else await endOfPolicy(deps, looking, seen, inForce, policyEffects);
  await wantGroup(deps, looking, seen);
  return { again };
}

/** What is written where no policy can be applied. */
async function endOfPolicy(
  deps: Deps,
  looking: Looking<Kind>,
  seen: Seen,
  inForce: Exclude<InForce, { kind: 'policy' }>,
  policyEffects: readonly Effect[],
): Promise<void> {
  const check = await checkWithoutPolicy(deps, looking, inForce, seen.pullRequest);
  const effects = [...check, ...policyEffects];
  const verdict = noPolicyVerdict(inForce);
  const before = await recentOf(deps.store, keyOf(looking.item));
  await write(deps, looking, effects, { inForce, verdict, before, isLocked: false });
  const known = knownOf(seen, inForce);
  if (effects.length === 0) {
    await keepKnown(deps, looking.item, before, known);
    return nothingChanged(deps, looking, verdict);
  }
  const recent = { ...after(before, effects, { verdict, text: '' }, deps.now()), known };
  await record(deps, looking, inForce, verdict, effects, recent);
}

/** What the check shows there. */
async function checkWithoutPolicy(
  deps: Pick<Deps, 'reads'>,
  looking: Looking<Kind>,
  inForce: Exclude<InForce, { kind: 'policy' }>,
  pull: PullRequest,
): Promise<readonly Effect[]> {
  if (pull.state !== 'open') return [];
  if (inForce.kind === 'broken') {
    const report =
      (await changesOf(deps, looking, pull, inForce)) === 'policy' ? mendingReport : brokenPolicyReport;
    return checkEffects(pull.checks, report(pull.headSha, inForce.url));
  }
  // A repository that never had a policy never sees a check of ours.
  const shown = pull.checks.some((check) => check.name === checkName);
  return shown ? checkEffects(pull.checks, noPolicyReport(pull.headSha)) : [];
}

async function judgeAndWrite(
  deps: Deps,
  looking: Looking<Kind>,
  seen: Seen,
  inForce: Extract<InForce, { kind: 'policy' }>,
  policyEffects: readonly Effect[],
): Promise<Again> {
  const { item, repository } = looking;
  const { policy, since: inForceSince, times, url: policyUrl } = inForce;
  const { issues: onGitHub, isCertain } = await issuesOf(deps, looking, seen, policy);
  const pushed = await withPushes(deps, looking, seen.pullRequest, policy);
  const said = await pullWithRecorded(deps, repository.id, pushed, policy);
  const found = await membersFor(deps, item, repository.id, inForce, onGitHub, [said]);
  const members = withoutSecretTeams(found, inForce, repository);
  const whole = await withPushers(deps, item, said, policy, members);
  const inJira = await readInJira(deps, looking, whole, policy, members);
  const { pullRequest } = inJira;
  const observed = [...onGitHub, ...inJira.issues];
  const heldBack = await heldInJira(deps, looking, policy, onGitHub, members, inForceSince);
  const { held } = heldBack;
  const problems = [...members.problems, ...inJira.problems, ...heldBack.problems];
  const before = await recentOf(deps.store, keyOf(item));
  const pull: PullState = { pullRequest, state: fold(nothing, pullRequest.moments) };
  const issues = observed.map(foldIssue);
  const latest = [pull.state, ...issues.map(({ state }) => state)].map(({ lastMoment }) => lastMoment);
  const now = presentOf(looking.turn, [pullRequest.openedAt, ...latest], deps.reads.now());
  const circumstances = {
    policy: inJira.policy,
    members,
    now,
    held,
    inForceSince,
    times,
    jira: {
      members: inJira.members,
      unreached: [...inJira.unreached, ...heldBack.unreached],
      tooMany: inJira.tooMany,
      now,
    },
  };
  const verdict = judgePull(
    pull,
    issues,
    circumstances,
    await changesOf(deps, looking, pullRequest, inForce),
  );
  const plan = {
    policy,
    members,
    policyUrl,
    problems,
    now,
    inForceSince,
    justSaid: saidLately(before, deps.now()),
    remembered: saidEver(before, deps.now()),
    unansweredSince: before.lockedSince,
  };
  const planned = planPull(pull, verdict, plan).filter((effect) => effect.kind !== 'check');
  const report = checkOnPull(pull, verdict, plan);
  const check =
    pullRequest.state === 'open' ? await sharedCheck(deps, looking, pullRequest, seen.siblings, report) : [];
  const effects = [...(item.kind === 'merge-group' ? [] : planned), ...check, ...policyEffects];
  // What is acted on is kept first: deleting it later lifts nothing.
  await recordAgainstOnPull(deps, repository.id, pullRequest, verdict);
  const isKnown = isCertain && heldBack.again === null;
  for (const { issue: link, verdict: found } of verdict.issues) {
    const issue = onGitHub.find(({ history }) => history.item.id === link.id);
    if (issue !== undefined && found !== null)
      await recordHeard(deps, repository, issue, found, members, isKnown);
  }
  const noted = await noteFormer(deps, repository, seen.pullRequest, policy, members);
  const digest = JSON.stringify({
    conclusion: verdict.conclusion,
    pass: verdict.pass?.kind ?? null,
    ...(verdict.pass?.kind === 'exempt'
      ? { exempt: verdict.pass.why, what: verdict.pass.what, by: verdict.pass.by?.login ?? null }
      : {}),
    held: verdict.reasons.map((reason) => reason.kind),
    head: pullRequest.headSha,
  });
  const account = { inForce, verdict: digest, before, isLocked: pullRequest.locked === true };
  const { written, lockedSince, again } = await write(deps, looking, effects, account);
  const known = knownOf(seen, inForce);
  const recent = {
    ...after(before, written, { verdict: digest, text: '' }, deps.now()),
    known,
    lockedSince,
  };
  const isNews = recent.verdict !== before.verdict;
  if (isNews || written.length > 0) await record(deps, looking, inForce, digest, written, recent);
  else {
    await keepKnown(deps, item, { ...before, lockedSince }, known);
    nothingChanged(deps, looking, digest);
  }
  const judged = issues.filter(({ item: { id } }) => !heldBack.unreached.includes(id));
  await wantIssues(deps, looking, judged, { policy, members, inForceSince, times, held }, policyUrl);
  await wantNumbers(deps, looking, noted);
  const missed = inJira.isMissing && isNews ? deps.now() + missingAgain : null;
  return { again: earliest([inJira.again, heldBack.again, verdict.changesAt, again, missed]) };
}

/** The linked issues, with what is recorded of them and, where the policy asks, their types. */
async function issuesOf(
  deps: Deps,
  looking: Looking<Kind>,
  seen: Seen,
  policy: Policy,
): Promise<{ readonly issues: readonly Observed[]; readonly isCertain: boolean }> {
  const { item, repository } = looking;
  const typed = asksForTypes(policy) ? await deps.reads.withTypes(item, seen) : seen;
  const read = typed.kind === 'pull-request' ? typed : seen;
  const divided = await withSubIssues(deps, looking, read, policy);
  await lookFirst(deps, looking, divided.unread, Number.POSITIVE_INFINITY);
  const issues = await Promise.all(
    divided.seen.issues.map((issue) => remembering(deps, item, repository, issue)),
  );
  return { issues, isCertain: divided.unread.length === 0 };
}

/** GitHub's timeline does not say when a push arrived: where it matters, the first look at a head tells, by its clock. */
async function withPushes(
  deps: Deps,
  { repository }: Looking<Kind>,
  pull: PullRequest,
  policy: Policy,
): Promise<PullRequest> {
  if (!policy.gates.some((gate) => gate.staleOn.includes('push'))) return pull;
  const seen = await deps.store.headSeen(repository.id, pull.item.number, pull.headSha, deps.reads.now());
  return { ...pull, pushedAt: pull.pushedAt ?? seen };
}

/** Who pushed its commits, where that decides whether it is exempt. */
async function withPushers(
  { reads }: Deps,
  item: Item,
  pull: PullRequest,
  { exempt }: Policy,
  members: Members,
): Promise<PullRequest> {
  if (!isMeant(members, exempt.authors, pull.author) || pull.state !== 'open') return pull;
  return { ...pull, pushers: await reads.pushersOf(item, pull) };
}

/** What a pull request's files are, old names of those that were moved among them; of too many to list, nobody knows. */
async function changesOf(
  { reads }: Pick<Deps, 'reads'>,
  { item, repository }: Looking<Kind>,
  pull: PullRequest,
  inForce: Exclude<InForce, { kind: 'none' }>,
): Promise<Changes> {
  if (pull.state !== 'open') return 'other';
  const paths = await reads.changedPaths(item, pull);
  if (paths === null || paths.length === 0) return 'other';
  const exempt = inForce.kind === 'policy' ? inForce.policy.exempt.paths : [];
  if (exempt.length > 0 && paths.every(matcher(exempt))) return 'exempt-paths';
  const isPolicy = policyFiles(repository, inForce);
  return paths.every((path) => isPolicy.has(path)) ? 'policy' : 'other';
}

/** The files of a repository that its policy is written in: its own, and those that it builds on there. */
function policyFiles({ name }: Repository, inForce: Exclude<InForce, { kind: 'none' }>): ReadonlySet<string> {
  const bases = inForce.kind === 'policy' ? inForce.bases : [];
  const here = bases.filter(({ repository }) => repository.toLowerCase() === name.toLowerCase());
  return new Set([...policyPaths, ...here.map(({ path }) => path)]);
}

/** While a pull request is queued, the check on its group's head is what decides. */
async function wantGroup(
  { want, store }: Deps,
  { item, repository: { id } }: Looking<Kind>,
  { queued }: Seen,
): Promise<void> {
  if (queued === null || item.kind === 'merge-group') return;
  const { installation, repository, number } = item;
  // Others may be in the same group, and share its check.
  await store.expectJudged(id, queued, number, true);
  await want([wantOf({ kind: 'merge-group', installation, repository, number, headSha: queued })]);
}

/** Looks at the linked issues too, where an event on the pull request changes what they show. */
async function wantIssues(
  deps: Deps,
  { item, repository, turn }: Looking<Kind>,
  issues: readonly IssueState[],
  circumstances: Omit<Circumstances, 'now'>,
  policyUrl: string,
): Promise<void> {
  // A look that an issue asked for does not ask back.
  if (turn.causes.length === 0 || item.kind === 'merge-group') return;
  const wants = issues
    .filter((issue) => issue.item.repository.toLowerCase() === repository.name.toLowerCase())
    .filter((issue) => {
      const now = presentOf(turn, [issue.state.lastMoment], deps.reads.now());
      const verdict = judgeWithMerges(issue, { ...circumstances, now });
      const plan = { ...circumstances, policyUrl, problems: [], now, justSaid: [] };
      return planIssue(issue, verdict, plan).length > 0;
    })
    .map(({ item: { number } }) => number);
  await wantNumbers(deps, { item }, wants);
}

async function wantNumbers(
  { want }: Deps,
  { item: { installation, repository } }: Pick<Looking<Kind>, 'item'>,
  numbers: readonly number[],
): Promise<void> {
  if (numbers.length > 0)
    await want(numbers.map((number) => wantOf({ kind: 'issue', installation, repository, number })));
}
