/** Stories of issues and pull requests, told in the product's words, and looked at as Baton does. */
import {
  fold,
  foldIssue,
  isInJira,
  judge,
  judgePull,
  emptyState,
  planIssue,
  planPull,
  policyInJira,
  standingOf,
  type Actor,
  type DisplayedCheck,
  type Effect,
  type Heard,
  type IssueLink,
  type IssueState,
  type LinkedTime,
  type Members,
  type Observed,
  type Period,
  type Plan,
  type PolicyTimes,
  type PullRequest,
  type PullState,
  type PullVerdict,
  type SubIssue,
  type Verdict,
  type Visibility,
} from '../../src/handoff/index.ts';
import type { CloseReason, Policy } from '../../src/policy/index.ts';
import { anton, maria, membersOf, policyOf, twoRoles } from './people.ts';
import * as tracker from './tracker.ts';

const dawn = Date.UTC(2026, 2, 2, 9, 0);
export const hour = 60 * 60_000;

export type Telling = {
  policy?: string | Policy;
  /** Who holds which role; absent: those whom the policy names. */
  members?: (policy: Policy) => Members;
  by?: Actor;
  title?: string;
  body?: string;
  type?: string;
  number?: number;
  repository?: string;
  /** Who can read the repository; default: everybody. */
  visibility?: Visibility;
  inForceSince?: number;
  /** Since when the policy means what it means; absent: since ever. */
  times?: PolicyTimes;
  clock?: tracker.Clock;
};

export type Story = ReturnType<typeof story>;
export type PullStory = ReturnType<typeof pullRequest>;

/** What may be told of anything with a timeline. */
function tellable<T extends object>(on: tracker.Timeline, rest: T) {
  const told = {
    ...rest,
    on,
    labels: (by: Actor, name: string) => (tracker.label(on, by, name), told),
    unlabels: (by: Actor, name: string) => (tracker.unlabel(on, by, name), told),
    comments: (by: Actor, text: string) => (tracker.comment(on, by, text), told),
    editsComment: (by: Actor, text: string | null = null) => (tracker.editComment(on, by, text), told),
    deletesComment: () => (tracker.deleteComment(on), told),
    /** The next moment has the time stamp of the last one. */
    inTheSameSecond: () => ((on.clock.still = true), told),
    later: (milliseconds: number) => ((on.clock.now += milliseconds), told),
  };
  return told;
}

