/** What labels were called when they were placed. */
import nock from 'nock';
import { describe, expect, test } from 'vitest';

import { TryLater } from '../../src/tracker.ts';
import { answering, host } from './answering.ts';
import { failure, looking } from './looking.ts';
import { at, comment, evan, issue, label, labeled, maria, repository, unlabeled } from './stories.ts';

const github = answering();
const { item, lookAtIssue } = looking(github);

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
    expect(await failure(github.tracker.reads.observe(item()))).toBeInstanceOf(TryLater);
  });
});
