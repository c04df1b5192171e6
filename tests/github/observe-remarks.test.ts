/** Remarks on lines of code that hold commands: they come with the pull request, and count from when everybody saw them. */
import { expect, test } from 'vitest';

import { answering, list, type Plain } from './answering.ts';
import { looking } from './looking.ts';
import { at, comment, issue, ms, pull, repository } from './stories.ts';

const github = answering();
const { item } = looking(github);

function remark(id: string, body: string, fields: Plain = {}): Plain {
  const { is: _, ...written } = comment(id, '10:10:00', { is: 'User', login: 'maria' }, body);
  return {
    is: 'PullRequestReviewComment',
    ...written,
    state: 'SUBMITTED',
    pullRequest: { id: 'PR_30' },
    pullRequestReview: { submittedAt: at('10:10:00') },
    ...fields,
  };
}

/** What was said on pull request 30, as its own look, or the one at issue 12, tells it. */
async function said(kind: 'issue' | 'pull-request', nodes: Readonly<Record<string, unknown>>, own: Plain) {
  github.root = {
    repository: repository({
      pullRequest: { ...own, closingIssuesReferences: list([issue()]) },
      issue: issue({ closedByPullRequestsReferences: list([own]) }),
    }),
    nodes: ({ ids }: { ids: readonly string[] }) => ids.map((id) => nodes[id] ?? null),
  };
  const observation = await github.tracker.reads.observe(item(kind, kind === 'issue' ? 12 : 30));
  if (observation.kind === 'gone') throw new Error('It is gone.');
  const found =
    observation.kind === 'issue' ? observation.issue.displayed.pullRequests[0] : observation.pullRequest;
  return (found?.moments ?? []).map((moment) =>
    moment.kind === 'commented' ? [moment.id, moment.at, moment.text] : [moment.id],
  );
}

const timeline = list([
  comment('IC_1', '10:00:00', { is: 'User', login: 'rita' }, 'One'),
  comment('IC_2', '10:20:00', { is: 'User', login: 'rita' }, 'Two'),
]);
const one = ['IC_1', ms('10:00:00'), 'One'];
const two = ['IC_2', ms('10:20:00'), 'Two'];

test('they stand in the conversation from when their review was submitted', async () => {
  github.remarks = new Map([['PR_30', ['PRRC_1', 'PRRC_2', 'PRRC_3', 'PRRC_4', 'PRRC_5']]]);
  const nodes = {
    PRRC_1: remark('PRRC_1', '/why', { pullRequestReview: { submittedAt: at('10:30:00') } }),
    PRRC_2: remark('PRRC_2', '/approve spec'),
    // Only its author sees it; of another pull request; gone; something else.
    PRRC_3: remark('PRRC_3', '/approve spec', { state: 'PENDING', pullRequestReview: null }),
    PRRC_4: remark('PRRC_4', '/approve spec', { pullRequest: { id: 'PR_31' } }),
    PRRC_5: null,
  };
  const own = pull({ timelineItems: timeline });
  expect(await said('pull-request', nodes, own)).toEqual([
    one,
    ['PRRC_2', ms('10:10:00'), '/approve spec'],
    two,
    ['PRRC_1', ms('10:30:00'), '/why'],
  ]);
  expect(github.asked).toHaveLength(1);
});

test('from its issue they are read, too: with one more request the first time', async () => {
  github.remarks = new Map([['PR_30', ['PRRC_1']]]);
  const nodes = { PRRC_1: remark('PRRC_1', '/approve spec') };
  const own = pull({ timelineItems: timeline });
  const all = [one, ['PRRC_1', ms('10:10:00'), '/approve spec'], two];
  expect(await said('issue', nodes, own)).toEqual(all);
  expect(github.asked).toHaveLength(2);
  expect(await said('issue', nodes, own)).toEqual(all);
  expect(github.asked).toHaveLength(3);
});

test('one that is gone, or may not be seen, says nothing', async () => {
  github.remarks = new Map([['PR_30', ['PRRC_1', 'PRRC_2']]]);
  github.root = (asked) => ({
    data: { repository: null, remarks: [null, null] },
    errors: ['NOT_FOUND', 'FORBIDDEN'].map((type, index) => ({
      type,
      message: asked.query.slice(0, 5),
      path: ['remarks', index],
    })),
  });
  expect(await github.tracker.reads.observe(item('pull-request', 30))).toEqual({ kind: 'gone' });
});
