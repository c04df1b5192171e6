/** A tracker in memory, as far as the heart can tell: what happens to an item becomes moments, and shows. */
import type { Actor, DisplayedCheck, Effect, Moment, StatusRef } from '../../src/handoff/index.ts';
import type { CloseReason } from '../../src/policy/index.ts';
import { baton } from './people.ts';

/** Time in a story: a minute goes by between two moments, unless it is told otherwise. */
export type Clock = { now: number; still: boolean; count: number };

export const clockAt = (now: number): Clock => ({ now, still: false, count: 0 });

type Happening = Moment extends infer M ? (M extends Moment ? Omit<M, 'id' | 'at' | 'by'> : never) : never;

/** Anything that has a timeline: an issue or a pull request. */
export type Timeline = {
  readonly id: string;
  readonly clock: Clock;
  moments: Moment[];
  labels: string[];
  assignees: Actor[];
  state: 'open' | 'closed';
  closedReason: CloseReason | null;
  card: string | null;
  /** In Jira. */
  status: string;
};

/** Writes a moment down at the clock's next minute. */
export function happen(on: Timeline, by: Actor, what: Happening): Moment {
  const { clock } = on;
  if (!clock.still) clock.now += 60_000;
  clock.still = false;
  clock.count += 1;
  const moment = { ...what, id: `m${clock.count}`, at: clock.now, by } as Moment;
  on.moments.push(moment);
  return moment;
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

export function label(on: Timeline, by: Actor, name: string): void {
  if (on.labels.some((each) => same(each, name))) return;
  on.labels.push(name);
  happen(on, by, { kind: 'labeled', label: name });
}

export function unlabel(on: Timeline, by: Actor, name: string): void {
  if (!on.labels.some((each) => same(each, name))) return;
  on.labels = on.labels.filter((each) => !same(each, name));
  happen(on, by, { kind: 'unlabeled', label: name });
}

export function assign(on: Timeline, by: Actor, assignee: Actor): void {
  if (on.assignees.some((each) => same(each.login, assignee.login))) return;
  on.assignees.push(assignee);
  happen(on, by, { kind: 'assigned', assignee });
}

export function unassign(on: Timeline, by: Actor, login: string): void {
  const assignee = on.assignees.find((each) => same(each.login, login));
  if (assignee === undefined) return;
  on.assignees = on.assignees.filter((each) => each !== assignee);
  happen(on, by, { kind: 'unassigned', assignee });
}

export function close(
  on: Timeline,
  by: Actor,
  reason: CloseReason,
  through: 'person' | 'pull-request' | 'commit' | 'automation',
): void {
  if (on.state === 'closed') return;
  on.state = 'closed';
  on.closedReason = reason;
  happen(on, by, { kind: 'closed', reason, through });
}

export function reopen(on: Timeline, by: Actor): void {
  if (on.state === 'open') return;
  on.state = 'open';
  on.closedReason = null;
  happen(on, by, { kind: 'reopened' });
}

/** Moves an issue of Jira to another status; statuses are named, and their ids are made from the names. */
export function move(
  on: Timeline,
  by: Actor,
  to: string,
  through: 'person' | 'move' = 'person',
  closedAs: CloseReason | null = null,
): void {
  const was = on.closedReason === null ? {} : { wasClosedAs: on.closedReason };
  const is = closedAs === null ? {} : { closedAs };
  happen(on, by, { kind: 'moved', from: status(on.status), to: status(to), through, ...was, ...is });
  on.status = to;
  standAs(on, closedAs);
}

/** Gives a closed issue of Jira another resolution. */
export function resolve(on: Timeline, by: Actor, closedAs: CloseReason): void {
  if (on.closedReason === null) throw new Error('It is open.');
  const { closedReason: wasClosedAs } = on;
  happen(on, by, { kind: 'resolved', status: status(on.status), closedAs, wasClosedAs, isFirst: false });
  standAs(on, closedAs);
}

/** A status of Jira by its name. */
export const status = (name: string): StatusRef => ({ id: `id of ${name}`, name });

function standAs(on: Timeline, closedAs: CloseReason | null): void {
  on.state = closedAs === null ? 'open' : 'closed';
  on.closedReason = closedAs;
}

export function set(on: Timeline, by: Actor, field: string, value: string | null): void {
  happen(on, by, { kind: 'set', field, value });
}

export function comment(on: Timeline, by: Actor, text: string): Moment {
  return happen(on, by, {
    kind: 'commented',
    original: text,
    text,
    editedBy: null,
    url: `https://tracker.test/${on.id}/comment`,
    reacted: false,
  });
}

/** Changes a comment that is there; without an id, the last. */
export function editComment(on: Timeline, by: Actor, text: string | null, id?: string): void {
  const found = on.moments.findLastIndex(
    (each) => each.kind === 'commented' && (id === undefined ? !each.by.self : each.id === id),
  );
  const moment = on.moments[found];
  if (moment?.kind !== 'commented') return;
  on.moments[found] = { ...moment, text: text ?? moment.text, editedBy: by };
}

export function deleteComment(on: Timeline): void {
  const found = on.moments.findLastIndex((each) => each.kind === 'commented' && !each.by.self);
  if (found >= 0) on.moments.splice(found, 1);
}

/** Performs effects as Baton would; those about something else are left to it. */
export function perform(on: Timeline, effects: readonly Effect[], checks: DisplayedCheck[] = []): void {
  for (const effect of effects) {
    if ('on' in effect && effect.on !== on.id) continue;
    switch (effect.kind) {
      case 'label':
        label(on, baton, effect.label);
        break;
      case 'unlabel':
        unlabel(on, baton, effect.label);
        break;
      case 'unassign':
        unassign(on, baton, effect.login);
        break;
      case 'reopen':
        reopen(on, baton);
        break;
      case 'close':
        close(on, baton, effect.reason, 'automation');
        break;
      case 'show-comment':
        break;
      case 'card':
        on.card = effect.body;
        if (effect.card === null) comment(on, baton, effect.body);
        break;
      case 'comment':
        if (effect.comment === undefined) comment(on, baton, effect.body);
        else editComment(on, baton, effect.body, effect.comment);
        break;
      case 'react':
        on.moments = on.moments.map((each) =>
          each.kind === 'commented' && each.id === effect.comment
            ? { ...each, reacted: true, reaction: effect.reaction }
            : each,
        );
        break;
      case 'remove-comment':
        on.moments = on.moments.filter((each) => each.id !== effect.comment);
        break;
      case 'check': {
        const { name, headSha, conclusion, title, summary } = effect.report;
        const id = effect.check ?? `check${checks.length + 1}`;
        const run = { id, name, headSha, conclusion, title, summary } as const;
        const shown: DisplayedCheck = { ...run, status: conclusion === null ? 'in_progress' : 'completed' };
        checks.splice(checks.findIndex((each) => each.id === id) >>> 0, 1, shown);
        break;
      }
      default:
        effect satisfies never;
    }
  }
}
