/** Policies that build on files of other repositories: who may have them read, and what of them is told to whom. */
import type { Sandbox } from '@baton/sandbox';
import { afterEach, describe, expect, test } from 'vitest';

import { commentsOf, runsOn } from './seen.ts';
import { openPull, openStage, repository, twoRoles, type Stage, type StageSettings } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const path = '.github/roles.yml';
const vault = 'acme/vault';
const secret = 'kestrel';

/** Every word of it that is not of the language has `secret` in it. */
const hidden = `roles:
  ${secret}-pm: [${secret}]
  engineer: ["@acme/${secret}-team"]
gates:
  ${secret}-gate:
    title: ${secret} title
    prepared-by: engineer
    approve: ${secret}-pm
    label: ${secret} label
    blocks: [merge]
    locked: true
    requires: { sections: [${secret} section] }
`;
const files = {
  [path]: hidden,
  '.npmrc': `//registry.example/:_authToken=${secret}\n`,
  '.github/notes.txt': `roles: { ${secret}: [] }\n`,
  '.github/broken.yml': `roles:\n  pm: [maria]\n${secret}: 1\ngates: { ${secret}: { aprove: ${secret}, mode: ${secret} } }\n`,
  '.github/yaml.yml': `roles:\n  pm: [maria]\n  engineer: @${secret}\n`,
  'rules/good.yml': hidden,
};

/** acme/vault is private, with what is in it above; walt may write in the shop, and not read it; sven is a stranger. */
const world =
  (more: (github: Sandbox) => void = () => {}, shop: { private: boolean } = { private: false }) =>
  (github: Sandbox): void => {
    for (const login of ['sven', 'walt']) github.user(login);
    github.repository(vault, { private: true, collaborators: { anton: 'read' }, files });
    github.find.repository(repository).private = shop.private;
    more(github);
  };

const open = async (settings: StageSettings = {}): Promise<void> => {
  stage = await openStage({ policy: twoRoles, before: world(), ...settings });
};

/** Somebody without a role proposes a policy from a fork; the pull request. */
async function fromFork(text: string, head = 'rules'): Promise<string> {
  if (stage.github.find.repository('acme/shop').private)
    throw new Error('Whoever forks has to be able to read it.');
  try {
    stage.github.find.repository('sven/shop');
  } catch {
    stage.github.fork(repository, 'sven');
  }
  await stage.act('sven', (sven) => sven.push('sven/shop', head, { files: { [path]: text } }));
  const { number } = await stage.act('sven', (sven) =>
    sven.openPull(repository, { title: 'Rules', body: '', head, headRepository: 'sven/shop' }),
  );
  return `${repository}#${number}`;
}
const fromBranch = (text: string, by: string): Promise<string> =>
  openPull(stage, 'Rules.', { by, files: { [path]: text } });

const check = (pull: string) =>
  runsOn(stage.github.find.pull(pull)).find((run) => run.name === 'Baton policy');
/** Everything that Baton wrote about a pull request, and on all items of the shop. */
function written(): string {
  const items = [...stage.github.find.repository(repository).items.values()];
  const own = items
    .filter(({ author }) => author.login === 'baton[bot]')
    .map(({ title, body }) => title + body);
  const said = items.flatMap(commentsOf).map(({ body }) => body);
  const runs = stage.github.find.repository(repository).suites.flatMap(({ runs }) => runs);
  return [
    ...own,
    ...said,
    ...runs.map((run) => JSON.stringify([run.title, run.summary, run.annotations])),
  ].join();
}
const messages = (pull: string): readonly string[] =>
  (check(pull)?.annotations ?? []).map(({ startLine, message }) => `${startLine}: ${message}`);

describe('a proposal from a fork', () => {
  test.each([
    ['another kind of file', `extends: ${vault}:.npmrc\n`],
    ['another file under .github', `extends: ${vault}:.github/notes.txt\n`],
    ['a good policy', `extends: ${vault}\n`],
    ['in other letters', `extends: ACME/Vault:${path}\n`],
    ['a broken policy', `extends: ${vault}:.github/broken.yml\n`],
    ['what is no YAML', `extends: ${vault}:.github/yaml.yml\n`],
    ['a locked gate', `extends: ${vault}\nmode: observe\n`],
    ['a file that is not there', `extends: ${vault}:.github/none.yml\n`],
    ['a repository that is not there', 'extends: acme/none\n'],
  ])('that builds on a private file is told nothing of it: %s', async (_, text) => {
    await open();
    const pull = await fromFork(text);
    expect(check(pull)).toMatchObject({ conclusion: 'failure', title: '1 problem in .github/roles.yml' });
    expect(written()).not.toContain(secret);
    expect(messages(pull)).toEqual([
      expect.stringMatching(
        /^1: (The policy ".*" is not read for this pull request\. From a fork|The file ".*" cannot be built on)/,
      ),
    ]);
  });

  test('a file that is there, and one that is not, are told alike', async () => {
    await open();
    const told = [];
    for (const [index, base] of [vault, 'acme/vaulx', `${vault}:.github/none.yml`].entries()) {
      const pull = await fromFork(`extends: ${base}\n`, `rules-${index}`);
      told.push(messages(pull).map((each) => each.replace(base, '')));
    }
    expect(new Set(told.map((each) => each.join())).size).toBe(1);
  });

  test('through a public base, a private one is told no more of', async () => {
    await open({
      before: world((github) => {
        github.repository('acme/open', { private: false, files: { [path]: `extends: ${vault}\n` } });
      }),
    });
    const pull = await fromFork('extends: acme/open\n');
    expect(written()).not.toContain(secret);
    expect(messages(pull)).toEqual([
      expect.stringMatching(/^1: In acme\/open:\.github\/roles\.yml:1:10 there is a problem\./),
    ]);
  });

  test('by an old name of a private repository', async () => {
    await open();
    stage.github.renameRepository(vault, 'safe');
    await stage.settled();
    const pull = await fromFork(`extends: ${vault}\n`);
    expect(check(pull)?.conclusion).toBe('failure');
    expect(written()).not.toContain(secret);
  });

  test('a public base is followed, and so is a file of the repository itself', async () => {
    const base = 'roles:\n  pm: [maria]\n  engineer: [anton]\n';
    await open({
      before: world((github) => {
        github.repository('acme/open', { private: false, files: { [path]: base } });
      }),
      files: { '.github/ours.yml': base },
    });
    for (const [index, of] of ['acme/open', 'acme/shop:.github/ours.yml'].entries()) {
      const pull = await fromFork(`extends: ${of}\nroles: { qa: [ben] }\n`, `rules-${index}`);
      expect(check(pull)).toMatchObject({
        conclusion: 'success',
        title: 'The policy is valid: 3 roles, 2 gates',
        summary: expect.stringContaining('`pm`: `@maria`'),
      });
    }
  });
});

