/** A look at an issue of Jira that pull requests name: it is moved on with the work, and what its gates do not allow is told or undone. */
import {
  breachInJira,
  flowOf,
  foldIssue,
  judge,
  policyInJira,
  type CameOfIt,
  type Flow,
} from '../handoff/index.ts';
import type { Turn } from '../inbox/index.ts';
import { namesOf, partsOf, type JiraView } from '../jira/index.ts';
import { keyOf } from '../items.ts';
import { rolesOf } from '../policy/index.ts';
import { recentStore } from '../store/index.ts';
import type { Item, Membership } from '../tracker.ts';
import type { Deps } from './deps.ts';
import { membersInJira } from './jira.ts';
import { pullsNaming, withPulls } from './naming-pulls.ts';
import type { RecentPull } from './recent.ts';
import { about, nothingChanged } from './record.ts';

type JiraItem = Extract<Item, { kind: 'jira-issue' }>;

/** What was done about an issue. */
type Done = {
  /** Breaches that were told, by the id of the move. */
  readonly told: readonly string[];
  /** When it was moved back (milliseconds since the epoch). */
  readonly reverted: readonly number[];
  /** What is still to be said of something that was undone, in paragraphs; null: nothing. */
  readonly pending: readonly string[] | null;
  /** How each pull request was shown on it, by its name. */
  readonly linked: Readonly<Record<string, RecentPull['state']>>;
};

const nothingDone: Done = { told: [], reverted: [], pending: null, linked: {} };
const hour = 60 * 60_000;
/** How often an issue is moved back within an hour. */
const mostReverts = 3;
/** How many told breaches are kept. */
const mostTold = 50;
/** Put on an issue that could not be moved back. */
const stuckLabel = 'baton-needs-a-person';

/** Looks at an issue of Jira, for one repository whose pull requests name it. @throws {TryLater} */
export async function lookAtJiraIssue(deps: Deps, item: JiraItem, turn: Turn): Promise<void> {
  const { tracker, store, log } = deps;
  const seen = await tracker.readRepository(item.installation, item.repository);
  if (seen === null || seen.isArchived) return nothingChanged(deps, { item, turn }, null);
  const { repository } = seen;
  const inForce = await deps.inForce(item.installation, repository, seen.policy);
  const part = inForce.kind === 'policy' ? inForce.policy.jira : null;
  if (inForce.kind !== 'policy' || part === null || part.site !== item.site)
    return nothingChanged(deps, { item, turn }, null);
  const { policy, since: inForceSince } = inForce;
  // A policy that only observes writes nothing there either.
  const isSilent = policy.gates.every(({ mode }) => mode === 'observe');
  const view = isSilent ? null : (deps.jira?.view(policy, repository.name) ?? null);
  const found = view === null || !isVisible(view, item) ? null : await view.look(item.issue);
  if (view === null || found === null) return nothingChanged(deps, { item, turn }, null);

  const pulls = await pullsNaming(deps, item, item.site, namesOf(found.observed));
  const kept = recentStore<Done>(store.db);
  const keep = (done: Done): Promise<void> => kept.keepRecent(keyOf(item), done, deps.now());
  const before: Done = { ...nothingDone, ...(await kept.recent(keyOf(item))) };
  const done = await sayPending(view, item.issue, before, keep);
  const linked = await linkAll(view, item.issue, pulls, done.linked);
  const nobody: Membership = { today: new Map(), recorded: new Map(), mentions: new Map(), problems: [] };
  const { members } = await membersInJira(deps, { item, repository }, view, policy, [found.observed], nobody);
  const issue = foldIssue(withPulls(found.observed, pulls, []));
  const now = Math.max(tracker.now(), issue.state.lastMoment);
  const verdict = judge(issue, {
    policy: policyInJira(await view.named(policy)),
    members,
    now,
    inForceSince,
  });
  const flow = flowOf({ policy, issue, verdict, status: found.status, pulls, inForceSince });
  const after = await act(deps, view, item.issue, flow, found.status.id, { ...done, linked }, keep);
  if (JSON.stringify(after.done) !== JSON.stringify(done)) await keep(after.done);
  const line = { ...about({ item, turn }), jira: after.what };
  log[after.what === null ? 'debug' : 'info'](line, 'looked at an issue of Jira');
}

const isVisible = ({ projects }: JiraView, { issue }: JiraItem): boolean =>
  projects.includes(partsOf(issue).project);

/** Shows each pull request on the issue, once, and once more when it is over. */
async function linkAll(
  view: JiraView,
  key: string,
  pulls: readonly RecentPull[],
  before: Done['linked'],
): Promise<Done['linked']> {
  const linked = { ...before };
  for (const { repository, number, url, state } of pulls) {
    const name = `${repository}#${number}`;
    if (linked[name] === state) continue;
    await view.link(key, { id: `baton:${name}`, url, title: name, isOver: state !== 'open' });
    linked[name] = state;
  }
  return linked;
}

/** Says what an earlier look undid and did not come to say. */
async function sayPending(
  view: JiraView,
  key: string,
  done: Done,
  keep: (done: Done) => Promise<void>,
): Promise<Done> {
  if (done.pending === null) return done;
  await view.tell(key, done.pending);
  const said = { ...done, pending: null };
  await keep(said);
  return said;
}

/** Does what is to be done. `what`: for the log; null: nothing. */
async function act(
  deps: Deps,
  view: JiraView,
  key: string,
  flow: Flow | null,
  status: string,
  done: Done,
  keep: (done: Done) => Promise<void>,
): Promise<{ readonly done: Done; readonly what: string | null }> {
  if (flow === null) return { done, what: null };
  if (flow.kind === 'move') {
    const came = await view.move(key, flow.to, status);
    return { done, what: `moved with the ${flow.because}: ${came}` };
  }
  const now = deps.tracker.now();
  const reverted = done.reverted.filter((at) => at > now - hour);
  const isTold = done.told.includes(flow.id);
  const told = isTold ? done.told : [...done.told, flow.id].slice(-mostTold);
  const say = async (came: CameOfIt, after: Done): Promise<{ done: Done; what: string }> => {
    if (isTold) return { done: after, what: came };
    // Kept before it is said: what was undone is explained, whatever stands in the way now.
    const pending = { ...after, told, pending: breachInJira(flow, rolesOf(flow.gate.gate.approve), came) };
    await keep(pending);
    return { done: await sayPending(view, key, pending, keep), what: came };
  };
  if (flow.answer === 'comment') return say('told', { ...done, reverted });
  if (reverted.length >= mostReverts) return say('often', { ...done, reverted });
  const came = await view.move(key, flow.from.id, status);
  if (came === 'changed') return { done, what: 'changed meanwhile' };
  if (came === 'done') return say('reverted', { ...done, reverted: [...reverted, now] });
  await view.mark(key, stuckLabel);
  return say('stuck', { ...done, reverted });
}
