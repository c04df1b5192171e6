/** One read of an item, whatever GitHub has on it. */
import nock from 'nock';
import { describe, expect, test } from 'vitest';

import { TryLater, type Item, type Observation } from '../../src/tracker.ts';
import { answerFrom, answering, host, list, Refusal, type Plain } from './answering.ts';
import {
  at,
  baton,
  comment,
  commit,
  edit,
  evan,
  issue,
  label,
  labeled,
  maria,
  ms,
  pull,
  repository,
  run,
  shop,
  unlabeled,
} from './stories.ts';

const github = answering();
const item = (kind: 'issue' | 'pull-request' = 'issue', number = 12): Item => ({
  installation: github.installation,
  repository: 'acme/shop',
  kind,
  number,
});
const person = (login: string) => ({ login, kind: 'person', self: false }) as const;
const itself = { login: 'baton[bot]', kind: 'bot', self: true } as const;
const ghost = { login: 'ghost', kind: 'nobody', self: false } as const;

/** The observation of an issue; anything else fails the test. */
async function lookAtIssue(of: Plain, facts: Plain = {}): Promise<Extract<Observation, { kind: 'issue' }>> {
  github.root = { repository: repository({ ...facts, issue: of }) };
  const observation = await github.tracker.observe(item());
  if (observation.kind !== 'issue') throw new Error(`An issue was expected: ${observation.kind}`);
  return observation;
}

async function lookAtPull(of: Plain): Promise<Extract<Observation, { kind: 'pull-request' }>> {
  github.root = { repository: repository({ pullRequest: of }) };
  const observation = await github.tracker.observe(item('pull-request', 30));
  if (observation.kind !== 'pull-request')
    throw new Error(`A pull request was expected: ${observation.kind}`);
  return observation;
}

const failure = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.catch((error: unknown) => error);

