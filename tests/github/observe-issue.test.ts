/** One read of an issue, whatever GitHub has on it. */
import { describe, expect, test } from 'vitest';

import { TryLater } from '../../src/tracker.ts';
import { answering, list, type Plain, Refusal } from './answering.ts';
import { failure, ghost, itself, looking, person } from './looking.ts';
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
const { item, lookAtIssue } = looking(github);

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
          linkedBranches: list([{ ref: { name: '12-pay-by-invoice', repository: shop } }, { ref: null }]),
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
            reactionGroups: [
              { content: 'THUMBS_UP', viewerHasReacted: true },
              { content: 'CONFUSED', viewerHasReacted: false },
            ],
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
            closer: {
              is: 'PullRequest',
              id: 'PR30',
              number: 30,
              url: 'https://github.example/acme/shop/pull/30',
              repository: { nameWithOwner: 'acme/shop', visibility: 'PUBLIC' },
            },
          },
        ],
      ),
    );
    const card = 'The card <!-- baton:card -->';
    expect(observation).toEqual({
      kind: 'issue',
      trace: {
        id: 'I_12',
        updatedAt: 1772355600000,
        facts: '[false,1772357400000,null,null]',
        entries: ['CE_1', 'AE_2', 'IC_3', 'AE_1', 'RE_1', 'LE_1'],
        before: null,
        isAll: true,
        edits: ['E3 shown', 'E2 deleted', 'E1 shown'],
        comments: [],
      },
      repository: {
        id: 'R_shop',
        name: 'acme/shop',
        defaultBranch: 'main',
        visibility: 'public',
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
            tracker: 'github',
            repository: 'acme/shop',
            number: 12,
            id: 'I_12',
            url: 'https://github.example/acme/shop/issues/12',
            visibility: 'public',
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
              reaction: 'done',
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
              pullRequest: {
                id: 'PR30',
                number: 30,
                url: 'https://github.example/acme/shop/pull/30',
                repository: 'acme/shop',
                visibility: 'public',
              },
            },
          ],
        },
        displayed: {
          state: 'closed',
          closedReason: 'completed',
          labels: ['spec:approved'],
          locked: false,
          assignees: [person('evan')],
          type: null,
          card: { id: 'IC_1', body: card },
          spareCards: ['IC_2'],
          subIssues: null,
          branches: ['12-pay-by-invoice'],
          pullRequests: [
            {
              item: {
                tracker: 'github',
                repository: 'acme/shop',
                number: 30,
                id: 'PR_30',
                url: 'https://github.example/acme/shop/pull/30',
                visibility: 'public',
                title: 'Invoices',
              },
              author: person('evan'),
              state: 'merged',
              openedAt: ms('10:00:00'),
              mergedAt: ms('10:30:00'),
              locked: false,
              labels: ['feature'],
              headSha: 'aaa',
              pushedAt: ms('10:00:00'),
              closes: [
                { tracker: 'github', repository: 'acme/shop', number: 12, id: 'I_12', visibility: 'public' },
              ],
              isFromFork: false,
              linked: [
                {
                  from: ms('10:00:00'),
                  to: null,
                  issues: [{ tracker: 'github', repository: 'acme/shop', number: 12 }],
                },
              ],
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
                  title: 'You can merge this',
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
    const observation = await github.tracker.reads.observe(item());
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
      push: null,
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
      linkedBranches: list(many(21, (index) => ({ ref: { name: `b${index}`, repository: shop } }))),
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
    const observation = await github.tracker.reads.observe(item());
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
    [
      'moved it to another repository',
      () => issue({ repository: { nameWithOwner: 'acme/other', visibility: 'PUBLIC' } }),
    ],
  ])('is gone when the repository %s', async (_, found) => {
    github.root = { repository: repository({ issue: found }) };
    expect(await github.tracker.reads.observe(item())).toEqual({ kind: 'gone' });
  });

  test('is gone when the repository is', async () => {
    github.root = {
      repository: () => {
        throw new Refusal('NOT_FOUND', 'Could not resolve to a Repository');
      },
    };
    expect(await github.tracker.reads.observe(item())).toEqual({ kind: 'gone' });
  });

  test('is tried again when GitHub answers in part only', async () => {
    const broken = issue({
      labels: () => {
        throw new Error('Something went wrong while executing your query.');
      },
    });
    github.root = { repository: repository({ issue: broken }) };
    const error = await failure(github.tracker.reads.observe(item()));
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
    expect(await failure(github.tracker.reads.observe(item()))).toBeInstanceOf(TryLater);
  });

  test.each([
    [null, 'person'],
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
      const observation = await github.tracker.reads.observe(item());
      if (observation.kind !== 'issue') throw new Error('An issue was expected');
      expect(observation.issue.history.moments.slice(1)).toMatchObject([
        { original: '/return too vague', text: 'Nothing', editedBy: person('maria') },
        { original: 'Other', text: 'Other', editedBy: ghost },
      ]);
      expect(github.asked).toHaveLength(requests);
    }
  });
});
