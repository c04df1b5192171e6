/** Baton comes to a repository that has no policy: one issue says how to begin. */
import type { Sandbox } from '@baton/sandbox';
import { afterEach, describe, expect, test } from 'vitest';

import { openStage, repository, twoRoles, type Stage, type StageSettings } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const path = '.github/roles.yml';

const chosen = (more: Partial<StageSettings> = {}): Promise<Stage> =>
  openStage({ policy: null, installedOn: [repository], ...more });

/** Baton's own issues. */
const ownIssues = (where = repository) =>
  [...stage.github.find.repository(where).items.values()].filter(
    (item) => item.author.login === 'baton[bot]' && !item.deleted,
  );

const told = (where = repository): readonly string[] =>
  ownIssues(where).map((item) => `#${item.number} ${item.state}: ${item.title}`);

const title = 'Set up Baton: who approves a spec, and who accepts the result?';

const body = (): string => ownIssues()[0]?.body ?? '';

/** The policy in the issue's block of code. */
const inBody = (): string => /```yaml\n([^]*?)```/.exec(body())?.[1] ?? '';

/** The link that opens GitHub's editor. */
const editor = (): URL => new URL(/\]\((http[^)\s]+\/new\/[^)\s]+)\)/.exec(body())?.[1] ?? '');

/** A private repository with teams, labels and CODEOWNERS. */
const furnished = (github: Sandbox): void => {
  github.team('acme', 'Product', { members: ['maria'] });
  github.team('acme', 'Board', { members: ['olga'], secret: true });
  github.repository('acme/till', {
    private: true,
    collaborators: { maria: 'write', anton: 'write' },
    files: { 'README.md': '# Till\n', '.github/CODEOWNERS': '* @acme/engineering\n' },
  });
  github.grantTeam('acme/product', 'acme/till', 'read');
  github.grantTeam('acme/engineering', 'acme/till', 'write');
  github.grantTeam('acme/board', 'acme/till', 'admin');
  github.as('olga').createLabel('acme/till', { name: 'Approved' });
};

describe('on a repository that somebody chose', () => {
  test('one issue, with a policy that was filled in, what it means, and the way to begin', async () => {
    stage = await openStage({ policy: null, installedOn: ['acme/till'], before: furnished });
    expect(told('acme/till')).toEqual([`#1 open: ${title}`]);
    const [issue] = ownIssues('acme/till');
    const text = issue?.body ?? '';
    expect(text).toContain(
      'It’s filled in with what Baton found here: the team `@acme/product`, the team `@acme/engineering` and the label `Approved`.',
    );
    expect(text).toContain('  pm: ["@acme/product"]\n');
    expect(text).toContain('  engineer: ["@acme/engineering"]\n');
    expect(text).toContain('  spec: { preset: spec, label: "Approved" }\n');
    expect(text).toContain(
      'Baton only warns: it says what should wait for an approval, and blocks and undoes nothing.',
    );
    expect(text).toContain('- `pm`: the team `@acme/product`');
    expect(text).not.toContain('acme/board');
    // Nothing else was written, and the issue has no card.
    expect(issue?.timeline).toEqual([]);
    expect(stage.github.find.repository('acme/till').labels.map(({ name }) => name)).toEqual(['Approved']);
  });

  test('the link opens GitHub’s editor with the same file; pasted unchanged, it works, and the issue is closed', async () => {
    stage = await chosen();
    const link = editor();
    expect(`${link.origin}${link.pathname}`).toBe(`${stage.github.url}/${repository}/new/main`);
    expect(link.searchParams.get('filename')).toBe(path);
    const value = link.searchParams.get('value') ?? '';
    expect(value).toBe(inBody());
    expect(link.href.length).toBeLessThan(6000);
    await stage.act('olga', (olga) => olga.push(repository, 'rules', { files: { [path]: value } }));
    const { number } = await stage.act('olga', (olga) =>
      olga.openPull(repository, { title: 'Rules', body: '', head: 'rules' }),
    );
    const pull = `${repository}#${number}`;
    expect(stage.see(pull).checks).toEqual([
      expect.stringMatching(
        /^Baton policy: success · The policy is valid: 2 roles, 2 gates; no issue newly|^Baton policy: success · The policy is valid: 2 roles, 2 gates; nothing would/,
      ),
    ]);
    await stage.act('olga', (olga) => olga.merge(pull));
    expect(told()).toEqual([`#1 closed: ${title}`]);
    // It works, and holds nothing back.
    const { number: coupons } = await stage.act('anton', (anton) =>
      anton.openIssue(repository, { title: 'Coupons', assignees: ['anton'] }),
    );
    expect(stage.see(`${repository}#${coupons}`)).toMatchObject({
      state: 'open',
      assignees: ['anton'],
      card: { head: 'Waiting for anyone with maintain permission to approve the spec' },
    });
    await stage.act('olga', (olga) => olga.comment(`${repository}#${coupons}`, '/approve spec'));
    expect(stage.see(`${repository}#${coupons}`).labels).toEqual(['spec:approved']);
  });

  test('where everybody may read, no team is named that CODEOWNERS does not name', async () => {
    stage = await chosen({
      files: { CODEOWNERS: '* @acme/engineering @rita\n' },
      before: (github) => {
        github.team('acme', 'Product', { members: ['maria'] });
        github.grantTeam('acme/product', repository, 'write');
        github.grantTeam('acme/engineering', repository, 'write');
      },
    });
    expect(inBody()).toContain('  pm: { permission: maintain }\n');
    expect(inBody()).toContain('  engineer: ["@acme/engineering"]\n');
    expect(body()).not.toContain('@acme/product');
  });

  test('added later, too; each of a few', async () => {
    stage = await chosen();
    for (const name of ['one', 'two']) stage.github.repository(`acme/${name}`, { files: { 'a.txt': 'a' } });
    stage.github.reach('baton', 'acme', { add: ['acme/one', 'acme/two'] });
    await stage.settled();
    expect([told('acme/one'), told('acme/two'), told()]).toEqual([
      [`#1 open: ${title}`],
      [`#1 open: ${title}`],
      [`#1 open: ${title}`],
    ]);
  });
});