describe('an issue', () => {
  test('is read in one request: what happened to it, and what it shows', async () => {
    const approved = label('spec:approved');
    const observation = await lookAtIssue(
      issue(
        {
          state: 'CLOSED',
          stateReason: 'COMPLETED',
          title: 'Pay by invoice, in euros',
          body: 'Third text',
          lastEditedAt: at('09:30:00'),
          includesCreatedEdit: true,
          editor: evan,
          labels: list([approved]),
          assignees: list([evan]),
          linkedBranches: list([{ ref: { name: '12-pay-by-invoice' } }, { ref: null }]),
          userContentEdits: list([
            edit('E3', '09:30:00', evan, 'Third text'),
            edit('E2', '09:20:00', maria, null, { deletedAt: at('09:25:00') }),
            edit('E1', '09:00:00', maria, 'First text'),
          ]),
          closedByPullRequestsReferences: list([
            pull(
              {
                state: 'MERGED',
                mergedAt: at('10:30:00'),
                labels: list([label('feature')]),
                closingIssuesReferences: list([{ id: 'I_12', number: 12, repository: shop }]),
                commits: list([{ commit: commit('aaa', [run('CR_1')]) }]),
              },
              [comment('IC_9', '10:05:00', maria, '/approve')],
            ),
          ]),
        },
        [
          labeled('LE_1', '09:05:00', maria, approved),
          {
            is: 'RenamedTitleEvent',
            id: 'RE_1',
            createdAt: at('09:10:00'),
            actor: evan,
            previousTitle: 'Pay by invoice',
            currentTitle: 'Pay by invoice, in euros',
          },
          { is: 'AssignedEvent', id: 'AE_1', createdAt: at('09:15:00'), actor: maria, assignee: evan },
          comment('IC_1', '09:16:00', baton, 'The card <!-- baton:card -->', {
            lastEditedAt: at('09:17:00'),
            editor: baton,
          }),
          comment('IC_2', '09:18:00', baton, 'Another card <!-- baton:card -->'),
          comment('IC_3', '09:30:00', null, '/accept', {
            reactionGroups: [{ viewerHasReacted: true }, { viewerHasReacted: false }],
          }),
          unlabeled('UE_1', '09:40:00', baton, approved),
          {
            is: 'UnassignedEvent',
            id: 'AE_2',
            createdAt: at('09:41:00'),
            actor: maria,
            assignee: { is: 'Mannequin', login: 'maria' },
          },
          {
            is: 'ClosedEvent',
            id: 'CE_1',
            createdAt: at('10:31:00'),
            actor: evan,
            stateReason: null,
            closer: { is: 'PullRequest' },
          },
        ],
      ),
    );
    const card = 'The card <!-- baton:card -->';
    expect(observation).toEqual({
      kind: 'issue',
      repository: {
        id: 'R_shop',
        name: 'acme/shop',
        defaultBranch: 'main',
        url: 'https://github.example/acme/shop',
      },
      policy: {
        kind: 'file',
        repository: 'acme/shop',
        path: '.github/roles.yml',
        oid: 'f00',
        text: 'roles: {}',
      },
      issue: {
        history: {
          item: {
            repository: 'acme/shop',
            number: 12,
            id: 'I_12',
            url: 'https://github.example/acme/shop/issues/12',
            title: 'Pay by invoice, in euros',
          },
          author: person('maria'),
          moments: [
            {
              kind: 'opened',
              id: 'I_12',
              at: ms('09:00:00'),
              by: person('maria'),
              title: 'Pay by invoice',
              body: 'First text',
            },
            { kind: 'labeled', id: 'LE_1', at: ms('09:05:00'), by: person('maria'), label: 'spec:approved' },
            {
              kind: 'edited',
              id: 'RE_1',
              at: ms('09:10:00'),
              by: person('evan'),
              title: 'Pay by invoice, in euros',
              body: null,
              lost: false,
            },
            {
              kind: 'assigned',
              id: 'AE_1',
              at: ms('09:15:00'),
              by: person('maria'),
              assignee: person('evan'),
            },
            {
              kind: 'commented',
              id: 'IC_1',
              at: ms('09:16:00'),
              by: itself,
              original: card,
              text: card,
              editedBy: itself,
              url: 'https://github.example/acme/shop/issues/12#IC_1',
              reacted: false,
            },
            {
              kind: 'commented',
              id: 'IC_2',
              at: ms('09:18:00'),
              by: itself,
              original: 'Another card <!-- baton:card -->',
              text: 'Another card <!-- baton:card -->',
              editedBy: null,
              url: 'https://github.example/acme/shop/issues/12#IC_2',
              reacted: false,
            },
            {
              kind: 'edited',
              id: 'E2',
              at: ms('09:20:00'),
              by: person('maria'),
              title: null,
              body: null,
              lost: true,
            },
            {
              kind: 'commented',
              id: 'IC_3',
              at: ms('09:30:00'),
              by: ghost,
              original: '/accept',
              text: '/accept',
              editedBy: null,
              url: 'https://github.example/acme/shop/issues/12#IC_3',
              reacted: true,
            },
            {
              kind: 'edited',
              id: 'E3',
              at: ms('09:30:00'),
              by: person('evan'),
              title: null,
              body: 'Third text',
              lost: false,
            },
            { kind: 'unlabeled', id: 'UE_1', at: ms('09:40:00'), by: itself, label: 'spec:approved' },
            {
              kind: 'unassigned',
              id: 'AE_2',
              at: ms('09:41:00'),
              by: person('maria'),
              assignee: { login: 'maria (mannequin)', kind: 'nobody', self: false },
            },
            {
              kind: 'closed',
              id: 'CE_1',
              at: ms('10:31:00'),
              by: person('evan'),
              reason: 'completed',
              through: 'pull-request',
            },
          ],
        },
        displayed: {
          state: 'closed',
          closedReason: 'completed',
          labels: ['spec:approved'],
          assignees: [person('evan')],
          type: null,
          card: { id: 'IC_1', body: card },
          spareCards: ['IC_2'],
          branches: ['12-pay-by-invoice'],
          pullRequests: [
            {
              item: {
                repository: 'acme/shop',
                number: 30,
                id: 'PR_30',
                url: 'https://github.example/acme/shop/pull/30',
                title: 'Invoices',
              },
              author: person('evan'),
              state: 'merged',
              openedAt: ms('10:00:00'),
              mergedAt: ms('10:30:00'),
              labels: ['feature'],
              headSha: 'aaa',
              pushedAt: ms('10:00:00'),
              closes: [{ repository: 'acme/shop', number: 12, id: 'I_12' }],
              moments: [
                {
                  kind: 'commented',
                  id: 'IC_9',
                  at: ms('10:05:00'),
                  by: person('maria'),
                  original: '/approve',
                  text: '/approve',
                  editedBy: null,
                  url: 'https://github.example/acme/shop/issues/12#IC_9',
                  reacted: false,
                },
              ],
              checks: [
                {
                  id: 'CR_1',
                  name: 'Baton',
                  headSha: 'aaa',
                  conclusion: 'success',
                  status: 'completed',
                  title: 'All gates are open',
                  summary: 'Fine',
                },
              ],
            },
          ],
        },
      },
    });
    expect(github.asked).toHaveLength(1);
  });

  test('with 250 comments is read to the end', async () => {
    const timeline = Array.from({ length: 250 }, (_, index) =>
      comment(`IC_${index}`, '09:10:00', evan, `${index}`),
    );
    const long = issue({}, timeline);
    github.root = { repository: repository({ issue: long }), node: () => long };
    const observation = await github.tracker.observe(item());
    if (observation.kind !== 'issue') throw new Error('An issue was expected');
    expect(observation.issue.history.moments.map(({ id }) => id)).toEqual([
      'I_12',
      ...timeline.map((_, index) => `IC_${index}`),
    ]);
    expect(github.asked.map(({ variables }) => variables['cursor'])).toEqual([undefined, '100', '200']);
  });

  test('with many edits, labels, assignees, branches and pull requests is read to the end', async () => {
    const many = (count: number, of: (index: number) => Plain): Plain[] =>
      Array.from({ length: count }, (_, index) => of(index));
    const suites = many(2, (suite) => ({
      is: 'CheckSuite',
      id: `CS_${suite}`,
      createdAt: at(`10:0${suite}:00`),
      app: { databaseId: 7 },
      checkRuns: list(many(21, (index) => run(`CR_${suite}_${index}`, { name: `${suite} ${index}` }))),
    }));
    const head: Plain = { ...commit('aaa'), checkSuites: list(suites) };
    const busy = pull({
      id: 'PR_11',
      number: 11,
      labels: list(many(101, (index) => label(`p${index}`))),
      closingIssuesReferences: list(
        many(11, (index) => ({ id: `I_${index}`, number: index, repository: shop })),
      ),
      timelineItems: list(many(101, (index) => comment(`P${index}`, '10:00:00', evan, 'x'))),
      commits: list([{ commit: head }]),
    });
    const pulls = [...many(11, (index) => pull({ id: `PR_${index}`, number: index })), busy];
    const long = issue({
      labels: list(many(101, (index) => label(`l${index}`))),
      assignees: list(many(51, (index) => ({ ...evan, id: `U_${index}`, login: `u${index}` }))),
      linkedBranches: list(many(21, (index) => ({ ref: { name: `b${index}` } }))),
      body: 'Text 0',
      lastEditedAt: at('09:59:00'),
      includesCreatedEdit: true,
      userContentEdits: list(
        many(101, (index) =>
          edit(
            `E${index}`,
            `09:${String(Math.floor(59 - index / 2)).padStart(2, '0')}:00`,
            maria,
            `Text ${index}`,
          ),
        ),
      ),
      closedByPullRequestsReferences: list(pulls),
    });
    const nodes = new Map([long, head, ...pulls, ...suites].map((each) => [each['id'], each]));
    github.root = {
      repository: repository({ issue: long }),
      node: ({ id }: { id: string }) => nodes.get(id) ?? null,
    };
    const observation = await github.tracker.observe(item());
    if (observation.kind !== 'issue') throw new Error('An issue was expected');
    const { displayed, history } = observation.issue;
    expect([displayed.labels.length, displayed.assignees.length, displayed.branches.length]).toEqual([
      101, 51, 21,
    ]);
    expect(history.moments).toHaveLength(101);
    expect(history.moments[0]).toMatchObject({ kind: 'opened', body: 'Text 100' });
    const { labels, closes, moments, checks } = displayed.pullRequests[11] ?? {};
    expect(displayed.pullRequests).toHaveLength(12);
    expect([labels?.length, closes?.length, moments?.length, checks?.length]).toEqual([101, 11, 101, 42]);
  });

  test.each([
    ['has no such issue', () => null],
    [
      'says that it is not to be found',
      () => {
        throw new Refusal('NOT_FOUND', 'Could not resolve to an Issue with the number of 12.');
      },
    ],
    ['moved it to another repository', () => issue({ repository: { nameWithOwner: 'acme/other' } })],
  ])('is gone when the repository %s', async (_, found) => {
    github.root = { repository: repository({ issue: found }) };
    expect(await github.tracker.observe(item())).toEqual({ kind: 'gone' });
  });

  test('is gone when the repository is', async () => {
    github.root = {
      repository: () => {
        throw new Refusal('NOT_FOUND', 'Could not resolve to a Repository');
      },
    };
    expect(await github.tracker.observe(item())).toEqual({ kind: 'gone' });
  });

  test('is tried again when GitHub answers in part only', async () => {
    const broken = issue({
      labels: () => {
        throw new Error('Something went wrong while executing your query.');
      },
    });
    github.root = { repository: repository({ issue: broken }) };
    const error = await failure(github.tracker.observe(item()));
    expect(error).toBeInstanceOf(TryLater);
    expect(String(error)).toContain('GitHub answered in part only, at repository.issue.labels');
  });

  test('is tried again when its policy could not be read', async () => {
    github.root = {
      repository: repository({
        issue: issue(),
        object: () => {
          throw new Refusal('FORBIDDEN', 'Resource not accessible by integration');
        },
      }),
    };
    expect(await failure(github.tracker.observe(item()))).toBeInstanceOf(TryLater);
  });

  test.each([
    [null, 'person'],
    [{ is: 'PullRequest' }, 'pull-request'],
    [{ is: 'Commit' }, 'commit'],
    [{ is: 'ProjectV2' }, 'automation'],
    [
      () => {
        throw new Refusal('FORBIDDEN', 'Resource not accessible by integration');
      },
      'automation',
    ],
  ])('closed by %j was closed through %s', async (closer, through) => {
    const closed = {
      is: 'ClosedEvent',
      id: 'CE',
      createdAt: at('10:00:00'),
      actor: maria,
      stateReason: 'NOT_PLANNED',
      closer,
    };
    const { issue: observed } = await lookAtIssue(issue({}, [closed]));
    expect(observed.history.moments.at(-1)).toEqual({
      kind: 'closed',
      id: 'CE',
      at: ms('10:00:00'),
      by: person('maria'),
      reason: 'not_planned',
      through,
    });
  });
});

