/** Work that starts before the spec is approved: undone, shown, or only watched. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { approvedIssue, openPull, openStage, repository, type Stage } from './stage.ts';

const withWork = (mode: string): string => `mode: ${mode}
roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
work:
  labels: [in progress]
`;

/** What the ledger keeps of a verdict, as far as it is read here. */
type Decided = {
  readonly gates: Readonly<Record<string, { readonly status: string }>>;
  readonly observed?: readonly { readonly kind: string }[];
  readonly observedMerge?: unknown;
};

let stage: Stage;

async function newIssue(by = 'maria'): Promise<string> {
  const { number } = await stage.act(by, (somebody) =>
    somebody.openIssue(repository, { title: 'Coupons', body: 'One coupon per order.' }),
  );
  const issue = `${repository}#${number}`;
  stage.heard(issue);
  return issue;
}

describe('enforced', () => {
  beforeAll(async () => {
    stage = await openStage({ policy: withWork('enforce') });
  });
  afterAll(() => stage.close());

  test('an engineer who is assigned is taken off; an approver and an outsider stay', async () => {
    const issue = await newIssue();
    await stage.act('maria', (maria) => maria.assign(issue, 'maria', 'otto', 'ben'));
    expect(stage.see(issue)).toMatchObject({
      assignees: ['maria', 'otto'],
      card: {
        notes: [
          '**Out of turn**',
          '- maria assigned ben on then before the spec was approved. I undid that.',
        ],
      },
    });
    expect(stage.heard(issue)).toEqual([
      '@maria: I unassigned ben, because the spec isn’t approved yet. maria can approve it: comment `/approve spec` or add the label `spec:approved`.',
    ]);
  });

  test('an issue that is opened with an assignee and a work label loses both, with one comment', async () => {
    const { number } = await stage.act('otto', (otto) =>
      otto.openIssue(repository, { title: 'Refunds', labels: ['in progress'], assignees: ['anton'] }),
    );
    const issue = `${repository}#${number}`;
    expect(stage.see(issue)).toMatchObject({ assignees: [], labels: [] });
    expect(stage.heard(issue)).toEqual([
      [
        '@otto: I unassigned anton, because the spec isn’t approved yet. maria can approve it: comment `/approve spec` or add the label `spec:approved`.',
        '@otto: I removed the label `in progress`, because the spec isn’t approved yet. maria can approve it: comment `/approve spec` or add the label `spec:approved`.',
      ].join('\n'),
    ]);
  });

  test('the second time, the card says so and no comment does', async () => {
    const issue = await newIssue();
    await stage.act('anton', (anton) => anton.label(issue, 'In Progress'));
    expect(stage.heard(issue)).toHaveLength(1);
    await stage.act('anton', (anton) => anton.label(issue, 'in progress'));
    expect(stage.heard(issue)).toEqual([]);
    expect(stage.see(issue)).toMatchObject({
      labels: [],
      card: {
        notes: [
          '**Out of turn**',
          '- anton added the label `in progress` on then before the spec was approved. I undid that.',
          '- anton added the label `in progress` on then before the spec was approved. I undid that.',
        ],
      },
    });
  });

  test('what began while the gate was open stays when the spec goes stale; what comes after does not', async () => {
    const issue = await approvedIssue(stage);
    await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
    await stage.act('anton', (anton) => anton.label(issue, 'in progress'));
    await stage.act('ben', (ben) => ben.edit(issue, { body: 'Two coupons per order.' }));
    expect(stage.see(issue)).toMatchObject({ assignees: ['anton'], labels: ['in progress'] });
    await stage.act('anton', (anton) => anton.assign(issue, 'ben'));
    expect(stage.see(issue)).toMatchObject({ assignees: ['anton'], labels: ['in progress'] });
  });

  test('after three reversals within a day Baton stops, asks once, and goes on a day later', async () => {
    const issue = await newIssue();
    for (const _ of [1, 2, 3]) {
      await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
      expect(stage.see(issue).assignees).toEqual([]);
    }
    stage.heard(issue);
    await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
    expect(stage.see(issue)).toMatchObject({ assignees: ['anton'] });
    expect(stage.see(issue).card?.notes.at(-1)).toBe(
      '- anton assigned themselves on then before the spec was approved. I undid that three times within a day, and leave it now.',
    );
    expect(stage.heard(issue)).toEqual([
      '@maria: I’ve undone assignments here three times within a day, so I stop now. The assignment of anton by anton stays. To approve the spec, comment `/approve spec` or add the label `spec:approved`.',
    ]);
    await stage.act('anton', (anton) => anton.unassign(issue, 'anton'));
    await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
    await stage.act('anton', (anton) => anton.comment(issue, 'It stays, then.'));
    expect(stage.see(issue).assignees).toEqual(['anton']);
    expect(stage.heard(issue)).toEqual([]);

    stage.github.clock.advance(24 * 60 * 60_000);
    await stage.act('anton', (anton) => anton.comment(issue, 'The next day.'));
    expect(stage.see(issue).assignees).toEqual([]);
    for (const _ of [1, 2, 3]) await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
    expect(stage.see(issue).assignees).toEqual(['anton']);
    expect(stage.heard(issue)).toHaveLength(1);
  });

  test('a branch or a pull request too early is named on the card, until the spec is approved', async () => {
    const issue = await newIssue();
    const number = issue.split('#')[1] ?? '';
    await stage.act('anton', (anton) => anton.linkBranch(issue, `${number}-coupons`));
    expect(stage.see(issue).card?.notes).toEqual([
      `**Started early:** branch \`${number}-coupons\`. No pull request for this issue passes its check until the spec is approved.`,
    ]);
    const pull = await openPull(stage, `Fixes #${number}`);
    expect(stage.see(issue).card?.notes).toEqual([
      `**Started early:** pull request [#${pull.split('#')[1] ?? ''}](${stage.github.url}/acme/shop/pull/${pull.split('#')[1] ?? ''}) by anton and branch \`${number}-coupons\`. No pull request for this issue passes its check until the spec is approved.`,
    ]);
    expect(stage.see(pull)).toMatchObject({
      card: null,
      said: [],
      checks: [`Baton: action_required · Waiting for maria to approve the spec of #${number}`],
    });
    await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
    expect(stage.see(issue).card?.notes).toEqual([]);
    expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this']);
  });

  test('an engineer who leaves the team is no engineer any more', async () => {
    const issue = await newIssue();
    stage.github.removeFromTeam('acme/frontend', 'ben');
    await stage.settled();
    await stage.act('maria', (maria) => maria.assign(issue, 'ben'));
    expect(stage.see(issue).assignees).toEqual(['ben']);
    stage.github.addToTeam('acme/frontend', 'ben');
    await stage.settled();
    // It was no violation when it was done; now it is one.
    expect(stage.see(issue).assignees).toEqual([]);
  });
});

