/** Gates that a field of Jira opens. */
import { afterEach, describe, expect, test } from 'vitest';

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

/** A pull request that names an issue, whose spec is approved by the field `Result`; its address. */
async function pull(flavour: 'cloud' | 'data-center'): Promise<string> {
  stage = await openJiraStage(flavour);
  const field = stage.jira.customField('Result', 'select', ['Good', 'Bad']).id;
  const text = stage.policy.replace('{ status: Approved }', `{ field: ${field}, value: Good }`);
  await stage.act('olga', (olga) => olga.push(repository, 'main', { files: { '.github/roles.yml': text } }));
  await stage.inJira('anton', (anton) => anton.createIssue('SHOP', words));
  await stage.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'a' } }));
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'SHOP-1: coupons', body: 'Work.', head: 'coupons' }),
  );
  return `${repository}#${number}`;
}

describe.each(['cloud', 'data-center'] as const)('%s', (flavour) => {
  test('a product manager sets the field to the value', async () => {
    const item = await pull(flavour);
    const set = (login: string, value: string | null): Promise<void> =>
      stage.inJira(login, (somebody) => somebody.setField('SHOP-1', 'Result', value));
    expect(check(item)).toBe(held());
    await set('anton', 'Good');
    expect(check(item)).toBe(held());
    await set('maria', 'Bad');
    await set('maria', 'Good');
    expect(check(item)).toBe(open);
    await set('maria', null);
    expect(check(item)).toBe(held());
    await set('paul', 'Good');
    expect(check(item)).toBe(open);
    await set('anton', 'Bad');
    await set('anton', 'Good');
    expect(check(item)).toBe(held(' again'));
  });

  test('a field that is called like one of Jira’s own is another', async () => {
    const item = await pull(flavour);
    stage.jira.customField('Description', 'text');
    await stage.inJira('maria', (maria) => maria.setField('SHOP-1', 'Result', 'Good'));
    expect(check(item)).toBe(open);
    await stage.inJira('anton', (anton) => anton.setField('SHOP-1', 'Description', 'Vouchers.'));
    expect(check(item)).toBe(open);
    await stage.inJira('anton', (anton) => anton.edit('SHOP-1', { description: 'Vouchers.' }));
    expect(check(item)).toBe(held(' again'));
  });
});