describe('a proposal on a branch', () => {
  test('by somebody who can read the base: judged together with it, and everybody else is not told what it says', async () => {
    await open();
    const pull = await fromBranch(`extends: ${vault}\n`, 'anton');
    expect(check(pull)).toMatchObject({
      conclusion: 'success',
      title: expect.stringMatching(/^The policy is valid: 2 roles, 1 gate/),
    });
    expect(written()).not.toContain(secret);
    const weak = await fromBranch(`extends: ${vault}\nmode: observe\n`, 'anton');
    expect(check(weak)?.conclusion).toBe('failure');
    expect(messages(weak)).toContainEqual(
      expect.stringMatching(
        /^2: "mode" weakens a gate, which acme\/vault locks\. What that file says is not quoted/,
      ),
    );
    expect(written()).not.toContain(secret);
  });

  test('what is wrong in the base is told by its file, line and column', async () => {
    await open();
    const pull = await fromBranch(`extends: ${vault}:.github/broken.yml\n`, 'anton');
    expect(messages(pull)).toContainEqual(
      expect.stringMatching(/^1: In acme\/vault:\.github\/broken\.yml:3:1 there is a problem\./),
    );
    const yaml = await fromBranch(`extends: ${vault}:.github/yaml.yml\n`, 'anton');
    expect(messages(yaml)).toEqual([
      expect.stringMatching(/^1: In acme\/vault:\.github\/yaml\.yml:3:13 there is a problem\./),
    ]);
    expect(written()).not.toContain(secret);
  });

  test('by somebody who can write here and not read the base: it is not read', async () => {
    await open({
      before: (github) => {
        world()(github);
        github.find.repository(repository).collaborators.set(github.find.user('walt'), 'write');
      },
    });
    const pull = await fromBranch(`extends: ${vault}\n`, 'walt');
    expect(messages(pull)).toEqual([
      expect.stringMatching(
        /^1: The policy "acme\/vault" is not read for this pull request\. The author of the pull request has to/,
      ),
    ]);
    expect(written()).not.toContain(secret);
  });

  test('in a private repository: whoever can read the base may show there what it says', async () => {
    await open({ before: world(() => {}, { private: true }) });
    const pull = await fromBranch(`extends: ${vault}\n`, 'anton');
    expect(check(pull)?.summary).toContain(`${secret}-gate`);
  });

  test('a file that no policy is kept in is not read for anybody', async () => {
    await open({ before: world(() => {}, { private: true }) });
    for (const file of ['.npmrc', '.github/notes.txt', 'rules/good.yml']) {
      const pull = await fromBranch(`extends: ${vault}:${file}\n`, 'anton');
      expect(messages(pull)).toEqual([
        expect.stringMatching(/^1: The file ".*" cannot be built on, because of where it is\./),
      ]);
    }
    expect(written()).not.toContain(secret);
  });
});

test('in force, a base is followed whoever wrote it; the issue about a broken one does not quote it', async () => {
  await open({ policy: `extends: ${vault}\n` });
  await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons' }));
  expect(stage.see(`${repository}#1`).card?.gates).toHaveLength(1);
  const worse = 'kestrels';
  await stage.act('olga', (olga) =>
    olga.push(vault, 'main', {
      files: { [path]: hidden.replace('mode', worse).concat(`${worse}: ${worse}\n`) },
    }),
  );
  const told = [...stage.github.find.repository(repository).items.values()].find(
    ({ author }) => author.login === 'baton[bot]',
  );
  expect(told?.body.replaceAll('\\', '')).toContain(
    'In acme/vault:.github/roles.yml:13:1 there is a problem',
  );
  expect(told?.body).not.toContain(worse);
});
