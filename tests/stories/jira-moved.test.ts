/** Issues that come into the approved status by no transition: nobody has approved them. */
import { afterEach, describe, expect, test } from 'vitest';

import { flavours } from '../night.ts';
import { lookAtJira, openJiraStage, saidInJira, type JiraStage } from './jira-stage.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const words = { summary: 'Coupons', description: 'h2. Problem\n\nNo coupons.' };
const open = 'Baton: success · You can merge this';
const held = 'Baton: action_required · Waiting for pm to approve the spec of SHOP-1 in Jira';

const check = (item: string): string | undefined =>
  stage.see(item).checks.find((each) => each.startsWith('Baton: '));

/** anton's pull request that names the issue; its address. */
async function pull(): Promise<string> {
  await stage.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'a' } }));
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'SHOP-1: coupons', body: 'Work.', head: 'coupons' }),
  );
  return `${repository}#${number}`;
}

describe.each(flavours('data-center'))('%s', (flavour) => {
  test('the project gets another workflow, in which it stands in that status', async () => {
    stage = await openJiraStage(flavour);
    const { jira } = stage;
    jira.makeAdministrator('maria');
    const names = ['Approved', 'In Progress', 'Done'];
    jira.workflow('Simple', {
      initial: ['Approved'],
      transitions: names.map((name) => ({ name, to: name })),
    });
    await stage.inJira('anton', (anton) => anton.createIssue('SHOP', words));
    // maria is a product manager, and administers Jira: she has approved no spec by that.
    await stage.inJira('maria', (maria) => maria.changeWorkflow('SHOP', 'Simple', { Draft: 'Approved' }));
    expect(jira.issue('SHOP-1').status.name).toBe('Approved');
    const item = await pull();
    expect(check(item)).toBe(held);
    await stage.inJira('maria', (maria) => maria.transition('SHOP-1', 'Approved'));
    expect(check(item)).toBe(open);
  });

  test('from one approved status to another nothing changes, and nothing is said', async () => {
    stage = await openJiraStage(flavour, { more: '  mode: revert\n' });
    const { jira } = stage;
    jira.makeAdministrator('otto');
    jira.status('Approved too', 'new');
    const names = ['Draft', 'Approved too', 'In Progress', 'Done'];
    jira.workflow('Another', {
      initial: ['Draft'],
      transitions: names.map((name) => ({ name: `Go to ${name}`, to: name })),
    });
    jira.renameStatus('Approved too', 'APPROVED');
    await stage.inJira('anton', (anton) => anton.createIssue('SHOP', words));
    const item = await pull();
    await stage.inJira('maria', (maria) => maria.transition('SHOP-1', 'Approved'));
    await stage.inJira('anton', (anton) => anton.transition('SHOP-1', 'Approved'));
    expect([check(item), saidInJira(stage, 'SHOP-1')]).toEqual([open, []]);
    await stage.inJira('otto', (otto) => otto.changeWorkflow('SHOP', 'Another', { Approved: 'APPROVED' }));
    await lookAtJira(stage, 'SHOP-1');
    await stage.inJira('anton', (anton) => anton.transition('SHOP-1', 'APPROVED'));
    const { status } = jira.issue('SHOP-1');
    expect([check(item), status.name, saidInJira(stage, 'SHOP-1')]).toEqual([open, 'APPROVED', []]);
    // What was not approved is not by that, either.
    await stage.inJira('anton', (anton) => anton.createIssue('SHOP', words));
    await stage.inJira('otto', (otto) => otto.transition('SHOP-2', 'APPROVED'));
    await stage.act('anton', (anton) => anton.edit(item, { title: 'SHOP-2: coupons' }));
    expect(check(item)).toBe(held.replace('SHOP-1', 'SHOP-2'));
  });
});
