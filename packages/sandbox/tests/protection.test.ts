/** What protects a branch, who is told, and what it keeps from being merged. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { call, jwt, startWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const shop = '/repos/acme/shop';
const ask = async (token: string | null, path: string): Promise<unknown> => {
  const { status, body } = await call(world.github, token, 'GET', `${shop}/${path}`);
  return status < 300 ? body : [status, (body as { message: string }).message];
};

test('rules of the repository and of its organization apply to the branches whose names fit', async () => {
  const { github, app, installationToken } = world;
  const checks = [{ name: 'tests', app: 'helper' }];
  github.ruleset('acme/shop', { name: 'main', checks });
  github.ruleset('acme', {
    name: 'releases',
    branches: ['release/*', 'hotfix/**'],
    checks: [{ name: 'lint' }],
  });
  github.ruleset('acme', { name: 'others', repositories: ['till'], branches: ['~ALL'], checks });
  github.ruleset('acme/shop', { name: 'tried', enforcement: 'evaluate', branches: ['~ALL'], checks });
  const onBranch = async (branch: string): Promise<unknown> =>
    ((await ask(installationToken, `rules/branches/${branch}`)) as Record<string, unknown>[]).map(
      ({ ruleset_source_type: type, ruleset_source: source, parameters }) => [
        type,
        source,
        (parameters as Record<string, unknown>)['required_status_checks'],
      ],
    );
  const lint = ['Organization', 'acme', [{ context: 'lint' }]];
  expect({
    main: await onBranch('main'),
    'release/1': await onBranch('release/1'),
    'release/1/a': await onBranch('release/1/a'),
    'hotfix/a/b': await onBranch('hotfix/a/b'),
  }).toEqual({
    main: [['Repository', 'acme/shop', [{ context: 'tests', integration_id: app.id }]]],
    'release/1': [lint],
    'release/1/a': [],
    'hotfix/a/b': [lint],
  });
  github.ruleset('acme/shop', { name: 'main', enforcement: 'disabled', checks });
  expect(await onBranch('main')).toEqual([]);
});

test('the checks of a protection are told to readers of the contents; the rest takes an administrator', async () => {
  const { github, app, installationToken } = world;
  const required = async (): Promise<unknown> =>
    ((await ask(installationToken, 'branches/main')) as { protection: unknown }).protection;
  expect(await required()).toEqual({
    enabled: false,
    required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] },
  });
  expect(await ask(github.token('olga'), 'branches/main/protection')).toEqual([404, 'Branch not protected']);
  github.protect('acme/shop', { checks: [{ name: 'tests', app: 'helper' }, { name: 'lint' }] });
  const checks = {
    contexts: ['tests', 'lint'],
    checks: [
      { context: 'tests', app_id: app.id },
      { context: 'lint', app_id: null },
    ],
  };
  expect(await required()).toEqual({
    enabled: true,
    required_status_checks: { enforcement_level: 'non_admins', ...checks },
  });
  expect(await ask(github.token('olga'), 'branches/main/protection')).toMatchObject({
    required_status_checks: checks,
  });
  expect(await ask(installationToken, 'branches/main/protection')).toEqual([
    403,
    'Resource not accessible by integration',
  ]);
  expect(await ask(installationToken, 'branches/nowhere')).toEqual([404, 'Branch not found']);
});

test('a private repository on the free plan has neither', async () => {
  const { github, app } = world;
  github.repository('acme/till', { private: true, files: { 'README.md': '# Till\n' } });
  github.protect('acme/till', { checks: [{ name: 'tests', app: 'helper' }] });
  github.plan('acme', 'free');
  const [installation] = github.installations('helper');
  const issued = await call(
    github,
    jwt(app),
    'POST',
    `/app/installations/${installation?.id}/access_tokens`,
    {},
  );
  const { token } = issued.body as { token: string };
  const rules = await call(github, token, 'GET', '/repos/acme/till/rules/branches/main');
  expect([rules.status, (rules.body as { message: string }).message]).toEqual([
    403,
    'Upgrade to GitHub Pro or make this repository public to enable this feature.',
  ]);
  const branch = await call(github, token, 'GET', '/repos/acme/till/branches/main');
  expect(branch.body).toMatchObject({ protected: false, protection: { enabled: false } });
});

test('what a rule requires keeps a pull request from being merged', async () => {
  const { github } = world;
  github.as('ed').push('acme/shop', 'basket', { message: 'Basket', files: { 'basket.md': '# Basket\n' } });
  github.as('ed').openPull('acme/shop', { title: 'Basket', head: 'basket', base: 'main' });
  github.ruleset('acme', { checks: [{ name: 'tests', app: 'helper' }] });
  expect(() => github.as('ed').merge('acme/shop#1')).toThrow('Required status check "tests" is expected.');
  github.ruleset('acme', { enforcement: 'disabled' });
  github.as('ed').merge('acme/shop#1');
  expect(github.find.pull('acme/shop#1').merged).toBe(true);
});

test('a suspended installation may do nothing, and hears of nothing', async () => {
  const { github, app, installationToken, listener } = world;
  await github.settled();
  const before = listener.received.length;
  github.suspend('helper', 'acme');
  github.as('ed').openIssue('acme/shop', { title: 'Basket' });
  await github.settled();
  const heard = (): unknown[] =>
    listener.received
      .slice(before)
      .map(({ headers, body }) => [
        headers['x-github-event'],
        (JSON.parse(body) as { action?: string }).action,
      ]);
  expect(heard()).toEqual([['installation', 'suspend']]);
  const shown = (await call(github, jwt(app), 'GET', `${shop}/installation`)).body;
  expect(shown).toMatchObject({ suspended_by: { login: 'site-admin' } });
  expect(await ask(installationToken, 'labels')).toEqual([403, 'This installation has been suspended']);
  github.suspend('helper', 'acme', false);
  expect(await ask(installationToken, 'labels')).toEqual([]);
  await github.settled();
  expect(heard()).toEqual([
    ['installation', 'suspend'],
    ['installation', 'unsuspend'],
  ]);
  expect(github.misfits).toEqual([]);
});
