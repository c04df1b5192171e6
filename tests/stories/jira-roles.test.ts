/** Who holds a role in Jira: whoever opens a gate there holds it on that very issue. */
import { afterEach, describe, expect, test } from 'vitest';

import { flavours } from '../night.ts';
import { openJiraStage, type JiraStage } from './jira-stage.ts';
import { runsOn } from './seen.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const words = { summary: 'Coupons', description: 'h2. Problem\n\nNo coupons.' };

/** anton's pull request of that title; its address. */
async function pull(title: string): Promise<string> {
  await stage.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'a' } }));
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title, body: 'Work.', head: 'coupons' }),
  );
  return `${repository}#${number}`;
}

/** `key: status` of the spec of each issue that a pull request names, as the check shows it. */
function specs(item: string): readonly string[] {
  const run = runsOn(stage.github.find.pull(item)).find(({ name }) => name === 'Baton');
  const blocks = (run?.summary ?? '').split('\n### ').slice(1);
  return blocks.map((block) => {
    const [, key = ''] = /^\[([A-Z]+-\d+)\]/.exec(block) ?? [];
    const [, status = ''] = /\n\| Spec approval \| \S+ ([\w ]+) \|/.exec(block) ?? [];
    return `${key}: ${status}`;
  });
}

/** Policies that only observe: nothing looks at what happens in Jira but the pull request itself. */
const ownersApprove = `mode: observe
roles:
  pm: { members: [maria], jira: { project-roles: [Owners] } }
  engineer: ["@acme/engineering"]
gates:
  spec: { preset: spec }
jira:
  site: acme
  projects: [SHOP, PAY]
  gates: { spec: { status: Approved } }
`;

describe.each(['cloud', 'data-center'] as const)('%s', (flavour) => {
  test('whoever is in the project role of one project holds it in no other', async () => {
    stage = await openJiraStage(flavour, { projects: ['SHOP', 'PAY'], policy: ownersApprove });
    stage.jira.addToRole('SHOP', 'Owners', { users: ['maria'] });
    stage.jira.addToRole('PAY', 'Owners', { users: ['anton'] });
    for (const project of ['SHOP', 'PAY']) {
      const { key } = await stage.inJira('maria', (maria) => maria.createIssue(project, words));
      await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
    }
    const item = await pull('SHOP-1 and PAY-1: coupons');
    expect(specs(item)).toEqual(['SHOP-1: waiting for approval', 'PAY-1: approved']);
    await stage.inJira('maria', (maria) => maria.transition('SHOP-1', 'Draft'));
    await stage.inJira('maria', (maria) => maria.transition('SHOP-1', 'Approved'));
    expect(specs(item)).toEqual(['SHOP-1: approved', 'PAY-1: approved']);
  });
});

test('Jira is asked for the groups of those alone who could have opened or closed a gate', async () => {
  stage = await openJiraStage('cloud');
  const { jira } = stage;
  jira.customField('Rank', 'text');
  const { key } = await stage.inJira('otto', (otto) => otto.createIssue('SHOP', words));
  await stage.inJira('ben', (ben) => ben.setField(key, 'Rank', 'first'));
  await stage.inJira('ben', (ben) => ben.setLabels(key, 'coupons'));
  await stage.inJira('otto', (otto) => otto.assign(key, 'ben'));
  await stage.inJira('anton', (anton) => anton.edit(key, { summary: 'Coupons for all' }));
  await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
  await pull(`${key}: coupons`);
  const asked = jira.requests.flatMap(({ path }) => /^\/user\/groups\?accountId=(.*)$/.exec(path)?.[1] ?? []);
  const ids = ['anton', 'maria'].map((handle) => encodeURIComponent(jira.idOf(handle)));
  expect(asked.toSorted()).toEqual(ids.toSorted());
});

/** Time passes, for us and for both others. */
function pass(milliseconds: number): void {
  stage.github.clock.advance(milliseconds);
  stage.jira.clock.advance(milliseconds);
}

