/** An issue that cannot be evaluated: what its pull requests show does not depend on that. */
import type { Sandbox } from '@baton/sandbox';
import { afterEach, expect, test, vi } from 'vitest';

import { openPull, openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const issue = `${repository}#1`;
const pull = `${repository}#2`;
const open = 'Baton: success · You can merge this';
const held = 'Baton: action_required · Waiting for maria to approve the spec of #1 again';
const rhythm = { backoff: { first: 20, most: 100 } };

/** An approved issue, and a pull request that may be merged. */
async function openWith(): Promise<void> {
  stage = await openStage({ rhythm, rough: true });
  await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Coupons', body: 'One.' }));
  await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
  expect(await openPull(stage, 'Closes #1')).toBe(pull);
  expect(stage.see(pull).checks).toEqual([open]);
}

const asked = (): number =>
  stage.github.requests.filter(({ operation }) => operation === 'ClosingPulls').length;

const broken: Readonly<Record<string, (github: Sandbox) => void>> = {
  'cannot be read': ({ faults }) =>
    faults.add({
      match: ({ operation }) => operation === 'ObserveIssue' || operation === 'ResumeIssue',
      kind: '5xx',
      times: 100_000,
    }),
  'cannot be written on': ({ faults }) =>
    faults.addForMutations({
      match: ({ name }) => /addComment|updateIssueComment|removeLabels/.test(name),
      times: 100_000,
    }),
};

test.each(Object.entries(broken))(
  'an issue that %s: a spec that is rewritten holds its pull requests back all the same',
  async (_, breaks) => {
    await openWith();
    breaks(stage.github);
    stage.github.clock.advance(2000);
    stage.hurry('anton', (anton) => anton.edit(issue, { body: 'Any number of coupons.' }));
    await vi.waitFor(() => expect(stage.see(pull).checks).toEqual([held]), {
      timeout: 240_000,
      interval: 20,
    });
    // Once for what led to it, however often the issue is tried.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(asked()).toBe(1);
    // Taken back, while it fails: that is another event.
    stage.github.clock.advance(2000);
    stage.hurry('maria', (maria) => maria.edit(issue, { body: 'One.' }));
    await vi.waitFor(() => expect(stage.see(pull).checks).toEqual([open]), {
      timeout: 240_000,
      interval: 20,
    });
    expect(asked()).toBeLessThanOrEqual(2);
    stage.github.faults.clear();
    await stage.settled();
    expect(stage.see(pull).checks).toEqual([open]);
  },
);
