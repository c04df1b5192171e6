/**
 * A Jira issue's changelog as moments: who edited, labelled, assigned and moved it. A changelog says what Jira recorded:
 * an automation may act in anybody's name, and then its act is recorded as theirs.
 */
import type { Actor, Moment, Observed } from '../../handoff/index.ts';
import type { CloseReason, JiraPart, Policy } from '../../policy/index.ts';
import { isAccount, pinName, type Pins } from './accounts.ts';
import type { Portions } from '../../portions.ts';
import { partsOf, wikiToMarkdown } from '../text/index.ts';
import { reasonOf, type Resolved } from './resolutions.ts';
import { byKey, type NamedIssue } from '../../store/index.ts';
import type { JiraChange, JiraIssue, JiraStatus, JiraStory, JiraUser } from '../shapes.ts';
import { sameText } from '../../same-text.ts';

/** What has to be known beside the issue. */
export type About = {
  /** The site's name, so that what happened on two sites is told apart. */
  readonly site: string;
  /** Our own account's id. */
  readonly self: string;
  /** Statuses by their ids, as they are called now. */
  readonly statuses: ReadonlyMap<string, JiraStatus>;
  /** Ids of custom fields by what a changelog calls them that tells no ids: `custom ` and the name in lower case. */
  readonly fields: ReadonlyMap<string, string>;
  /** What the policy says that resolutions mean. */
  readonly resolutions: JiraPart['resolutions'];
  /** People who are known on both sides; `id`: GitHub's number of the account. */
  readonly people: readonly { readonly jira: string; readonly github: string; readonly id?: string }[];
  /** Whom the policy's names mean. */
  readonly pins: Pins;
  /** Whether an account has a key, which a changelog tells instead of its name. */
  readonly hasKeys: boolean;
  /** Whether people may be named by their names in Jira. */
  readonly namesAreShown: boolean;
  /** Where people see the issue. */
  readonly url: string;
};

type Change = JiraChange['items'][number];

/** An issue of Jira, told like one of GitHub: what it shows, and what happened to it, oldest first. */
export function observedOf({ issue, changes }: JiraStory, about: About): Observed {
  const project = issue.project.toUpperCase();
  const { number } = partsOf(issue.key);
  const author = actorOf(issue.author, about);
  const texts = textsOf(issue, changes);
  const opened: Moment = {
    kind: 'opened',
    id: `${about.site}:${issue.id}`,
    at: issue.created,
    by: author,
    ...texts,
  };
  const standings = standingsOf(issue, changes, about);
  const now = standings.at(-1);
  const closedReason =
    issue.status.category === 'done'
      ? reasonOf(
          now === undefined || now.resolution?.id !== issue.resolution?.id
            ? resolvedNow(issue)
            : now.resolution,
          about.resolutions,
        )
      : null;
  return {
    history: {
      item: {
        tracker: 'jira',
        repository: project,
        number,
        id: idOf(issue.key),
        lastingId: issue.id,
        url: about.url,
        title: issue.summary,
      },
      author,
      moments: [opened, ...changes.flatMap((change, index) => momentsOf(change, standings, index, about))],
    },
    displayed: {
      state: issue.status.category === 'done' ? 'closed' : 'open',
      closedReason,
      labels: issue.labels,
      assignees: issue.assignee === null ? [] : [actorOf(issue.assignee, about)],
      type: issue.type,
      card: null,
      spareCards: [],
      pullRequests: [],
      branches: [],
      subIssues: null,
    },
  };
}

/** What Jira calls an issue: its key, and its id, which stays when it is moved. */
export function namedOf({ history: { item } }: Observed): readonly NamedIssue[] {
  const { repository, number, lastingId } = item;
  const id: readonly NamedIssue[] = lastingId === undefined ? [] : [{ by: 'id', name: lastingId }];
  return [byKey(`${repository}-${number}`), ...id];
}

/** The same, where an issue is looked for by either. */
export const namesOf = (observed: Observed): readonly string[] => namedOf(observed).map(({ name }) => name);

/** The heart's id of an issue, by its key. */
export const idOf = (key: string): string => `jira ${key.toUpperCase()}`;

