import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { checkPolicyFile, readPolicy } from '../../src/policy/index.ts';
import { gateLabels } from '../../src/reconcile/looks/gate-labels.ts';
import { broken, issuesOf, labelsOf, minute, path, smallest, startWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  expect(world.sandbox.unplayed).toEqual([]);
  expect(world.sandbox.misfits).toEqual([]);
  await world.close();
});

const shop = 'acme/shop';
const repository = (name = shop) => world.sandbox.find.repository(name);
const green = '0e8a16';
const specLabel = {
  name: 'spec:approved',
  color: green,
  description: 'Baton: Spec approval is done. Only pm may add it.',
};
const acceptanceLabel = {
  name: 'pm:accepted',
  color: green,
  description: 'Baton: Acceptance is done. Only pm may add it.',
};
const none = { writes: [], wanted: [], warnings: [] };
/** What a look did. */
async function look(name = shop) {
  world.writes();
  await world.look(name);
  return { writes: world.writes(), wanted: world.wanted(), warnings: world.warnings.splice(0) };
}
/** One of Baton's issues about a broken policy, as it should be. */
function told(text: string, settings: { hasLastGood: boolean; name?: string }) {
  const { hasLastGood, name = shop } = settings;
  const url = `${world.sandbox.url}/${name}/blob/HEAD/.github/roles.yml`;
  const report = checkPolicyFile(readPolicy(text, path), { repository: name, path, url, hasLastGood });
  const { title = '', body = '' } = report.issue ?? {};
  return { title, body: `<!-- baton:policy-problem -->\n${body}` };
}
const mended = (issue: { title: string; body: string }) => ({
  ...issue,
  body: `<!-- baton:policy-mended -->\n${issue.body}`,
});

describe('a repository without a policy', () => {
  test('is read, and never sees us', async () => {
    world.sandbox.as('evan').openIssue(shop, { title: 'An issue' });
    expect(await look()).toEqual(none);
    expect(labelsOf(repository())).toEqual([]);
  });

  test('that had one: every open item is looked at once more, and then it is as if there never was one', async () => {
    world.policy(shop, smallest);
    world.sandbox.as('evan').openIssue(shop, { title: 'An issue' });
    await look();
    world.policy(shop, null);
    expect(await look()).toEqual({ ...none, wanted: ['acme/shop issue 1'] });
    expect(labelsOf(repository())).toEqual([specLabel, acceptanceLabel]);
    expect(await look()).toEqual(none);
    world.policy(shop, broken);
    expect((await look()).writes).toEqual(['POST /repos/acme/shop/issues']);
    expect(issuesOf(repository())).toEqual([
      { number: 2, state: 'open', ...told(broken, { hasLastGood: false }) },
    ]);
  });

  test('that had one: a look that breaks off before its items are wanted is not the last one', async () => {
    world.policy(shop, smallest);
    world.sandbox.as('evan').openIssue(shop, { title: 'An issue' });
    await look();
    world.policy(shop, null);
    world.sandbox.faults.add({ kind: 'reset', match: ({ operation }) => operation === 'OpenItems' });
    await expect(look()).rejects.toThrow('GitHub could not be reached: POST /graphql');
    expect((await look()).wanted).toEqual(['acme/shop issue 1']);
  });
});

