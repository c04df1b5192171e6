/** An issue of Jira that decides one here, and then cannot be seen any more: nothing here is undone because of that. */
import { afterEach, describe, expect, test } from 'vitest';

import { openJiraStage, type JiraStage } from './jira-stage.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const check = (item: string): string | undefined =>
  stage.see(item).checks.find((each) => each.startsWith('Baton: '));

const rhythm = { backoff: { first: 20, most: 100 } };
const lost = 'SHOP-1 was found in Jira before, and is not now, or Baton may not see it any more';

/** An issue here that SHOP-1 decides, approved there and begun, and a pull request that closes it. */
async function begun(): Promise<{ readonly issue: string; readonly item: string }> {
  await stage.inJira('maria', (maria) => maria.createIssue('SHOP', { summary: 'Coupons' }));
  const { number } = await stage.act('anton', (anton) =>
    anton.openIssue(repository, { title: 'SHOP-1: coupons', body: 'See there.' }),
  );
  const issue = `${repository}#${number}`;
  await stage.inJira('maria', (maria) => maria.transition('SHOP-1', 'Approved'));
  await stage.act('otto', (otto) => otto.assign(issue, 'anton'));
  await stage.act('anton', (anton) => anton.push(repository, 'work', { files: { 'a.txt': 'x' } }));
  const pull = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'Coupons', body: `Closes #${number}`, head: 'work' }),
  );
  return { issue, item: `${repository}#${pull.number}` };
}

const notes = (issue: string): string => (stage.see(issue).card?.notes ?? []).join('\n').replaceAll('\\', '');

describe.each<readonly [what: string, happens: () => void]>([
  [
    'Baton may not see the project any more',
    () => stage.jira.grant('SHOP', 'BROWSE_PROJECTS', 'group:product'),
  ],
  ['it is deleted', () => stage.jira.as('site-admin').deleteIssue('SHOP-1')],
])('%s', (_, happens) => {
  test('the issue stays as it is, and says so; its pull request is tried again', async () => {
    stage = await openJiraStage('cloud', { rhythm, timed: true });
    const { issue, item } = await begun();
    const before = stage.see(issue);
    expect(before).toMatchObject({ assignees: ['anton'] });
    expect(check(item)).toBe('Baton: success · You can merge this');
    happens();
    const asks = (what: string): unknown => stage.hurry('rita', (rita) => rita.comment(what, 'Well?'));
    asks(issue);
    await stage.until(() => notes(issue).includes(`${lost}: what was read last is shown.`));
    expect(stage.see(issue)).toMatchObject({ assignees: ['anton'], card: { gates: before.card?.gates } });
    asks(item);
    await stage.until(() => check(item)?.startsWith('Baton: in_progress') === true);
    expect(stage.see(issue).assignees).toEqual(['anton']);
    // Whoever takes the key out of the title has it decided here.
    stage.github.clock.advance(2000);
    stage.hurry('anton', (anton) => anton.edit(issue, { title: 'Coupons' }));
    const waits = /^Baton: action_required · Waiting for maria to approve the spec of #\d+$/;
    await stage.until(() => !notes(issue).includes(lost) && waits.test(check(item) ?? ''));
    await stage.settled();
  });
});
