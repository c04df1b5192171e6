/** The parts of issues: read only where somebody asks for them, and then with the issue itself. */
import { describe, expect, test } from 'vitest';

import { partsOf } from '../../src/github/read/sub-issues.ts';
import type { Observation } from '../../src/tracker.ts';
import { answering, list, Refusal, type Plain } from './answering.ts';
import { looking } from './looking.ts';
import { at, issue, ms, pull, repository, shop } from './stories.ts';

const github = answering();
const { item } = looking(github);

const part = (number: number, fields: Plain = {}): Plain => ({
  is: 'Issue',
  id: `I_${number}`,
  number,
  state: 'OPEN',
  stateReason: null,
  closedAt: null,
  repository: { ...shop, isArchived: false },
  ...fields,
});
const closed = (reason: string): Plain => ({
  state: 'CLOSED',
  stateReason: reason,
  closedAt: at('09:50:00'),
});
const move = (how: 'Added' | 'Removed', time: string, of: Plain | null): Plain => ({
  is: `SubIssue${how}Event`,
  createdAt: at(time),
  subIssue: of,
});

/** An issue with these parts; its two timelines are one field in GitHub's schema. */
function divided(parts: readonly unknown[], moves: readonly Plain[] = [], total = parts.length): Plain {
  return issue({
    subIssues: list(parts),
    subIssuesSummary: { total },
    timelineItems: ({ itemTypes, ...page }: { itemTypes: readonly string[]; first: number }) =>
      list(itemTypes.includes('SUB_ISSUE_ADDED_EVENT') ? moves : [])(page),
  });
}

const isDivided = (): readonly boolean[] => github.asked.map(({ query }) => query.includes('subIssues'));
const partsIn = (observation: Observation) =>
  observation.kind === 'issue' ? observation.issue.displayed.subIssues : undefined;

describe('the parts of an issue', () => {
  test('are not read where nobody asked; once somebody did, they come with the issue', async () => {
    const whole = divided([part(13, closed('NOT_PLANNED'))]);
    github.root = { repository: repository({ issue: whole }), nodes: [whole] };
    const first = await github.tracker.reads.observe(item());
    expect(partsIn(first)).toBe(null);
    const asked = await github.tracker.reads.withSubIssues(item(), first);
    const parts = {
      all: [
        {
          tracker: 'github',
          repository: 'acme/shop',
          number: 13,
          id: 'I_13',
          visibility: 'public',
          times: [{ from: 0, to: null }],
          closed: { at: ms('09:50:00'), reason: 'not_planned' },
          archived: false,
          standing: null,
        },
      ],
      hidden: 0,
    };
    expect(partsIn(asked)).toEqual(parts);
    const second = await github.tracker.reads.observe(item());
    expect(partsIn(second)).toEqual(parts);
    expect(await github.tracker.reads.withSubIssues(item(), second)).toEqual(second);
    expect(isDivided()).toEqual([false, true, true]);
    github.tracker.reads.forgetSubIssues('Acme/Shop');
    expect(partsIn(await github.tracker.reads.observe(item()))).toBe(null);
  });

  test('of a pull request’s issues, too', async () => {
    const whole = divided([part(13)]);
    const root = pull({ closingIssuesReferences: list([whole]) });
    github.root = { repository: repository({ pullRequest: root }), nodes: [whole] };
    const pullItem = item('pull-request', 30);
    const first = await github.tracker.reads.observe(pullItem);
    const numbers = (of: Observation): unknown =>
      of.kind === 'pull-request' &&
      of.issues.map(({ displayed }) => displayed.subIssues?.all.map(({ number }) => number));
    expect(numbers(first)).toEqual([undefined]);
    expect(numbers(await github.tracker.reads.withSubIssues(pullItem, first))).toEqual([[13]]);
    expect(numbers(await github.tracker.reads.observe(pullItem))).toEqual([[13]]);
  });

  test('that Baton may not see are counted', async () => {
    const secret = {
      ...part(1),
      get number(): number {
        throw new Refusal('FORBIDDEN', 'Resource not accessible by integration');
      },
      repository: { nameWithOwner: 'acme/vault', visibility: 'PRIVATE', isArchived: false },
    };
    const whole = divided([part(13), secret], [], 4);
    github.root = { repository: repository({ issue: whole }), nodes: [whole] };
    const first = await github.tracker.reads.observe(item());
    const parts = partsIn(await github.tracker.reads.withSubIssues(item(), first));
    expect([parts?.all.map(({ number }) => number), parts?.hidden]).toEqual([[13], 3]);
    expect(partsIn(await github.tracker.reads.observe(item()))).toEqual(parts);
  });
});

describe('when something was a part', () => {
  const known = (number: number) => ({
    id: `I_${number}`,
    number,
    state: 'OPEN' as const,
    stateReason: null,
    closedAt: null,
    repository: { nameWithOwner: 'acme/shop', visibility: 'PUBLIC', isArchived: false },
  });
  const moved = (kind: 'Added' | 'Removed', createdAt: number, number: number | null) => ({
    kind: `SubIssue${kind}Event` as const,
    createdAt,
    subIssue: number === null ? null : known(number),
  });
  const timesOf = (parts: readonly number[], moves: readonly ReturnType<typeof moved>[]) => {
    const { all } = partsOf({ parts: parts.map(known), moves, total: parts.length });
    return Object.fromEntries(
      all.map(({ number, times }) => [number, times.map(({ from, to }) => `${from}–${to ?? ''}`)]),
    );
  };
  test.each([
    ['nothing told', [1], [], { 1: ['0–'] }],
    ['added', [1], [moved('Added', 5, 1)], { 1: ['5–'] }],
    ['added and removed', [], [moved('Added', 5, 1), moved('Removed', 7, 1)], { 1: ['5–7'] }],
    [
      'and added again',
      [1],
      [moved('Added', 5, 1), moved('Removed', 7, 1), moved('Added', 9, 1)],
      { 1: ['5–7', '9–'] },
    ],
    ['removed, though nothing says that it came', [], [moved('Removed', 7, 1)], { 1: ['0–7'] }],
    [
      'there, though it was removed last',
      [1],
      [moved('Added', 5, 1), moved('Removed', 7, 1)],
      { 1: ['5–7', '7–'] },
    ],
    ['deleted: it came, never went, and is not there', [], [moved('Added', 5, 1)], {}],
    ['one that nobody may see', [1], [moved('Added', 3, null), moved('Added', 5, 1)], { 1: ['5–'] }],
  ] as const)('%s', (_, parts, moves, times) => {
    expect(timesOf(parts, moves)).toEqual(times);
  });
});

test('an event about a part that cannot be seen any more is passed over', async () => {
  const gone = {
    is: 'SubIssueAddedEvent',
    createdAt: at('09:10:00'),
    subIssue: () => {
      throw new Refusal('NOT_FOUND', 'Could not resolve to a node');
    },
  };
  const whole = divided([part(13)], [gone, move('Added', '09:20:00', part(13))]);
  github.root = { repository: repository({ issue: whole }), nodes: [whole] };
  const first = await github.tracker.reads.observe(item());
  const parts = partsIn(await github.tracker.reads.withSubIssues(item(), first));
  expect(parts?.all.map(({ times }) => times)).toEqual([[{ from: ms('09:20:00'), to: null }]]);
  expect(partsIn(await github.tracker.reads.observe(item()))).toEqual(parts);
});
