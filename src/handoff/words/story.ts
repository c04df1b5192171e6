/** The story of an issue, for pages: who has the baton and what to do, each gate, and what led there. Sentences are Markdown. */
import { batonTimesOf, type Course, type Fact, gateTimesOf } from '../course/index.ts';
import { batonGates } from '../gates/index.ts';
import { type ItemRef, mayShow, type Period, type PullRequest } from '../history/index.ts';
import type { IssueState, PullState } from '../replay/index.ts';
import type { GateVerdict, Status, Verdict } from '../verdict.ts';
import { patchOf, violationLine } from './card.ts';
import { consentSentence, criteriaLines, questionLines } from './details.ts';
import { unexemptLine } from './exempt.ts';
import { batonSentence, happenedSentence } from './happened.ts';
import { headline } from './headline.ts';
import { approvalOf, clockOf, type Setting } from './holders.ts';
import { nextStep, noGatesBecause, notCountedLine, whyStatus, wordsOf } from './sentences.ts';
import { statusName } from './statuses.ts';
import { blocksSentence } from './why.ts';

/** Instants are in milliseconds since the epoch. */
export type GateStory = {
  readonly name: string;
  readonly title: string;
  readonly status: Status;
  readonly statusName: string;
  /** The policy says that it only warns, or is only observed; null: it holds. */
  readonly only: 'warn' | 'observe' | null;
  readonly isOpen: boolean;
  readonly why: string;
  /** Blocks of Markdown: words that came with it, questions, criteria, what roles said of it. */
  readonly details: readonly string[];
  /** What it blocks. */
  readonly blocks: string;
  /** null: nothing is to be done. */
  readonly next: string | null;
  readonly notCounted: readonly string[];
  /** The lines that changed since the approval, with + and -; null: none did. */
  readonly changed: string | null;
  readonly times: readonly (Period & { readonly status: Status })[];
};

export type Happened = {
  readonly at: number;
  readonly kind: Fact['kind'];
  readonly line: string;
  /** Where it can be read; null: only in the timeline. */
  readonly url: string | null;
};

/** How the text changed from one approval of a gate to the next. */
export type Redrawn = {
  readonly gate: string;
  readonly before: number;
  readonly after: number;
  readonly patch: string;
};

export type IssueStory = {
  readonly state: 'open' | 'closed';
  /** Plain text, as the check's title has it. */
  readonly headline: string;
  /** What is to be done, by which gate, those first that hold back the rest. */
  readonly next: readonly { readonly gate: string; readonly line: string; readonly since: number | null }[];
  /** Why it has no gates; null: it has. */
  readonly noGates: string | null;
  readonly gates: readonly GateStory[];
  /** Pull requests that would close it, or did; those that fewer people can read are only counted. */
  readonly pulls: readonly PullOfStory[];
  readonly hiddenPulls: number;
  /** What led there; null: it is too long to be told. */
  readonly past: Past | null;
  /** What is not allowed now, or was undone. */
  readonly remarks: readonly string[];
  readonly timezone: string;
};

export type PullOfStory = Pick<ItemRef, 'repository' | 'number' | 'title' | 'url'> &
  Pick<PullRequest, 'state'> & { readonly author: string };

export type Past = {
  readonly openedAt: number;
  /** Who had the baton when. */
  readonly batons: readonly (Period & { readonly gate: string; readonly line: string })[];
  /** Newest first. */
  readonly happened: readonly Happened[];
  /** How much more happened before that. */
  readonly earlier: number;
  readonly redrawn: readonly Redrawn[];
};

const mostHappened = 200;
const mostBatons = 100;
/** Comparing long texts takes time. */
const mostRedrawn = 5;

export function storyOfIssue(
  setting: Setting,
  verdict: Verdict,
  issue: IssueState,
  course: Course | null,
): IssueStory {
  const shown = issue.pulls.filter(({ pullRequest }) => mayShow(pullRequest.item, issue.item));
  const times = Map.groupBy(course === null ? [] : gateTimesOf(course), ({ gate }) => gate);
  return {
    state: issue.displayed.state,
    headline: headline(setting, verdict),
    next: verdict.kind === 'gates' ? nextOf(setting, verdict) : [],
    noGates:
      verdict.kind === 'gates' ? null : `This issue needs no approval: ${noGatesBecause(verdict.because)}.`,
    gates:
      verdict.kind === 'gates'
        ? verdict.gates.map((each) => gateStory(setting, each, times.get(each.gate.name) ?? []))
        : [],
    pulls: shown.map(asPull),
    hiddenPulls: issue.pulls.length - shown.length,
    past: course === null ? null : pastOf(setting, issue, course),
    remarks:
      verdict.kind === 'gates'
        ? [
            ...verdict.violations.map((one) => violationLine(setting, one)),
            ...verdict.unexempt.map((one) => unexemptLine(setting, one, 'issue')),
          ]
        : [],
    timezone: setting.policy.calendar.timezone,
  };
}

