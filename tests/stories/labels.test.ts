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
      head: '`engineer` has the baton',
      notes: [
        '**Not allowed**',
        '- Undone: taking off the label `spec:approved` by `anton` on then, because only `pm` (`maria`) may move it.',
      ],
    },
  });
  expect(stage.heard(issue)).toEqual([
    '@anton: I put `spec:approved` back, because “Spec approval” is open, and only `pm` can take that back.',
  ]);
  await stage.act('maria', (maria) => maria.unlabel(issue, 'spec:approved'));
  expect(stage.see(issue)).toMatchObject({
    labels: [],
    card: {
      head: '`pm` has the baton',
      gates: [
        'Spec approval · waiting · `maria` took the approval of “Spec approval” back on then.',
        'Acceptance · preparing · It comes after “Spec approval”.',
      ],
    },
  });
  expect(stage.heard(issue)).toEqual([
    '@maria you have the baton now (`pm`), for “Spec approval”. `maria` took the approval of “Spec approval” back on then.',
  ]);
});

test('renamed in the repository, the label gets its name back, and what it showed stays true', async () => {
  const issue = await approvedIssue(stage);
  await stage.act('otto', (otto) => otto.changeLabel(repository, 'spec:approved', { name: 'nice to have' }));
  expect(labelsNow()).toEqual(['pm:accepted', 'spec:approved']);
  expect(stage.see(issue)).toMatchObject({
    labels: ['spec:approved'],
    card: { head: '`engineer` has the baton' },
  });
  expect(stage.heard(issue)).toEqual([]);
});

test('a change of its case or its looks is nobody’s business', async () => {
  const issue = await approvedIssue(stage);
  await stage.act('otto', (otto) => otto.changeLabel(repository, 'spec:approved', { color: 'ffffff' }));
  expect(stage.spent()).toEqual({ queries: 0, mutations: 0, rest: 0 });
  await stage.act('otto', (otto) => otto.changeLabel(repository, 'spec:approved', { name: 'Spec:APPROVED' }));
  expect(stage.see(issue)).toMatchObject({ card: { head: '`engineer` has the baton' } });
  expect(stage.see(issue).labels.map((label) => label.toLowerCase())).toEqual(['spec:approved']);
  await stage.act('maria', (maria) => maria.unlabel(issue, 'spec:approved'));
  expect(stage.see(issue)).toMatchObject({ labels: [], card: { head: '`pm` has the baton' } });
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
  expect(stage.see(open)).toMatchObject({ labels: [], card: { head: '`pm` has the baton' } });
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
    card: { head: '`pm` has the baton', gates: [expect.stringContaining('waiting'), expect.any(String)] },
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
  expect(stage.see(issue)).toMatchObject({ assignees: [], card: { head: '`pm` has the baton' } });
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
    '@maria: I have undone changes of this label here three times within a day and stop now, so taking off the label `spec:approved` by `anton` stays. “Spec approval” is open all the same; to take that back, comment `/revoke spec`.',
  ]);
  // The approval stands all the same.
  expect(stage.see(issue).card?.head).toBe('`engineer` has the baton');
});

test('an event of a label that is gone says nothing wrong', async () => {
  const { number } = await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons' }));
  const issue = `${repository}#${number}`;
  await stage.act('maria', (maria) => maria.label(issue, 'short-lived'));
  await stage.act('maria', (maria) => maria.unlabel(issue, 'short-lived'));
  await stage.act('maria', (maria) => maria.deleteLabel(repository, 'short-lived'));
  stage.spent();
  await stage.act('anton', (anton) => anton.comment(issue, 'Well.'));
  expect(stage.see(issue)).toMatchObject({ labels: [], card: { head: '`pm` has the baton', notes: [] } });
  await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
  expect(stage.see(issue)).toMatchObject({ labels: ['spec:approved'] });
});
