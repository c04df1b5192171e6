/** One read of a pull request, with the issues that it would close. */
import { describe, expect, test } from 'vitest';

import { TryLater } from '../../src/tracker.ts';
import { answering, list, Refusal } from './answering.ts';
import { failure, looking } from './looking.ts';
import { at, commit, issue, ms, pull, repository, run, shop } from './stories.ts';

const github = answering();
const { item, lookAtPull } = looking(github);

describe('a pull request', () => {
  const link = { id: 'I_12', number: 12, repository: shop };

  test('is read in one request, with the issues it would close and their other pull requests', async () => {
    const own = pull({
      closingIssuesReferences: list([
        issue({
          closedByPullRequestsReferences: list([
            pull({ closingIssuesReferences: list([link]) }),
            pull({ id: 'PR_31', number: 31, closingIssuesReferences: list([link]) }),
          ]),
        }),
      ]),
    });
    const observation = await lookAtPull(own);
    expect(observation.pullRequest.closes).toEqual([
      { tracker: 'github', repository: 'acme/shop', number: 12, id: 'I_12', visibility: 'public' },
    ]);
    expect(observation.pullRequest.pushedAt).toBeNull();
    expect(
      observation.issues.map(({ history, displayed }) => [
        history.item.number,
        displayed.pullRequests.map((each) => each.item.number),
      ]),
    ).toEqual([[12, [30, 31]]]);
    expect(github.asked).toHaveLength(1);
  });

  test('that would close an issue nobody lets us see has the link, and not the issue', async () => {
    const hidden = {
      id: 'I_77',
      number: 77,
      repository: { nameWithOwner: 'other/secret', visibility: 'PRIVATE' },
      title: () => {
        throw new Refusal('FORBIDDEN', 'Resource not accessible by integration');
      },
    };
    const { pullRequest, issues } = await lookAtPull(
      pull({ closingIssuesReferences: list([issue(), { ...issue(), ...hidden }]) }),
    );
    expect(pullRequest.closes.map(({ repository, number }) => `${repository}#${number}`)).toEqual([
      'acme/shop#12',
      'other/secret#77',
    ]);
    expect(issues.map(({ history }) => history.item.number)).toEqual([12]);
  });

  test('whose own repository does not let us see an issue is tried again', async () => {
    const hidden = issue({
      title: () => {
        throw new Refusal('FORBIDDEN', 'Resource not accessible by integration');
      },
    });
    github.root = {
      repository: repository({ pullRequest: pull({ closingIssuesReferences: list([hidden]) }) }),
    };
    expect(await failure(github.tracker.reads.observe(item('pull-request', 30)))).toBeInstanceOf(TryLater);
  });

  test('with more issues than a page holds is read to the end', async () => {
    const issues = Array.from({ length: 9 }, (_, index) => issue({ id: `I_${index}`, number: index }));
    const own = pull({ closingIssuesReferences: list(issues) });
    github.root = { repository: repository({ pullRequest: own }), node: () => own };
    const observation = await github.tracker.reads.observe(item('pull-request', 30));
    if (observation.kind !== 'pull-request') throw new Error('A pull request was expected');
    expect(observation.issues.map(({ history }) => history.item.number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(observation.pullRequest.closes).toHaveLength(9);
    expect(github.asked).toHaveLength(2);
  });

  test('shows the newest of our checks of a name, on its head alone', async () => {
    const runs = [
      run('CR_2', {
        startedAt: at('10:30:00'),
        status: 'IN_PROGRESS',
        conclusion: null,
        title: null,
        summary: null,
      }),
      run('CR_1'),
      run('CR_3', { name: 'Baton policy', status: 'QUEUED', conclusion: 'SKIPPED' }),
    ];
    const { pullRequest } = await lookAtPull(pull({ commits: list([{ commit: commit('aaa', runs) }]) }));
    expect(pullRequest.checks).toEqual([
      {
        id: 'CR_2',
        name: 'Baton',
        headSha: 'aaa',
        status: 'in_progress',
        conclusion: null,
        title: null,
        summary: null,
      },
      {
        id: 'CR_3',
        name: 'Baton policy',
        headSha: 'aaa',
        status: 'other',
        conclusion: 'other',
        title: 'You can merge this',
        summary: 'Fine',
      },
    ]);
    const moved = await lookAtPull(
      pull({ headRefOid: 'ccc', commits: list([{ commit: commit('aaa', runs) }]) }),
    );
    expect([moved.pullRequest.headSha, moved.pullRequest.checks]).toEqual(['ccc', []]);
  });

  test('never shows a check of another App, even where GitHub should list one', async () => {
    const head = commit('aaa', [run('CR_1')]);
    const theirs = {
      is: 'CheckSuite',
      id: 'CS_2',
      createdAt: at('09:00:00'),
      app: { databaseId: 8 },
      push: null,
    };
    const suites = [{ ...theirs, checkRuns: list([run('CR_2', { startedAt: at('11:00:00') })]) }];
    const { pullRequest } = await lookAtPull(
      pull({ commits: list([{ commit: { ...head, checkSuites: list(suites) } }]) }),
    );
    expect([pullRequest.checks, pullRequest.pushedAt]).toEqual([[], null]);
  });

  test("in a merge queue shows the group's checks, and when its own head was pushed", async () => {
    const own = pull({ commits: list([{ commit: commit('aaa', [run('CR_1')]) }]) });
    const group = commit('ddd', [run('CR_5', { conclusion: 'FAILURE' })]);
    const object = ({ oid }: { oid?: string }) => (oid === undefined ? null : oid === 'ddd' ? group : null);
    github.root = { repository: repository({ pullRequest: own, object }) };
    const queued = { ...item('pull-request', 30), kind: 'merge-group', number: 30, headSha: 'ddd' } as const;
    github.root = {
      repository: {
        ...repository({ pullRequest: own, object }),
        nameWithOwner: 'acme/.github',
        visibility: 'PUBLIC',
      },
    };
    const observation = await github.tracker.reads.observe(queued);
    if (observation.kind !== 'pull-request') throw new Error('A pull request was expected');
    const { headSha, pushedAt, checks } = observation.pullRequest;
    expect([headSha, pushedAt, checks.map(({ id, conclusion }) => `${id} ${conclusion}`)]).toEqual([
      'ddd',
      ms('10:00:00'),
      ['CR_5 failure'],
    ]);
    expect(await github.tracker.reads.observe({ ...queued, headSha: 'eee' })).toEqual({ kind: 'gone' });
  });

  test.each([
    ['waits', () => ({ headCommit: { oid: 'ddd' } }), 'ddd'],
    ['waits, without a group yet', () => ({ headCommit: null }), null],
    ['does not wait', () => null, null],
    [
      'waits where Baton may not see it',
      () => {
        throw new Refusal('FORBIDDEN', 'Resource not accessible by integration');
      },
      null,
    ],
  ])('that %s in a merge queue says which commit is tested there', async (_, mergeQueueEntry, queued) => {
    expect(await lookAtPull({ ...pull(), mergeQueueEntry })).toMatchObject({ queued });
  });
});