describe('the names of labels', () => {
  const renamed = label('spec:approved', { updatedAt: at('11:00:00') });
  const events = (...rest: unknown[]) =>
    nock(host).get('/repos/acme/shop/issues/12/events').query({ per_page: 100, page: 1 }).reply(200, rest);
  const restEvent = (node_id: string, event: string, name: string, login = 'maria') => ({
    node_id,
    event,
    created_at: at('10:00:00'),
    actor: { login, type: 'User' },
    label: { name },
  });
  const labels = async (timeline: readonly unknown[]) => {
    const { issue: observed } = await lookAtIssue(issue({}, timeline));
    return observed.history.moments.flatMap((moment) =>
      moment.kind === 'labeled' || moment.kind === 'unlabeled' ? [`${moment.kind} ${moment.label}`] : [],
    );
  };

  test('are what they were when the label was placed, whatever it is called today; asked for once', async () => {
    events(restEvent('LE_1', 'labeled', 'nice'), {
      node_id: 'X',
      event: 'mentioned',
      created_at: at('10:00:00'),
    });
    const timeline = [labeled('LE_1', '10:00:00', maria, renamed)];
    expect(await labels(timeline)).toEqual(['labeled nice']);
    expect(await labels(timeline)).toEqual(['labeled nice']);
  });

  test('that were certain once are not asked for when the label changes later', async () => {
    expect(await labels([labeled('LE_1', '10:00:00', maria, label('nice'))])).toEqual(['labeled nice']);
    expect(await labels([labeled('LE_1', '10:00:00', maria, renamed)])).toEqual(['labeled nice']);
  });

  test('of a label that is gone are what they were', async () => {
    events(restEvent('LE_1', 'labeled', 'spec:approved'), restEvent('UE_1', 'unlabeled', 'spec:approved'));
    expect(
      await labels([
        labeled('LE_1', '10:00:00', maria, label('?', { createdAt: null })),
        unlabeled('UE_1', '10:00:00', maria, label('?', { createdAt: null })),
      ]),
    ).toEqual(['labeled spec:approved', 'unlabeled spec:approved']);
  });

  test('are found by time and person where REST has ids of another form', async () => {
    events(
      restEvent('old_1', 'labeled', 'one'),
      restEvent('old_2', 'labeled', 'two'),
      restEvent('old_3', 'labeled', 'three', 'evan'),
    );
    expect(
      await labels([
        labeled('LE_1', '10:00:00', maria, renamed),
        labeled('LE_2', '10:00:00', maria, renamed),
      ]),
    ).toEqual(['labeled one', 'labeled two']);
  });

  test('that nobody knows prove nothing when put on, and may count against a gate when taken off', async () => {
    events();
    expect(
      await labels([
        labeled('LE_1', '10:00:00', maria, renamed),
        unlabeled('UE_1', '10:01:00', maria, renamed),
      ]),
    ).toEqual(['unlabeled spec:approved']);
  });

  test('of events that GraphQL cannot tell of come from REST, in their place', async () => {
    events(restEvent('LE_1', 'labeled', 'spec:approved'), {
      ...restEvent('LE_2', 'labeled', 'bug', 'dependabot[bot]'),
      actor: { login: 'dependabot[bot]', type: 'Bot' },
    });
    const gone = labeled('LE_1', '10:00:00', maria, null);
    const { issue: observed } = await lookAtIssue(
      issue({}, [gone, comment('IC_1', '10:05:00', evan, 'x')]),
      {},
    );
    expect(observed.history.moments.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'opened I_12',
      'labeled LE_1',
      'labeled LE_2',
      'commented IC_1',
    ]);
  });

  test('are no guess: when REST does not answer, the issue is tried again', async () => {
    nock(host).get('/repos/acme/shop/issues/12/events').query(true).reply(502);
    github.root = {
      repository: repository({ issue: issue({}, [labeled('LE_1', '10:00:00', maria, renamed)]) }),
    };
    expect(await failure(github.tracker.observe(item()))).toBeInstanceOf(TryLater);
  });
});

