/** `baton init` in a folder on this machine, against a GitHub on this machine: what it asks, says and writes. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSandbox, type Sandbox } from '@baton/sandbox';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';

import { repositoryAt } from '../../src/cli/clone.ts';
import { presets } from '../../src/cli/scripts/init.ts';
import { readPolicy } from '../../src/policy/index.ts';
import { root } from '../../src/root.ts';
import { bare } from '../children.ts';
import { underlined } from '../policy/editors.ts';
import { typed, type Typed } from './typed.ts';

const shop = 'acme/shop';
const path = '.github/roles.yml';

let github: Sandbox;
beforeAll(async () => {
  github = await startSandbox();
  for (const login of ['olga', 'maria', 'sam']) github.user(login);
  github.organization('acme', { admins: ['olga'], members: ['maria'] });
  github.repository(shop, { private: true, files: { CODEOWNERS: '* @maria\n' } });
  for (const [name, slug] of [
    ['Product', 'product'],
    ['Engineering', 'engineering'],
    ['Quality', 'quality'],
  ] as const) {
    github.team('acme', name);
    github.grantTeam(`acme/${slug}`, shop, 'write');
  }
  github.as('olga').createLabel(shop, { name: 'Spec: approved' });
});
afterAll(async () => {
  expect({ unplayed: github.unplayed, misfits: github.misfits }).toEqual({ unplayed: [], misfits: [] });
  await github.close();
});

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'baton-init-')));
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
  clone(folder, `${github.url}/${shop}.git`);
  as('olga');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true });
});

function clone(where: string, origin: string | null): void {
  execFileSync('git', ['init', '-q', where]);
  if (origin !== null) execFileSync('git', ['-C', where, 'remote', 'add', 'origin', origin]);
}

function as(login: string | null): void {
  vi.stubEnv('GITHUB_API_URL', github.url);
  for (const name of ['GITHUB_TOKEN', 'GH_ENTERPRISE_TOKEN', 'GITHUB_REPOSITORY']) vi.stubEnv(name, '');
  vi.stubEnv('GH_TOKEN', login === null ? '' : github.token(login));
}

const init = (...words: string[]): Promise<Typed> => typed('init', words);
const asked = (answers: readonly (string | (() => string))[], ...words: string[]): Promise<Typed> =>
  typed('init', words, '', answers);
const written = (): string => readFileSync(join(folder, path), 'utf8');
const roles = (text: string): unknown => (parse(text) as { roles: unknown }).roles;

const noToken =
  'There is no token, so no teams and labels were looked up. To look them up, set GH_TOKEN, or sign in with: gh auth login.';

describe('with a token', () => {
  test('it fills in what is there, writes the file, and says what is next', async () => {
    const { code, out, said } = await init();
    expect({ code, said }).toEqual({ code: 0, said: '' });
    expect(out).toBe(`Wrote .github/roles.yml. It is valid.
Found and put in: @acme/product, @acme/engineering, the label "Spec: approved".

Next:
  1. Read .github/roles.yml, and commit it: git add .github/roles.yml && git commit -m "Add a role policy"
  2. Install Baton’s App on acme/shop, or run Baton in GitHub Actions, without a server: docs/how-to/run-in-github-actions.md.
  3. Baton blocks nothing yet. Later, write "mode: enforce" and require the check Baton: ${github.url}/acme/shop/settings/rules`);
    expect(written()).toMatch(/^# yaml-language-server: \$schema=\S+roles\.schema\.json\n/);
    expect(roles(written())).toEqual({ pm: ['@acme/product'], engineer: ['@acme/engineering'] });
    expect(readdirSync(join(folder, '.github'))).toEqual(['roles.yml']);
  });

  test('at a terminal it asks, and takes nothing that it cannot use', async () => {
    const { code, said } = await asked(['wiht-qa', 'with-qa', 'Maria Smith', '@maria, sam', '', 'no']);
    expect(code).toBe(0);
    expect(said.split('\n').filter((line) => /^(There|"|Press Enter for [@e])/.test(line))).toEqual([
      'There is no preset "wiht-qa". Did you mean with-qa? The presets are default, with-qa, architect-and-launch, open-source, solo, warn-only.',
      'Press Enter for @acme/product: ',
      expect.stringContaining('"Maria Smith"'),
      'Press Enter for @acme/product: ',
      'Press Enter for @acme/engineering: ',
    ]);
    expect(roles(written())).toEqual({
      pm: ['maria', 'sam'],
      engineer: ['@acme/engineering'],
      qa: ['@acme/quality'],
    });
  });

  test('what was given is not asked, and --yes and --json ask nothing', async () => {
    const people = ['--pm', 'maria', '--engineer', '@acme/engineering', '--engineer', 'sam'];
    expect((await asked([], '--preset', 'default', ...people)).code).toBe(0);
    expect(roles(written())).toEqual({ pm: ['maria'], engineer: ['@acme/engineering', 'sam'] });
    expect((await asked([], '--yes', '--force')).code).toBe(0);
    expect((await asked([], '--json', '--force')).code).toBe(0);
    expect((await asked(['', '', ''], '--force')).code).toBe(0);
    expect(roles(written())).toEqual({ pm: ['@acme/product'], engineer: ['@acme/engineering'] });
  });

  test('a team that is not there is told, and taken', async () => {
    const { said } = await init('--pm', '@acme/prodct', '--engineer', '@else/where');
    expect(said).toBe(
      '@acme/prodct isn’t among the teams that your token sees on acme/shop. Check its name and its access.',
    );
    expect(roles(written())).toEqual({ pm: ['@acme/prodct'], engineer: ['@else/where'] });
  });

  test('a repository that is named and not there is told, and nothing is written', async () => {
    expect(await init('acme/nope')).toEqual({
      code: 3,
      out: '',
      said: 'This folder was cloned from acme/shop: the policy is filled in from acme/nope.\nbaton init: there is no acme/nope, or your token cannot see it.',
    });
    expect(existsSync(join(folder, '.github'))).toBe(false);
  });

  test('a token that has ended, or sees nothing of it, is no reason to write nothing', async () => {
    vi.stubEnv('GH_TOKEN', 'ghp_nobody');
    expect(await init()).toMatchObject({
      code: 0,
      said: expect.stringMatching(
        /^\S+ refuses the token: .* No teams and labels were looked up: to have them, type it again with --force\.$/,
      ),
    });
    as('sam');
    expect(await init('--force')).toMatchObject({
      code: 0,
      said: 'Your token cannot see acme/shop, so no teams and labels were looked up.',
    });
  });
});

test('without a token it goes on with what is in the clone, and says so', async () => {
  as(null);
  mkdirSync(join(folder, 'docs'));
  writeFileSync(join(folder, 'docs/CODEOWNERS'), '* @acme/builders\n');
  expect(await init('--json')).toMatchObject({ code: 0, said: noToken });
  expect(roles(written())).toEqual({ pm: { permission: 'maintain' }, engineer: ['@acme/builders'] });
});

test('--json says all of it, --stdout prints the policy alone', async () => {
  const { out } = await init('--json', '--preset', 'architect-and-launch');
  expect(JSON.parse(out)).toMatchObject({
    file: path,
    isWritten: true,
    repository: shop,
    preset: 'architect-and-launch',
    text: written(),
    from: [
      { kind: 'team', name: 'acme/product' },
      { kind: 'team', name: 'acme/engineering' },
      { kind: 'label', name: 'Spec: approved' },
    ],
    toFillIn: ['architect', 'support', 'marketing', 'lead'],
    notes: [],
    next: [
      'Put your people in .github/roles.yml, in the roles architect, support, marketing, lead.',
      expect.any(String),
      expect.any(String),
      `Require the check Baton, because only a required check blocks a merge: ${github.url}/acme/shop/settings/rules`,
    ],
  });
  rmSync(join(folder, '.github'), { recursive: true });
  const printed = await init('--stdout');
  expect(readPolicy(printed.out, 'f').kind).toBe('policy');
  expect(printed.said).toContain('Next:');
  expect(existsSync(join(folder, '.github'))).toBe(false);
});

describe('a policy that is there', () => {
  test.each([path, '.github/roles.yaml'])('%s stays, but for --force', async (there) => {
    mkdirSync(join(folder, '.github'));
    writeFileSync(join(folder, there), 'mine');
    const said = `baton init: ${there} is there already, and stays. To replace it: baton init --force.`;
    expect(await asked([])).toEqual({ code: 1, out: '', said });
    const { code, out } = await init('--json');
    expect({ code, ...(JSON.parse(out) as object) }).toMatchObject({
      code: 1,
      file: there,
      isWritten: false,
      notes: [said],
    });
    expect(readFileSync(join(folder, there), 'utf8')).toBe('mine');
    expect((await init('--force')).code).toBe(0);
    expect(readdirSync(join(folder, '.github')).map((name) => `.github/${name}`)).toEqual([there]);
    expect(readPolicy(readFileSync(join(folder, there), 'utf8'), there).kind).toBe('policy');
  });

  test('one that comes while it asks stays, too', async () => {
    const comes = (): string => {
      mkdirSync(join(folder, '.github'));
      writeFileSync(join(folder, path), 'mine');
      return '';
    };
    expect(await asked(['', '', comes])).toMatchObject({ code: 1, out: '' });
    expect(written()).toBe('mine');
  });

  test('a link that leads nowhere is one, and of two none is replaced', async () => {
    mkdirSync(join(folder, '.github'));
    symlinkSync('nowhere', join(folder, path));
    expect((await init()).code).toBe(1);
    writeFileSync(join(folder, '.github/roles.yaml'), 'mine');
    expect(await init('--force')).toEqual({
      code: 1,
      out: '',
      said: 'baton init: .github/roles.yml and .github/roles.yaml are both there, and Baton takes neither. Delete one.',
    });
  });
});

describe('the examples of a preset', () => {
  const examples = '.github/roles.test.yml';
  const there = (): readonly string[] => readdirSync(join(folder, '.github')).toSorted();
  const both = ['roles.test.yml', 'roles.yml'];
  const solo = ['--preset', 'solo'];

  test('are written where they are asked for, and baton test plays them', async () => {
    as(null);
    const { code, out } = await init(...solo, '--examples');
    expect(code).toBe(0);
    expect(out).toContain(
      'Wrote .github/roles.yml. It is valid.\nWrote .github/roles.test.yml. All of its examples hold.',
    );
    expect(out).toContain('git add .github/roles.yml .github/roles.test.yml && git');
    expect(out).toContain('baton test. In CI, too: docs/how-to/test-your-policy.md.');
    expect(readFileSync(join(folder, examples), 'utf8')).toContain('# Examples of the policy in roles.yml:');
    const played = await typed('test', [join(folder, path), join(folder, examples)]);
    expect(played).toMatchObject({ code: 0, said: '' });
  });

  test.each<readonly [words: readonly string[], answers: readonly string[] | null, files: readonly string[]]>(
    [
      [['--yes'], [], ['roles.yml']],
      [[], null, ['roles.yml']],
      [['--no-examples'], [], ['roles.yml']],
      [[], ['perhaps', 'No'], ['roles.yml']],
      [[], [''], both],
      [['--examples', '--yes'], [], both],
    ],
  )('with %j, and %j at a terminal', async (words, answers, files) => {
    as(null);
    // The preset open-source asks for nobody.
    const { code } = await typed('init', ['--preset', 'open-source', ...words], '', answers);
    expect({ code, files: there() }).toEqual({ code: 0, files });
  });

  test('stay where they are there already, but for --force', async () => {
    as(null);
    mkdirSync(join(folder, '.github'));
    writeFileSync(join(folder, examples), 'mine');
    expect(await init(...solo, '--examples')).toEqual({
      code: 1,
      out: '',
      said: 'baton init: .github/roles.test.yml is there already, and stays. To write the policy alone, leave out --examples; to replace the examples: baton init --examples --force.',
    });
    expect(there()).toEqual(['roles.test.yml']);
    const quiet = await asked([], '--preset', 'open-source');
    expect(quiet.said).toContain('.github/roles.test.yml is there already: your examples stay as they are.');
    expect(readFileSync(join(folder, examples), 'utf8')).toBe('mine');
    await init(...solo, '--force');
    expect(readFileSync(join(folder, examples), 'utf8')).toBe('mine');
    const { out } = await init(...solo, '--examples', '--force', '--json');
    expect(JSON.parse(out)).toMatchObject({ file: path, isWritten: true, examples });
    expect(readFileSync(join(folder, examples), 'utf8')).not.toBe('mine');
  });

  test('are not written where they do not hold: a label of the repository is in the policy', async () => {
    const { code, out, said } = await init('--preset', 'default', '--examples', '--json');
    expect(said).toMatch(
      /^The examples of the preset default don’t hold for your policy, so I’m not writing them: .+ Write your own: docs\/how-to\/test-your-policy\.md\.$/,
    );
    expect(JSON.parse(out)).toMatchObject({ examples: null, isWritten: true, notes: [said] });
    expect({ code, files: there() }).toEqual({ code: 0, files: ['roles.yml'] });
  });

  test.each([
    [
      ['--examples'],
      'baton init: only presets come with examples. Name one, like --preset default, or leave out --examples.',
    ],
    [['--examples', '--no-examples', ...solo], 'baton init: name --examples or --no-examples, not both.'],
    [
      ['--examples', '--stdout', ...solo],
      'baton init: --stdout prints the policy alone. Leave out --examples.',
    ],
  ])('%j is told', async (words, said) => {
    expect(await init(...words)).toMatchObject({ code: 2, out: '', said });
    expect(existsSync(join(folder, '.github'))).toBe(false);
  });
});

describe('what cannot be done is told, and nothing is left of it', () => {
  test.each([
    [
      ['--preset', 'defualt'],
      'baton init: There is no preset "defualt". Did you mean default? The presets are default, with-qa, architect-and-launch, open-source, solo, warn-only.',
    ],
    [['--pm', ' , '], 'baton init: --pm names nobody. Write --pm maria, or a team: @acme/product.'],
    [
      ['--engineer', 'dependabot'],
      `baton init: --engineer: "dependabot" is an App, and an App's login ends in [bot]. Write "dependabot[bot]".`,
    ],
    [
      ['--preset', 'open-source', '--pm', 'maria'],
      'baton init: the preset open-source has no role pm: leave out --pm.',
    ],
  ])('%j', async (words, said) => {
    expect(await init(...words)).toEqual({ code: 2, out: '', said });
    expect(existsSync(join(folder, '.github'))).toBe(false);
  });

  test('no git repository', async () => {
    rmSync(join(folder, '.git'), { recursive: true });
    expect(await init()).toEqual({
      code: 2,
      out: '',
      said: 'baton init: this folder is in no git repository. Go to a clone of your repository, or print the policy: baton init --stdout.',
    });
    const { code, out } = await init(shop, '--stdout');
    expect({ code, roles: roles(out) }).toEqual({
      code: 0,
      roles: { pm: ['@acme/product'], engineer: ['@acme/engineering'] },
    });
  });

  test('no git, and a folder that git does not trust', async () => {
    vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', '1');
    expect(await init()).toMatchObject({
      code: 2,
      said: 'baton init: git takes nothing from this folder, because it belongs to another account (git status says how to allow it). Go to a clone of your repository, or print the policy: baton init --stdout.',
    });
    vi.stubEnv('PATH', folder);
    const { code, said } = await init();
    expect({ code, said }).toMatchObject({
      code: 2,
      said: expect.stringMatching(/^baton init: there is no command git here\./) as string,
    });
  });

  test('a file where the folder should be', async () => {
    writeFileSync(join(folder, '.github'), 'no folder');
    const { code, said } = await init();
    expect({ code, said }).toEqual({
      code: 2,
      said: 'baton init: .github/roles.yml cannot be written: it is a file. Check that you may write in that folder, or print the policy: baton init --stdout.',
    });
    expect(readdirSync(folder).toSorted()).toEqual(['.git', '.github']);
  });

  test('a folder where the file should be', async () => {
    mkdirSync(join(folder, path), { recursive: true });
    expect((await init('--force')).code).toBe(2);
    expect(readdirSync(join(folder, '.github'))).toEqual(['roles.yml']);
  });
});

test('a clone of something else: nothing is looked up, and it is written', async () => {
  execFileSync('git', ['-C', folder, 'remote', 'set-url', 'origin', 'https://gitlab.example/acme/shop.git']);
  expect(await init()).toMatchObject({
    code: 0,
    said: 'This folder wasn’t cloned from GitHub, so no teams and labels were looked up. To look them up, name the repository: baton init acme/shop.',
  });
});

test('in a folder of the clone, the policy goes where GitHub and Baton look for it', async () => {
  const inside = join(folder, 'src');
  mkdirSync(inside);
  vi.spyOn(process, 'cwd').mockReturnValue(inside);
  const { out } = await init();
  expect(out).toContain('Wrote ../.github/roles.yml.');
  expect(existsSync(join(folder, path))).toBe(true);
});

describe('presets', () => {
  test('each file is one, and the other way round', () => {
    const files = readdirSync(new URL('config/presets/', root));
    const named = presets.flatMap((name) => [`${name}.yml`, `${name}.test.yml`]);
    expect(files.toSorted()).toEqual(named.toSorted());
  });

  test.each(presets)('%s is valid as it is written, and says nothing of copying it', async (preset) => {
    const { code } = await init('--preset', preset);
    const text = written();
    const read = readPolicy(text, path);
    expect({ code, kind: read.kind, underlined: underlined(text) }).toEqual({
      code: 0,
      kind: 'policy',
      underlined: [],
    });
    expect(text).not.toMatch(/copy it to|all that must be changed|nothing has to be changed/i);
    const gates = read.kind === 'policy' ? read.policy.gates : [];
    if (preset !== 'open-source')
      expect(gates.find(({ name }) => name === 'spec')?.label).toBe('Spec: approved');
  });
});

test.each([
  ['git@github.com:acme/shop.git', 'acme/shop'],
  ['https://github.com/acme/shop', 'acme/shop'],
  ['https://somebody:secret@GitHub.com/acme/shop.js.git/', 'acme/shop.js'],
  ['ssh://git@github.com/acme/shop.git', 'acme/shop'],
  ['ssh://git@ssh.github.com:443/acme/shop.git', 'acme/shop'],
  ['github.com:acme/shop', 'acme/shop'],
  ['https://github.com.evil.example/acme/shop', null],
  ['https://gitlab.com/acme/shop.git', null],
  ['git@github.com:shop.git', null],
  ['/srv/git/acme/shop.git', null],
  ['../shop', null],
  ['https://github.com/acme/shop/issues', null],
])('an origin at %s is %s', (address, repository) => {
  expect(repositoryAt(address, 'github.com')).toBe(repository);
});

test('Ctrl+C while it asks leaves nothing', async () => {
  const child = spawn(
    'script',
    ['-qec', `${root.pathname}node_modules/.bin/node ${root.pathname}src/cli/baton.ts init`, '/dev/null'],
    { cwd: folder, env: { ...bare, GITHUB_API_URL: github.url, GH_TOKEN: github.token('olga') } },
  );
  let seen = '';
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      seen += String(chunk);
      if (seen.includes('Press Enter')) resolve();
    });
  });
  child.stdin.write('\u0003');
  const [code] = (await once(child, 'exit')) as [number];
  expect({ code, left: readdirSync(folder) }).toEqual({ code: 130, left: ['.git'] });
});