function asPull({ pullRequest: { item, state, author } }: PullState): PullOfStory {
  const { repository, number, title, url } = item;
  return { repository, number, title, url, state, author: author.login };
}

function pastOf(setting: Setting, issue: IssueState, course: Course): Past {
  const { policy } = setting;
  const titleOf = (name: string): string => policy.gates.find((gate) => gate.name === name)?.title ?? name;
  const urls = new Map(
    issue.state.words.flatMap((word) => (word.kind === 'spoken' ? [[word.id, word.url] as const] : [])),
  );
  const told = toldOf(course.facts);
  const happened = told.slice(-mostHappened).toReversed();
  return {
    openedAt: course.openedAt,
    batons: batonTimesOf(course)
      .slice(-mostBatons)
      .map(({ gate, roles, from, to }) => ({
        gate: titleOf(gate),
        line: batonSentence(setting, gate, roles),
        from,
        to,
      })),
    happened: happened.map((fact) => ({
      at: fact.at,
      kind: fact.kind,
      line: happenedSentence(setting, fact),
      url: urls.get(fact.id) ?? null,
    })),
    earlier: told.length - happened.length,
    redrawn: redrawnIn(issue, course).map((each) => ({ ...each, gate: titleOf(each.gate) })),
  };
}

/** Without the words that ended a waiver: they took no approval back, and that it ended is told. */
function toldOf(facts: readonly Fact[]): readonly Fact[] {
  const ends = new Set(
    facts.flatMap((fact) => (fact.kind === 'waiver-ended' ? [`${fact.gate} ${fact.at}`] : [])),
  );
  return facts.filter((fact) => fact.kind !== 'revoked' || !ends.has(`${fact.gate} ${fact.at}`));
}

function nextOf(setting: Setting, verdict: Verdict & { kind: 'gates' }): IssueStory['next'] {
  return batonGates(verdict)
    .filter(({ gate }) => !gate.open)
    .map(({ gate, baton }) => ({
      gate: gate.gate.title,
      line: nextStep(setting, gate),
      since: baton.since,
    }));
}

/** One gate as it stands. */
export function gateStory(setting: Setting, each: GateVerdict, times: GateStory['times']): GateStory {
  const { gate, difference } = each;
  const clock = clockOf(setting);
  const words = wordsOf(each.reason);
  const blocks = [
    ...(words === null ? [] : [words]),
    // One question is all that the reason says.
    each.reason.kind === 'questioned' && each.questions.length === 1
      ? ''
      : questionLines(each, clock).join('\n'),
    criteriaLines(each, clock).join('\n'),
    each.consents.length === 0 ? '' : consentSentence(each, clock),
  ];
  return {
    name: gate.name,
    title: gate.title,
    status: each.status,
    statusName: statusName(each.status),
    only: gate.mode === 'enforce' ? null : gate.mode,
    isOpen: each.open,
    why: whyStatus(setting, each),
    details: blocks.filter((block) => block !== ''),
    blocks: blocksSentence(setting.policy, gate),
    next: each.open ? null : nextStep(setting, each),
    notCounted: each.notCounted.map((word) =>
      notCountedLine(setting, gate, approvalOf(setting, gate.name), word),
    ),
    changed: difference === null ? null : patchOf(difference) || null,
    times: times.map(({ from, to, status }) => ({ from, to, status })),
  };
}

function redrawnIn({ state: { revisions } }: IssueState, { facts }: Course): readonly Redrawn[] {
  const textAt = (at: number): { readonly id: string; readonly body: string } | null => {
    const revision = revisions.findLast((each) => each.at <= at);
    return revision === undefined || revision.lost ? null : revision;
  };
  const last = new Map<string, number>();
  const pairs: { gate: string; before: number; after: number }[] = [];
  for (const { kind, at, ...fact } of facts) {
    if (kind !== 'approved' || !('gate' in fact)) continue;
    const before = last.get(fact.gate);
    last.set(fact.gate, at);
    if (before !== undefined && textAt(before)?.id !== textAt(at)?.id)
      pairs.push({ gate: fact.gate, before, after: at });
  }
  return pairs.slice(-mostRedrawn).flatMap((pair) => {
    const [before, after] = [textAt(pair.before), textAt(pair.after)];
    if (before === null || after === null) return [];
    const patch = patchOf({ before: before.body, after: after.body });
    return patch === '' ? [] : [{ ...pair, patch }];
  });
}
