/** GitHub's clock need not be ours: ages of what people did are told by GitHub's. */
import { afterEach, describe, expect, test } from 'vitest';

import { openPull, openStage, repository, twoRoles, type Stage } from './stage.ts';

let stage: Stage;

afterEach(() => stage.close());

const year = 365 * 24 * 3_600_000;

describe.each([
  ['two years behind ours', 2 * year],
  ['two years ahead of ours', -2 * year],
])('a GitHub whose clock is %s', (_, ahead) => {
  async function newIssue(): Promise<string> {
    stage = await openStage({ ahead });
    const { number } = await stage.act('maria', (maria) =>
      maria.openIssue(repository, { title: 'Coupons', body: 'One per order.' }),
    );
    return `${repository}#${number}`;
  }

  test('work begun too early is undone, three times; a day later Baton goes on', async () => {
    const issue = await newIssue();
    for (const _ of [1, 2, 3]) {
      await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
      expect(stage.see(issue).assignees).toEqual([]);
    }
    await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
    expect(stage.see(issue).assignees).toEqual(['anton']);
    stage.github.clock.advance(24 * 3_600_000);
    await stage.act('anton', (anton) => anton.comment(issue, 'The next day.'));
    expect(stage.see(issue).assignees).toEqual([]);
  });

  test('commands are answered, a pull request is held and let pass, and acceptance closes the issue', async () => {
    const issue = await newIssue();
    await stage.act('anton', (anton) => anton.comment(issue, '/approve spec'));
    expect(stage.heard(issue)).toEqual(['`/approve` for “Spec approval” is for `pm` (maria).']);
    const pull = await openPull(stage, `Closes ${issue}`);
    expect(stage.see(pull).checks).toEqual([
      'Baton: action_required · Waiting for maria to approve the spec of #1',
    ]);
    await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this']);
    await stage.act('anton', (anton) => anton.merge(pull));
    expect(stage.see(issue).state).toBe('open');
    await stage.act('maria', (maria) => maria.comment(issue, '/accept'));
    expect(stage.see(issue).state).toBe('closed: completed');
  });

  test('what was done before the App came is left; once a broken policy is mended, all begins', async () => {
    stage = await openStage({
      ahead,
      policy: 'roles: {}\n',
      before: (github) =>
        void github.as('anton').openIssue(repository, { title: 'Refunds', assignees: ['anton'] }),
    });
    await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons' }));
    await stage.act('olga', (olga) =>
      olga.push(repository, 'main', { files: { '.github/roles.yml': twoRoles } }),
    );
    const [old, issue] = [`${repository}#1`, `${repository}#3`];
    await stage.act('rita', (rita) => rita.comment(old, 'When?'));
    expect(stage.see(old)).toMatchObject({
      assignees: ['anton'],
      card: { head: 'Waiting for maria to approve the spec' },
    });
    await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
    expect(stage.see(issue)).toMatchObject({
      assignees: [],
      card: { head: 'Waiting for maria to approve the spec' },
    });
  });

  test('a repository that is added later: what was done there before is left, what is done after it counts', async () => {
    const [site, blog] = ['globex/site', 'globex/blog'];
    stage = await openStage({
      ahead,
      before(github) {
        github.organization('globex', { admins: ['olga'], members: ['maria', 'anton'] });
        for (const name of [site, blog]) {
          github.repository(name, {
            private: false,
            collaborators: { maria: 'write', anton: 'write' },
            files: { '.github/roles.yml': 'roles: { pm: [maria], engineer: [anton] }\n' },
          });
        }
      },
    });
    stage.github.install('baton', 'globex', [site]);
    await stage.settled();
    stage.github.clock.advance(3_600_000);
    await stage.act('anton', (anton) => anton.openIssue(blog, { title: 'Old', assignees: ['anton'] }));
    stage.github.clock.advance(3_600_000);
    // Whatever GitHub answers tells what time it is there.
    await stage.act('maria', (maria) => maria.openIssue(site, { title: 'An hour later' }));
    stage.github.reach('baton', 'globex', { add: [blog] });
    await stage.settled();
    await stage.act('rita', (rita) => rita.comment(`${blog}#1`, 'When?'));
    expect(stage.see(`${blog}#1`).assignees).toEqual(['anton']);
    await stage.act('anton', (anton) => anton.openIssue(blog, { title: 'New', assignees: ['anton'] }));
    expect(stage.see(`${blog}#2`).assignees).toEqual([]);
  });

  /** Something happens of which no event tells; then all items are looked at, because the policy changed. */
  async function untold(what: () => void): Promise<void> {
    stage.github.clock.advance(2000);
    stage.github.faults.addForDeliveries({ match: () => true, kind: 'lost', times: 100 });
    what();
    await stage.settled();
    stage.github.faults.clear();
    await stage.act('olga', (olga) =>
      olga.push(repository, 'main', { files: { '.github/roles.yml': `${twoRoles}  lead: [olga]\n` } }),
    );
  }

  test('looks that no event led to know how long ago a command was said, and something was undone', async () => {
    const issue = await newIssue();
    for (const _ of [1, 2, 3]) await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
    expect(stage.see(issue).assignees).toEqual([]);
    stage.heard(issue);
    await untold(() => {
      stage.github.as('anton').assign(issue, 'anton');
      stage.github.as('anton').comment(issue, '/approve spec');
    });
    expect(stage.see(issue).assignees).toEqual(['anton']);
    expect(stage.see(issue).said[0]).toContain('maria can approve it');
    expect(stage.see(issue).said[0]).toContain('This also answers [your comment]');
  });
});
