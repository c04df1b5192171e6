/** The board says of an item what its verdict says, in the words that its card or its check has. */
import { isDeepStrictEqual } from 'node:util';

import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  checkName,
  issueEntry,
  pullEntry,
  type BoardBaton,
  type BoardEntry,
  type Verdict,
} from '../../../src/handoff/index.ts';
import { keepOnBoard, newOnBoard } from '../../../src/reconcile/ledger/index.ts';
import { openStore, type Store } from '../../../src/store/index.ts';
import { runs } from '../../night.ts';
import { maria, policyOf } from '../people.ts';
import { story, type PullStory, type Story } from '../story.ts';
import { act, anyActs, anyPolicy, type World } from './histories.ts';

type Gates = Verdict & { kind: 'gates' };

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** The heading of a card as it is read. */
function headingOf(card: string): string {
  const line = card.split('\n').find((each) => each.startsWith('### ')) ?? '';
  const html = micromark(line, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(amp|lt|gt|quot);/g, (_, name: string) => entities[name] ?? '')
    .replace(/^\S+ /, '')
    .trim();
}

const told = ({ gate, roles, since, leads }: BoardBaton): object => ({ gate, roles, since, leads });

const entryOfIssue = (issue: Story): BoardEntry | null => {
  const { issue: state, verdict } = issue.look();
  return issueEntry(state, verdict, issue.setting());
};
const entryOfPull = (pull: PullStory): BoardEntry | null => {
  const { pull: state, verdict } = pull.look();
  return pullEntry(state, verdict, pull.setting());
};

const isShown = (verdict: Verdict, issue: Story): verdict is Gates =>
  verdict.kind === 'gates' &&
  verdict.awake &&
  issue.setting().policy.gates.some(({ mode }) => mode !== 'observe');

/** @returns how many batons were compared */
function checkIssue(issue: Story): number {
  const { verdict } = issue.look();
  const entry = entryOfIssue(issue);
  if (!isShown(verdict, issue)) {
    expect(entry).toBeNull();
    return 0;
  }
  if (entry === null) throw new Error('It has a card, and is not on the board.');
  const closed = new Set(verdict.gates.filter(({ open }) => !open).map(({ gate }) => gate.name));
  const batons = verdict.batons.filter(({ gate }) => closed.has(gate));
  expect(entry.batons.map(told)).toEqual(batons);
  if (issue.on.card === null) throw new Error('It is on the board, and has no card.');
  expect(entry.next).toBe(headingOf(issue.on.card));
  expect(entry.state).toBe(issue.on.state);
  expect(entry.doneAt === null).toBe(issue.on.state === 'open' || batons.length > 0);
  return batons.length;
}

function checkPull(pull: PullStory): void {
  const { verdict } = pull.look();
  const entry = entryOfPull(pull);
  const { state, headSha } = pull.pull();
  if (entry === null || state !== 'open') {
    if (entry !== null) expect(entry.batons).toEqual([]);
    return;
  }
  expect(entry.next).toBe(
    pull.checks.findLast((each) => each.name === checkName && each.headSha === headSha)?.title,
  );
  const gates = verdict.reasons.filter(({ kind }) => kind === 'gate');
  expect(entry.batons.length > 0).toBe(gates.length > 0);
  for (const { gate, roles, since } of entry.batons) {
    const found = verdict.issues.flatMap((each) => each.gates).find((each) => each.gate.name === gate);
    expect(found?.open).toBe(false);
    expect(roles).toEqual(found?.holders);
    const batons = verdict.issues.flatMap(({ verdict: of }) => (of?.kind === 'gates' ? of.batons : []));
    expect(since).toBe(batons.find((each) => each.gate === gate)?.since ?? null);
  }
}

test('the board says who has the baton, since when and what is next, as the card and the check do', () => {
  let compared = 0;
  fc.assert(
    fc.property(anyPolicy, anyActs, (policy, acts) => {
      const issue = story({ policy, by: maria });
      const world: World = { policy: policyOf(policy), issue, pull: null };
      for (const each of acts) act(world, each);
      issue.settles();
      world.pull?.settles();
      // Written on the pull request, it may be another for the issue.
      issue.settles();
      compared += checkIssue(issue);
      if (world.pull !== null) checkPull(world.pull);
    }),
    { numRuns: runs(300) },
  );
  expect(compared).toBeGreaterThan(runs(300) / 3);
});

let store: Store;
beforeAll(async () => {
  store = await openStore(':memory:');
});
afterAll(async () => store.close());

test('of an item there is something new exactly when it is shown otherwise', async () => {
  let number = 0;
  let same = 0;
  await fc.assert(
    fc.asyncProperty(anyPolicy, anyActs, async (policy, acts) => {
      number += 1;
      const issue = story({ policy, by: maria, number });
      const world: World = { policy: policyOf(policy), issue, pull: null };
      const place = {
        item: { kind: 'issue', installation: 1, repository: 'acme/shop', number } as const,
        repository: {
          id: 'R_1',
          name: 'acme/shop',
          url: 'https://tracker.test/acme/shop',
          defaultBranch: null,
        },
      };
      let last: BoardEntry | null = null;
      for (const each of [null, ...acts, null]) {
        if (each !== null) act(world, each);
        const entry = entryOfIssue(issue);
        const change = await newOnBoard({ store }, place, entry, null);
        expect(change === null).toBe(isDeepStrictEqual(entry, last));
        if (change === null) same += 1;
        await keepOnBoard({ store, now: () => 0 }, change);
        expect(await newOnBoard({ store }, place, entry, null)).toBeNull();
        last = entry;
      }
    }),
    { numRuns: runs(100) },
  );
  expect(same).toBeGreaterThan(0);
});
