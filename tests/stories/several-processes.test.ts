/** One takes webhooks, two look, and PostgreSQL is all that they share: the main job is what one process makes of it. */
import { expect, test } from 'vitest';

import { describePostgres } from '../postgres.ts';
import { openPull, openStage, repository } from './stage.ts';

const issue = `${repository}#1`;

describePostgres('several processes', (newDatabase) => {
  test('from the first idea to the accepted result; nothing is said or recorded twice', async () => {
    const stage = await openStage({ database: await newDatabase(), workers: 2 });
    await stage.act('anton', (anton) =>
      anton.openIssue(repository, { title: 'Coupons', body: 'One coupon per order.' }),
    );
    expect(stage.see(issue)).toMatchObject({
      labels: [],
      said: [],
      card: { head: 'Waiting for maria to approve the spec' },
    });
    await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
    expect(stage.heard(issue)).toEqual([
      '**Waiting for @acme/engineering to build this.** The spec is approved.',
    ]);
    const pull = await openPull(stage, 'Closes #1');
    expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this']);
    await stage.act('anton', (anton) => anton.merge(pull));
    expect(stage.heard(issue)).toHaveLength(1);
    await stage.act('maria', (maria) => maria.comment(issue, '/accept'));
    expect(stage.see(issue)).toMatchObject({
      state: 'closed: completed',
      labels: ['pm:accepted', 'spec:approved'],
      card: { head: 'Everything is approved' },
    });
    expect(stage.heard(issue)).toEqual([]);
    // Talk changes no verdict, whoever of the two looks.
    for (const login of ['otto', 'ben', 'rita', 'otto'])
      await stage.act(login, (somebody) => somebody.comment(issue, 'Nice.'));
    const { db } = stage.service().store;
    const lines = await db
      .selectFrom('ledger')
      .select(['item', 'verdict', 'effects'])
      .orderBy('id')
      .execute();
    const same = lines.filter(
      (line, index) =>
        lines.slice(0, index).findLast((each) => each.item === line.item)?.verdict === line.verdict,
    );
    expect(same.filter(({ effects }) => effects === '[]')).toEqual([]);
    await stage.close();
  });

  test('who came to a team counts at once, although another process took the delivery', async () => {
    const stage = await openStage({
      database: await newDatabase(),
      workers: 2,
      policy: 'roles:\n  pm: ["@acme/engineering"]\n  engineer: [ben]\n',
    });
    await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons', body: 'One.' }));
    // Both workers have looked, and know the team.
    for (let n = 0; n < 6; n += 1)
      stage.hurry('rita', (rita) => rita.openIssue(repository, { title: `Idea ${n}`, body: 'More.' }));
    await stage.settled();
    stage.github.addToTeam('acme/engineering', 'otto');
    await stage.settled();
    await stage.act('otto', (otto) => otto.comment(issue, '/approve spec'));
    expect(stage.see(issue)).toMatchObject({ labels: ['spec:approved'] });
    await stage.close();
  });
});
