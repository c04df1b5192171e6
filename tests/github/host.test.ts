/** What a GitHub has is asked once, and again when it turns out to be otherwise. */
import { beforeEach, describe, expect, test } from 'vitest';

import { NoData } from '../../src/github/client/client.ts';
import { everything, type Has } from '../../src/github/graphql/has.ts';
import { createHost, type Host } from '../../src/github/graphql/host.ts';
import { ApiMoved, TryLater } from '../../src/tracker.ts';

const names = (some: readonly string[]) => some.map((name) => ({ name }));
/** GitHub's answer. */
const said = ({ duplicates, subIssues }: Has): unknown => ({
  issue: {
    fields: [
      { name: 'stateReason', args: names(duplicates ? ['enableDuplicate'] : []) },
      ...['subIssues', 'subIssuesSummary'].map((name) => ({ name, args: [] })),
    ],
  },
  timeline: {
    enumValues: names(subIssues ? ['SUB_ISSUE_ADDED_EVENT', 'SUB_ISSUE_REMOVED_EVENT'] : ['CLOSED_EVENT']),
  },
});
const older: Has = { duplicates: false, subIssues: false };
const minute = 60_000;
const day = 24 * 60 * minute;

let now: number;
let asked: number;
let answer: () => unknown;
let host: Host;
beforeEach(() => {
  now = 1_000_000;
  asked = 0;
  answer = () => said(everything);
  host = createHost(
    async () => {
      asked += 1;
      return { data: answer() };
    },
    () => now,
  );
});

test('it is asked once, however many want to know at once, and again a day later', async () => {
  answer = () => said(older);
  expect(await Promise.all([host.has(1), host.has(2), host.has(1)])).toEqual([older, older, older]);
  now += day - 1;
  await host.has(1);
  expect(asked).toBe(1);
  now += 1;
  answer = () => said(everything);
  expect(await host.has(1)).toEqual(everything);
  expect(asked).toBe(2);
});

test('one that does not say is taken for one that has everything, for ten minutes', async () => {
  answer = () => {
    throw new ApiMoved('__type', 'introspection is turned off');
  };
  expect(await host.has(1)).toEqual(everything);
  now += 9 * minute;
  answer = () => ({ issue: null, timeline: null });
  await host.has(1);
  expect(asked).toBe(1);
  now += minute;
  expect(await host.has(1)).toEqual(everything);
  expect(asked).toBe(2);
  now += 10 * minute;
  answer = () => {
    throw new NoData('Something went wrong while executing your query.');
  };
  expect(await host.has(1)).toEqual(everything);
  expect(asked).toBe(3);
  // Until something is missing: then it is asked at once.
  answer = () => said(older);
  const work = async ({ duplicates }: Has): Promise<string> => {
    if (duplicates) throw new ApiMoved('stateReason(enableDuplicate:)', 'no such argument');
    return 'read';
  };
  expect(await host.using(1, work)).toBe('read');
});

test('where there is no answer, it is asked again by whoever comes next', async () => {
  answer = () => {
    throw new TryLater('GitHub answered 502');
  };
  await expect(host.has(1)).rejects.toBeInstanceOf(TryLater);
  answer = () => said(older);
  expect(await host.has(1)).toEqual(older);
});

test('where it is refused, or never answered, it is taken as before, and at first for a whole one', async () => {
  const never = new TryLater('GitHub answered a GraphQL request with something that isn’t JSON.');
  answer = () => {
    throw never;
  };
  await expect(host.has(1)).rejects.toBe(never);
  await expect(host.has(1)).rejects.toBe(never);
  expect(await host.has(1)).toEqual(everything);
  now += 10 * minute;
  answer = () => said(older);
  expect(await host.has(1)).toEqual(older);
  now += day;
  answer = () => {
    throw Object.assign(new Error('Bad Request'), { status: 400 });
  };
  expect(await host.has(1)).toEqual(older);
});

describe('a field that is missing all the same', () => {
  const missing = new ApiMoved('stateReason(enableDuplicate:)', 'no such argument');
  const work = async ({ duplicates }: Has): Promise<string> => {
    if (duplicates) throw missing;
    return 'read';
  };

  test('has it asked once more, and the work done with what there is', async () => {
    await host.has(1);
    now += minute;
    answer = () => said(older);
    expect(await Promise.all([host.using(1, work), host.using(2, work)])).toEqual(['read', 'read']);
    expect(await host.using(1, work)).toBe('read');
    expect(asked).toBe(2);
  });

  test('is thrown where nothing has changed, and not asked for with each try', async () => {
    for (let tries = 0; tries < 20; tries += 1) {
      await expect(host.using(1, work)).rejects.toBe(missing);
      now += 2 * minute;
    }
    expect(asked).toBe(2);
  });

  test('other failures have nothing asked', async () => {
    now += day;
    const failing = host.using(1, async () => {
      throw new TryLater('GitHub answered 502');
    });
    await expect(failing).rejects.toBeInstanceOf(TryLater);
    expect(asked).toBe(1);
  });
});