describe('a repository with a policy', () => {
  test('its items are wanted page by page, also where the reading breaks off', async () => {
    world.policy(shop, smallest);
    for (let issue = 1; issue <= 130; issue += 1)
      world.sandbox.as('evan').openIssue(shop, { title: `Issue ${issue}` });
    let pages = 0;
    world.sandbox.faults.add({
      kind: 'reset',
      match({ operation }) {
        if (operation === 'OpenItems') pages += 1;
        return pages === 2;
      },
    });
    await expect(look()).rejects.toThrow('GitHub could not be reached: POST /graphql');
    expect(world.wanted()).toHaveLength(100);
    // Tried again, it goes on where it broke off.
    expect((await look()).wanted).toHaveLength(30);
    // Asked anew, it begins anew.
    expect((await look()).wanted).toHaveLength(130);
  });

  test('a list that broke off is not gone on with for another policy, or where somebody asked anew', async () => {
    world.policy(shop, smallest);
    for (let issue = 1; issue <= 130; issue += 1)
      world.sandbox.as('evan').openIssue(shop, { title: `Issue ${issue}` });
    const breaksOff = async (): Promise<void> => {
      let pages = 0;
      world.sandbox.faults.add({
        kind: 'reset',
        times: 1,
        match({ operation }) {
          if (operation === 'OpenItems') pages += 1;
          return pages === 2;
        },
      });
      await expect(look()).rejects.toThrow('GitHub could not be reached: POST /graphql');
      world.wanted();
    };
    await breaksOff();
    world.policy(shop, `${smallest}mode: warn\n`);
    expect((await look()).wanted).toHaveLength(130);
    await breaksOff();
    await world.look(shop, undefined, { wish: '2' });
    expect(world.wanted()).toHaveLength(130);
  });

  test('the first look makes the labels, and wants what is open and what was closed since', async () => {
    world.sandbox.as('evan').openIssue(shop, { title: 'Closed before the policy' });
    world.sandbox.as('evan').close('acme/shop#1');
    world.sandbox.clock.advance(minute);
    world.policy(shop, smallest);
    world.sandbox.clock.advance(minute);
    world.sandbox.as('evan').openIssue(shop, { title: 'Open' });
    world.sandbox.as('evan').openIssue(shop, { title: 'Closed since' });
    world.sandbox.as('evan').close('acme/shop#3');
    world.sandbox.as('evan').push(shop, 'work', { files: { 'a.ts': '1' } });
    world.sandbox.as('evan').openPull(shop, { title: 'Work', head: 'work' });
    world.sandbox.clock.advance(5 * minute);
    const first = await look();
    expect(first).toEqual({
      writes: ['createLabel createLabel'],
      wanted: ['acme/shop pull-request 4', 'acme/shop issue 2', 'acme/shop issue 3'],
      warnings: [],
    });
    expect(labelsOf(repository())).toEqual([specLabel, acceptanceLabel]);
    expect(await look()).toEqual({ ...first, writes: [] });
  });

  test.each([
    ['ahead of', 1],
    ['behind', -1],
  ])(
    'what was closed in the last seven days is told by GitHub’s clock, also where ours is %s it',
    async (_, sign) => {
      world.policy(shop, smallest);
      for (const title of ['Closed long ago', 'Closed lately']) {
        const { number } = world.sandbox.as('evan').openIssue(shop, { title });
        world.sandbox.clock.advance(4 * 24 * 60 * minute);
        world.sandbox.as('evan').close(`acme/shop#${number}`);
        world.sandbox.clock.advance(4 * 24 * 60 * minute);
      }
      const year = 365 * 24 * 60 * minute;
      await world.look(shop, () => world.sandbox.clock.now() + sign * year);
      expect(world.wanted()).toEqual(['acme/shop issue 2']);
    },
  );

  test('labels that are there stay as they are', async () => {
    const own = { name: 'Spec:Approved', color: 'ff0000', description: 'Ours' };
    world.sandbox.as('maria').createLabel(shop, own);
    world.policy(shop, smallest);
    await look();
    expect(labelsOf(repository())).toEqual([own, acceptanceLabel]);
  });

  test('where everything is only observed, nothing is written', async () => {
    world.policy(shop, `mode: observe\n${smallest}`);
    world.sandbox.as('evan').openIssue(shop, { title: 'An issue' });
    expect(await look()).toEqual({ ...none, wanted: ['acme/shop issue 1'] });
  });

  test('an archived one is left alone', async () => {
    world.policy(shop, smallest);
    world.sandbox.archiveRepository(shop);
    expect(await look()).toEqual(none);
  });

  test('one that cannot be seen any more is left alone', async () => {
    expect(await look('acme/gone')).toEqual(none);
  });

  test('labels that Baton may not write are logged, and the items are looked at all the same', async () => {
    await world.close();
    world = await startWorld({ writes: false });
    world.policy(shop, smallest);
    world.sandbox.as('evan').openIssue(shop, { title: 'An issue' });
    expect(await look()).toEqual({
      writes: ['createLabel createLabel', 'POST /repos/acme/shop/issues'],
      wanted: ['acme/shop issue 1'],
      warnings: [
        'GitHub did not allow createLabel on the labels of acme/shop: Resource not accessible by integration. The App needs "Issues: write"; an owner can accept new permissions on the installation\'s settings page.',
        'The issue about a broken policy cannot be written.',
      ],
    });
  });
});

