/** A policy changes: every open item is looked at again, many of them with one request. */
import { afterEach, describe, expect, test } from 'vitest';

import { openPull, openStage, repository, twoRoles, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const policyFile = '.github/roles.yml';
const push = (text: string) =>
  stage.act('olga', (olga) => olga.push(repository, 'main', { files: { [policyFile]: text } }));
const operations = (): readonly string[] => stage.github.requests.flatMap(({ operation }) => operation ?? []);

test('sixty issues cost a fraction of sixty requests', async () => {
  stage = await openStage();
  for (let count = 0; count < 60; count += 1)
    stage.hurry('maria', (maria) => maria.openIssue(repository, { title: 'Coupons', body: 'One.' }));
  await stage.settled();
  stage.spent();
  // Nothing of it changes any verdict.
  await push(`${twoRoles}reminders: { calendar: { timezone: Europe/Berlin } }\n`);
  const names = operations();
  expect(names.filter((name) => name === 'ObserveIssues').length).toBeLessThanOrEqual(10);
  // One may be left over for the last page.
  expect(names.filter((name) => name === 'ObserveIssue').length).toBeLessThan(3);
  const { queries, mutations } = stage.spent();
  expect(queries).toBeLessThan(20);
  expect(mutations).toBeLessThanOrEqual(60);
});

test('a base of many repositories changes: pull requests first, then issues with somebody on them, and each repository has its turn', async () => {
  const base = `${twoRoles}gates:\n  spec: { preset: spec }\n`;
  const own = 'extends: acme/rules:.github/base.yml\n';
  const site = 'acme/site';
  stage = await openStage({
    policy: own,
    before(github) {
      github.repository('acme/rules', { private: false, files: { '.github/base.yml': base } });
      const collaborators = { maria: 'write', anton: 'write' } as const;
      github.repository(site, { private: false, collaborators, files: { [policyFile]: own } });
    },
  });
  const assigned: string[] = [];
  for (let count = 0; count < 60; count += 1) {
    const to = count < 50 ? repository : site;
    const { number } = stage.hurry('maria', (maria) =>
      maria.openIssue(to, { title: 'Coupons', body: 'One.' }),
    );
    if (count % 30 > 27) assigned.push(`${to}#${number}`);
  }
  await stage.settled();
  for (const issue of assigned) {
    await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
    await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  }
  await openPull(stage, `Closes ${assigned[0]}`);
  // Something that changes while nobody says anything of it, so that it is not what changed last.
  await stage.act('maria', (maria) => maria.comment(`${repository}#1`, 'Well.'));
  stage.spent();
  const before = stage.github.deliveries.length;
  const changed = `${base}  legal: { approve: pm, blocks: [merge] }\n`;
  await stage.act('olga', (olga) =>
    olga.push('acme/rules', 'main', { files: { '.github/base.yml': changed } }),
  );
  const shown = stage.github.deliveries.slice(before).flatMap(({ event, action, payload }) => {
    const { repository: at, issue } = payload as {
      readonly repository: { readonly full_name: string };
      readonly issue?: { readonly number: number };
    };
    return event === 'issue_comment' && action === 'edited' ? [`${at.full_name}#${issue?.number}`] : [];
  });
  const place = (item: string): number => shown.indexOf(item);
  expect(new Set(shown).size).toBe(60);
  const reads = operations().filter((name) => name.startsWith('Observe'));
  expect(reads.slice(0, 4)).toContain('ObservePullRequest');
  for (const issue of assigned) expect(place(issue)).toBeLessThan(12);
  // Several are under way at once; none waits for all of another repository.
  const ofSite = shown.map((item, index) => (item.startsWith(site) ? index : 0));
  expect(Math.max(...ofSite)).toBeLessThan(52);
  const last = shown.filter((item) => item.startsWith(`${repository}#`)).at(-1);
  expect(place(`${repository}#1`)).toBeLessThan(place(last ?? ''));
});

describe('a policy that means the same', () => {
  const base = '.github/base.yml';
  /** A shop with some items, whose policy builds on a base. */
  async function open(own: string, said: string): Promise<void> {
    stage = await openStage({
      policy: own,
      before: (github) => github.repository('acme/rules', { private: false, files: { [base]: said } }),
    });
    for (let count = 0; count < 5; count += 1)
      stage.hurry('maria', (maria) => maria.openIssue(repository, { title: 'Coupons', body: 'One.' }));
    await openPull(stage, 'Closes #1');
    await stage.settled();
    stage.spent();
  }
  const observed = (): number => operations().filter((name) => /^(Observe|OpenItems)/.test(name)).length;
  const gates = 'gates:\n  spec: { preset: spec, deadline: 2 days }\n  acceptance: { preset: acceptance }\n';
  const whole = `${twoRoles}${gates}`;

  test('costs no round: comments, white space, quotes, the order of keys', async () => {
    await open(whole, '');
    for (const text of [
      `# Who does what\n${whole}# The end\n`,
      `${gates.replace('2 days }', '"2 days"  }')}\nroles:\n  engineer: [ '@acme/engineering' ]\n  pm:\n    - maria\n`,
      whole.replace('{ preset: spec, deadline: 2 days }', '{ deadline: 2 days, preset: spec }'),
    ]) {
      await push(text);
      expect(observed()).toBe(0);
      // The file, whom its names mean now, and nothing of any item.
      const { queries, mutations, rest } = stage.spent();
      expect({ mutations, few: queries + rest <= 4 }).toEqual({ mutations: 0, few: true });
    }
    // The next one that means something else is seen.
    await push(whole.replace('deadline: 2 days', 'deadline: 3 days'));
    expect(observed()).toBeGreaterThan(1);
  });

  test('costs no round where only what it builds on was written again, and one where that means something else', async () => {
    await open('extends: acme/rules:.github/base.yml\n', whole);
    const rewrite = (text: string) =>
      stage.act('olga', (olga) => olga.push('acme/rules', 'main', { files: { [base]: text } }));
    await rewrite(`# For all of acme\n${whole}`);
    expect(observed()).toBe(0);
    // What was in the base is the repository's own now.
    await push(`extends: acme/rules:.github/base.yml\n# Deadlines are theirs.\n`);
    expect(observed()).toBe(0);
    stage.spent();
    await rewrite(whole.replace('2 days', '4 days'));
    expect(observed()).toBeGreaterThan(1);
  });

  test('is broken and mended without a round: what was good stayed in force', async () => {
    await open(whole, '');
    await push(`${whole}mod: warn\n`);
    await push(whole);
    expect(observed()).toBe(0);
    expect(stage.spent().rest).toBeGreaterThan(0);
  });

  test('leads to a round where one of its names is somebody else by now', async () => {
    await open(whole, '');
    await stage.act('maria', (maria) => maria.comment(`${repository}#2`, 'Well.'));
    stage.github.renameUser('maria', 'mary');
    stage.github.user('maria');
    stage.spent();
    await push(`# The new maria.\n${whole}`);
    expect(observed()).toBeGreaterThan(1);
  });

  test('leads to a round where something else was told as well', async () => {
    await open(whole, '');
    stage.hurry('olga', (olga) =>
      olga.push(repository, 'main', { files: { [policyFile]: `# Renamed.\n${whole}` } }),
    );
    stage.github.archiveRepository(repository);
    stage.github.archiveRepository(repository, false);
    await stage.settled();
    expect(observed()).toBeGreaterThan(1);
  });
});

describe('a broken policy that never was a good one', () => {
  test('is shown on pull requests, and no issue is listed for it', async () => {
    stage = await openStage({ policy: null });
    for (let count = 0; count < 3; count += 1)
      stage.hurry('maria', (maria) => maria.openIssue(repository, { title: 'Coupons', body: 'One.' }));
    await openPull(stage, 'Closes #1');
    await stage.settled();
    stage.spent();
    await push('roles: {}\n');
    expect(operations().filter((name) => name === 'ObserveIssues' || name === 'ObserveIssue')).toEqual([]);
    expect(operations()).toContain('ObservePullRequest');
    stage.spent();
    // Broken in another way, it looks the same on every pull request.
    await push('roles: []\n');
    expect(operations().filter((name) => /^(Observe|OpenItems)/.test(name))).toEqual([]);
  });
});