describe('comments that were edited', () => {
  test('keep their first text, which is asked for once', async () => {
    const edited = comment('IC_1', '10:00:00', evan, 'Nothing', {
      lastEditedAt: at('10:10:00'),
      editor: maria,
    });
    const anonymous = comment('IC_2', '10:01:00', evan, 'Other', {
      lastEditedAt: at('10:10:00'),
      editor: null,
    });
    const texts: Record<string, Plain> = {
      IC_1: {
        is: 'IssueComment',
        id: 'IC_1',
        userContentEdits: list([
          edit('3', '10:10:00', maria, 'Nothing'),
          edit('2', '10:05:00', evan, 'Half'),
          edit('1', '10:00:00', evan, '/return too vague'),
        ]),
      },
      IC_2: {
        is: 'IssueComment',
        id: 'IC_2',
        userContentEdits: list([edit('1', '10:01:00', evan, null), edit('2', '10:10:00', evan, 'Other')]),
      },
    };
    github.root = {
      repository: repository({ issue: issue({}, [edited, anonymous]) }),
      nodes: ({ ids }: { ids: string[] }) => ids.map((id) => texts[id]),
    };
    for (const requests of [2, 3]) {
      const observation = await github.tracker.observe(item());
      if (observation.kind !== 'issue') throw new Error('An issue was expected');
      expect(observation.issue.history.moments.slice(1)).toMatchObject([
        { original: '/return too vague', text: 'Nothing', editedBy: person('maria') },
        { original: 'Other', text: 'Other', editedBy: ghost },
      ]);
      expect(github.asked).toHaveLength(requests);
    }
  });
});

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
    expect(observation.pullRequest.closes).toEqual([{ repository: 'acme/shop', number: 12, id: 'I_12' }]);
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
      repository: { nameWithOwner: 'other/secret' },
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
    expect(await failure(github.tracker.observe(item('pull-request', 30)))).toBeInstanceOf(TryLater);
  });

  test('with more issues than a page holds is read to the end', async () => {
    const issues = Array.from({ length: 9 }, (_, index) => issue({ id: `I_${index}`, number: index }));
    const own = pull({ closingIssuesReferences: list(issues) });
    github.root = { repository: repository({ pullRequest: own }), node: () => own };
    const observation = await github.tracker.observe(item('pull-request', 30));
    if (observation.kind !== 'pull-request') throw new Error('A pull request was expected');
    expect(observation.issues.map(({ history }) => history.item.number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(observation.pullRequest.closes).toHaveLength(9);
    expect(github.asked).toHaveLength(3);
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
        title: 'All gates are open',
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
    const theirs = { is: 'CheckSuite', id: 'CS_2', createdAt: at('09:00:00'), app: { databaseId: 8 } };
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
      repository: { ...repository({ pullRequest: own, object }), nameWithOwner: 'acme/.github' },
    };
    const observation = await github.tracker.observe(queued);
    if (observation.kind !== 'pull-request') throw new Error('A pull request was expected');
    const { headSha, pushedAt, checks } = observation.pullRequest;
    expect([headSha, pushedAt, checks.map(({ id, conclusion }) => `${id} ${conclusion}`)]).toEqual([
      'ddd',
      ms('10:00:00'),
      ['CR_5 failure'],
    ]);
    expect(await github.tracker.observe({ ...queued, headSha: 'eee' })).toEqual({ kind: 'gone' });
  });
});