describe('labels that somebody renamed or deleted', () => {
  beforeEach(async () => {
    world.policy(shop, smallest);
    await look();
  });
  const rename = async (from: string, to: string): Promise<void> => {
    const where = repository();
    const label = world.sandbox.find.label(where, from);
    world.sandbox.as('maria').changeLabel(shop, from, { name: to });
    const at = world.sandbox.clock.now();
    await world.store.recordRename(where.nodeId, { label: label.nodeId, oldName: from, at });
  };
  const names = () => repository().labels.flatMap(({ name, deleted }) => (deleted ? [] : [name]));

  test("a gate's label is renamed back, also after two renames, and once", async () => {
    await rename('spec:approved', 'nice');
    await rename('nice', 'nicer');
    expect((await look()).writes).toEqual(['updateLabel']);
    expect(names()).toEqual(['spec:approved', 'pm:accepted']);
    expect(await world.store.renames(repository().nodeId)).toEqual([]);
    expect((await look()).writes).toEqual([]);
  });

  test('another label is nobody’s business', async () => {
    world.sandbox.as('maria').createLabel(shop, { name: 'bug', color: 'ff0000' });
    await rename('bug', 'defect');
    expect((await look()).writes).toEqual([]);
    expect(names()).toEqual(['spec:approved', 'pm:accepted', 'defect']);
    expect(await world.store.renames(repository().nodeId)).toEqual([]);
  });

  test('where the name is taken already, both stay', async () => {
    await rename('spec:approved', 'nice');
    world.sandbox.as('maria').createLabel(shop, { name: 'spec:approved', color: 'ff0000' });
    expect((await look()).writes).toEqual([]);
    expect(names()).toEqual(['nice', 'pm:accepted', 'spec:approved']);
  });

  test('a name that differs in case alone stays', async () => {
    await rename('spec:approved', 'Spec:Approved');
    expect((await look()).writes).toEqual([]);
    expect(names()).toEqual(['Spec:Approved', 'pm:accepted']);
  });

  test('one that was renamed and deleted is made again', async () => {
    await rename('spec:approved', 'nice');
    world.sandbox.as('maria').deleteLabel(shop, 'nice');
    expect((await look()).writes).toEqual(['createLabel']);
    expect(names()).toEqual(['pm:accepted', 'spec:approved']);
  });
});