describe('never a second one', () => {
  /** The App is taken from the repository and given back. */
  async function again(): Promise<void> {
    stage.github.clock.advance(3_600_000);
    stage.github.uninstall('baton', 'acme');
    await stage.settled();
    stage.github.install('baton', 'acme', [repository]);
    await stage.settled();
  }

  test('though it was closed', async () => {
    stage = await chosen();
    await stage.act('olga', (olga) => olga.close(`${repository}#1`, 'not_planned'));
    await again();
    expect(told()).toEqual([`#1 closed: ${title}`]);
  });

  test('though it was deleted', async () => {
    stage = await chosen();
    await stage.act('olga', (olga) => olga.deleteIssue(`${repository}#1`));
    await again();
    expect(told()).toEqual([]);
  });

  test('though it was closed, and Baton lost its database', async () => {
    stage = await chosen();
    await stage.act('olga', (olga) => olga.close(`${repository}#1`, 'not_planned'));
    await stage.restart();
    await again();
    expect(told()).toEqual([`#1 closed: ${title}`]);
  });

  test('though the answer was lost', async () => {
    stage = await chosen();
    stage.github.repository('acme/late', { files: { 'a.txt': 'a' } });
    stage.github.faults.add({
      match: ({ method, path: to }) => method === 'POST' && to === '/repos/acme/late/issues',
      kind: 'reset',
      when: 'after-doing',
    });
    stage.github.reach('baton', 'acme', { add: ['acme/late'] });
    await stage.until(() => !stage.github.faults.pending());
    stage.github.clock.advance(130_000);
    await stage.settled();
    expect(told('acme/late')).toEqual([`#1 open: ${title}`]);
  });

  test('though there was a policy meanwhile, and Baton lost its database', async () => {
    stage = await chosen();
    await stage.act('olga', (olga) => olga.push(repository, 'main', { files: { [path]: twoRoles } }));
    await stage.act('olga', (olga) => olga.push(repository, 'main', { files: { [path]: null } }));
    await stage.restart();
    await again();
    expect(told()).toEqual([`#1 closed: ${title}`]);
  });
});

describe('nothing is shown', () => {
  test('where Baton was installed on all repositories', async () => {
    stage = await chosen({ installedOn: 'all' });
    expect(told()).toEqual([]);
  });

  test('where there are more than ten at once', async () => {
    const names = Array.from({ length: 11 }, (_, index) => `acme/no-${index}`);
    stage = await chosen({
      before: (github) => {
        for (const name of names) github.repository(name, { files: { 'a.txt': 'a' } });
      },
      installedOn: names,
    });
    expect(names.flatMap((name) => told(name))).toEqual([]);
  });

  test('where whoever runs Baton does not want it', async () => {
    stage = await chosen({ onboarding: false });
    expect(told()).toEqual([]);
  });

  test.each([
    ['a policy', { policy: twoRoles }],
    [
      'an owner with one',
      {
        before: (github: Sandbox) =>
          void github.repository('acme/.github', { private: false, files: { [path]: twoRoles } }),
        installedOn: [repository, 'acme/.github'],
      },
    ],
  ])('where there is %s', async (_, settings) => {
    stage = await chosen(settings);
    expect(told()).toEqual([]);
  });

  test('where there are no issues', async () => {
    stage = await chosen({
      installedOn: ['acme/quiet'],
      before: (github) => void github.repository('acme/quiet', { hasIssues: false, files: { 'a.txt': 'a' } }),
    });
    expect(told('acme/quiet')).toEqual([]);
  });

  test('where it is archived', async () => {
    stage = await chosen({ before: (github) => github.archiveRepository(repository) });
    expect(told()).toEqual([]);
  });
});
