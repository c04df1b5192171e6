/** What a pull request would have closed when, and what it said: from all that GitHub keeps of it. */
import {
  joinEqualTimes,
  isSameIssue,
  type IssueName,
  type LinkedTime,
  type Moment,
  type PullRequest,
  type TextTime,
} from '../../handoff/index.ts';
import type { Portions } from '../../portions.ts';
import { closedBy } from './closing-words.ts';
import { revisionsOf } from './revisions.ts';
import type { WholePull } from './whole.ts';

/** What decides which issues are linked, as it was after a change. `text` null: it is lost. */
type State = {
  readonly at: number;
  readonly text: string | null;
  readonly base: string;
  /** Linked by hand. */
  readonly byHand: readonly IssueName[];
  /** Unlinked by hand later, and nothing tells when it was linked. */
  readonly unclear: readonly IssueName[];
};

const without = (issues: readonly IssueName[], issue: IssueName): readonly IssueName[] =>
  issues.filter((one) => !isSameIssue(one, issue));

/** The description after each of its edits, oldest first; null: it is lost. */
function textsOf(
  { answer, edits, hasAllEdits }: WholePull,
  self: string,
): readonly { readonly at: number; readonly text: string | null }[] {
  // Without the first ones, the opening is not among them.
  const known = hasAllEdits ? answer : { ...answer, includesCreatedEdit: false, author: null };
  const { opened, edited } = revisionsOf(known, edits, '', self);
  const [first, ...unknown] = opened;
  return [
    { at: first.at, text: unknown.length > 0 ? null : first.body },
    ...edited.map(({ at, body, lost }) => ({ at, text: lost ? null : body })),
  ];
}

/** Reads what each description says that it closes, so that it is there when it is asked for. */
export function* readDescriptions(pull: WholePull, self: string): Portions<void> {
  for (const { text } of textsOf(pull, self)) {
    if (text !== null) yield* closedByText(pull, text);
    yield;
  }
  yield* closedByText(pull, pull.answer.body);
}

const closedByText = ({ answer }: WholePull, text: string): Portions<readonly IssueName[]> =>
  closedBy.ahead(text, answer.repository.nameWithOwner, new URL(answer.url).host);

function statesOf(pull: WholePull, moments: readonly Moment[], self: string): readonly State[] {
  const [first, ...texts] = textsOf(pull, self);
  const retargeted = moments.find((moment) => moment.kind === 'retargeted');
  const changes = [
    ...texts.map((change) => ({ kind: 'text' as const, ...change })),
    ...moments.filter(({ kind }) => kind === 'linked' || kind === 'unlinked' || kind === 'retargeted'),
  ].toSorted((one, other) => one.at - other.at);
  const unclear: IssueName[] = [];
  for (const change of changes)
    if (change.kind === 'unlinked') {
      const before = changes.slice(0, changes.indexOf(change));
      const wasLinked = before.some(
        (one) => (one.kind === 'linked' || one.kind === 'unlinked') && isSameIssue(one.issue, change.issue),
      );
      if (!wasLinked) unclear.push(change.issue);
    }
  let state: State = {
    at: pull.answer.createdAt,
    text: first?.text ?? null,
    base: retargeted?.from ?? pull.answer.baseRefName,
    byHand: [],
    unclear,
  };
  const states = [state];
  for (const change of changes) {
    const { at } = change;
    if (change.kind === 'text') state = { ...state, at, text: change.text };
    else if (change.kind === 'retargeted') state = { ...state, at, base: change.to };
    else if (change.kind === 'linked' || change.kind === 'unlinked') {
      const byHand = without(state.byHand, change.issue);
      state = {
        ...state,
        at,
        byHand: change.kind === 'linked' ? [...byHand, change.issue] : byHand,
        unclear: without(state.unclear, change.issue),
      };
    }
    states.push(state);
  }
  return states;
}

