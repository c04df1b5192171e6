/** What an issue or a pull request is opened with is nobody's approval: its text was just being written. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { approvedIssue, openPull, openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  // What happens while Baton is away is not delivered.
  stage = await openStage({ rough: true });
});
afterAll(() => stage.close());

type Words = Parameters<Parameters<Parameters<Stage['act']>[1]>[0]['openIssue']>[1];

const open = async (login: string, words: Partial<Words>): Promise<string> => {
  const { number } = await stage.act(login, (somebody) =>
    somebody.openIssue(repository, { title: 'Coupons', body: 'One per order.', ...words }),
  );
  return `${repository}#${number}`;
};

const waiting = 'Spec approval · waiting for approval · `pm` still has to approve it.';
const approved = expect.stringContaining('Spec approval · approved · Approved by maria');
const uncounted = (login: string): readonly string[] => [
  '**Not counted**',
  `- ${login} added the label \`spec:approved\` on then: the issue was opened with it, which approves nothing. Once the text is there, \`pm\` (maria) can approve it.`,
];

describe('an issue that is opened with the label of a gate', () => {
  test('by a product manager: it comes off, nobody is called for it, and the card says how', async () => {
    const issue = await open('maria', { labels: ['Spec:Approved'] });
    expect(stage.see(issue)).toMatchObject({
      labels: [],
      card: {
        head: 'Waiting for maria to approve the spec',
        gates: [waiting, expect.any(String)],
        next: 'To approve it, comment `/approve spec` or add the label `spec:approved`. If it needs work, comment `/return spec` and why.',
        notes: uncounted('maria'),
      },
    });
    expect(stage.heard(issue)).toEqual([]);
    const pull = await openPull(stage, `Closes #${issue.split('#')[1]}`);
    expect(stage.see(pull).checks).toEqual([expect.stringContaining('action_required')]);
    await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
    expect(stage.see(issue)).toMatchObject({
      labels: ['spec:approved'],
      card: { gates: [approved, expect.any(String)], notes: [] },
    });
    expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this']);
  });

  test('the label recorded a second later by its author still came with it', async () => {
    stage.github.clock.advance(2000);
    const { number } = stage.hurry('maria', (maria) => maria.openIssue(repository, { title: 'Refunds' }));
    stage.github.clock.advance(1000);
    stage.hurry('maria', (maria) => maria.label(`${repository}#${number}`, 'spec:approved'));
    await stage.settled();
    expect(stage.see(`${repository}#${number}`)).toMatchObject({
      labels: [],
      card: { gates: [waiting, expect.any(String)] },
    });
  });

  test('put on two seconds later, it is her word; and so is that of another product manager at once', async () => {
    const later = await open('maria', {});
    await stage.act('maria', (maria) => maria.label(later, 'spec:approved'));
    expect(stage.see(later)).toMatchObject({ labels: ['spec:approved'], card: { notes: [] } });
    stage.github.clock.advance(2000);
    const { number } = stage.hurry('ben', (ben) => ben.openIssue(repository, { title: 'Refunds' }));
    stage.github.clock.advance(1000);
    stage.hurry('maria', (maria) => maria.label(`${repository}#${number}`, 'spec:approved'));
    await stage.settled();
    expect(stage.see(`${repository}#${number}`).labels).toEqual(['spec:approved']);
  });

  test('from a template, by people of every kind: it comes off and nobody is blamed', async () => {
    for (const login of ['maria', 'anton', 'otto', 'rita']) {
      const issue = await open(login, { templateLabels: ['spec:approved', 'pm:accepted'] });
      expect(stage.see(issue)).toMatchObject({ labels: [], card: { gates: [waiting, expect.any(String)] } });
      expect(stage.see(issue).card?.notes).toEqual(expect.arrayContaining([...uncounted(login)]));
      expect(stage.heard(issue)).toEqual([]);
    }
  });

  test('a stranger who puts it on after opening it hears of it as ever', async () => {
    const issue = await open('otto', { templateLabels: ['spec:approved'] });
    await stage.act('otto', (otto) => otto.label(issue, 'spec:approved'));
    expect(stage.see(issue).labels).toEqual([]);
    expect(stage.heard(issue)).toEqual([expect.stringContaining('@otto')]);
  });

  test('found only after a restart without a database, it is the same', async () => {
    let issue = '';
    await stage.restart(() => {
      const { number } = stage.hurry('maria', (maria) =>
        maria.openIssue(repository, { title: 'Vouchers', labels: ['spec:approved'] }),
      );
      issue = `${repository}#${number}`;
    });
    await stage.act('ben', (ben) => ben.comment(issue, '/why'));
    expect(stage.see(issue)).toMatchObject({ labels: [], card: { notes: uncounted('maria') } });
  });

  test('a label of a gate that comes later counts for as little', async () => {
    const issue = await open('maria', { labels: ['pm:accepted'] });
    expect(stage.see(issue).labels).toEqual([]);
    await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    expect(stage.see(issue)).toMatchObject({
      labels: ['spec:approved'],
      card: { gates: [approved, expect.stringContaining('not ready yet')] },
    });
  });
});

describe('other things that come with an opening', () => {
  test('commands in the text of an issue are no comment', async () => {
    const issue = await open('maria', { body: 'One per order.\n\n/approve spec' });
    expect(stage.see(issue)).toMatchObject({ labels: [], card: { gates: [waiting, expect.any(String)] } });
  });

  test('a comment right after it is one, and names what it approves', async () => {
    stage.github.clock.advance(2000);
    const { number } = stage.hurry('maria', (maria) => maria.openIssue(repository, { title: 'Refunds' }));
    stage.hurry('maria', (maria) => maria.comment(`${repository}#${number}`, '/approve spec'));
    await stage.settled();
    expect(stage.see(`${repository}#${number}`).labels).toEqual(['spec:approved']);
  });

  test('a pull request that is opened with the label: it comes off, and a later one counts', async () => {
    const { number: of } = await stage.act('ben', (ben) => ben.openIssue(repository, { title: 'Gifts' }));
    await stage.act('maria', (maria) => maria.push(repository, 'gifts', { files: { 'gifts.ts': '//' } }));
    stage.github.clock.advance(2000);
    const { number } = stage.hurry('maria', (maria) =>
      maria.openPull(repository, { title: 'Gifts', body: `Closes #${of}`, head: 'gifts' }),
    );
    const pull = `${repository}#${number}`;
    stage.hurry('maria', (maria) => maria.label(pull, 'spec:approved'));
    await stage.settled();
    expect(stage.see(pull)).toMatchObject({
      labels: [],
      checks: [expect.stringContaining('action_required')],
    });
    await stage.act('maria', (maria) => maria.label(pull, 'spec:approved'));
    expect(stage.see(pull)).toMatchObject({
      labels: ['spec:approved'],
      checks: ['Baton: success · You can merge this'],
    });
  });

  test('moved here with the label on, an issue is not approved by that', async () => {
    stage.github.repository('acme/ideas', { private: false, collaborators: { maria: 'admin' } });
    await stage.settled();
    await stage.act('maria', (maria) => maria.createLabel('acme/ideas', { name: 'spec:approved' }));
    const { number } = await stage.act('maria', (maria) =>
      maria.openIssue('acme/ideas', { title: 'Gifts', labels: ['spec:approved'] }),
    );
    const moved = await stage.act('maria', (maria) => maria.transfer(`acme/ideas#${number}`, repository));
    expect(stage.see(`${repository}#${moved.number}`)).toMatchObject({
      labels: [],
      card: { gates: [waiting, expect.any(String)] },
    });
  });

  test('one that is opened as a part of another is like any other', async () => {
    const whole = await approvedIssue(stage, 'All of it');
    const part = await open('maria', { labels: ['spec:approved'] });
    await stage.act('maria', (maria) => maria.addSubIssue(whole, part));
    expect(stage.see(part)).toMatchObject({ labels: [], card: { notes: uncounted('maria') } });
    expect(stage.see(whole).labels).toEqual(['spec:approved']);
  });
});
