/** Issues and pull requests in memory: what happens to them becomes moments, and shows. */
import type {
  Actor,
  DisplayedCheck,
  IssueLink,
  ItemRef,
  LinkedTime,
  Moment,
  Observed,
  Period,
  PullRequest,
  SubIssue,
} from '../handoff/index.ts';
import { isCardBody } from '../handoff/index.ts';
import type { CloseReason } from '../policy/index.ts';
import { sameText } from '../same-text.ts';

/** Who Baton is there. */
export const baton: Actor = { login: 'baton[bot]', kind: 'bot', self: true };

export type Clock = { now: number };

type Shared = {
  /** What the example calls it. */
  readonly name: string;
  readonly id: string;
  readonly number: number;
  readonly author: Actor;
  readonly openedAt: number;
  title: string;
  body: string;
  moments: Moment[];
  labels: string[];
  assignees: Actor[];
};

export type Issue = Shared & {
  readonly kind: 'issue';
  readonly type: string | null;
  closed: { readonly at: number; readonly reason: CloseReason } | null;
  /** Its parts, and when each was one. */
  readonly parts: Map<Issue, Period[]>;
};

export type Pull = Shared & {
  readonly kind: 'pull-request';
  readonly closes: readonly Issue[];
  files: string[];
  state: PullRequest['state'];
  merged: { readonly at: number; readonly by: Actor } | null;
  pushes: { readonly sha: string; readonly at: number; readonly by: Actor }[];
  checks: DisplayedCheck[];
};

export type Thing = Issue | Pull;

/** A repository with what is on it. */
export type Place = {
  /** `owner/name`. */
  readonly repository: string;
  readonly clock: Clock;
  readonly things: Thing[];
  /** How many moments there were, whereby each gets an id. */
  count: number;
};

type Happening = Moment extends infer M
  ? M extends Moment
    ? Omit<M, 'id' | 'at' | 'order' | 'by'>
    : never
  : never;

/** Writes a moment down, now. Gives back its id. */
function happen(place: Place, thing: Thing, by: Actor, what: Happening): string {
  place.count += 1;
  const id = `moment-${place.count}`;
  const at = place.clock.now;
  thing.moments.push({ ...what, id, at, order: place.count, by });
  return id;
}

const urlOf = ({ repository }: Place, { kind, number }: Thing): string =>
  `https://github.com/${repository}/${kind === 'issue' ? 'issues' : 'pull'}/${number}`;

const refOf = (place: Place, thing: Thing): ItemRef => ({
  tracker: 'github',
  repository: place.repository,
  number: thing.number,
  id: thing.id,
  url: urlOf(place, thing),
  title: thing.title,
  visibility: 'public',
});

const linkOf = ({ repository }: Place, { id, number }: Issue): IssueLink => ({
  tracker: 'github',
  repository,
  number,
  id,
  visibility: 'public',
});

/** What opens an issue or a pull request. */
export type Opening = Pick<Shared, 'name' | 'author' | 'title' | 'body' | 'labels' | 'assignees'>;

function opened(place: Place, { name, author, title, body, labels }: Opening): Shared {
  const number = place.things.length + 1;
  const base = { name, author, title, body, number, id: `thing-${number}`, openedAt: place.clock.now };
  return { ...base, moments: [], labels: [...labels], assignees: [] };
}

export function openIssue(place: Place, opening: Opening & Pick<Issue, 'type'>): Issue {
  const issue: Issue = {
    ...opened(place, opening),
    kind: 'issue',
    type: opening.type,
    closed: null,
    parts: new Map(),
  };
  place.things.push(issue);
  const { author: by, title, body } = opening;
  happen(place, issue, by, { kind: 'opened', title, body });
  for (const label of opening.labels) happen(place, issue, by, { kind: 'labeled', label });
  for (const assignee of opening.assignees) assign(place, issue, by, assignee);
  return issue;
}

export function openPull(place: Place, opening: Opening & Pick<Pull, 'closes' | 'files'>): Pull {
  const { author: by, closes, files } = opening;
  const pull: Pull = {
    ...opened(place, opening),
    kind: 'pull-request',
    closes,
    files,
    state: 'open',
    merged: null,
    pushes: [],
    checks: [],
  };
  place.things.push(pull);
  for (const label of opening.labels) happen(place, pull, by, { kind: 'labeled', label });
  for (const assignee of opening.assignees) assign(place, pull, by, assignee);
  push(place, pull, by);
  return pull;
}

export function push({ clock }: Place, pull: Pull, by: Actor, files: readonly string[] = []): void {
  const sha = `${pull.id}-${pull.pushes.length + 1}`;
  pull.pushes.push({ sha, at: clock.now, by });
  pull.files = [...new Set([...pull.files, ...files])];
}

export function label(place: Place, thing: Thing, by: Actor, name: string): void {
  if (thing.labels.some((each) => sameText(each, name))) return;
  thing.labels.push(name);
  happen(place, thing, by, { kind: 'labeled', label: name });
}

export function unlabel(place: Place, thing: Thing, by: Actor, name: string): void {
  const found = thing.labels.find((each) => sameText(each, name));
  if (found === undefined) return;
  thing.labels = thing.labels.filter((each) => each !== found);
  happen(place, thing, by, { kind: 'unlabeled', label: found });
}

export function assign(place: Place, thing: Thing, by: Actor, assignee: Actor): void {
  if (thing.assignees.some(({ login }) => sameText(login, assignee.login))) return;
  thing.assignees.push(assignee);
  happen(place, thing, by, { kind: 'assigned', assignee });
}

