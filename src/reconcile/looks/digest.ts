/**
 * A look at a repository's digest: the one issue that lists what waits beyond its deadline, for roles of which too much does
 * to be reminded of one by one.
 */
import { digestIssue, onWorkday, rolesInDigest, type DigestPart } from '../../handoff/index.ts';
import type { Turn } from '../../inbox/index.ts';
import { last, later, wantOf } from '../../items.ts';
import type { Policy } from '../../policy/index.ts';
import type { KeptWaits } from '../../store/index.ts';
import type { Item, Repository } from '../../tracker.ts';
import { type Deps, withoutSecretTeams } from '../facts/index.ts';
import { about, nothingChanged } from '../ledger/index.ts';

type DigestItem = Extract<Item, { kind: 'digest' }>;

/** How many issues may be past their deadline for a role, each with a reminder of its own. */
const mostReminders = 5;

/**
 * Milliseconds that an issue found past its deadline waits for others to be found: where nothing was known of any, the
 * first would be reminded of one by one.
 */
export const settling = 10 * 60_000;

/**
 * Whether the roles have a digest instead of reminders. A role gets one with its sixth issue, and has it until none is left.
 * @param now what time it is on the tracker (milliseconds since the epoch)
 */
export async function ensureDigest(
  { store }: Pick<Deps, 'store'>,
  repository: string,
  roles: readonly string[],
  now: number,
): Promise<boolean> {
  for (const role of roles)
    if ((await store.countDue(repository, role, now)) > mostReminders)
      await store.openDigest(repository, role);
  const digests = await store.digests(repository);
  return roles.some((role) => digests.includes(role));
}

/** Wants the digest to be brought up to date, after the looks at what it lists. */
export async function wantDigest(
  { want }: Pick<Deps, 'want'>,
  { installation, repository }: Pick<Item, 'installation' | 'repository'>,
): Promise<void> {
  await want([wantOf({ kind: 'digest', installation, repository }, { priority: last })]);
}

/**
 * What is known of who waits is looked at again, and the digest with it; where nobody is reminded any more, it is forgotten.
 * @param policy in force in the repository; null: none
 */
export async function refreshDigest(
  deps: Pick<Deps, 'store' | 'want'>,
  { installation, repository }: Pick<Item, 'installation' | 'repository'>,
  id: string,
  policy: Policy | null,
): Promise<void> {
  const { store, want } = deps;
  if (policy?.isReminding !== true && (await store.digests(id)).length === 0)
    return store.forgetAllWaiting(id);
  const numbers = await store.waitingIssues(id);
  // An issue that was closed while nobody told Baton would be listed for ever.
  const issues = numbers.map((number) => ({ kind: 'issue', installation, repository, number }) as const);
  if (issues.length > 0) await want(issues.map((item) => wantOf(item, { priority: later })));
  return wantDigest(deps, { installation, repository });
}

/**
 * Looks at a digest.
 * @returns when to look again, where that is not for today
 * @throws {TryLater}
 */
export async function lookAtDigest(
  deps: Deps,
  item: DigestItem,
  turn: Turn,
): Promise<{ readonly again: number } | void> {
  const { reads, writes, store, log } = deps;
  const { installation } = item;
  const seen = await reads.readRepository(installation, item.repository);
  if (seen === null || seen.isArchived) return nothingChanged(deps, { item, turn }, null);
  const { repository } = seen;
  const inForce = await deps.inForce(installation, repository, seen.policy);
  const policy = inForce.kind === 'policy' ? inForce.policy : null;
  const now = reads.now();
  let issue: ReturnType<typeof digestIssue> | null = null;
  if (inForce.kind !== 'policy' || policy?.isReminding !== true) await store.forgetAllWaiting(repository.id);
  else {
    const again = await notNow(deps, { installation, repository }, policy, now);
    if (again !== null) return { again };
    const parts = await partsOf(deps, repository.id, now);
    const found = await reads.members(item, policy, { pins: await store.pins(repository.id) });
    const members = withoutSecretTeams(found, inForce, repository);
    const setting = { policy, members, policyUrl: inForce.url, problems: members.problems, now };
    if (parts.length > 0) issue = digestIssue(setting, parts, policy.escalateTo);
  }
  const told = await writes.tellDigest({ installation, repository: repository.name, issue });
  const line = { ...about({ item, turn }), digest: told };
  if (told.kind === 'refused') log.warn(line, 'The list of what waits cannot be written.');
  else log[told.kind === 'nothing' ? 'debug' : 'info'](line, 'evaluated a digest');
  return undefined;
}

/** When to write instead of now: not on a day without work, and not while issues past their deadline are still being found. */
async function notNow(
  { store, reads }: Deps,
  {
    installation,
    repository: { id, name },
  }: { readonly installation: number; readonly repository: Repository },
  { calendar }: Policy,
  now: number,
): Promise<number | null> {
  const workday = onWorkday(now, calendar);
  if (workday > now) return workday;
  const found = `digest found ${id}`;
  if ((await store.digests(id)).length > 0) {
    const until = Number((await store.mark(found)) ?? 0);
    if (until > now) return until;
    await store.forgetMark(found);
    return null;
  }
  // The database was lost: what is listed is still to be found again, and is not reminded of one by one meanwhile.
  const listed = rolesInDigest((await reads.openDigest(installation, name)) ?? '');
  if (listed.length > 0) await store.setMark(found, String(now + 2 * settling));
  for (const role of listed) await store.openDigest(id, role);
  const seen = listed.length > 0 ? now : await store.lastDueSeen(id, now);
  return seen !== null && seen + 2 * settling > now ? seen + 2 * settling : null;
}

/** What is listed. A role for which nothing waits any more has no digest from now on. */
async function partsOf({ store }: Deps, repository: string, now: number): Promise<readonly DigestPart[]> {
  const parts: DigestPart[] = [];
  for (const role of await store.digests(repository)) {
    const due = await store.dueFor(repository, role, now);
    if (due.length === 0) await store.closeDigest(repository, role, now);
    else parts.push({ role, issues: due.map((each) => overdueOf(each, now)).toSorted(bySince) });
  }
  return parts;
}

function overdueOf(
  { issue: number, waits }: { readonly issue: number } & KeptWaits,
  now: number,
): DigestPart['issues'][number] {
  const { title, gate, since, escalation } = waits;
  return { number, title, gate, since, isEscalated: escalation !== null && escalation <= now };
}

const bySince = (one: DigestPart['issues'][number], other: DigestPart['issues'][number]): number =>
  one.since - other.since || one.number - other.number;