test('warned: everything is named, nothing is undone, and the check is neutral', async () => {
  stage = await openStage({ policy: withWork('warn') });
  const issue = await newIssue();
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  await stage.act('anton', (anton) => anton.label(issue, 'in progress'));
  await stage.act('otto', (otto) => otto.label(issue, 'spec:approved'));
  const pull = await openPull(stage, 'Fixes #1');
  expect(stage.see(issue)).toMatchObject({
    assignees: ['anton'],
    labels: ['in progress', 'spec:approved'],
    said: [],
    card: {
      gates: [
        'Spec approval (warns only) · waiting for approval · `pm` still has to approve it.',
        'Acceptance (warns only) · not ready yet · It comes after the spec.',
      ],
      notes: [
        '**Not counted**',
        '- otto added the label `spec:approved` on then: only `pm` (maria) can approve it.',
        '**Out of turn**',
        '- anton assigned themselves on then before the spec was approved.',
        '- anton added the label `in progress` on then before the spec was approved.',
        '- otto added the label `spec:approved` on then; only `pm` (maria) can do that.',
        `**Started early:** pull request [#2](${stage.github.url}/acme/shop/pull/2) by anton.`,
      ],
    },
  });
  expect(stage.see(pull).checks).toEqual(['Baton: neutral · Waiting for maria to approve the spec of #1']);

  // The right person's words and labels work as ever.
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  expect(stage.see(issue)).toMatchObject({
    labels: ['in progress', 'spec:approved'],
    card: { gates: [expect.stringContaining('· approved ·'), expect.any(String)], notes: [] },
  });
  expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this']);
  await stage.act('otto', (otto) => otto.unlabel(issue, 'spec:approved'));
  expect(stage.see(issue).labels).toEqual(['in progress']);
  await stage.act('anton', (anton) => anton.merge(pull));
  expect(stage.see(issue).state).toBe('closed: completed');
  await stage.close();
});

test('observed: nothing is written but a neutral check', async () => {
  stage = await openStage({ policy: withWork('observe') });
  const issue = `${repository}#1`;
  stage.spent();
  await stage.act('anton', (anton) =>
    anton.openIssue(repository, { title: 'Coupons', assignees: ['anton'] }),
  );
  await stage.act('otto', (otto) => otto.label(issue, 'spec:approved'));
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  await stage.act('maria', (maria) => maria.comment(issue, '/why'));
  expect(stage.spent()).toMatchObject({ mutations: 0 });
  const pull = await openPull(stage, 'Fixes #1');
  expect(stage.see(pull)).toMatchObject({
    checks: ['Baton: neutral · You can merge this'],
    said: [],
    labels: [],
  });
  await stage.act('anton', (anton) => anton.merge(pull));
  expect(stage.see(issue)).toEqual({
    state: 'closed: completed',
    labels: ['spec:approved'],
    assignees: ['anton'],
    card: null,
    said: [],
    checks: [],
  });
  expect(stage.github.find.repository(repository).labels.map((label) => label.name)).toEqual([
    'spec:approved',
  ]);
  // What would have happened is in the ledger, decision by decision.
  const rows = await stage.service().store.db.selectFrom('ledger').selectAll().orderBy('id').execute();
  const decided = rows
    .filter(({ item }) => item.includes('issue'))
    .map(({ verdict, effects }) => ({ ...(JSON.parse(verdict) as Decided), effects }))
    .map(({ gates, observed = [], observedMerge = null, effects }) => [
      gates['spec']?.status,
      observed.map(({ kind }) => kind),
      observedMerge !== null,
      effects,
    ]);
  expect(decided).toEqual([
    ['waiting', ['assignment'], false, '[]'],
    ['waiting', ['assignment', 'gate-label'], false, '[]'],
    ['satisfied', [], false, '[]'],
    // The merge closed it, which is how GitHub works: no violation, and named all the same.
    ['satisfied', [], true, '[]'],
  ]);
  await stage.close();
});
