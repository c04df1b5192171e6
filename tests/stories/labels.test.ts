/** Gates' labels: on exactly while their gate is open, whoever moves, renames or deletes them. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { approvedIssue, openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const labelsNow = (): readonly string[] =>
  stage.github.find
    .repository(repository)
    .labels.map((label) => label.name)
    .toSorted();

test('taken off by somebody else it is put back; taken off by an approver the approval is revoked', async () => {
  const issue = await approvedIssue(stage);
  await stage.act('anton', (anton) => anton.unlabel(issue, 'spec:approved'));
  expect(stage.see(issue)).toMatchObject({
    labels: ['spec:approved'],
    card: {
      head: 'Waiting for `@acme/engineering` to build this',
      notes: [
        '**Out of turn**',
        '- anton removed the label `spec:approved` on then; only `pm` (maria) can do that. I undid that.',
      ],
    },
  });
  expect(stage.heard(issue)).toEqual([
    '@anton: I added `spec:approved` again: the spec is approved, and only maria can take that back.',
  ]);
  await stage.act('maria', (maria) => maria.unlabel(issue, 'spec:approved'));
  expect(stage.see(issue)).toMatchObject({
    labels: [],
    card: {
      head: 'Waiting for maria to approve the spec',
      gates: [
        'Spec approval · waiting for approval · maria took back the approval of the spec on then.',
        'Acceptance · not ready yet · It comes after the spec.',
      ],
    },
  });
  expect(stage.heard(issue)).toEqual([
    '**Waiting for @maria to approve the spec.** maria took back the approval of the spec on then.',
  ]);
});

test('renamed in the repository, the label gets its name back, and what it showed stays true', async () => {
  const issue = await approvedIssue(stage);
  await stage.act('otto', (otto) => otto.changeLabel(repository, 'spec:approved', { name: 'nice to have' }));
  expect(labelsNow()).toEqual(['pm:accepted', 'spec:approved']);
  expect(stage.see(issue)).toMatchObject({
    labels: ['spec:approved'],
    card: { head: 'Waiting for `@acme/engineering` to build this' },
  });
  expect(stage.heard(issue)).toEqual([]);
});

test('a change of its case or its looks is nobody’s business', async () => {
  const issue = await approvedIssue(stage);
  await stage.act('otto', (otto) => otto.changeLabel(repository, 'spec:approved', { color: 'ffffff' }));
  expect(stage.spent()).toEqual({ queries: 0, mutations: 0, rest: 0 });
  await stage.act('otto', (otto) => otto.changeLabel(repository, 'spec:approved', { name: 'Spec:APPROVED' }));
  expect(stage.see(issue)).toMatchObject({ card: { head: 'Waiting for `@acme/engineering` to build this' } });
  expect(stage.see(issue).labels.map((label) => label.toLowerCase())).toEqual(['spec:approved']);
  await stage.act('maria', (maria) => maria.unlabel(issue, 'spec:approved'));
  expect(stage.see(issue)).toMatchObject({
    labels: [],
    card: { head: 'Waiting for maria to approve the spec' },
  });
});

test('deleted in the repository, the label is made anew and put back where its gate is open', async () => {
  const open = await approvedIssue(stage, 'Open');
  const { number } = await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Closed' }));
  await stage.act('otto', (otto) => otto.deleteLabel(repository, 'spec:approved'));
  expect(labelsNow()).toEqual(['pm:accepted', 'spec:approved']);
  expect(stage.see(open)).toMatchObject({ labels: ['spec:approved'] });
  expect(stage.see(`${repository}#${number}`).labels).toEqual([]);
  expect(stage.heard(open)).toEqual([]);
  // The evidence of the deleted label still counts: taking it off by an approver revokes.
  await stage.act('maria', (maria) => maria.unlabel(open, 'spec:approved'));
  expect(stage.see(open)).toMatchObject({
    labels: [],
    card: { head: 'Waiting for maria to approve the spec' },
  });
});

test('the attack: another label that maria put on is renamed to the gate’s', async () => {
  const { number } = await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons' }));
  const issue = `${repository}#${number}`;
  await stage.act('maria', (maria) => maria.label(issue, 'nice'));
  stage.github.clock.advance(2000);
  stage.hurry('otto', (otto) => {
    otto.deleteLabel(repository, 'spec:approved');
    otto.changeLabel(repository, 'nice', { name: 'spec:approved' });
  });
  await stage.settled();
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  expect(stage.see(issue)).toMatchObject({
    assignees: [],
    card: {
      head: 'Waiting for maria to approve the spec',
      gates: [expect.stringContaining('waiting'), expect.any(String)],
    },
  });
  expect(stage.see(issue).labels).not.toContain('spec:approved');
  expect(labelsNow()).toContain('spec:approved');
});

test('the same attack while nobody listened', async () => {
  const { number } = await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons' }));
  const issue = `${repository}#${number}`;
  await stage.act('maria', (maria) => maria.label(issue, 'kind'));
  stage.github.faults.addForDeliveries({ match: () => true, kind: 'lost', times: 2 });
  stage.github.clock.advance(2000);
  stage.hurry('otto', (otto) => {
    otto.deleteLabel(repository, 'spec:approved');
    otto.changeLabel(repository, 'kind', { name: 'spec:approved' });
  });
  await stage.settled();
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  expect(stage.see(issue)).toMatchObject({
    assignees: [],
    card: { head: 'Waiting for maria to approve the spec' },
  });
});

test('a label that never was a gate’s may be renamed to anything else', async () => {
  await stage.act('otto', (otto) => otto.createLabel(repository, { name: 'bug' }));
  await stage.act('otto', (otto) => otto.changeLabel(repository, 'bug', { name: 'defect' }));
  expect(labelsNow()).toContain('defect');
});

test('three times a label is put back, then a person is asked', async () => {
  const issue = await approvedIssue(stage);
  for (const _ of [1, 2, 3]) await stage.act('anton', (anton) => anton.unlabel(issue, 'spec:approved'));
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
  stage.heard(issue);
  await stage.act('anton', (anton) => anton.unlabel(issue, 'spec:approved'));
  expect(stage.see(issue).labels).toEqual([]);
  expect(stage.heard(issue)).toEqual([
    '@maria: I’ve undone changes to this label here three times within a day, so I stop now. Removing the label `spec:approved` by anton stays. The spec is still approved. To take that back, comment `/revoke spec`.',
  ]);
  // The approval stands all the same.
  expect(stage.see(issue).card?.head).toBe('Waiting for `@acme/engineering` to build this');
});

test('an event of a label that is gone says nothing wrong', async () => {
  const { number } = await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons' }));
  const issue = `${repository}#${number}`;
  await stage.act('maria', (maria) => maria.label(issue, 'short-lived'));
  await stage.act('maria', (maria) => maria.unlabel(issue, 'short-lived'));
  await stage.act('maria', (maria) => maria.deleteLabel(repository, 'short-lived'));
  stage.spent();
  await stage.act('anton', (anton) => anton.comment(issue, 'Well.'));
  expect(stage.see(issue)).toMatchObject({
    labels: [],
    card: { head: 'Waiting for maria to approve the spec', notes: [] },
  });
  await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
  expect(stage.see(issue)).toMatchObject({ labels: ['spec:approved'] });
});
