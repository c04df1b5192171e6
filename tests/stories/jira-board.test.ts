/** A product manager who lives in Jira: approves on the board, fills in screens, changes their mind. */
import { afterEach, describe, expect, test } from 'vitest';

import { openJiraStage, type JiraStage } from './jira-stage.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const words = { summary: 'Coupons', description: 'h2. Problem\n\nNo coupons.' };
const open = 'Baton: success · All gates are open';
const held = (again = ''): string =>
  `Baton: action_required · pm has to approve${again} in Jira: Spec approval of SHOP-1`;

const check = (item: string): string | undefined =>
  stage.see(item).checks.find((each) => each.startsWith('Baton: '));

/** SHOP-1, and anton's pull request that names it; its address. */
async function pull(): Promise<string> {
  await stage.inJira('anton', (anton) => anton.createIssue('SHOP', words));
  await stage.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'a' } }));
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'SHOP-1: coupons', body: 'Work.', head: 'coupons' }),
  );
  return `${repository}#${number}`;
}

describe.each(['cloud', 'data-center'] as const)('%s', (flavour) => {
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
});
