import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../night.ts';
import { act, actsBy, anyActs, anyPolicy, insiders, outsiders, played, type World } from './histories.ts';

/** The gates that are open for the issue, or for its pull request. */
function openGates({ issue, pull }: World): readonly string[] {
  const { verdict } = issue.look();
  const onIssue = verdict.kind === 'gates' ? verdict.gates : [];
  const onPull = pull?.look().verdict.issues.flatMap(({ gates }) => gates) ?? [];
  return [...onIssue, ...onPull]
    .filter((each) => each.open && each.status !== 'not applicable')
    .map((each) => each.gate.name);
}

/** What approvers do that is no word for a gate, and whatever others do. */
const noWords = fc.array(
  fc.oneof(
    actsBy(outsiders),
    actsBy(insiders, [
      'assign',
      'unassign',
      'reopen',
      'edit',
      'edit-title',
      'lose',
      'pull',
      'push',
      'merge',
      'baton',
    ]),
    fc.record({
      what: fc.constant('comment' as const),
      by: fc.constantFrom(...insiders),
      pick: fc.constant(0),
      still: fc.boolean(),
    }),
  ),
  { maxLength: 25 },
);

test('nobody outside a role opens a gate, whatever they do, with whatever the approvers wrote', () => {
  fc.assert(
    fc.property(anyPolicy, noWords, (policy, acts) => {
      expect(openGates(played(policy, acts))).toEqual([]);
    }),
    { numRuns: runs(1500) },
  );
});

test('after a word against a gate it opens by a new word of an approver alone', () => {
  const returns = fc.constantFrom(
    '/return spec no',
    '/revoke spec',
    '/return acceptance no',
    '/revoke acceptance',
  );
  fc.assert(
    fc.property(anyPolicy, anyActs, returns, noWords, (policy, before, words, after) => {
      const world = played(policy, before);
      world.issue.comments(insiders[0]!, words);
      const heard = world.issue.look().verdict.answers.at(-1)?.outcomes[0];
      fc.pre(heard?.kind === 'done');
      // A word that is deleted is put back by the record of it, which is no part of the heart.
      for (const each of after) if (each.what !== 'delete-comment') act(world, each);
      expect(openGates(world)).not.toContain(words.split(' ')[1]);
    }),
    { numRuns: runs(1500), maxSkipsPerRun: 1000 },
  );
});