test('whoever left the group has approved what they approved, and opens and takes back nothing any more', async () => {
  stage = await openJiraStage('cloud', { timed: true });
  const approve = (login: string, ...statuses: readonly string[]): Promise<void> =>
    statuses.reduce(
      (before, status) =>
        before.then(() => stage.inJira(login, (somebody) => somebody.transition('SHOP-1', status))),
      Promise.resolve(),
    );
  await stage.inJira('anton', (anton) => anton.createIssue('SHOP', words));
  const item = await pull('SHOP-1: coupons');
  await approve('maria', 'Approved');
  stage.jira.removeFromGroup('product', 'maria');
  pass(3_600_000);
  await stage.act('rita', (rita) => rita.comment(item, 'Well?'));
  expect(specs(item)).toEqual(['SHOP-1: approved']);
  await approve('maria', 'Draft');
  expect(specs(item)).toEqual(['SHOP-1: approved']);
  // Like anybody else who brings it there once more.
  await approve('maria', 'Approved');
  expect(specs(item)).toEqual(['SHOP-1: changed since approval']);
  await approve('paul', 'Draft', 'Approved');
  expect(specs(item)).toEqual(['SHOP-1: approved']);
});

describe.each(flavours('data-center'))('%s: a list of members that is out of date', (flavour) => {
  const asked = (): number =>
    stage.jira.requests.filter(({ path }) => /^\/user(\/groups\?|\?.*groups)|\/role\//.test(path)).length;
  const does = (login: string, status: string): Promise<void> =>
    stage.inJira(login, (somebody) => somebody.transition('SHOP-1', status));

  test('opens nothing for somebody who has just left the group', async () => {
    stage = await openJiraStage(flavour, { timed: true });
    await stage.inJira('anton', (anton) => anton.createIssue('SHOP', words));
    const item = await pull('SHOP-1: coupons');
    await does('maria', 'Approved');
    await does('maria', 'Draft');
    expect(specs(item)).toEqual(['SHOP-1: waiting for approval']);
    stage.jira.removeFromGroup('product', 'maria');
    pass(61_000);
    await does('maria', 'Approved');
    expect(specs(item)).toEqual(['SHOP-1: waiting for approval']);
  });

  test('refuses nobody who has just joined it, and is not read again for everything that a stranger does', async () => {
    stage = await openJiraStage(flavour, { timed: true });
    await stage.inJira('anton', (anton) => anton.createIssue('SHOP', words));
    const item = await pull('SHOP-1: coupons');
    await does('ben', 'Approved');
    expect(specs(item)).toEqual(['SHOP-1: waiting for approval']);
    stage.jira.addToGroup('product', 'ben');
    await does('ben', 'Draft');
    await does('ben', 'Approved');
    expect(specs(item)).toEqual(['SHOP-1: approved']);
    stage.jira.requests.length = 0;
    for (let time = 0; time < 10; time += 1) await does('anton', time % 2 === 0 ? 'Draft' : 'Approved');
    // anton's move out of the status, then at most six within the minute.
    expect(asked()).toBeLessThanOrEqual(8);
    expect(specs(item)).not.toEqual(['SHOP-1: approved']);
  });

  test('of a project role: the same', async () => {
    stage = await openJiraStage(flavour, {
      timed: true,
      projects: ['SHOP', 'PAY'],
      policy: ownersApprove,
    });
    stage.jira.addToRole('SHOP', 'Owners', { users: ['maria'] });
    stage.jira.addToRole('PAY', 'Owners', { users: ['maria'] });
    await stage.inJira('anton', (anton) => anton.createIssue('SHOP', words));
    const item = await pull('SHOP-1: coupons');
    await does('ben', 'Approved');
    stage.jira.addToRole('SHOP', 'Owners', { users: ['ben'] });
    await does('ben', 'Draft');
    await does('ben', 'Approved');
    expect(specs(item)).toEqual(['SHOP-1: approved']);
    await does('ben', 'Draft');
    stage.jira.removeFromRole('SHOP', 'Owners', { users: ['ben'] });
    pass(61_000);
    await does('ben', 'Approved');
    expect(specs(item)).toEqual(['SHOP-1: waiting for approval']);
  });
});

test('whoever is called in Jira like a product manager on GitHub is not that product manager', async () => {
  stage = await openJiraStage('data-center', {
    policy: `roles:
  pm: { members: [maria] }
  engineer: ["@acme/engineering"]
people: [{ github: maria, jira: mkrause }]
gates:
  spec: { preset: spec }
jira:
  site: acme
  projects: [SHOP]
  gates: { spec: { status: Approved } }
`,
  });
  stage.jira.user('mkrause');
  const { key } = await stage.inJira('anton', (anton) => anton.createIssue('SHOP', words));
  await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
  const item = await pull(`${key}: coupons`);
  expect(specs(item)).toEqual(['SHOP-1: waiting for approval']);
  await stage.inJira('mkrause', (maria) => maria.transition(key, 'Draft'));
  await stage.inJira('mkrause', (maria) => maria.transition(key, 'Approved'));
  expect(specs(item)).toEqual(['SHOP-1: approved']);
});

describe('a user name on Data Center', () => {
  const byName = `mode: observe
roles:
  pm: { members: [maria], jira: { accounts: [paul] } }
  engineer: ["@acme/engineering"]
gates:
  spec: { preset: spec }
jira:
  site: acme
  projects: [SHOP]
  gates: { spec: { status: Approved } }
`;

  /** Issues that are in no approved status, and anton's pull request that names them. */
  async function open(count: number): Promise<string> {
    stage = await openJiraStage('data-center', { policy: byName });
    for (let each = 0; each < count; each += 1)
      await stage.inJira('maria', (maria) => maria.createIssue('SHOP', words));
    return pull(Array.from({ length: count }, (_, each) => `SHOP-${each + 1}`).join(', '));
  }
  const approve = (name: string, key: string): Promise<unknown> =>
    stage.inJira(name, (somebody) => somebody.transition(key, 'Approved'));

  test('that changes hands takes no role along, until the policy is changed', async () => {
    const item = await open(3);
    stage.jira.renameUser('paul', 'paul.miller');
    await approve('paul.miller', 'SHOP-1');
    stage.jira.user('paul');
    await approve('paul', 'SHOP-2');
    expect(specs(item)).toEqual([
      'SHOP-1: approved',
      'SHOP-2: waiting for approval',
      'SHOP-3: waiting for approval',
    ]);
    const run = runsOn(stage.github.find.pull(item)).find(({ name }) => name === 'Baton');
    expect(run?.summary).toContain('In Jira, paul is another account now and holds no role by that name');
    await stage.act('olga', (olga) =>
      olga.push(repository, 'main', { files: { '.github/roles.yml': `# The new paul.\n${byName}` } }),
    );
    await approve('paul', 'SHOP-3');
    expect(specs(item)).toEqual(['SHOP-1: approved', 'SHOP-2: waiting for approval', 'SHOP-3: approved']);
  });

  test('that changes is no second person, where two have to agree', async () => {
    stage = await openJiraStage('data-center', {
      policy: byName
        .replace('[paul]', '[paul, maria]')
        .replace('preset: spec', 'preset: spec, approve: { role: pm, count: 2 }'),
    });
    await stage.inJira('maria', (maria) => maria.createIssue('SHOP', words));
    const item = await pull('SHOP-1');
    await approve('paul', 'SHOP-1');
    stage.jira.renameUser('paul', 'paul.miller');
    await stage.inJira('paul.miller', (paul) => paul.transition('SHOP-1', 'Draft'));
    await approve('paul.miller', 'SHOP-1');
    expect(specs(item)).toEqual(['SHOP-1: waiting for approval']);
  });
});
