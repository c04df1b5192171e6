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

const approveSpec = 'put on the label `spec:approved` or comment `/approve spec`';
const answerSpec = `To approve it, ${approveSpec}; if it needs work, comment \`/return spec\` and why.`;
const build =
  '`engineer`: build it and merge a pull request that closes this issue. If there is none to merge, comment `/request acceptance` when it is ready.';
const early = 'Undone: the assignment of `anton` by `anton` on then, because “Spec approval” is not open.';

test('from the first idea to the accepted result', async () => {
  stage = await openStage();

  // A new issue: the card is there at once, and nothing else is said. The team is read once.
  await stage.act('anton', (anton) =>
    anton.openIssue(repository, { title: 'Coupons', body: 'One coupon per order.' }),
  );
  const waiting = [
    'Spec approval · waiting · `pm` still has to speak.',
    'Acceptance · preparing · It comes after “Spec approval”.',
  ];
  const pmLooks = {
    head: '`pm` has the baton',
    next: `\`pm\`: please look at it. ${answerSpec}`,
  };
  const fresh = { state: 'open', labels: [], assignees: [], said: [], checks: [] };
  expect(stage.see(issue)).toEqual({ ...fresh, card: { ...pmLooks, gates: waiting, notes: [] } });
  // The third asks once what this GitHub has.
  expect(stage.spent()).toEqual({ queries: 3, mutations: 1, rest: 2 });
  expect(cardOf(stage.github.find.item(issue))?.body).toBe(
    [
      '<!-- baton:card -->',
      '<!-- baton:holder spec:pm -->',
      '### 🏃 `pm` has the baton',
      '“Spec approval” is with `maria` since 5 Jan 2026, 09:02 UTC.',
      '',
      `**Next:** \`pm\`: please look at it. ${answerSpec}`,
      '',
      '| Gate | Status | Who and when |',
      '| --- | --- | --- |',
      '| Spec approval | ⏳ waiting | `pm` still has to speak. |',
      '| Acceptance | ✏️ preparing | It comes after “Spec approval”. |',
      '',
      `<sub>Kept up to date by Baton from [this repository's policy](${stage.github.url}/acme/shop/blob/HEAD/.github/roles.yml). Comment \`/why\` for the whole reasoning.</sub>`,
    ].join('\n'),
  );

  // An engineer starts too early.
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  const takenBack = `@anton: I took back your assignment, because work starts after “Spec approval”. \`pm\` can open it: ${approveSpec}.`;
  const notAllowed = ['**Not allowed**', `- ${early}`];
  expect(stage.see(issue)).toEqual({
    ...fresh,
    card: { ...pmLooks, gates: waiting, notes: notAllowed },
    said: [takenBack],
  });
  expect(stage.spent()).toEqual(oneDecision);

  // Somebody without the role puts on the label.
  await stage.act('otto', (otto) => otto.label(issue, 'spec:approved'));
  const takenOff =
    '@otto: I took off the label `spec:approved`, because it shows “Spec approval”, which only `pm` can open.';
  expect(stage.see(issue)).toEqual({
    ...fresh,
    card: {
      ...pmLooks,
      gates: waiting,
      notes: [
        '**Not counted**',
        '- `otto` put on the label `spec:approved` on then: only `pm` (`maria`) may.',
        ...notAllowed,
      ],
    },
    said: [takenBack, takenOff],
  });
  expect(stage.spent()).toEqual(oneDecision);

  // The spec is approved.
  await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
  const toEngineers =
    '@acme/engineering you have the baton now (`engineer`), for “Acceptance”. “Spec approval” is open.';
  const approved = (via: string): string =>
    `Spec approval · satisfied · Approved by \`maria\` (\`pm\`), ${via}, then.`;
  const building = 'Acceptance · preparing · No pull request that closes this issue is merged yet.';
  const engineerBuilds = { head: '`engineer` has the baton', next: build };
  expect(stage.see(issue)).toEqual({
    ...fresh,
    labels: ['spec:approved'],
    card: { ...engineerBuilds, gates: [approved('label'), building], notes: [] },
    said: [takenBack, takenOff, toEngineers],
  });
  expect(stage.spent()).toEqual(oneDecision);

  // Somebody rewrites it.
  await stage.act('ben', (ben) => ben.edit(issue, { body: 'Two coupons per order.' }));
  const rewritten = '`ben` edited the text on then, after it was approved.';
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
  const backToPm = `@maria you have the baton now (\`pm\`), for “Spec approval”. ${rewritten}`;
  expect(stage.see(issue)).toEqual({
    ...fresh,
    card: {
      head: '`pm` has the baton',
      next: `\`pm\`: please look at it again. ${answerSpec}`,
      gates: [
        `Spec approval · stale · ${rewritten}`,
        'Acceptance · preparing · It comes after “Spec approval”.',
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
    checks: ['Baton: action_required · pm has to approve again: Spec approval of #1'],
  });
  expect(stage.see(issue).card?.notes).toEqual([
    ...difference,
    `**Begun before its gate was open:** pull request [#2](${stage.github.url}/acme/shop/pull/2) by \`anton\`. No pull request for this issue passes its check until the gate is open.`,
  ]);
  stage.spent();
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  expect(stage.see(pull).checks).toEqual(['Baton: success · Nothing holds it back']);
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
    `@maria you have the baton now (\`pm\`), for “Acceptance”.\n[#2](${stage.github.url}/acme/shop/pull/2) is merged, and GitHub closed this issue with it. I reopened it until “Acceptance” is approved; then I’ll close it again.`,
  ]);
  expect(stage.see(issue)).toMatchObject({
    state: 'open',
    labels: ['spec:approved'],
    card: {
      head: '`pm` has the baton',
      gates: [approved('comment'), 'Acceptance · waiting · `pm` still has to speak.'],
      notes: [],
    },
  });
  const merged = stage.spent();
  expect(merged).toEqual({ queries: merged.queries, mutations: 1, rest: 0 });
  expect(merged.queries).toBeLessThanOrEqual(3);

  // It is returned with a reason, mended, and accepted.
  await stage.act('maria', (maria) => maria.comment(issue, '/return acceptance The totals are wrong.'));
  const wrong = '`maria` sent it back on then:';
  expect(stage.heard(issue)).toEqual([
    `@acme/engineering you have the baton now (\`engineer\`), for “Acceptance”.\n${wrong}\n> The totals are wrong\\.`,
  ]);
  expect(stage.see(issue).card).toEqual({
    head: '`engineer` has the baton',
    next: '`engineer`: mend what was asked for, then comment `/request acceptance`.',
    gates: [approved('comment'), 'Acceptance · returned · `maria` sent it back on then.'],
    notes: [wrong, '> The totals are wrong\\.'],
  });
  await stage.act('anton', (anton) => anton.comment(issue, '/request acceptance'));
  expect(stage.heard(issue)).toEqual(['@maria you have the baton now (`pm`), for “Acceptance”.']);
  stage.spent();
  await stage.act('maria', (maria) => maria.comment(issue, '/accept'));
  expect(stage.heard(issue)).toEqual([]);
  expect(stage.see(issue)).toMatchObject({
    state: 'closed: completed',
    labels: ['pm:accepted', 'spec:approved'],
    card: {
      head: 'Every gate is open',
      gates: [approved('comment'), 'Acceptance · satisfied · Approved by `maria` (`pm`), comment, then.'],
      next: null,
      notes: ['Nobody has to do anything.'],
    },
  });
  expect(stage.spent()).toEqual(oneDecision);

  // Talk costs a read and nothing else.
  await stage.act('otto', (otto) => otto.comment(issue, 'Nice!'));
  expect(stage.spent()).toEqual(oneRead);
});