export function unassign(place: Place, thing: Thing, by: Actor, login: string): void {
  const assignee = thing.assignees.find((each) => sameText(each.login, login));
  if (assignee === undefined) return;
  thing.assignees = thing.assignees.filter((each) => each !== assignee);
  happen(place, thing, by, { kind: 'unassigned', assignee });
}

/** Gives back the comment's id. */
export const comment = (
  place: Place,
  thing: Thing,
  by: Actor,
  { text, isReview = false }: { readonly text: string; readonly isReview?: boolean },
): string =>
  happen(place, thing, by, {
    kind: 'commented',
    original: text,
    text,
    editedBy: null,
    url: `${urlOf(place, thing)}#comment-${place.count + 1}`,
    reacted: false,
    ...(isReview ? { isReview } : {}),
  });

export function edit(
  place: Place,
  issue: Issue,
  by: Actor,
  { title, body }: { readonly title: string | null; readonly body: string | null },
): void {
  const now = {
    title: title === issue.title ? null : title,
    body: body === issue.body ? null : body,
  };
  if (now.title === null && now.body === null) return;
  issue.title = now.title ?? issue.title;
  issue.body = now.body ?? issue.body;
  happen(place, issue, by, { kind: 'edited', ...now, lost: false });
}

type Through = Extract<Moment, { kind: 'closed' }>['through'];

export function closeIssue(
  place: Place,
  issue: Issue,
  by: Actor,
  {
    reason,
    through,
    pull = null,
  }: { readonly reason: CloseReason; readonly through: Through; readonly pull?: Pull | null },
): void {
  if (issue.closed !== null) return;
  issue.closed = { at: place.clock.now, reason };
  const { repository } = place;
  const closer =
    pull === null
      ? {}
      : {
          pullRequest: {
            id: pull.id,
            number: pull.number,
            url: urlOf(place, pull),
            repository,
            visibility: 'public' as const,
          },
        };
  happen(place, issue, by, { kind: 'closed', reason, through, ...closer });
}

export function reopen(place: Place, thing: Thing, by: Actor): void {
  if (thing.kind === 'pull-request') {
    if (thing.state === 'closed') thing.state = 'open';
    return;
  }
  if (thing.closed === null) return;
  thing.closed = null;
  happen(place, thing, by, { kind: 'reopened' });
}

/** Merges it, and with it GitHub closes the issues that it says it closes. */
export function merge(place: Place, pull: Pull, by: Actor): void {
  if (pull.state !== 'open') return;
  pull.state = 'merged';
  pull.merged = { at: place.clock.now, by };
  for (const issue of pull.closes)
    closeIssue(place, issue, by, { reason: 'completed', through: 'pull-request', pull });
}

/** A part comes, or goes. */
export function divide({ clock }: Place, whole: Issue, part: Issue, isPart: boolean): void {
  const times = whole.parts.get(part) ?? [];
  const last = times.at(-1);
  const isNow = last?.to === null;
  if (isNow === isPart) return;
  if (isPart) whole.parts.set(part, [...times, { from: clock.now, to: null }]);
  else if (last !== undefined)
    whole.parts.set(part, [...times.slice(0, -1), { from: last.from, to: clock.now }]);
}

/** An issue as a read of it finds it; without its parts, which are asked for apart. */
export function observedIssue(place: Place, issue: Issue): Observed {
  const cards = issue.moments.flatMap((each) =>
    each.kind === 'commented' && each.by.self && isCardBody(each.text) ? [each] : [],
  );
  const [card, ...spare] = cards;
  const pulls = place.things.filter((each) => each.kind === 'pull-request');
  return {
    history: { item: refOf(place, issue), author: issue.author, moments: [...issue.moments] },
    displayed: {
      state: issue.closed === null ? 'open' : 'closed',
      closedReason: issue.closed?.reason ?? null,
      labels: [...issue.labels],
      assignees: [...issue.assignees],
      type: issue.type,
      card: card === undefined ? null : { id: card.id, body: card.text },
      spareCards: spare.map(({ id }) => id),
      pullRequests: pulls
        .filter(({ closes }) => closes.includes(issue))
        .map((pull) => observedPull(place, pull)),
      branches: [],
      subIssues: null,
    },
  };
}

export const partsOf = (place: Place, { parts }: Issue): readonly SubIssue[] =>
  [...parts].map(([part, times]) => ({
    ...linkOf(place, part),
    times,
    closed: part.closed,
    archived: false,
    standing: null,
  }));

export function observedPull(place: Place, pull: Pull): PullRequest {
  const head = pull.pushes.at(-1) ?? { sha: pull.id, at: pull.openedAt };
  const closes = pull.closes.map((issue) => linkOf(place, issue));
  const linked: readonly LinkedTime[] = [{ from: pull.openedAt, to: null, issues: closes }];
  const pushers = [...new Map(pull.pushes.map(({ by }) => [by.login, by])).values()];
  return {
    item: refOf(place, pull),
    author: pull.author,
    state: pull.state,
    openedAt: pull.openedAt,
    mergedAt: pull.merged?.at ?? null,
    ...(pull.merged === null ? {} : { mergedBy: pull.merged.by }),
    labels: [...pull.labels],
    headSha: head.sha,
    pushedAt: head.at,
    pushers,
    tip: head.sha,
    closes,
    linked,
    says: {
      branch: 'work',
      body: pull.body,
      texts: [{ from: pull.openedAt, to: null, title: pull.title, body: pull.body }],
    },
    compared: { base: 'base', head: head.sha, files: { paths: [...pull.files], isAll: true } },
    isFromFork: false,
    moments: [...pull.moments],
    checks: pull.checks.filter(({ headSha }) => headSha === head.sha),
  };
}
