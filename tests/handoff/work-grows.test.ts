/**
 * What a decision costs grows with its history, and no faster, whatever that is made of. Work is counted, not timed: how
 * often each part of the code ran.
 */
import { Session } from 'node:inspector/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foldIssue, judge, planIssue, whyIssue, type Observed, type Plan } from '../../src/handoff/index.ts';
import { oneOf } from '../night.ts';
import { mixMembers, mixPolicy, surroundings } from './mixes.ts';
import { policyOf } from './people.ts';

const policy = policyOf(mixPolicy);
const members = mixMembers(policy);

/** Decides just after the last moment; gives back how long the longest text is about the issue. */
function decide(observed: Observed): number {
  const now = (observed.history.moments.at(-1)?.at ?? 0) + 1000;
  const plan: Plan = { policy, members, policyUrl: '', problems: [], now, inForceSince: 0, justSaid: [] };
  const issue = foldIssue(observed);
  const verdict = judge(issue, { ...plan, times: { changedAt: now, labels: {} } });
  const bodies = planIssue(issue, verdict, plan).map((effect) => ('body' in effect ? effect.body.length : 0));
  return Math.max(whyIssue(plan, verdict).length, ...bodies);
}

const inspector = new Session();
beforeAll(async () => {
  inspector.connect();
  await inspector.post('Profiler.enable');
  await inspector.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
});
afterAll(async () => {
  await inspector.post('Profiler.stopPreciseCoverage');
  inspector.disconnect();
});

/** How often parts of the code ran since this was asked last. */
async function work(): Promise<number> {
  const { result } = await inspector.post('Profiler.takePreciseCoverage');
  let count = 0;
  for (const { url, functions } of result)
    if (url.includes('/src/'))
      for (const { ranges } of functions) for (const range of ranges) count += range.count;
  return count;
}

/** So many moments, and four times as many. */
const few = 60;
const many = 4 * few;
/** For four times the moments; sorting takes more. */
const most = 4.5;

test.each(oneOf(3, Object.entries(surroundings)))('%s', async (_, happens) => {
  const [short, long] = [happens(few), happens(many)];
  decide(short);
  decide(long);
  await work();
  const shortText = decide(short);
  const before = await work();
  const longText = decide(long);
  const growth = (await work()) / before;
  expect(growth).toBeLessThan(most);
  expect(longText).toBeLessThan(shortText + 1500);
});
