/** What a policy would have come to on one item, had it been in force all the time. */
import {
  batonTimesOf,
  courseOf,
  type Course,
  type Fact,
  type Members,
  type PullVerdict,
  sinceEver,
} from '../../handoff/index.ts';
import type { Policy } from '../../policy/index.ts';
import { judgePullFacts, type PullFacts } from '../facts/index.ts';
import type { PastItem } from '../histories/index.ts';
import { sameText } from '../../same-text.ts';
import { factsBeforeMerge } from './before-merge.ts';

/** Milliseconds since the epoch: what happened from `since` on and before `until` counts. */
export type Window = { readonly since: number; readonly until: number };

/** Why a merge would have been blocked. */
export type Blocked =
  | {
      readonly kind: 'gate';
      readonly gate: string;
      readonly roles: readonly string[];
      /** The issue, as people write it: `#12`, or `acme/api#12` in another repository. */
      readonly issue: string;
      /** How long after the merge the gate was open (milliseconds); null: it was not, up to the end. */
      readonly approvedAfter: number | null;
    }
  | { readonly kind: 'no-issue' | 'unreadable' | 'too-many' };

/** `binds`: the policy blocks or undoes it; else it says so, and does nothing. */
export type Outcome = {
  /** A pull request that was merged; null: it was not, or it is an issue. */
  readonly merge: {
    readonly at: number;
    readonly binds: boolean;
    readonly isExempt: boolean;
    readonly blocked: readonly Blocked[];
  } | null;
  readonly closings: readonly {
    readonly at: number;
    readonly isByMerge: boolean;
    readonly binds: boolean;
    readonly gates: readonly string[];
  }[];
  readonly started: readonly {
    readonly at: number;
    readonly binds: boolean;
    readonly gates: readonly string[];
  }[];
  /** Times that somebody had the baton. `to` null: they still had it at the end. */
  readonly asked: readonly {
    readonly gate: string;
    readonly roles: readonly string[];
    readonly from: number;
    readonly to: number | null;
  }[];
  /** Approvals that would not have counted, and why. */
  readonly notCounted: readonly { readonly at: number; readonly gate: string; readonly because: string }[];
  /** Gates that waited for a role that nobody holds who may speak. */
  readonly nobody: readonly { readonly gate: string; readonly roles: readonly string[] }[];
};

const nothing: Outcome = { merge: null, closings: [], started: [], asked: [], notCounted: [], nobody: [] };

/** Plays a policy over an item, as if it had been in force since ever. @throws {TryLater} */
export async function outcomeOf(item: PastItem, policy: Policy, window: Window): Promise<Outcome> {
  const under = { policy, since: 0, times: sinceEver };
  if (item.kind === 'pull-request') return ofPull(await item.facts(under), window, item.repository.name);
  const facts = await item.facts(under);
  const course = courseOf(facts.issue, { ...facts, now: window.until });
  return ofIssue(course, facts.members, window);
}

const isIn = ({ since, until }: Window, at: number): boolean => at >= since && at < until;

function ofIssue(course: Course, members: Members, window: Window): Outcome {
  const facts = course.facts.filter(({ at }) => isIn(window, at));
  const isBinding = (against: readonly { readonly mode: string }[]): boolean =>
    against.some(({ mode }) => mode === 'enforce');
  const gates = (against: readonly { readonly gate: string }[]): readonly string[] =>
    against.map(({ gate }) => gate);
  return {
    ...nothing,
    closings: facts.flatMap((fact) =>
      fact.kind === 'closed' && fact.by?.self !== true
        ? [
            {
              at: fact.at,
              isByMerge: fact.through === 'pull-request',
              binds: isBinding(fact.against),
              gates: gates(fact.against),
            },
          ]
        : [],
    ),
    started: facts.flatMap((fact) =>
      fact.kind === 'started'
        ? [{ at: fact.at, binds: isBinding(fact.against), gates: gates(fact.against) }]
        : [],
    ),
    asked: batonTimesOf(course)
      .filter(({ from, to }) => from < window.until && (to ?? window.until) >= window.since)
      .map(({ gate, roles, from, to }) => ({
        gate,
        roles,
        from,
        to: to !== null && to < window.until ? to : null,
      })),
    notCounted: facts.flatMap((fact: Fact) =>
      fact.kind === 'not-counted' ? [{ at: fact.at, gate: fact.gate, because: fact.because.kind }] : [],
    ),
    nobody: nobodyIn(course, members),
  };
}

/** Of what is waited for at the end, what nobody can approve: no one holds the role, or all who do have a part in it. */
function nobodyIn({ states }: Course, { mentions }: Members): Outcome['nobody'] {
  const standing = states.at(-1)?.standing;
  if (standing?.kind !== 'gates') return [];
  return standing.batons.flatMap(({ gate, roles }) => {
    const verdict = standing.gates.find((each) => each.gate.name === gate);
    const may = roles
      .flatMap((role) => mentions.get(role) ?? [])
      .filter(
        (name) =>
          name.includes('/') || verdict?.excluded.some(({ actor }) => sameText(actor.login, name)) !== true,
      );
    return roles.length > 0 && may.length === 0 ? [{ gate, roles }] : [];
  });
}

function ofPull(facts: PullFacts, window: Window, home: string): Outcome {
  const { mergedAt } = facts.pullRequest;
  const before = mergedAt !== null && isIn(window, mergedAt) ? factsBeforeMerge(facts) : null;
  if (before === null || mergedAt === null) return nothing;
  const { verdict } = judgePullFacts(before, { causes: [], told: mergedAt });
  return {
    ...nothing,
    merge: {
      at: mergedAt,
      binds: verdict.conclusion === 'action_required',
      isExempt: verdict.pass?.kind === 'exempt',
      blocked: blockedBy(verdict, facts, { home, mergedAt, until: window.until }),
    },
  };
}

function blockedBy(
  { reasons }: PullVerdict,
  facts: PullFacts,
  { home, mergedAt, until }: { readonly home: string; readonly mergedAt: number; readonly until: number },
): readonly Blocked[] {
  const courses = new Map<string, Course>();
  const courseFor = (id: string): Course | null => {
    const known = courses.get(id);
    const issue = facts.issues.find(({ history }) => history.item.id === id);
    if (known !== undefined || issue === undefined) return known ?? null;
    const course = courseOf(issue, { ...facts, now: until });
    courses.set(id, course);
    return course;
  };
  return reasons.map((reason): Blocked => {
    if (reason.kind !== 'gate') return { kind: reason.kind };
    const { repository, number, id } = reason.issue;
    const { name } = reason.gate.gate;
    return {
      kind: 'gate',
      gate: name,
      roles: reason.holders,
      issue: sameText(repository, home) ? `#${number}` : `${repository}#${number}`,
      approvedAfter: openedAfter(courseFor(id), name, mergedAt),
    };
  });
}

function openedAfter(course: Course | null, gate: string, at: number): number | null {
  const opened = course?.states.find(
    ({ at: from, standing }) =>
      from >= at &&
      (standing.kind === 'no-gates' || standing.gates.some((each) => each.gate.name === gate && each.open)),
  );
  return opened === undefined ? null : opened.at - at;
}