describe('the policy', () => {
  const inherited = (of: unknown): void => {
    github.root = (asked) =>
      answerFrom(
        {
          repository: ({ name }: { name: string }) => {
            if (name !== '.github') return repository({ object: null, issue: issue() });
            if (of === null) throw new Refusal('NOT_FOUND', 'Could not resolve to a Repository');
            return { nameWithOwner: 'acme/.github', object: of };
          },
        },
        asked,
      );
  };
  const policy = async (): Promise<unknown> => {
    const observation = await github.tracker.observe(item());
    return observation.kind === 'gone' ? 'gone' : observation.policy;
  };

  test.each([
    ['too large', { isTruncated: true }],
    ['no text', { isBinary: true, text: null }],
  ])('that is %s has no text, and is there', async (_, fields) => {
    const object = { is: 'Blob', oid: 'f00', text: 'roles', isTruncated: false, isBinary: false, ...fields };
    const { policy } = await lookAtIssue(issue(), { object });
    expect(policy).toEqual({
      kind: 'file',
      repository: 'acme/shop',
      path: '.github/roles.yml',
      oid: 'f00',
      text: null,
    });
  });

  test("is the owner's where a repository has none, read once in five minutes", async () => {
    inherited({ is: 'Blob', oid: 'abc', text: 'roles: {pm: [maria]}', isTruncated: false, isBinary: false });
    const file = {
      kind: 'file',
      repository: 'acme/.github',
      path: '.github/roles.yml',
      oid: 'abc',
      text: 'roles: {pm: [maria]}',
    };
    expect(await policy()).toEqual(file);
    expect(await policy()).toEqual(file);
    expect(github.asked).toHaveLength(3);
    github.tracker.forgetOwnerPolicy('Acme');
    expect(await policy()).toEqual(file);
    expect(github.asked).toHaveLength(5);
    github.now += 300_000;
    await policy();
    expect(github.asked).toHaveLength(7);
  });

  test.each([[null], [{ is: 'Tree' }]])('is none where the owner has none: %j', async (of) => {
    inherited(of);
    expect(await policy()).toEqual({ kind: 'none' });
  });

  test("is tried again where the owner's could not be read", async () => {
    inherited(() => {
      throw new Error('Something went wrong');
    });
    expect(await failure(policy())).toBeInstanceOf(TryLater);
    inherited(null);
    expect(await policy()).toEqual({ kind: 'none' });
  });
});
