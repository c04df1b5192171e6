/** Merges that went round a gate: found afterwards, by what was linked and how the gates stood when it was merged. */
import { describe, expect, test } from 'vitest';

import { foldIssue, judgeWithMerges, type Observed, type PullRequest } from '../../src/handoff/index.ts';
import { checkName, exemptTitle } from '../../src/handoff/effect.ts';
import { anton, ben, bot, maria, olga, twoRoles } from './people.ts';
import { pullRequest, story, type PullStory, type Story } from './story.ts';

const policy = `${twoRoles}exempt: { labels: [chore, typo], by: [engineer], authors: ["renovate[bot]"] }\n`;

type Telling = {
  policy?: string;
  by?: PullRequest['author'];
  /** What happens before the pull request is opened, and between that and the merge. */
  first?: (issue: Story) => unknown;
  between?: (issue: Story, pull: PullStory) => unknown;
  merge?: (pull: PullStory) => unknown;
  last?: (issue: Story, pull: PullStory) => unknown;
  /** What is otherwise with the pull request than it is told. */
  but?: (pull: PullRequest) => Partial<PullRequest>;
  /** What is otherwise with the judgement, given when it was merged. */
  under?: (mergedAt: number) => object;
};

/** The gates that were gone round, and what is told of it. */
function bypassed({ first, between, merge, last, but, under, by = anton, ...telling }: Telling) {
  const issue = story({ policy: telling.policy ?? policy });
  first?.(issue);
  const pull = pullRequest({ closes: [issue], by });
  between?.(issue, pull);
  if (merge === undefined) pull.merges(anton, 'only');
  else merge(pull);
  last?.(issue, pull);
  const told = { ...pull.pull(), ...but?.(pull.pull()) };
  const { displayed, ...observed } = issue.observed();
  const seen: Observed = { ...observed, displayed: { ...displayed, pullRequests: [told] } };
  const circumstances = { ...issue.setting(), ...under?.(told.mergedAt ?? 0) };
  const verdict = judgeWithMerges(foldIssue(seen), circumstances);
  const former: Observed = { ...seen, displayed: { ...displayed, pullRequests: [] }, former: [told] };
  // One that does not link the issue any more, and did when it was merged, is found alike.
  const again = judgeWithMerges(foldIssue(former), circumstances);
  const bypasses = verdict.kind === 'gates' ? (verdict.bypasses ?? []) : [];
  if (verdict.kind === 'gates' && again.kind === 'gates') expect(again.bypasses ?? []).toEqual(bypasses);
  return { verdict, told, bypasses };
}

const gates = (telling: Telling): readonly string[] => bypassed(telling).bypasses.map(({ gate }) => gate);
const spec = ['spec'];

test('what is told of one: the gate, what was merged when, and by whom', () => {
  const { bypasses, told } = bypassed({ but: () => ({ mergedBy: ben }) });
  const { number, url } = told.item;
  expect(bypasses).toEqual([{ gate: 'spec', pullRequest: { number, url }, at: told.mergedAt, by: ben }]);
  expect(bypassed({}).bypasses[0]?.by).toBeNull();
  expect(bypassed({ but: () => ({ mergedBy: null }) }).bypasses[0]?.by).toBeNull();
});

test('nothing of what its readers may not see', () => {
  const hidden = (item: PullRequest['item']) => ({
    item: { ...item, repository: 'acme/secret', visibility: 'private' as const },
  });
  const { bypasses } = bypassed({
    policy: `${policy}pull-requests: { linked-repositories: [acme/shop] }\n`,
    but: ({ item }) => ({ ...hidden(item), mergedBy: ben }),
  });
  expect(bypasses).toMatchObject([{ gate: 'spec', pullRequest: null, by: null }]);
});

test('a merge that went round nothing leaves the verdict as it is', () => {
  const { verdict } = bypassed({ first: (issue) => issue.labels(maria, 'spec:approved') });
  expect('bypasses' in verdict).toBe(false);
  const none = bypassed({ first: (issue) => issue.labels(anton, 'chore') });
  expect(none.verdict.kind).toBe('no-gates');
});

