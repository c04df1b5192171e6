import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Effect } from '../../../src/handoff/index.ts';
import { inWords } from '../shown.ts';
import { perform } from '../tracker.ts';
import { runs } from '../../night.ts';
import { anyActs, anyPolicy, played, type World } from './histories.ts';

/** Looks at the issue and its pull request once, and writes. */
function lookAndWrite({ issue, pull }: World): readonly Effect[] {
  const { effects } = issue.look();
  perform(issue.on, effects);
  const onPull = pull?.look().effects ?? [];
  if (pull !== null) perform(pull.on, onPull, pull.checks);
  return [...effects, ...onPull];
}

test('what Baton writes is read back as nothing left to write, in every mode', () => {
  fc.assert(
    fc.property(anyPolicy, anyActs, (policy, acts) => {
      const world = played(policy, acts);
      lookAndWrite(world);
      const second = lookAndWrite(world);
      expect(inWords(second)).toEqual([]);
    }),
    { numRuns: runs(1500) },
  );
});
