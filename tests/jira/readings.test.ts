/** What is read of Jira for all evaluations that an event leads to: shared, and held in bytes that do not grow. */
import { expect, test } from 'vitest';

import { alone, createReadings, type ReadingFor } from '../../src/jira/read/readings.ts';
import type { JiraStory } from '../../src/jira/shapes.ts';

const caused = (by: string): ReadingFor => ({
  ...alone(),
  causes: [by],
  own: new Set(),
  looked: new Set(),
  saw: new Map(),
});

/** An issue whose text takes so many bytes. */
const issueOf = (id: string, bytes: number): JiraStory =>
  ({
    issue: { id, key: `SHOP-${id}`, description: 'x'.repeat(bytes / 2) },
    changes: [],
  }) as unknown as JiraStory;

test('what the same event leads to reads it once', async () => {
  const readings = createReadings(() => 0);
  let asked = 0;
  const read = async (): Promise<JiraStory> => {
    asked += 1;
    return issueOf('1', 1000);
  };
  await readings.read('SHOP-1', [], caused('webhook'), read);
  await readings.read('SHOP-1', [], caused('webhook'), read);
  expect(asked).toBe(1);
});

test('of large issues few are kept, however many were read', async () => {
  const readings = createReadings(() => 0);
  const keys = Array.from({ length: 100 }, (_, n) => String(n));
  for (const key of keys) await readings.read(key, [], caused(key), async () => issueOf(key, 1_000_000));
  let again = 0;
  for (const key of keys.toReversed())
    await readings.read(key, [], caused(key), async () => {
      again += 1;
      return issueOf(key, 10);
    });
  expect(again).toBeGreaterThan(60);
});
