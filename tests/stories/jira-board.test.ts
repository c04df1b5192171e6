/** A product manager who lives in Jira: approves on the board, fills in screens, changes their mind. */
import { afterEach, describe, expect, test } from 'vitest';

import { flavours } from '../night.ts';
import { openJiraStage, type JiraStage } from './jira-stage.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const words = { summary: 'Coupons', description: 'h2. Problem\n\nNo coupons.' };
const open = 'Baton: success · You can merge this';
const held = (again = ''): string =>
  `Baton: action_required · Waiting for pm to approve the spec of SHOP-1 in Jira${again}`;

const check = (item: string): string | undefined =>
  stage.see(item).checks.find((each) => each.startsWith('Baton: '));

/** anton's pull request that names SHOP-1; its address. */
async function pullOf(head: string): Promise<string> {
  await stage.act('anton', (anton) => anton.push(repository, head, { files: { [head]: head } }));
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'SHOP-1: coupons', body: 'Work.', head }),
  );
  return `${repository}#${number}`;
}

/** SHOP-1, and anton's pull request that names it; its address. */
async function pull(): Promise<string> {
  await stage.inJira('anton', (anton) => anton.createIssue('SHOP', words));
  return pullOf('coupons');
}

describe.each(flavours('cloud'))('%s', (flavour) => {
  test('what is filled in on the screen of the transition is approved with it', async () => {
    stage = await openJiraStage(flavour);
    const item = await pull();
    const text = (description: string) => ({ description: `h2. Problem\n\n${description}` });
    await stage.inJira('anton', (anton) => anton.transition('SHOP-1', 'Approved', text('No vouchers.')));
    expect(check(item)).toBe(held());
    await stage.inJira('maria', (maria) => maria.transition('SHOP-1', 'Draft'));
    await stage.inJira('maria', (maria) =>
      maria.transition('SHOP-1', 'Approved', text('No coupons at all.')),
    );
    expect(check(item)).toBe(open);
    await stage.inJira('anton', (anton) => anton.transition('SHOP-1', 'In Progress', text('No vouchers.')));
    expect(check(item)).toBe(held(' again'));
  });

  test('sent back to where Baton had moved it on from, it is not accepted any more', async () => {
    stage = await openJiraStage(flavour, {
      more: '  transitions: { on-pull-request: In Progress, on-merge: Review }\n',
    });
    stage.jira.status('Accepted', 'indeterminate');
    const names = ['Draft', 'Approved', 'In Progress', 'Review', 'Accepted'];
    stage.jira.workflow('Accepting', {
      initial: ['Draft'],
      transitions: names.map((name) => ({ name: `To ${name}`, to: name })),
    });
    stage.jira.makeAdministrator('otto');
    await stage.inJira('otto', (otto) => otto.changeWorkflow('SHOP', 'Accepting'));
    const text = stage.policy
      .replace('status: Done', 'status: Accepted')
      .replace('{ preset: acceptance }', '{ preset: acceptance, blocks: [merge] }');
    await stage.act('olga', (olga) =>
      olga.push(repository, 'main', { files: { '.github/roles.yml': text } }),
    );
    const first = await pull();
    await stage.inJira('maria', (maria) => maria.transition('SHOP-1', 'Approved'));
    await stage.act('anton', (anton) => anton.merge(first));
    expect(stage.jira.issue('SHOP-1').status.name).toBe('Review');
    await stage.inJira('maria', (maria) => maria.transition('SHOP-1', 'Accepted'));
    const second = await pullOf('more');
    expect(check(second)).toBe(open);
    await stage.inJira('maria', (maria) => maria.transition('SHOP-1', 'In Progress'));
    expect(check(second)).toBe(
      'Baton: action_required · Waiting for pm to accept the result of SHOP-1 in Jira',
    );
  });

  test('a status that gets another name is still that status where the policy has its id', async () => {
    stage = await openJiraStage(flavour, { timed: true });
    const { jira } = stage;
    const item = await pull();
    await stage.inJira('maria', (maria) => maria.transition('SHOP-1', 'Approved'));
    expect(check(item)).toBe(open);
    jira.renameStatus('Approved', 'Ready for work');
    stage.github.clock.advance(3_600_000);
    jira.clock.advance(3_600_000);
    await stage.act('rita', (rita) => rita.comment(item, 'Well?'));
    expect(check(item)).toBe(held());
    const text = stage.policy.replace('status: Approved', `status: "${jira.statusId('Ready for work')}"`);
    await stage.act('olga', (olga) =>
      olga.push(repository, 'main', { files: { '.github/roles.yml': text } }),
    );
    expect(check(item)).toBe(open);
  });
});
