/** Gates that want more than one word, another's word, or certain sections; and roles by permission. */
import { afterEach, expect, test } from 'vitest';

import { openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const issue = `${repository}#1`;

const policyWith = (gate: string, roles = ''): string => `roles:
  pm: [maria, olga]
  engineer: ["@acme/engineering"]
${roles}gates:
  spec:
    preset: spec
${gate}`;

async function play(policy: string, body = 'One coupon per order.', by = 'ben'): Promise<void> {
  stage = await openStage({ policy });
  await stage.act(by, (somebody) => somebody.openIssue(repository, { title: 'Coupons', body }));
}

const spec = (): string => stage.see(issue).card?.gates[0] ?? '';
const comment = (login: string, text: string): Promise<unknown> =>
  stage.act(login, (somebody) => somebody.comment(issue, text));

test('count: one approver’s label is their word, and comes off until the gate is complete', async () => {
  await play(policyWith('    approve: { role: pm, count: 2 }\n'));
  await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
  expect(stage.see(issue)).toMatchObject({ labels: [], said: [] });
  expect(spec()).toBe(
    'Spec approval · waiting for approval · Approved by maria (`pm`) with a label, then. Still missing: 1 more of `pm`.',
  );
  // The same person twice is one person.
  await comment('maria', '/approve spec');
  expect(stage.see(issue).labels).toEqual([]);
  await comment('olga', '/approve spec');
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
  expect(spec()).toContain('approved · Approved by maria (`pm`) with a label, then; ');
  // An edit by one of those who approved is an amendment; by an approver who did not, there is none here.
  await stage.act('maria', (maria) => maria.edit(issue, { body: 'Two coupons.' }));
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
});

test('all: both roles have to speak, and those still missing are called', async () => {
  await play(policyWith('    approve: { all: [pm, legal] }\n', '  legal: [otto]\n'));
  expect(stage.see(issue).card?.head).toBe('Waiting for `pm` and `legal` to approve the spec');
  await comment('maria', '/approve spec');
  expect(stage.see(issue)).toMatchObject({
    labels: [],
    card: { head: 'Waiting for otto to approve the spec' },
  });
  expect(spec()).toBe(
    'Spec approval · waiting for approval · Approved by maria (`pm`) in a comment, then. Still missing: `legal`.',
  );
  await stage.act('otto', (otto) => otto.label(issue, 'spec:approved'));
  expect(stage.see(issue)).toMatchObject({
    labels: ['spec:approved'],
    card: { head: 'Everything is approved' },
  });
  expect(stage.see(issue).said).toEqual([]);
  // pm takes its word back: legal's word goes with it, and both are called.
  await comment('maria', '/return spec No.');
  expect(stage.see(issue)).toMatchObject({
    labels: [],
    card: { head: 'Waiting for maria or olga to fix the spec' },
  });
  await comment('maria', '/request spec');
  expect(stage.see(issue).card?.head).toBe('Waiting for `pm` and `legal` to approve the spec');
});

test('any, nested: either rule is enough', async () => {
  await play(
    policyWith('    approve: { any: [lead, { all: [pm, legal] }] }\n', '  legal: [otto]\n  lead: [rita]\n'),
  );
  await comment('otto', '/approve');
  expect(stage.see(issue).labels).toEqual([]);
  await comment('rita', '/approve');
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
  await comment('rita', '/revoke spec');
  expect(stage.see(issue).labels).toEqual([]);
  await comment('otto', '/approve');
  await comment('maria', '/approve');
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
});

test('independent-of: the author’s and the assignees’ own approval does not count', async () => {
  await play(policyWith('    independent-of: [author, assignees]\n'), 'One coupon per order.', 'maria');
  const next = (): string => (stage.see(issue).card?.next ?? '').split(' To approve it')[0] ?? '';
  expect(stage.github.find.item(issue).timeline).toContainEqual(
    expect.objectContaining({ body: expect.stringMatching(/Waiting for olga to approve the spec/) }),
  );
  expect(next()).toBe('It can’t be maria (they opened the issue).');
  await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
  expect(stage.see(issue)).toMatchObject({
    labels: [],
    said: [
      '@maria: I removed the label `spec:approved`: somebody else in `pm` (olga) has to approve it, because you opened the issue.',
    ],
  });
  await stage.act('otto', (otto) => otto.assign(issue, 'olga'));
  expect(next()).toBe(
    'It can’t be maria (they opened the issue) or olga (they’re assigned to it). Nobody else is in `pm`: add somebody in the policy.',
  );
  await comment('olga', '/approve spec');
  expect(stage.see(issue).labels).toEqual([]);
  expect(stage.see(issue).said.slice(1)).toEqual([
    'For “Spec approval”, somebody else in `pm` (maria) has to approve it, because you’re assigned to it.',
  ]);
  await stage.act('otto', (otto) => otto.unassign(issue, 'olga'));
  await comment('olga', '/approve spec');
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
});

test('one person who wrote and approved is allowed, and it shows', async () => {
  await play(policyWith(''), 'One coupon per order.', 'maria');
  await comment('maria', '/approve');
  expect(spec()).toBe(
    'Spec approval · approved · Approved by maria (`pm`, also the author) in a comment, then.',
  );
});

test('requires.sections: an issue form with empty answers cannot be approved, and has to be approved again', async () => {
  const form = (criteria: string): string =>
    `### Problem\n\nToo expensive.\n\n### Acceptance criteria\n\n${criteria}\n\n### Anything else\n\n_No response_\n`;
  await play(
    policyWith('    requires: { sections: [Problem, Acceptance criteria] }\n'),
    form('_No response_'),
  );
  expect(spec()).toBe('Spec approval · not ready yet · The issue lacks the section “Acceptance criteria”.');
  await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
  expect(stage.see(issue)).toMatchObject({
    labels: [],
    said: [
      '@maria: I removed the label `spec:approved`: the issue lacked the section “Acceptance criteria”. Approve it again once that is there.',
    ],
  });
  await comment('maria', '/approve spec');
  expect(stage.see(issue).said.slice(1)).toEqual([
    '“Spec approval” can’t be approved yet. The issue lacks the section “Acceptance criteria”. Once that’s fixed, please comment again.',
  ]);
  await stage.act('ben', (ben) => ben.edit(issue, { body: form('- [ ] It is cheap.') }));
  expect(stage.see(issue)).toMatchObject({
    labels: [],
    card: { head: 'Waiting for maria or olga to approve the spec' },
  });
  expect(spec()).toBe('Spec approval · waiting for approval · `pm` still has to approve it.');
  await comment('maria', '/approve spec');
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
  // A ticked box is no edit; taking the section out closes the gate, also when an approver does it.
  await stage.act('ben', (ben) => ben.edit(issue, { body: form('- [x] It is cheap.') }));
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
  await stage.act('maria', (maria) => maria.edit(issue, { body: form('') }));
  expect(stage.see(issue).labels).toEqual([]);
});

test('a gate that another gate blocks cannot be opened before it', async () => {
  await play(`roles: { pm: [maria], design: [otto] }
gates:
  design: { prepared-by: pm, approve: design, label: "design:ok", blocks: [spec] }
  spec: { preset: spec }
`);
  await comment('maria', '/approve spec');
  expect(stage.see(issue)).toMatchObject({
    labels: [],
    said: [
      '“Spec approval” can’t be approved before “Design”. Please comment again once “Design” is approved.',
    ],
  });
  await comment('otto', '/approve');
  await comment('maria', '/approve');
  expect(stage.see(issue)).toMatchObject({ labels: ['design:ok', 'spec:approved'] });
  await stage.act('otto', (otto) => otto.unlabel(issue, 'design:ok'));
  expect(stage.see(issue).labels).toEqual([]);
});

test('a role by permission: whoever has it today, as far as it was not recorded otherwise', async () => {
  await play('roles:\n  pm: { permission: maintain }\n  engineer: { members: [ben], permission: write }\n');
  await comment('otto', '/approve spec');
  expect(stage.see(issue).labels).toEqual([]);
  stage.github.collaborator(repository, 'otto', 'maintain');
  await stage.settled();
  // What was said before the role does not count later.
  expect(stage.see(issue).labels).toEqual([]);
  await comment('otto', '/approve spec');
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
  stage.github.collaborator(repository, 'otto', 'read');
  await stage.settled();
  await comment('ben', 'Still on?');
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
  await comment('otto', '/return spec No.');
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
});

test('a bot holds a role only when it is named itself', async () => {
  stage = await openStage({ policy: 'roles:\n  pm: [maria, "gatekeeper[bot]"]\n  engineer: [anton]\n' });
  for (const slug of ['gatekeeper', 'helper']) {
    stage.github.app({ slug, permissions: { issues: 'write', metadata: 'read' }, events: [] });
    stage.github.install(slug, 'acme');
  }
  await stage.act('ben', (ben) => ben.openIssue(repository, { title: 'Coupons' }));
  await comment('helper[bot]', '/approve spec');
  expect(stage.see(issue)).toMatchObject({ labels: [], said: [] });
  await comment('gatekeeper[bot]', '/approve spec');
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
  expect(spec()).toBe(
    'Spec approval · approved · Approved by gatekeeper\\[bot\\] (`pm`) in a comment, then.',
  );
});
