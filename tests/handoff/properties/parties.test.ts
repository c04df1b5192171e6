/** Who had a part in an issue at an instant, found at once, is who is found by going through everything each time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor, PullRequest } from '../../../src/handoff/index.ts';
import { personOf, samePerson } from '../../../src/handoff/history/index.ts';
import { foldIssue, hadPartIn, partiesOf, type IssueState } from '../../../src/handoff/replay/index.ts';
import { wasLinked } from '../../../src/handoff/replay/links.ts';
import { observedOfMix } from '../mixes.ts';
import { policyOf, twoRoles } from '../people.ts';
import { runs } from '../../night.ts';

const policy = policyOf(twoRoles);

/** Accounts of which the tracker tells an id or not, and names that change hands. */
const anyActor = fc
  .record({ id: fc.constantFrom(undefined, '1', '2'), login: fc.constantFrom('anton', 'Anton', 'ben') })
  .map(({ id, login }): Actor => ({
    ...(id === undefined ? {} : { id }),
    login,
    kind: 'person',
    self: false,
  }));
const anyTime = fc.nat(12);

const anyMoves = fc.array(
  fc.record({ kind: fc.constantFrom('assigned', 'unassigned'), at: anyTime, assignee: anyActor }),
  { maxLength: 12 },
);

const each = (actors: readonly Actor[]): readonly Actor[] => [
  ...new Map(actors.map((actor) => [personOf(actor), actor])).values(),
];

/** Those that were assigned at an instant: all moves, one after the other. */
function assignedAt({ state }: IssueState, at: number): readonly Actor[] {
  const moves = state.words.filter((word) => word.kind === 'assigned' || word.kind === 'unassigned');
  const found = new Map<string, Actor>();
  for (const move of moves.toReversed()) {
    if (move.kind === 'unassigned') found.set(personOf(move.assignee), move.assignee);
    else found.delete(personOf(move.assignee));
  }
  for (const { kind, at: moved, assignee } of moves) {
    if (kind === 'assigned' && moved <= at) found.set(personOf(assignee), assignee);
    if (kind === 'unassigned' && moved < at) found.delete(personOf(assignee));
  }
  return [...found.values()];
}

test('those with a part in an issue are the same as when all of its history is gone through', () => {
  const anyPull = fc.record({
    author: anyActor,
    mergedAt: fc.option(anyTime),
    from: anyTime,
    to: fc.option(anyTime),
    number: fc.constantFrom(1, 2),
    isFormer: fc.boolean(),
  });
  fc.assert(
    fc.property(
      anyMoves,
      fc.array(anyActor, { maxLength: 3 }),
      fc.array(anyPull, { maxLength: 4 }),
      (moves, assignees, pulls) => {
        const observed = observedOfMix(
          (turn) => ({ ...moves[turn]!, id: `m${turn}`, by: moves[turn]!.assignee }),
          moves.length,
        );
        const { item } = observed.history;
        const pullsOf = (former: boolean): readonly PullRequest[] =>
          pulls
            .filter(({ isFormer }) => isFormer === former)
            .map(
              ({ author, mergedAt, from, to, number }, index) =>
                ({
                  item: { ...item, number: 10 + index, id: `P${String(former)}${index}` },
                  author,
                  state: mergedAt === null ? 'open' : 'merged',
                  openedAt: 0,
                  mergedAt,
                  linked: [{ from, to, issues: [{ ...item, number }] }],
                  closes: [],
                  moments: [],
                }) as unknown as PullRequest,
            );
        const issue = foldIssue({
          ...observed,
          displayed: { ...observed.displayed, assignees, pullRequests: pullsOf(false) },
          former: pullsOf(true),
        });
        const hadPart = hadPartIn(policy, issue);
        const now = partiesOf(issue);
        for (let at = -1; at <= 13; at += 1) {
          const then = [...issue.pulls, ...issue.former]
            .map(({ pullRequest }) => pullRequest)
            .filter((pull) => at <= (pull.mergedAt ?? at) && wasLinked(policy, pull, issue.item, at));
          const people = {
            author: [issue.author],
            assignees: each([...now.assignees, ...assignedAt(issue, at)]),
            'pull-request-authors': each([...now.pullRequestAuthors, ...then.map(({ author }) => author)]),
          };
          for (const id of [undefined, '1', '2'])
            for (const login of ['anton', 'ben', 'maria'])
              for (const party of ['author', 'assignees', 'pull-request-authors'] as const) {
                const by = id === undefined ? { login } : { id, login };
                expect({ party, by, at, had: hadPart(party, by, at) }).toEqual({
                  party,
                  by,
                  at,
                  had: people[party].some((one) => samePerson(one, by)),
                });
              }
        }
      },
    ),
    { numRuns: runs(200) },
  );
});