describe('by how the gate stood when it was merged', () => {
  test.each<readonly [what: string, telling: Telling, gates: readonly string[]]>([
    ['never approved', {}, spec],
    ['approved before', { first: (issue) => issue.labels(maria, 'spec:approved') }, []],
    ['approved afterwards', { last: (issue) => issue.labels(maria, 'spec:approved') }, spec],
    [
      'approved in the same second',
      { last: (issue) => issue.inTheSameSecond().labels(maria, 'spec:approved') },
      [],
    ],
    [
      'taken back before',
      {
        first: (issue) => issue.labels(maria, 'spec:approved'),
        between: (issue) => issue.unlabels(maria, 'spec:approved'),
      },
      spec,
    ],
    [
      'taken back in the same second',
      {
        first: (issue) => issue.labels(maria, 'spec:approved'),
        last: (issue) => issue.inTheSameSecond().unlabels(maria, 'spec:approved'),
      },
      [],
    ],
    [
      'taken back before and approved again afterwards',
      {
        first: (issue) => issue.labels(maria, 'spec:approved').unlabels(maria, 'spec:approved'),
        last: (issue) => issue.labels(maria, 'spec:approved'),
      },
      spec,
    ],
    ['not merged', { merge: () => {} }, []],
    ['closed without a merge', { merge: (pull) => pull.closesUnmerged() }, []],
    ['merged, and it is not known when', { but: () => ({ mergedAt: null }) }, []],
  ])('%s', (_, telling, expected) => {
    expect(gates(telling)).toEqual(expected);
  });
});

describe('by what the policy says', () => {
  const one = (gate: string): string => `${twoRoles}gates:\n  design: { approve: pm, label: ok, ${gate} }\n`;
  test.each<readonly [what: string, telling: Telling, gates: readonly string[]]>([
    ['it holds merging back', { policy: one('blocks: [merge]') }, ['design']],
    ['it holds work back, and a pull request is work', { policy: one('blocks: [start]') }, ['design']],
    [
      'it holds work back, and a pull request is none',
      { policy: `${one('blocks: [start]')}work: { pull-request: false }\n` },
      [],
    ],
    ['it holds closing back', { policy: one('blocks: [close]') }, []],
    ['it only warns', { policy: one('blocks: [merge], mode: warn') }, []],
    ['it only watches', { policy: one('blocks: [merge], mode: observe') }, []],
    ['it is not for such issues', { policy: one('blocks: [merge], when: { labels: [big] }') }, []],
    [
      'each of several',
      { policy: `${one('blocks: [merge]')}  legal: { approve: pm, label: fine, blocks: [merge] }\n` },
      ['design', 'legal'],
    ],
    [
      'Jira decides it, and has its own history',
      {
        policy: `${one('blocks: [merge]').replace('pm: [maria, paul]', 'pm: { members: [maria], jira: { groups: [p] } }')}jira: { site: acme, projects: [SHOP], gates: { design: { status: Approved } } }\n`,
      },
      [],
    ],
    ['it was in force in that instant', { under: (at) => ({ inForceSince: at }) }, spec],
    ['it was not in force yet', { under: (at) => ({ inForceSince: at + 1 }) }, []],
    ['it was changed in that instant', { under: (at) => ({ times: { changedAt: at, labels: {} } }) }, spec],
    ['it was changed since', { under: (at) => ({ times: { changedAt: at + 1, labels: {} } }) }, []],
  ])('%s', (_, telling, expected) => {
    expect(gates(telling)).toEqual(expected);
  });
});

describe('by what was linked when it was merged', () => {
  const other = story({ number: 2 }).link();
  test.each<readonly [what: string, but: NonNullable<Telling['but']>, gates: readonly string[]]>([
    ['other issues', ({ openedAt }) => ({ linked: [{ from: openedAt, to: null, issues: [other] }] }), []],
    [
      'another issue, too',
      ({ openedAt, closes }) => ({ linked: [{ from: openedAt, to: null, issues: [other, ...closes] }] }),
      spec,
    ],
    ['nothing', ({ openedAt }) => ({ linked: [{ from: openedAt, to: null, issues: [] }] }), []],
    ['what cannot be told', ({ openedAt }) => ({ linked: [{ from: openedAt, to: null, issues: null }] }), []],
  ])('%s', (_, but, expected) => {
    expect(gates({ but })).toEqual(expected);
  });
});