/** An issue was opened. The policy may change while the story goes on. */
export function story(telling: Telling = {}) {
  const { by = maria, title = 'Coupons', body = 'Customers can enter a coupon.', number = 1 } = telling;
  const { repository = 'acme/shop', visibility = 'public' } = telling;
  const on: tracker.Timeline = {
    id: `I${number}`,
    clock: telling.clock ?? tracker.clockAt(dawn),
    moments: [],
    labels: [],
    assignees: [],
    state: 'open',
    closedReason: null,
    card: null,
    status: 'Draft',
  };
  let text = { title, body };
  const { policy: first = twoRoles } = telling;
  let policy = typeof first === 'string' ? policyOf(first) : first;
  const pulls: { readonly pull: () => PullRequest }[] = [];
  const branches: string[] = [];
  const parts: { readonly times: Period[]; readonly part: () => SubIssue }[] = [];
  let hidden = 0;
  const heard = new Map<string, Heard>();
  tracker.happen(on, by, { kind: 'opened', title, body });
  const url = `https://tracker.test/${repository}/issues/${number}`;
  /** A story tells of an issue of Jira by its project's key. */
  const where = { tracker: repository.includes('/') ? 'github' : 'jira', repository } as const;
  const link = (): IssueLink => ({ ...where, number, id: on.id, visibility });

  function observed(): Observed {
    const cards = on.moments.filter((each) => each.kind === 'commented' && each.text === on.card);
    const card = on.card === null ? null : { id: cards[0]?.id ?? 'card', body: on.card };
    return {
      history: {
        item: { ...where, number, id: on.id, url, title: text.title, visibility },
        author: by,
        moments: on.moments,
      },
      heard,
      displayed: {
        state: on.state,
        closedReason: on.closedReason,
        labels: on.labels,
        assignees: on.assignees,
        type: telling.type ?? null,
        card,
        spareCards: [],
        subIssues: { all: parts.map(({ part }) => part()), hidden },
        pullRequests: pulls.map((each) => each.pull()),
        branches,
      },
    };
  }

  function setting(): Plan {
    const members = telling.members?.(policy) ?? membersOf(policy);
    const policyUrl = 'https://tracker.test/acme/shop/roles.yml';
    const inForceSince = telling.inForceSince ?? 0;
    const now = on.clock.now + 1000;
    return { policy, members, policyUrl, problems: [], now, inForceSince, justSaid: [] };
  }

  /** What Baton finds, and what it would write. */
  function look(): { issue: IssueState; verdict: Verdict; effects: readonly Effect[] } {
    const full = setting();
    const plan = isInJira(where) ? { ...full, policy: policyInJira(full.policy) } : full;
    const issue = foldIssue(observed());
    const verdict = judge(issue, telling.times === undefined ? plan : { ...plan, times: telling.times });
    return { issue, verdict, effects: planIssue(issue, verdict, plan) };
  }

  const told = tellable(on, {
    pulls,
    link,
    observed,
    setting,
    look,
    edits: (who: Actor, now: { title?: string; body?: string; lost?: boolean }) => {
      text = { ...text, ...now };
      const { title: newTitle = null, body: newBody = null, lost = false } = now;
      tracker.happen(on, who, { kind: 'edited', title: newTitle, body: newBody, lost });
      return told;
    },
    assigns: (who: Actor, assignee: Actor = who) => (tracker.assign(on, who, assignee), told),
    unassigns: (who: Actor, assignee: Actor = who) => (tracker.unassign(on, who, assignee.login), told),
    closes: (
      who: Actor,
      reason: CloseReason = 'completed',
      through: 'person' | 'pull-request' | 'commit' | 'automation' = 'person',
    ) => (tracker.close(on, who, reason, through), told),
    reopens: (who: Actor) => (tracker.reopen(on, who), told),
    moves: (who: Actor, to: string, through?: 'move') => (tracker.move(on, who, to, through), told),
    /** Moves it to a status that closes it. */
    finishes: (who: Actor, to: string, as: CloseReason = 'completed') => (
      tracker.move(on, who, to, 'person', as),
      told
    ),
    resolves: (who: Actor, as: CloseReason) => (tracker.resolve(on, who, as), told),
    sets: (who: Actor, field: string, value: string | null) => (tracker.set(on, who, field, value), told),
    branches: (name: string) => (branches.push(name), told),
    /** Another issue becomes a part of this one. `read`: Baton knows how it stands. */
    hasPart: (other: Story, read = true) => {
      on.clock.now += 60_000;
      const times: Period[] = [{ from: on.clock.now, to: null }];
      parts.push({ times, part: () => ({ ...other.asPart(read), times }) });
      return told;
    },
    /** The part that came last is none any more. */
    losesPart: () => {
      on.clock.now += 60_000;
      const last = parts.at(-1)?.times;
      const [time] = last?.splice(-1) ?? [];
      if (time !== undefined) last?.push({ from: time.from, to: on.clock.now });
      return told;
    },
    /** It is known how a comment came out when it was heard first. */
    hears: (comment: string, how: Heard) => (heard.set(comment, how), told),
    /** Parts that Baton may not see. */
    hides: (count: number) => ((hidden = count), told),
    /** This issue as a part of another. */
    asPart: (read: boolean): Omit<SubIssue, 'times'> => {
      const { issue, verdict } = look();
      const { closedReason: reason } = on;
      const closed = on.state === 'open' ? null : { at: on.clock.now, reason: reason ?? 'completed' };
      return { ...link(), closed, archived: false, standing: read ? standingOf(issue, verdict) : null };
    },
    policyBecomes: (yaml: string) => ((policy = policyOf(yaml)), told),
    /** Baton looks once, and writes. Gives back whether there was anything to write. */
    settlesOnce: (): boolean => {
      const { effects } = look();
      tracker.perform(on, effects);
      return effects.length > 0;
    },
    /** Baton looks and writes, until nothing is left to write. Gives back what it wrote, look by look. */
    settles: (): readonly (readonly Effect[])[] => {
      const written: (readonly Effect[])[] = [];
      for (let round = 0; round < 6; round += 1) {
        const { effects } = look();
        if (effects.length === 0) return written;
        written.push(effects);
        tracker.perform(on, effects);
      }
      throw new Error(`It does not settle: ${JSON.stringify(written.at(-1), null, 2)}`);
    },
  });
  return told;
}

