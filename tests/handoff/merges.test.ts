/** A merge and the closing that it brings, in whatever order they are seen: one handoff, one comment. */
import { describe, expect, test } from 'vitest';

import type { Effect } from '../../src/handoff/index.ts';
import { anton, maria, twoRoles } from './people.ts';
import { pullRequest, story, type PullStory, type Story } from './story.ts';

function built(): { readonly issue: Story; readonly pull: PullStory } {
  const issue = story().labels(maria, 'spec:approved');
  const pull = pullRequest({ closes: [issue] });
  issue.settles();
  return { issue, pull };
}

const kindsOf = (written: readonly (readonly Effect[])[]): readonly string[] =>
  written.flat().map(({ kind }) => kind);
const commentsIn = (written: readonly (readonly Effect[])[]): readonly string[] =>
  written.flat().flatMap((effect) => (effect.kind === 'comment' ? effect.body : []));

describe('in whatever order', () => {
  test('the merge first: the handoff names it, and the closing is undone without a word', () => {
    const { issue, pull } = built();
    pull.merges(anton, 'only');
    const [comment, ...more] = commentsIn(issue.settles());
    expect(comment).toContain('[#7](https://tracker.test/acme/shop/pull/7) is merged.');
    expect(comment).toContain('the result');
    expect(more).toEqual([]);
    issue.closes(anton, 'completed', 'pull-request');
    expect(kindsOf(issue.settles())).toEqual(['reopen']);
  });

  test('the closing first: it is the merge, and the handoff', () => {
    const { issue, pull } = built();
    issue.closes(anton, 'completed', 'pull-request');
    const [comment, ...more] = commentsIn(issue.settles());
    expect(comment).toContain('the result');
    expect(comment).toContain('I reopened it until the result is accepted');
    expect(more).toEqual([]);
    pull.merges(anton, 'only');
    expect(commentsIn(issue.settles())).toEqual([]);
  });

  test('both at once', () => {
    const { issue, pull } = built();
    pull.merges();
    expect(commentsIn(issue.settles())).toHaveLength(1);
  });
});

test('a comment that could not be written is written by the next look, once', () => {
  const { issue, pull } = built();
  pull.merges();
  const { effects } = issue.look();
  expect(kindsOf([effects])).toContain('reopen');
  // GitHub refused the comment alone.
  issue.reopens({ login: 'baton[bot]', kind: 'bot', self: true });
  expect(commentsIn(issue.settles())).toEqual([expect.stringContaining('I reopened it')]);
  expect(issue.settles()).toEqual([]);
});

describe('by the mode of the gate that comes after it', () => {
  test.each([
    ['enforce', 'undo', ['reopen']],
    ['warn', 'warn', []],
    ['observe', null, []],
  ] as const)('%s', (mode, answer, writes) => {
    const policy = `${twoRoles}gates:\n  spec: { preset: spec }\n  acceptance: { preset: acceptance, mode: ${mode} }\n`;
    const { verdict, effects } = story({ policy }).closes(maria, 'completed', 'pull-request').look();
    if (verdict.kind !== 'gates') throw new Error('It has no gates.');
    expect(verdict.closedByMerge?.answer ?? null).toBe(answer);
    expect(verdict.observedMerge?.answer ?? null).toBe(mode === 'observe' ? 'warn' : null);
    expect([verdict.violations, verdict.undone, verdict.reversed, verdict.observed].flat()).toEqual([]);
    expect(kindsOf([effects]).filter((kind) => kind === 'reopen')).toEqual(writes);
  });
});