describe("a gate's label on the pull request itself opened the gate for it alone", () => {
  const two = `${twoRoles}gates:
  design: { approve: pm, label: drawn, blocks: [merge] }
  spec: { approve: pm, label: "spec:approved", blocks: [merge] }
`;
  test.each<readonly [what: string, telling: Telling, gates: readonly string[]]>([
    ['the one of two', { between: (_, pull) => pull.labels(maria, 'drawn') }, spec],
    ['the other', { between: (_, pull) => pull.labels(maria, 'spec:approved') }, ['design']],
    ['both', { between: (_, pull) => pull.labels(maria, 'spec:approved').labels(maria, 'drawn') }, []],
    ["somebody's who may not", { between: (_, pull) => pull.labels(anton, 'drawn') }, ['design', 'spec']],
    ['after the merge', { last: (_, pull) => pull.labels(maria, 'drawn') }, ['design', 'spec']],
  ])('%s', (_, telling, expected) => {
    expect(gates({ ...telling, policy: two })).toEqual(expected);
  });
});

describe('what was exempt when it was merged went round nothing', () => {
  const check = (title: string, more: object = {}) => ({
    checks: [
      {
        id: 'c',
        name: checkName,
        headSha: 'a1',
        status: 'completed' as const,
        conclusion: 'success' as const,
        title,
        summary: '',
        ...more,
      },
    ],
  });
  const exempt = `${exemptTitle}: all changed paths`;
  const renovate = bot('renovate');
  const paths = policy.replace('authors:', 'paths: ["docs/**"], authors:');
  test.each<readonly [what: string, telling: Telling, gates: readonly string[]]>([
    ['by a label', { between: (_, pull) => pull.labels(ben, 'chore') }, []],
    ['by the other label', { between: (_, pull) => pull.labels(ben, 'Typo') }, []],
    ['by no such label', { between: (_, pull) => pull.labels(ben, 'small') }, spec],
    ['by a label of somebody who may not', { between: (_, pull) => pull.labels(olga, 'chore') }, spec],
    [
      'by a label of somebody else in the second in which it was opened',
      { between: (_, pull) => pull.inTheSameSecond().labels(ben, 'chore') },
      [],
    ],
    [
      'by a label that its author opened it with',
      { between: (_, pull) => pull.inTheSameSecond().labels(anton, 'chore') },
      spec,
    ],
    ['by a label in that second', { last: (_, pull) => pull.inTheSameSecond().labels(ben, 'chore') }, []],
    ['by a label since', { last: (_, pull) => pull.labels(ben, 'chore') }, spec],
    [
      'by a label taken off since',
      { between: (_, pull) => pull.labels(ben, 'chore'), last: (_, pull) => pull.unlabels(ben, 'chore') },
      [],
    ],
    [
      'by a label that was off by then',
      { between: (_, pull) => pull.labels(ben, 'chore').unlabels(olga, 'chore') },
      spec,
    ],
    [
      'by a label, and something was said since',
      { between: (_, pull) => pull.labels(ben, 'chore').comments(ben, '/why') },
      [],
    ],
    [
      'by a label, and another one came off',
      { between: (_, pull) => pull.labels(ben, 'chore').labels(ben, 'big').unlabels(ben, 'big') },
      [],
    ],
    ['by its author', { by: renovate }, []],
    ['by its author, as its check says', { by: renovate, but: () => check(exempt) }, []],
    [
      'by its author alone, to whose branch somebody pushed',
      { by: renovate, but: () => check('Waiting for maria') },
      spec,
    ],
    [
      'by its author, whose check failed',
      { by: renovate, but: () => check(exempt, { conclusion: 'failure' }) },
      spec,
    ],
    [
      'by its author, whose check has no title',
      { by: renovate, but: () => check(exempt, { title: null }) },
      spec,
    ],
    [
      'by its author, and something else checked it',
      { by: renovate, but: () => check('Waiting', { name: 'Lint' }) },
      [],
    ],
    ['by another author, as its check says', { but: () => check(exempt) }, spec],
    ['by its paths, as its check says', { policy: paths, but: () => check(exempt) }, []],
    ['by its paths, of which no check tells', { policy: paths }, spec],
    [
      'by its paths, of which its check tells otherwise',
      { policy: paths, but: () => check(`Not ${exempt}`) },
      spec,
    ],
    [
      'by its paths, as something else says',
      { policy: paths, but: () => check(exempt, { name: 'Lint' }) },
      spec,
    ],
  ])('%s', (_, telling, expected) => {
    expect(gates(telling)).toEqual(expected);
  });
});