type PullTelling = {
  by?: Actor;
  number?: number;
  closes?: readonly Story[];
  /** Links to issues that no story tells of. */
  alsoCloses?: readonly IssueLink[];
  policy?: string;
  repository?: string;
  visibility?: Visibility;
  onlyExemptPaths?: boolean;
};

/** A pull request was opened that would close the issues of these stories. */
export function pullRequest(telling: PullTelling = {}) {
  const {
    by = anton,
    number = 7,
    closes = [],
    alsoCloses = [],
    repository = 'acme/shop',
    visibility = 'public',
  } = telling;
  const [first] = closes;
  const clock = first?.on.clock ?? tracker.clockAt(dawn);
  clock.now += 60_000;
  const alone =
    first ?? story({ ...(telling.policy === undefined ? {} : { policy: telling.policy }), clock });
  const on: tracker.Timeline = {
    id: `P${number}`,
    clock,
    moments: [],
    labels: [],
    assignees: [],
    state: 'open',
    closedReason: null,
    card: null,
    status: 'Draft',
  };
  const openedAt = clock.now;
  let head = { sha: 'a1', at: openedAt };
  const pushers: (Actor | null)[] = [by];
  let state: PullRequest['state'] = 'open';
  let mergedAt: number | null = null;
  const checks: DisplayedCheck[] = [];
  const linked: (LinkedTime & { readonly issues: readonly IssueLink[] })[] = [
    { from: openedAt, to: null, issues: [...closes.map((each) => each.link()), ...alsoCloses] },
  ];

  const pull = (): PullRequest => ({
    item: {
      tracker: 'github',
      repository,
      visibility,
      number,
      id: on.id,
      url: `https://tracker.test/${repository}/pull/${number}`,
      title: 'Coupons, built',
    },
    author: by,
    state,
    openedAt,
    mergedAt,
    labels: on.labels,
    headSha: head.sha,
    pushedAt: head.at,
    pushers,
    closes: linked.at(-1)?.issues ?? [],
    linked,
    moments: on.moments,
    checks: checks.filter((check) => check.headSha === head.sha),
  });
  for (const each of closes) each.pulls.push({ pull });

  function look(): { pull: PullState; verdict: PullVerdict; effects: readonly Effect[] } {
    const setting = alone.setting();
    const inJira = new Map(closes.map((each) => [each.link().id, setting.members]));
    const plan = { ...setting, jira: { members: inJira, now: setting.now } };
    const pullRequestNow = pull();
    const folded = { pullRequest: pullRequestNow, state: fold(emptyState, pullRequestNow.moments) };
    const issues = closes.map((each) => foldIssue(each.observed()));
    const verdict = judgePull(
      folded,
      issues,
      plan,
      telling.onlyExemptPaths === true ? 'exempt-paths' : 'other',
    );
    return { pull: folded, verdict, effects: planPull(folded, verdict, plan) };
  }

  const told = tellable(on, {
    look,
    setting: alone.setting,
    pull,
    checks,
    /** `who` null: the tracker does not tell. */
    pushes: (who: Actor | null = by) => {
      clock.now += 60_000;
      pushers.push(who);
      head = { sha: `a${Number(head.sha.slice(1)) + 1}`, at: clock.now };
      return told;
    },
    /** Merged, and with it GitHub closes the issues; `only`: that is not seen yet, or was seen before. */
    merges: (who: Actor = by, only?: 'only') => {
      clock.now += 60_000;
      state = 'merged';
      mergedAt = clock.now;
      for (const each of only === undefined ? closes : [])
        if (!isInJira(each.link())) tracker.close(each.on, who, 'completed', 'pull-request');
      return told;
    },
    closesUnmerged: () => ((state = 'closed'), told),
    settles: (): readonly (readonly Effect[])[] => {
      const written: (readonly Effect[])[] = [];
      for (let round = 0; round < 6; round += 1) {
        const { effects } = look();
        if (effects.length === 0) return written;
        written.push(effects);
        tracker.perform(on, effects, checks);
      }
      throw new Error(`It does not settle: ${JSON.stringify(written.at(-1), null, 2)}`);
    },
  });
  return told;
}
