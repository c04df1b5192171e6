/** The baton moves in Jira, too: with the work, and back where a gate does not allow what somebody did. */
import { afterEach, describe, expect, test } from 'vitest';

import { flavours } from '../night.ts';
import { lookAtJira, openJiraStage, saidInJira, type JiraStage } from './jira-stage.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const flow = '  transitions: { on-pull-request: In Progress, on-merge: Review, on-accept: Done }\n';

const spec = (): Promise<string> =>
  stage.inJira(
    'maria',
    (maria) => maria.createIssue('SHOP', { summary: 'Coupons', description: 'No coupons.' }).key,
  );

async function pull(title: string): Promise<string> {
  await stage.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'x' } }));
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title, body: 'Work.', head: 'coupons' }),
  );
  return `${repository}#${number}`;
}

const status = (key: string): string => stage.jira.issue(key).status.name;

const said = (key: string): readonly string[] => saidInJira(stage, key);
const look = (key: string): Promise<void> => lookAtJira(stage, key);

describe.each(flavours('cloud'))('%s', (flavour) => {
  test('an issue moves with its pull request, where it stands as the flow expects it', async () => {
    stage = await openJiraStage(flavour, { more: flow });
    const key = await spec();
    const item = await pull(`${key}: coupons`);
    expect(status(key)).toBe('Draft');
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    await look(key);
    expect(status(key)).toBe('In Progress');
    expect(stage.jira.issue(key).remoteLinks.map(({ object }) => object)).toMatchObject([
      { title: item, status: { resolved: false } },
    ]);
    // What Baton moved is nobody's approval, and somebody's own choice is left alone.
    await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
    await stage.inJira('maria', (maria) => maria.transition(key, 'Draft'));
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    await look(key);
    expect(status(key)).toBe('Approved');
    await stage.inJira('anton', (anton) => anton.transition(key, 'In Progress'));
    await stage.act('anton', (anton) => anton.comment(item, 'Done.'));
    await stage.act('anton', (anton) => anton.merge(item));
    await look(key);
    expect(status(key)).toBe('Review');
    expect(stage.jira.issue(key).remoteLinks.map(({ object }) => object)).toMatchObject([
      { title: item, status: { resolved: true } },
    ]);
    expect(said(key)).toEqual([]);
  });

  test('a pull request that is closed, or names it no more, is over there; what happens then leads to no look', async () => {
    stage = await openJiraStage(flavour, { more: '  mode: comment\n' });
    const key = await spec();
    const links = (): readonly unknown[] => stage.jira.issue(key).remoteLinks.map(({ object }) => object);
    const linked = (resolved: boolean): object => [{ title: item, status: { resolved } }];
    const item = await pull(`${key}: coupons`);
    expect(links()).toMatchObject(linked(false));
    await stage.act('anton', (anton) => anton.edit(item, { title: 'Coupons' }));
    expect(links()).toMatchObject(linked(true));
    await stage.act('anton', (anton) => anton.edit(item, { title: `${key}: coupons` }));
    expect(links()).toMatchObject(linked(false));
    await stage.act('anton', (anton) => anton.close(item));
    expect(links()).toMatchObject(linked(true));
    stage.jira.requests.length = 0;
    await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
    expect(stage.jira.requests).toEqual([]);
    expect(said(key)).toEqual([]);
    await stage.act('anton', (anton) => anton.reopen(item));
    expect(links()).toMatchObject(linked(false));
    expect(said(key)).toHaveLength(1);
  });

  test('a merge moves it to no status that says it is accepted', async () => {
    const more = '  transitions: { on-pull-request: In Progress, on-merge: Done }\n';
    stage = await openJiraStage(flavour, { more });
    const key = await spec();
    const item = await pull(`${key}: coupons`);
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    await look(key);
    await stage.act('anton', (anton) => anton.merge(item));
    await look(key);
    expect(status(key)).toBe('In Progress');
    await stage.inJira('maria', (maria) => maria.transition(key, 'Done'));
    await look(key);
    expect([status(key), said(key)]).toEqual(['Done', []]);
  });

  test.each<readonly [string, (done: string) => { readonly sign: string; readonly to: string }]>([
    ['by its id, and the gate by its name', (done) => ({ sign: '{ status: Done }', to: `"${done}"` })],
    ['by its name, and the gate by its id', (done) => ({ sign: `{ status: "${done}" }`, to: 'Done' })],
    ['that closes it, where a label accepts', () => ({ sign: '{ label: accepted }', to: 'Done' })],
  ])('nor to one that the policy names %s', async (_, written) => {
    stage = await openJiraStage(flavour);
    const { sign, to } = written(stage.jira.statusId('Done'));
    const text = `${stage.policy.replace('{ status: Done }', sign)}  transitions: { on-merge: ${to} }\n`;
    await stage.act('olga', (olga) =>
      olga.push(repository, 'main', { files: { '.github/roles.yml': text } }),
    );
    const key = await spec();
    const item = await pull(`${key}: coupons`);
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    await stage.inJira('anton', (anton) => anton.transition(key, 'In Progress'));
    await stage.act('anton', (anton) => anton.merge(item));
    await look(key);
    expect([status(key), said(key)]).toEqual(['In Progress', []]);
  });

  test('a pull request from a fork, which anybody can open, moves and shows nothing before it is merged', async () => {
    stage = await openJiraStage(flavour, { more: flow });
    const key = await spec();
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    stage.github.fork(repository, 'rita');
    await stage.act('rita', (rita) => rita.push('rita/shop', 'forked', { files: { 'a.txt': 'x' } }));
    const { number } = await stage.act('rita', (rita) =>
      rita.openPull(repository, {
        title: `${key}: coupons`,
        body: '',
        head: 'forked',
        headRepository: 'rita/shop',
      }),
    );
    await look(key);
    expect(status(key)).toBe('Approved');
    expect(stage.jira.issue(key).remoteLinks).toEqual([]);
    await stage.act('anton', (anton) => anton.merge(`${repository}#${number}`));
    await look(key);
    expect(status(key)).toBe('Review');
    expect(stage.jira.issue(key).remoteLinks).toHaveLength(1);
  });

  test('a status that only a product manager may give is told, or taken back, as the policy says', async () => {
    stage = await openJiraStage(flavour, { more: '  mode: comment\n' });
    const key = await spec();
    await pull(`${key}: coupons`);
    await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
    await look(key);
    await look(key);
    expect(status(key)).toBe('Approved');
    expect(said(key)).toEqual([
      expect.stringMatching(
        /^Anton moved this to “Approved” on .* UTC\. That would approve “Spec approval”, and only pm can do that, so it doesn’t count\.\s*Next: pm, please review it: move it back to “Draft”, and to approve it, move it to “Approved”\.\n?$/,
      ),
    ]);
  });

  test('what nobody in particular did is Anonymous', async () => {
    stage = await openJiraStage(flavour, { more: '  mode: comment\n' });
    const { jira } = stage;
    const key = await spec();
    const item = await pull(`${key}: coupons`);
    for (const permission of ['BROWSE_PROJECTS', 'TRANSITION_ISSUES'] as const)
      jira.grant('SHOP', permission, 'anyone');
    await stage.inJira('anton', () => jira.as(null).transition(key, 'Approved'));
    expect(said(key)).toEqual([expect.stringMatching(/^Anonymous moved this to “Approved” on /)]);
    expect(stage.see(item).checks.join()).toContain('Waiting for pm to approve the spec of SHOP-1 in Jira');
  });

  test('moved back, at most three times an hour', async () => {
    stage = await openJiraStage(flavour, { more: '  mode: revert\n' });
    const key = await spec();
    await pull(`${key}: coupons`);
    for (let time = 0; time < 3; time += 1) {
      await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
      await look(key);
      expect(status(key)).toBe('Draft');
    }
    await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
    await look(key);
    expect(status(key)).toBe('Approved');
    expect(said(key)).toHaveLength(2);
    expect(said(key)[0]).toContain('I moved it back to “Draft”.');
    expect(said(key)[0]).toMatch(
      /Anton has done this 3 times since 5 Jan, 09:\d\d UTC; this is about the last time\.\n$/,
    );
    expect(said(key)[1]).toContain('I’ve moved it back three times within an hour, so I’ll leave it now.');
    // Also once the hour is over.
    stage.jira.clock.advance(2 * 60 * 60_000);
    await look(key);
    expect([status(key), said(key).length]).toEqual(['Approved', 2]);
    await stage.inJira('maria', (maria) => maria.transition(key, 'Draft'));
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    await look(key);
    expect(status(key)).toBe('Approved');
    expect(said(key)).toHaveLength(2);
  });

  test('closed before it is accepted: opened again', async () => {
    stage = await openJiraStage(flavour, { more: '  mode: revert\n' });
    const key = await spec();
    await pull(`${key}: coupons`);
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    await stage.inJira('anton', (anton) => anton.transition(key, 'In Progress'));
    await stage.inJira('anton', (anton) => anton.transition(key, 'Done'));
    await look(key);
    expect(status(key)).toBe('In Progress');
    expect(said(key).join('')).toContain('That would approve “Acceptance”, and only pm can do that');
  });

  test('where no transition leads back, a label and a word, once, also where somebody takes the label off', async () => {
    stage = await openJiraStage(flavour, { more: '  mode: revert\n' });
    const key = await spec();
    await pull(`${key}: coupons`);
    const names = ['Draft', 'Approved', 'In Progress', 'Review', 'Done'];
    const oneWay = names.slice(1).map((to) => ({ name: `To ${to}`, to }));
    stage.jira.makeAdministrator('otto');
    stage.jira.workflow('One way', { initial: ['Draft'], transitions: oneWay });
    await stage.inJira('otto', (otto) => otto.changeWorkflow('SHOP', 'One way'));
    await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
    const { labels } = stage.jira.issue(key);
    expect([status(key), labels]).toEqual(['Approved', ['baton-needs-a-person']]);
    expect(said(key)).toEqual([
      expect.stringMatching(
        /^Anton moved this to “Approved” on .* UTC\. That would approve “Spec approval”, and only pm can do that, so it doesn’t count\. I couldn’t move it back to “Draft”: none of the transitions I can use leads there\.\s*Next: pm, please review it: move it back to “Draft”, and to approve it, move it to “Approved”\.\n?$/,
      ),
    ]);
    const writes = () => stage.jira.requests.filter(({ method }) => method !== 'GET').length;
    const before = writes();
    await look(key);
    await stage.inJira('maria', (maria) => maria.setLabels(key));
    await look(key);
    expect([writes() - before, stage.jira.issue(key).labels, said(key).length]).toEqual([0, [], 1]);
    // Once a way back is there, it is taken.
    await stage.inJira('otto', (otto) => otto.changeWorkflow('SHOP', 'Product'));
    await look(key);
    expect([status(key), said(key).length]).toEqual(['Draft', 1]);
  });
});

test('what was undone is explained, also where the comment fails at first', async () => {
  stage = await openJiraStage('cloud', { more: '  mode: revert\n' });
  const key = await spec();
  await pull(`${key}: coupons`);
  stage.jira.faults.add({ match: ({ path }) => path.endsWith('/comment'), kind: '5xx', times: 2 });
  stage.jira.as('anton').transition(key, 'Approved');
  await stage.jira.settled();
  await stage.until(() => said(key).length > 0);
  expect(status(key)).toBe('Draft');
  await look(key);
  expect(said(key)).toHaveLength(1);
  expect(said(key)[0]).toContain('I moved it back to “Draft”.');
});

test('a policy that only observes writes nothing in Jira', async () => {
  stage = await openJiraStage('cloud', { more: `  mode: revert\n${flow}` });
  const key = await spec();
  await stage.act('maria', (maria) =>
    maria.push(repository, 'main', {
      files: { '.github/roles.yml': `mode: observe\n${stage.policy.replace(/^mode: .*\n/, '')}` },
    }),
  );
  await pull(`${key}: coupons`);
  await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
  await look(key);
  expect([status(key), said(key), stage.jira.issue(key).remoteLinks]).toEqual(['Approved', [], []]);
});