function actorOf(user: JiraUser, { self, people, pins, namesAreShown }: About): Actor {
  const kind = user.kind === 'app' ? 'bot' : user.kind;
  const known = people.find(({ jira }) => isAccount(pins, jira, user));
  const name = namesAreShown ? user.name : 'somebody';
  const isSelf = user.id === self;
  if (user.kind === 'nobody' && user.id === '')
    return { login: strange, kind, self: false, name, anonymous: true };
  if (known === undefined) {
    const id = user.key === null ? {} : { id: `${strange}${user.key}` };
    return { login: `${strange}${user.id}`, kind, self: isSelf, name, ...id };
  }
  const wasRenamed = !sameText(known.jira, user.id);
  return {
    login: known.github,
    kind,
    self: isSelf,
    ...(known.id === undefined ? {} : { id: known.id }),
    ...(wasRenamed ? { account: user.id } : {}),
  };
}

/**
 * Before the account of somebody who is not known on GitHub: no login there begins so. On Data Center an account is a name,
 * and whoever has a name there may be somebody else than who has it on GitHub.
 */
const strange = 'jira:';

/** An actor's account: people who are known on both sides act under their GitHub login. */
export function accountOf(
  { people }: Policy,
  pins: Pins,
  { login, id, account }: Actor,
): Pick<JiraUser, 'id' | 'key'> {
  if (login.startsWith(strange))
    return {
      id: login.slice(strange.length),
      key: id?.startsWith(strange) === true ? id.slice(strange.length) : null,
    };
  const name = people.find(({ github }) => sameText(github, login))?.jira ?? login;
  return { id: account ?? name, key: pins.get(pinName(name))?.account ?? null };
}

/** Reads the texts that edits replaced and brought, so that `observedOf` finds them read. */
export function* readEdits({ changes }: JiraStory): Portions<void> {
  for (const { items } of changes) {
    for (const { field, fromText, toText } of items) {
      if (field !== 'description') continue;
      yield* wikiToMarkdown.ahead(fromText ?? '');
      yield* wikiToMarkdown.ahead(toText ?? '');
    }
    yield;
  }
}

/** Title and text as they were first: the changelog keeps what each edit replaced, and the issue what is there now. */
function textsOf(issue: JiraIssue, changes: readonly JiraChange[]): { title: string; body: string } {
  const first = (field: string): Change | undefined =>
    changes.flatMap(({ items }) => items).find((item) => item.field === field);
  const title = first('summary');
  const body = first('description');
  return {
    title: title === undefined ? issue.summary : (title.fromText ?? ''),
    body: body === undefined ? issue.description : wikiToMarkdown(body.fromText ?? ''),
  };
}

const withoutTransition: ReadonlySet<string> = new Set(['project', 'key', 'issuetype', 'workflow']);

/** How it stood after a change. `isGiven`: it had a resolution at some time since it came to its status. */
type Standing = {
  readonly status: JiraStatus;
  readonly resolution: Resolved | null;
  readonly isGiven: boolean;
};

const resolvedNow = ({ resolution }: JiraIssue): Resolved | null =>
  resolution === null ? null : { id: resolution.id, names: [resolution.name] };

/** How it stood at first, and after each change. */
function standingsOf(issue: JiraIssue, changes: readonly JiraChange[], about: About): readonly Standing[] {
  const all = changes.flatMap(({ items }) => items);
  const firstOf = (field: string): Change | undefined => all.find((item) => item.field === field);
  const named = (id: string | null, name: string | null): Resolved | null => {
    if (id === null && name === null) return null;
    const today = issue.resolution?.id === id ? [issue.resolution?.name ?? ''] : [];
    return { id, names: [...new Set([...(name === null ? [] : [name]), ...today])] };
  };
  const moved = firstOf('status');
  const resolved = firstOf('resolution');
  const resolution = resolved === undefined ? resolvedNow(issue) : named(resolved.from, resolved.fromText);
  const standings: Standing[] = [
    {
      status: moved === undefined ? issue.status : statusOf(moved.from, moved.fromText, about),
      resolution,
      isGiven: resolution !== null,
    },
  ];
  for (const { items } of changes) {
    let now = standings.at(-1);
    for (const { field, from, fromText, to, toText } of items) {
      if (now === undefined) break;
      if (field === 'resolution') now = { ...now, resolution: named(to, toText) };
      if (field === 'status' && (from !== to || fromText !== toText))
        now = { ...now, status: statusOf(to, toText, about), isGiven: false };
    }
    if (now !== undefined) standings.push({ ...now, isGiven: now.isGiven || now.resolution !== null });
  }
  return standings;
}

