/** The main stories on every GitHub that is played: what one lacks is left out, and gates that need it say so. */
import { releases, type Release } from '@baton/sandbox';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { approvedIssue, openPull, openStage, repository, twoRoles, type Stage } from './stage.ts';

/** As the presets are, with somebody who may waive. */
const policy = `${twoRoles}gates:
  spec: {preset: spec, waive: [pm]}
  acceptance: {preset: acceptance, waive: [pm]}
`;
const nothing = 'Baton: success · You can merge this';
const asksForParts = `${twoRoles}gates:
  result: {approve: pm, prepared-by: engineer, label: fine, blocks: [close, merge], requires: {sub-issues: satisfied}, waive: [pm]}
`;
const named = (address: string): string => `#${address.split('#')[1] ?? ''}`;

describe.each(Object.keys(releases) as Release[])('on %s', (release) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ release, policy });
  });
  afterAll(() => stage.close());

  test('a spec is approved, built, merged and accepted', async () => {
    const issue = await approvedIssue(stage);
    const pull = await openPull(stage, `Closes ${named(issue)}`);
    expect(stage.see(pull).checks).toEqual([nothing]);
    await stage.act('anton', (anton) => anton.merge(pull));
    expect(stage.see(issue).state).toBe('open');
    await stage.act('maria', (maria) => maria.comment(issue, '/accept'));
    expect(stage.see(issue)).toMatchObject({
      state: 'closed: completed',
      labels: ['pm:accepted', 'spec:approved'],
    });
  });

  test('a spec is sent back, and waived', async () => {
    const issue = await approvedIssue(stage);
    const pull = await openPull(stage, `Closes ${named(issue)}`);
    await stage.act('maria', (maria) => maria.comment(issue, '/return spec What of vouchers?'));
    expect(stage.see(pull).checks[0]).toMatch(/^Baton: action_required/);
    await stage.act('maria', (maria) => maria.comment(issue, '/waive spec The fair is tomorrow.'));
    expect(stage.see(pull).checks[0]).toMatch(/^Baton: success/);
  });

  test('a duplicate is no work, and is left closed', async () => {
    const issue = await approvedIssue(stage);
    await stage.act('anton', (anton) => anton.close(issue, 'duplicate'));
    expect(stage.see(issue).state).toBe('closed: duplicate');
    expect(stage.heard(issue)).toEqual([]);
  });
});

const withEvents: readonly Release[] = ['github.com', 'github.com, later', 'GHES 3.19'];