const isAlike = (one: State, other: State): boolean =>
  one.text === other.text &&
  one.base === other.base &&
  JSON.stringify(one.byHand) === JSON.stringify(other.byHand);

/**
 * What GitHub links now is what it says; what it linked before is told by the descriptions of then, as long as the base was
 * the default branch, and by what was linked by hand. What is linked now and explained by none of these can have been linked
 * since any time: then only what was as it is now tells anything.
 */
export function linkedTimes(
  pull: WholePull,
  moments: readonly Moment[],
  self: string,
): readonly LinkedTime[] {
  const { answer } = pull;
  const home = answer.repository.nameWithOwner;
  const { host } = new URL(answer.url);
  const now: readonly IssueName[] = pull.closes.map(({ number, repository }) => ({
    tracker: 'github',
    repository: repository.nameWithOwner,
    number,
  }));
  const isNow = (issue: IssueName): boolean => now.some((one) => isSameIssue(one, issue));
  const states = statesOf(pull, moments, self);
  const last = states.at(-1);
  if (last === undefined) return [];
  const named = (text: string): readonly IssueName[] => closedBy(text, home, host);
  const namedNow = named(answer.body);
  const usual = answer.repository.defaultBranchRef?.name ?? answer.baseRefName;
  // Where the base never was the default branch, GitHub links nothing; a default branch can have had another name.
  const counts = (base: string): boolean =>
    base === usual || (base === answer.baseRefName && namedNow.some(isNow));
  // What is named now, may be linked, and is not, is no issue: a pull request, or a number that does not exist.
  const never = answer.baseRefName === usual ? namedNow.filter((issue) => !isNow(issue)) : [];
  const isExplained = now.every(
    (issue) => [...last.byHand, ...namedNow].some((one) => isSameIssue(one, issue)) && last.text !== null,
  );
  const times = states.map((state, index): LinkedTime => {
    const span = { from: state.at, to: states[index + 1]?.at ?? null };
    if (isAlike(state, last)) return { ...span, issues: now };
    if (state.text === null || state.unclear.length > 0 || !isExplained) return { ...span, issues: null };
    const byWords = counts(state.base)
      ? named(state.text).filter((issue) => !never.some((one) => isSameIssue(one, issue)))
      : [];
    const others = state.byHand.filter((issue) => !byWords.some((one) => isSameIssue(one, issue)));
    return { ...span, issues: [...byWords, ...others] };
  });
  return joinEqualTimes(times);
}

/** Where a pull request goes instead of the default branch, and what it says it closes that GitHub does not link there. */
export function elsewhereOf({ answer, closes }: WholePull): Pick<PullRequest, 'elsewhere'> {
  const { baseRefName: base, repository } = answer;
  const usual = repository.defaultBranchRef?.name ?? base;
  if (base === usual) return {};
  const issues = closedBy(answer.body, repository.nameWithOwner, new URL(answer.url).host).filter(
    (issue) =>
      !closes.some(({ number, repository: { nameWithOwner } }) =>
        isSameIssue({ tracker: 'github', repository: nameWithOwner, number }, issue),
      ),
  );
  return { elsewhere: { base, usual, issues } };
}

/** What a pull request said over time, oldest first. */
export function textTimes(
  pull: WholePull,
  firstTitle: string,
  moments: readonly Moment[],
  self: string,
): readonly TextTime[] {
  const [first, ...texts] = textsOf(pull, self);
  let state = { from: pull.answer.createdAt, title: firstTitle, body: first?.text ?? null };
  const states = [state];
  const changes = [
    ...texts.map((change) => ({ kind: 'text' as const, ...change })),
    ...moments.filter((moment) => moment.kind === 'retitled'),
  ].toSorted((one, other) => one.at - other.at);
  for (const change of changes) {
    state =
      change.kind === 'text'
        ? { ...state, from: change.at, body: change.text }
        : { ...state, from: change.at, title: change.title };
    states.push(state);
  }
  return states.map((each, index) => ({ ...each, to: states[index + 1]?.from ?? null }));
}