function momentsOf(
  change: JiraChange,
  standings: readonly Standing[],
  index: number,
  about: About,
): readonly Moment[] {
  const before = standings[index];
  const after = standings[index + 1];
  const closedAs = (standing: Standing | undefined): CloseReason | null =>
    standing?.status.category === 'done' ? reasonOf(standing.resolution, about.resolutions) : null;
  const closing = { before: closedAs(before), after: closedAs(after) };
  const isMoved = change.items.some(({ field }) => field === 'status');
  const by = actorOf(change.by, about);
  // With another project, type or workflow comes another status without a transition, whoever gave it.
  const isMove = change.items.some(({ field }) => withoutTransition.has(field));
  return change.items.flatMap((item, place): Moment[] => {
    const base = { id: `${about.site}:${change.id}.${place}`, at: change.at, order: index + 1, by };
    switch (item.field) {
      case 'summary':
        return [{ kind: 'edited', ...base, title: item.toText ?? '', body: null, lost: false }];
      case 'description':
        return [
          { kind: 'edited', ...base, title: null, body: wikiToMarkdown(item.toText ?? ''), lost: false },
        ];
      case 'labels':
        return labelled(item, base);
      case 'assignee':
        return assigned(item, base, about);
      case 'status':
        return moved(item, base, { isMove, closing }, about);
      case 'resolution':
        return isMoved || before === undefined || closing.before === null || closing.after === null
          ? []
          : [
              {
                kind: 'resolved',
                ...base,
                status: refOf(before.status),
                closedAs: closing.after,
                wasClosedAs: closing.before,
                isFirst: !before.isGiven,
              },
            ];
      case 'project':
      case 'key':
      case 'issuetype':
      case 'workflow':
        return [];
      default:
        return [
          {
            kind: 'set',
            ...base,
            field: about.fields.get(item.field) ?? item.field,
            value: item.toText ?? item.to,
          },
        ];
    }
  });
}

type Base = Pick<Moment, 'id' | 'at' | 'order' | 'by'>;

/** Labels are given as whole sets, separated by spaces. */
function labelled({ fromText, toText }: Change, base: Base): Moment[] {
  const [before, now] = [fromText, toText].map((text) => new Set((text ?? '').split(' ').filter(Boolean)));
  const gone = [...(before ?? [])].filter((label) => now?.has(label) !== true);
  const came = [...(now ?? [])].filter((label) => before?.has(label) !== true);
  return [
    ...gone.map((label): Moment => ({ kind: 'unlabeled', ...base, id: `${base.id}-${label}`, label })),
    ...came.map((label): Moment => ({ kind: 'labeled', ...base, id: `${base.id}+${label}`, label })),
  ];
}

function assigned({ from, to, fromText, toText }: Change, base: Base, about: About): Moment[] {
  const somebody = (id: string, name: string | null): Actor =>
    actorOf({ id, key: about.hasKeys ? id : null, name: name ?? id, kind: 'person' }, about);
  return [
    ...(from === null
      ? []
      : [{ kind: 'unassigned' as const, ...base, id: `${base.id}-`, assignee: somebody(from, fromText) }]),
    ...(to === null
      ? []
      : [{ kind: 'assigned' as const, ...base, id: `${base.id}+`, assignee: somebody(to, toText) }]),
  ];
}

/** A status that is not there any more is known by what the changelog calls it. */
function statusOf(id: string | null, name: string | null, { statuses }: About): JiraStatus {
  return statuses.get(id ?? '') ?? { id: id ?? '', name: name ?? '', category: 'indeterminate' };
}

const refOf = ({ id, name }: JiraStatus) => ({ id, name });

type Closing = { readonly before: CloseReason | null; readonly after: CloseReason | null };

function moved(
  item: Change,
  base: Base,
  { isMove, closing }: { readonly isMove: boolean; readonly closing: Closing },
  about: About,
): Moment[] {
  const from = statusOf(item.from, item.fromText, about);
  const to = statusOf(item.to, item.toText, about);
  const move: Moment = {
    kind: 'moved',
    ...base,
    from: refOf(from),
    to: refOf(to),
    through: isMove ? 'move' : 'person',
    ...(closing.after === null ? {} : { closedAs: closing.after }),
    ...(closing.before === null ? {} : { wasClosedAs: closing.before }),
  };
  if ((from.category === 'done') === (to.category === 'done')) return [move];
  const state: Moment =
    to.category === 'done'
      ? {
          kind: 'closed',
          ...base,
          id: `${base.id} closed`,
          reason: closing.after ?? 'completed',
          through: isMove ? 'automation' : 'person',
        }
      : { kind: 'reopened', ...base, id: `${base.id} reopened` };
  return [move, state];
}