describe('gates that require sub-issues', () => {
  let stage: Stage;
  afterEach(() => stage.close());

  test.each(withEvents)('wait for them on %s', async (release) => {
    stage = await openStage({ release, policy: asksForParts });
    const [whole = 0, part = 0] = await Promise.all(
      ['Checkout', 'Basket'].map((title) =>
        stage.act('maria', (maria) => maria.openIssue(repository, { title }).number),
      ),
    );
    const address = `${repository}#${whole}`;
    await stage.act('maria', (maria) => maria.addSubIssue(address, `${repository}#${part}`));
    // Without the event, the next thing that happens on the issue shows it.
    await stage.act('maria', (maria) => maria.comment(address, 'Now.'));
    expect(stage.see(address).card?.gates).toEqual([
      `Result · not ready yet · These sub-issues aren’t done: #${part} (waiting for \`pm\`).`,
    ]);
  });

  test('say on GHES 3.16 that they are not on this GitHub: card, check, answer, and the check of the policy', async () => {
    stage = await openStage({ release: 'GHES 3.16', policy: asksForParts });
    await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Checkout' }));
    const issue = `${repository}#1`;
    expect(stage.see(issue).card).toMatchObject({
      gates: [
        "Result · not ready yet · Not on this GitHub: this GitHub does not tell when sub-issues were added and removed, so `requires: {sub-issues}` can't be checked here.",
      ],
      next: 'Remove `requires: {sub-issues}` from this gate in the policy, or ask for GitHub Enterprise Server 3.17 or later. Until then, only `/waive` lets it pass.',
    });
    const pull = await openPull(stage, 'Closes #1');
    expect(stage.see(pull).checks).toEqual([
      'Baton: action_required · Waiting for @acme/engineering to change the policy: sub-issues can’t be checked on this GitHub',
    ]);
    stage.heard(issue);
    await stage.act('maria', (maria) => maria.comment(issue, '/approve result'));
    expect(stage.heard(issue)).toEqual([
      "“Result” can’t be approved. Not on this GitHub: this GitHub does not tell when sub-issues were added and removed, so `requires: {sub-issues}` can't be checked here.",
    ]);

    const proposal = await openPull(stage, '', {
      by: 'maria',
      files: { '.github/roles.yml': asksForParts.replace('fine', 'well') },
    });
    expect(stage.see(proposal).checks.filter((line) => line.startsWith('Baton policy'))).toEqual([
      'Baton policy: action_required · A gate requires sub-issues, which are not on this GitHub',
    ]);

    // The person who may waives it; and once the policy does without, nothing stands in the way.
    await stage.act('maria', (maria) => maria.comment(issue, '/waive result Nobody here has sub-issues.'));
    expect(stage.see(pull).checks[0]).toMatch(/^Baton: success/);
  });

  test('an approval that came too early stays so after the upgrade; a new one counts', async () => {
    stage = await openStage({ release: 'GHES 3.16', policy: asksForParts });
    await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Checkout' }));
    const issue = `${repository}#1`;
    await stage.act('maria', (maria) => maria.comment(issue, '/approve result'));
    await stage.restart(() => stage.github.become('GHES 3.19'));
    await stage.act('anton', (anton) => anton.comment(issue, 'We have 3.19 now.'));
    expect(stage.see(issue).card?.gates).toEqual([
      'Result · waiting for approval · `pm` still has to approve it.',
    ]);
    await stage.act('maria', (maria) => maria.comment(issue, '/approve result'));
    expect(stage.see(issue).card?.head).toBe('Everything is approved');
  });
});

test('the day on which GitHub removes it: one line, nothing is missed, and no event costs more than before', async () => {
  const lines: { level: number; what?: string }[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const stage = await openStage({ log });
  const issue = await approvedIssue(stage);
  const label = (name: string) => stage.act('maria', (maria) => maria.label(issue, name));
  await stage.act('maria', (maria) => maria.createLabel(repository, { name: 'one' }));
  stage.spent();
  await label('one');
  const before = stage.spent();

  stage.github.clock.advance(3_600_000);
  stage.github.become('github.com, later');
  const pull = await openPull(stage, `Closes ${named(issue)}`);
  expect(stage.see(pull).checks).toEqual([nothing]);
  expect(lines.map(({ level, what }) => [level, what])).toEqual([[50, 'stateReason(enableDuplicate:)']]);
  stage.spent();
  await stage.act('maria', (maria) => maria.unlabel(issue, 'one'));
  expect(stage.spent()).toEqual(before);
  await stage.act('anton', (anton) => anton.close(issue, 'duplicate'));
  expect(stage.see(issue).state).toBe('closed: duplicate');
  await stage.close();
});

test.each([400, 403, 404, 502])(
  'a GitHub that answers the question what it has with %d: all goes on',
  async (status) => {
    const stage = await openStage({
      before: ({ faults }) =>
        faults.add({
          match: ({ operation }) => operation === 'WhatIsThere',
          kind: '5xx',
          status,
          times: Infinity,
        }),
      rhythm: { backoff: { first: 20, most: 100 } },
    });
    const issue = await approvedIssue(stage);
    const pull = await openPull(stage, `Closes ${named(issue)}`);
    expect(stage.see(pull).checks).toEqual([nothing]);
    await stage.close();
  },
);
