/** The main job, end to end: two roles, every handoff between them, and what each step costs. */
import { afterEach, expect, test } from 'vitest';

import { cardOf } from './seen.ts';
import { openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const issue = `${repository}#1`;
const pull = `${repository}#2`;
const oneRead = { queries: 1, mutations: 0, rest: 0 };
const oneDecision = { queries: 1, mutations: 1, rest: 0 };

const approveSpec = 'comment `/approve spec` or add the label `spec:approved`';
const answerSpec = `To approve it, ${approveSpec}. If it needs work, comment \`/return spec\` and why.`;
const build =
  'Build it, and merge a pull request that closes this issue. If there’s nothing to merge, comment `/request acceptance` when it’s ready.';
const early = 'anton assigned themselves on then before the spec was approved. I undid that.';

test('from the first idea to the accepted result', async () => {
  stage = await openStage();

  // A new issue: the card is there at once, and nothing else is said. Who the policy means was read with the policy.
  await stage.act('anton', (anton) =>
    anton.openIssue(repository, { title: 'Coupons', body: 'One coupon per order.' }),
  );
  const waiting = [
    'Spec approval · waiting for approval · `pm` still has to approve it.',
    'Acceptance · not ready yet · It comes after the spec.',
  ];
  const pmLooks = {
    head: 'Waiting for maria to approve the spec',
    way: '**⏳ spec** → build → acceptance',
    next: answerSpec,
  };
  const fresh = { state: 'open', labels: [], assignees: [], said: [], checks: [] };
  expect(stage.see(issue)).toEqual({ ...fresh, card: { ...pmLooks, gates: waiting, notes: [] } });
  expect(stage.spent()).toEqual({ queries: 2, mutations: 1, rest: 0 });
  expect(cardOf(stage.github.find.item(issue))?.body).toBe(
    [
      '<!-- baton:card -->',
      '<!-- baton:holder spec:pm -->',
      '### ⏳ Waiting for maria to approve the spec',
      '**⏳ spec** (since 5 Jan, 09:02 UTC) → build → acceptance',
      '',
      `**Next:** ${answerSpec}`,
      '',
      '<details><summary>Details</summary>',
      '',
      '| Gate | Status | Who and when |',
      '| --- | --- | --- |',
      '| Spec approval | ⏳ waiting for approval | `pm` still has to approve it. |',
      '| Acceptance | ✏️ not ready yet | It comes after the spec. |',
      '',
      '</details>',
      '',
      `<sub>Kept up to date by Baton from [this repository's policy](${stage.github.url}/acme/shop/blob/HEAD/.github/roles.yml). Comment \`/why\` for the full reasoning.</sub>`,
    ].join('\n'),
  );

  // An engineer starts too early.
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  const takenBack = `@anton: I unassigned you, because the spec isn’t approved yet. maria can approve it: ${approveSpec}.`;
  const notAllowed = ['**Out of turn**', `- ${early}`];
  expect(stage.see(issue)).toEqual({
    ...fresh,
    card: { ...pmLooks, gates: waiting, notes: notAllowed },
    said: [takenBack],
  });
  expect(stage.spent()).toEqual(oneDecision);

  // Somebody without the role puts on the label.
  await stage.act('otto', (otto) => otto.label(issue, 'spec:approved'));
  const takenOff =
    '@otto: I removed the label `spec:approved`: it shows that the spec is approved, and only maria can approve it.';
  expect(stage.see(issue)).toEqual({
    ...fresh,
    card: {
      ...pmLooks,
      gates: waiting,
      notes: [
        '**Not counted**',
        '- otto added the label `spec:approved` on then: only `pm` (maria) can approve it.',
        ...notAllowed,
      ],
    },
    said: [takenBack, takenOff],
  });
  expect(stage.spent()).toEqual(oneDecision);

  // The spec is approved.
  await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
  const toEngineers = '**Waiting for @acme/engineering to build this.** The spec is approved.';
  const approved = (via: string): string =>
    `Spec approval · approved · Approved by maria (\`pm\`) ${via === 'label' ? 'with a label' : 'in a comment'}, then.`;
  const building = 'Acceptance · not ready yet · No pull request that closes this issue is merged yet.';
  const engineerBuilds = {
    head: 'Waiting for `@acme/engineering` to build this',
    way: '✅ spec → **🔨 build** → acceptance',
    next: build,
  };
  expect(stage.see(issue)).toEqual({
    ...fresh,
    labels: ['spec:approved'],
    card: { ...engineerBuilds, gates: [approved('label'), building], notes: [] },
    said: [takenBack, takenOff, toEngineers],
  });
  expect(stage.spent()).toEqual(oneDecision);

  // Somebody rewrites it.
  await stage.act('ben', (ben) => ben.edit(issue, { body: 'Two coupons per order.' }));
  const rewritten = 'ben edited the text on then, after it was approved.';
  const difference = [
    '<details><summary>What changed since the approval</summary>',
    '```diff',
    '@@ -1,3 +1,3 @@',
    'Coupons',
    '-One coupon per order.',
    '+Two coupons per order.',
    '```',
    '</details>',
  ];
  const backToPm = `**Waiting for @maria to approve the spec again.** ${rewritten}`;
  expect(stage.see(issue)).toEqual({
    ...fresh,
    card: {
      head: 'Waiting for maria to approve the spec again',
      way: '**♻️ spec** → build → acceptance',
      next: answerSpec,
      gates: [
        `Spec approval · changed since approval · ${rewritten}`,
        'Acceptance · not ready yet · It comes after the spec.',
      ],
      notes: difference,
    },
    said: [takenBack, takenOff, toEngineers, backToPm],
  });
  expect(stage.spent()).toEqual(oneDecision);

  // A pull request is held, and passes once the spec is approved again.
  await stage.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'x' } }));
  expect(stage.spent()).toEqual({ queries: 0, mutations: 0, rest: 0 });
  await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'Coupons', body: 'Closes #1', head: 'coupons' }),
  );
  expect(stage.see(pull)).toEqual({
    ...fresh,
    card: null,
    checks: ['Baton: action_required · Waiting for maria to approve the spec of #1 again'],
  });
  expect(stage.see(issue).card?.notes).toEqual([
    `**Started early:** pull request [#2](${stage.github.url}/acme/shop/pull/2) by anton. No pull request for this issue passes its check until the spec is approved.`,
    ...difference,
  ]);
  stage.spent();
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this']);
  expect(stage.see(issue)).toEqual({
    ...fresh,
    labels: ['spec:approved'],
    card: { ...engineerBuilds, gates: [approved('comment'), building], notes: [] },
    said: [takenBack, takenOff, toEngineers, backToPm, toEngineers],
  });
  expect(stage.spent()).toEqual({ queries: 2, mutations: 2, rest: 0 });
  stage.heard(issue);

  // The merge closes the issue, which hands it over.
  await stage.act('anton', (anton) => anton.merge(pull));
  expect(stage.heard(issue)).toEqual([
    `**Waiting for @maria to accept the result.**\n[#2](${stage.github.url}/acme/shop/pull/2) is merged, and GitHub closed this issue with it. I reopened it until the result is accepted; then I’ll close it again.`,
  ]);
  expect(stage.see(issue)).toMatchObject({
    state: 'open',
    labels: ['spec:approved'],
    card: {
      head: 'Waiting for maria to accept the result',
      gates: [approved('comment'), 'Acceptance · waiting for approval · `pm` still has to approve it.'],
      notes: [],
    },
  });
  const merged = stage.spent();
  expect(merged).toEqual({ queries: merged.queries, mutations: 1, rest: 0 });
  expect(merged.queries).toBeLessThanOrEqual(3);

  // It is returned with a reason, mended, and accepted.
  await stage.act('maria', (maria) => maria.comment(issue, '/return acceptance The totals are wrong.'));
  const wrong = 'maria sent it back on then:';
  expect(stage.heard(issue)).toEqual([
    `**Waiting for @acme/engineering to fix the result.**\n${wrong}\n> The totals are wrong\\.`,
  ]);
  expect(stage.see(issue).card).toEqual({
    head: 'Waiting for `@acme/engineering` to fix the result',
    way: '✅ spec → ✅ build → **↩️ acceptance**',
    next: 'Fix what was asked for, then comment `/request acceptance`.',
    gates: [approved('comment'), 'Acceptance · sent back · maria sent it back on then.'],
    notes: [wrong, '> The totals are wrong\\.'],
  });
  await stage.act('anton', (anton) => anton.comment(issue, '/request acceptance'));
  expect(stage.heard(issue)).toEqual(['**Waiting for @maria to accept the result.**']);
  stage.spent();
  await stage.act('maria', (maria) => maria.comment(issue, '/accept'));
  expect(stage.heard(issue)).toEqual([]);
  expect(stage.see(issue)).toMatchObject({
    state: 'closed: completed',
    labels: ['pm:accepted', 'spec:approved'],
    card: {
      head: 'Everything is approved',
      gates: [approved('comment'), 'Acceptance · approved · Approved by maria (`pm`) in a comment, then.'],
      next: null,
      notes: [],
    },
  });
  expect(stage.spent()).toEqual(oneDecision);

  // Talk costs a read and nothing else.
  await stage.act('otto', (otto) => otto.comment(issue, 'Nice!'));
  expect(stage.spent()).toEqual(oneRead);
});
