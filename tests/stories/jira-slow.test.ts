/** A Jira that hangs, or takes its time, slows down nobody who does not need it. */
import { afterEach, describe, expect, test } from 'vitest';

import { openJiraStage, type JiraStage } from './jira-stage.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const web = 'acme/web';
const open = 'Baton: success · You can merge this';

const check = (item: string): string | undefined =>
  stage.see(item).checks.find((each) => each.startsWith('Baton: '));

/** So many issues, each named by a pull request; and a repository of the same installation whose policy knows no Jira. */
async function busy(count: number, timeout: number): Promise<readonly string[]> {
  stage = await openJiraStage('cloud', {
    rhythm: { backoff: { first: 20, most: 100 } },
    timeout,
    before: (github) =>
      void github.repository(web, {
        private: false,
        collaborators: { maria: 'write', anton: 'write' },
        files: { '.github/roles.yml': 'roles: { pm: [maria] }\n', 'README.md': '# Web\n' },
      }),
  });
  const items: string[] = [];
  for (let at = 1; at <= count; at += 1) {
    stage.jira.as('maria').createIssue('SHOP', { summary: `Coupons ${at}` });
    stage.hurry('anton', (anton) => anton.push(repository, `work-${at}`, { files: { 'a.txt': `${at}` } }));
    const { number } = stage.hurry('anton', (anton) =>
      anton.openPull(repository, { title: `SHOP-${at}: coupons`, body: 'Work.', head: `work-${at}` }),
    );
    items.push(`${repository}#${number}`);
  }
  await stage.jira.settled();
  await stage.settled();
  return items;
}

const underWay = async (): Promise<number> => (await stage.service().inbox.metrics()).running;

/** A new pull request of the other repository has its check. */
async function elsewhere(): Promise<void> {
  stage.hurry('anton', (anton) => anton.push(web, 'other', { files: { 'b.txt': 'b' } }));
  const { number } = stage.hurry('anton', (anton) =>
    anton.openPull(web, { title: 'Other work', body: 'Work.', head: 'other' }),
  );
  await stage.until(() => check(`${web}#${number}`) !== undefined);
}

describe.each([
  ['never answers', 'hang', 4000],
  ['answers nothing meanwhile', 'slow', 240_000],
] as const)('a Jira that %s', (_, kind, timeout) => {
  test('leaves the checks of another repository alone, and its own come in the end', async () => {
    const items = await busy(12, timeout);
    const over = Promise.withResolvers<void>();
    stage.jira.faults.add({ match: () => true, times: 10_000, kind, until: over.promise });
    stage.jira.clock.advance(2000);
    for (const [at] of items.entries()) stage.jira.as('maria').transition(`SHOP-${at + 1}`, 'Approved');
    // More of this installation are under way than have a place in it: each waits for an answer.
    for (const end = Date.now() + 60_000; (await underWay()) < 12 && Date.now() < end;)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const begun = Date.now();
    await elsewhere();
    // Not when one of the twelve gave up its place.
    expect(Date.now() - begun).toBeLessThan(timeout);
    stage.jira.faults.clear();
    over.resolve();
    for (const item of items)
      for (const end = Date.now() + 60_000; check(item) !== open && Date.now() < end;)
        await new Promise((resolve) => setTimeout(resolve, 20));
    await stage.settled();
    expect(items.map(check)).toEqual(items.map(() => open));
  });
});