describe('a broken policy', () => {
  const open = { number: 1, state: 'open' };

  test('one issue tells, is brought up to date in place, and is closed when the file is mended', async () => {
    world.policy(shop, broken);
    expect(await look()).toEqual({ ...none, writes: ['POST /repos/acme/shop/issues'] });
    expect(issuesOf(repository())).toEqual([{ ...open, ...told(broken, { hasLastGood: false }) }]);
    expect(await look()).toEqual(none);

    const worse = `${broken}mod: warn\n`;
    world.policy(shop, worse);
    expect((await look()).writes).toEqual(['PATCH /repos/acme/shop/issues/1']);
    const last = told(worse, { hasLastGood: false });
    expect(issuesOf(repository())).toEqual([{ ...open, ...last }]);

    world.policy(shop, smallest);
    expect((await look()).writes).toEqual(['createLabel createLabel', 'PATCH /repos/acme/shop/issues/1']);
    expect(issuesOf(repository())).toEqual([{ number: 1, state: 'completed', ...mended(last) }]);
    expect((await look()).writes).toEqual([]);
  });

  test('open pull requests are looked at, whose checks then ask for action', async () => {
    world.policy(shop, broken);
    world.sandbox.as('evan').openIssue(shop, { title: 'An issue' });
    world.sandbox.as('evan').push(shop, 'work', { files: { 'a.ts': '1' } });
    world.sandbox.as('evan').openPull(shop, { title: 'Work', head: 'work' });
    expect((await look()).wanted).toEqual(['acme/shop pull-request 2']);
    world.policy(shop, null);
    expect(await look()).toEqual({
      writes: ['PATCH /repos/acme/shop/issues/3'],
      wanted: ['acme/shop pull-request 2', 'acme/shop issue 1'],
      warnings: [],
    });
  });

  test('the last good one stays in force: the issue says so, and labels are seen to', async () => {
    world.policy(shop, smallest);
    await look();
    world.sandbox.as('maria').deleteLabel(shop, 'spec:approved');
    world.policy(shop, broken);
    expect((await look()).writes).toEqual(['createLabel', 'POST /repos/acme/shop/issues']);
    expect(issuesOf(repository())).toEqual([{ ...open, ...told(broken, { hasLastGood: true }) }]);
  });

  test('the same problem once more, after it was mended, is told once more', async () => {
    world.policy(shop, broken);
    await look();
    world.policy(shop, smallest);
    await look();
    world.policy(shop, broken);
    await look();
    expect(issuesOf(repository())).toEqual([
      { number: 1, state: 'completed', ...mended(told(broken, { hasLastGood: false })) },
      { number: 2, state: 'open', ...told(broken, { hasLastGood: true }) },
    ]);
  });

  test('an issue that a person closed stays closed while the problems are the same', async () => {
    world.policy(shop, broken);
    await look();
    world.sandbox.as('maria').close('acme/shop#1', 'not_planned');
    expect(await look()).toEqual(none);
    const first = told(broken, { hasLastGood: false });
    expect(issuesOf(repository())).toEqual([{ number: 1, state: 'not_planned', ...first }]);

    const worse = `${broken}mod: warn\n`;
    world.policy(shop, worse);
    await look();
    expect(issuesOf(repository())).toEqual([
      { number: 1, state: 'not_planned', ...first },
      { number: 2, state: 'open', ...told(worse, { hasLastGood: false }) },
    ]);
  });

  test('an issue that a person closed, and the policy mended: the same problem later is told', async () => {
    world.policy(shop, broken);
    await look();
    world.sandbox.as('maria').close('acme/shop#1');
    world.policy(shop, null);
    await look();
    expect(await look()).toEqual(none);
    world.policy(shop, broken);
    await look();
    expect(issuesOf(repository())).toEqual([
      { number: 1, state: 'completed', ...mended(told(broken, { hasLastGood: false })) },
      { number: 2, state: 'open', ...told(broken, { hasLastGood: false }) },
    ]);
  });

  test('an issue that looks like ours and is somebody else’s is left alone', async () => {
    const { title, body } = told(broken, { hasLastGood: false });
    world.sandbox.as('evan').openIssue(shop, { title, body });
    world.policy(shop, broken);
    await look();
    expect(issuesOf(repository())).toEqual([{ number: 2, state: 'open', title, body }]);
    expect(world.sandbox.find.issue('acme/shop#1').state).toBe('open');
  });

  test('what somebody changed in the issue is mended', async () => {
    world.policy(shop, broken);
    await look();
    world.sandbox.as('maria').edit('acme/shop#1', { title: 'Nothing to see here' });
    expect((await look()).writes).toEqual(['PATCH /repos/acme/shop/issues/1']);
    expect(issuesOf(repository())).toEqual([{ ...open, ...told(broken, { hasLastGood: false }) }]);
  });

  test('where only observing was asked for, the issue tells all the same', async () => {
    world.policy(shop, `mode: observe\n${smallest}`);
    await look();
    world.policy(shop, `mode: observe\n${broken}`);
    expect((await look()).writes).toEqual(['POST /repos/acme/shop/issues']);
  });

  test('an answer that was lost: the next look finds the issue', async () => {
    world.policy(shop, broken);
    world.sandbox.faults.add({
      kind: 'reset',
      when: 'after-doing',
      match: ({ method, path: to }) => method === 'POST' && to === '/repos/acme/shop/issues',
    });
    await expect(look()).rejects.toThrow('GitHub could not be reached: POST /repos/acme/shop/issues');
    expect(await look()).toEqual(none);
    expect(issuesOf(repository())).toEqual([{ ...open, ...told(broken, { hasLastGood: false }) }]);
  });

  test('a repository without issues: logged, and nothing else', async () => {
    world.sandbox.repository('acme/quiet', { hasIssues: false });
    world.policy('acme/quiet', broken);
    expect(await look('acme/quiet')).toEqual({
      ...none,
      writes: ['POST /repos/acme/quiet/issues'],
      warnings: ['The issue about a broken policy cannot be written.'],
    });
  });

  test("the owner's is told where it is, once for all repositories that use it", async () => {
    const name = 'acme/.github';
    world.sandbox.repository(name, { files: { [path]: smallest } });
    await look();
    world.policy(name, broken);
    await Promise.all([world.look(shop), world.look(shop), world.look(name)]);
    expect(issuesOf(repository())).toEqual([]);
    expect(issuesOf(repository(name))).toHaveLength(1);
    await look(name);
    const about = told(broken, { hasLastGood: false, name });
    expect(issuesOf(repository(name))).toEqual([{ ...open, ...about }]);
    expect((await look()).writes).toEqual([]);
    world.sandbox.as('olga').close('acme/.github#1');
    expect((await look()).writes).toEqual([]);
  });

  test("a repository's own, deleted: the issue is closed, and the owner's holds", async () => {
    world.sandbox.repository('acme/.github', { files: { [path]: smallest } });
    world.policy(shop, broken);
    await look();
    world.policy(shop, null);
    expect((await look()).writes).toEqual(['createLabel createLabel', 'PATCH /repos/acme/shop/issues/1']);
  });
});

describe('what a label of a gate says', () => {
  const policy = (gate: string) => {
    const text = `roles:\n  pm: [maria]\n  qa: [quinn]\ngates:\n  one:\n    prepared-by: pm\n${gate}`;
    const result = readPolicy(text, path);
    if (result.kind === 'problems') throw new Error(result.problems.map(({ message }) => message).join());
    return gateLabels(result.policy);
  };
  const title = (length: number) => `    title: ${'x'.repeat(length)}\n`;

  test.each([
    ['several roles', 'Baton: One is done. Only pm and qa may add it.', '    title: One\n'],
    ['a long title', `Baton: ${'x'.repeat(70)} is done.`, title(70)],
  ])('%s', (_, description, more) => {
    expect(policy(`    approve: { all: [pm, qa] }\n    label: "one"\n${more}`)).toEqual([
      { name: 'one', color: green, description },
    ]);
  });

  test('a gate without a label, and one that is only observed, have none', () => {
    expect(policy('    approve: pm\n')).toEqual([]);
    expect(policy('    approve: pm\n    label: one\n    mode: observe\n')).toEqual([]);
  });
});
