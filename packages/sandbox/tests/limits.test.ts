/** GitHub's hourly limit: each installation has its own, it grows with what it reaches, and it begins anew by the clock. */
import { afterEach, expect, test } from 'vitest';
import { createClock, startSandbox, type Sandbox } from '../src/index.ts';
import { call, jwt } from './world.ts';

let github: Sandbox;
/** The ids of the App's installations, by account. */
const installed = new Map<string, number>();
afterEach(() => github.close());

/** An App on an organization with so many people and repositories; what it is told of its limit after a request. */
async function openedWith(
  { people = 1, repositories = 1 }: { readonly people?: number; readonly repositories?: number },
  options: Parameters<typeof startSandbox>[0] = {},
): Promise<(account?: string) => Promise<readonly [status: number, limit: number, remaining: number]>> {
  github = await startSandbox({ clock: createClock(Date.now()), ...options });
  github.user('olga');
  github.user('solo');
  const members = Array.from({ length: people - 1 }, (_, at) => github.user(`person-${at}`).login);
  github.organization('acme', { admins: ['olga'], members });
  for (let at = 0; at < repositories; at += 1) github.repository(`acme/shop-${at}`);
  github.repository('solo/home');
  const app = github.app({ slug: 'helper', permissions: { metadata: 'read' }, events: [] });
  const tokens = new Map<string, string>();
  for (const account of ['acme', 'solo']) {
    const { id } = github.install('helper', account);
    installed.set(account, id);
    const path = `/app/installations/${id}/access_tokens`;
    tokens.set(account, ((await call(github, jwt(app), 'POST', path)).body as { token: string }).token);
  }
  return async (account = 'acme') => {
    const { status, headers } = await call(
      github,
      tokens.get(account) ?? '',
      'GET',
      '/installation/repositories',
    );
    const told = (name: string): number => Number(headers.get(`x-ratelimit-${name}`));
    return [status, told('limit'), told('remaining')];
  };
}

test.each([
  [{ people: 20, repositories: 20 }, 5000],
  [{ people: 21 }, 6050],
  [{ repositories: 30 }, 6500],
  [{ people: 40, repositories: 40 }, 9000],
  [{ people: 100, repositories: 100 }, 12_500],
])('%j has %i an hour', async (size, limit) => {
  const ask = await openedWith(size);
  expect(await ask()).toEqual([200, limit, limit - 1]);
});

test('an installation that used up its own is refused until its hour is over, and no other is', async () => {
  const ask = await openedWith({}, { hourly: () => 2 });
  const asked = async (): Promise<unknown> => [await ask(), await ask(), await ask()];
  expect(await asked()).toEqual([
    [200, 2, 1],
    [200, 2, 0],
    [403, 2, 0],
  ]);
  expect(await ask('solo')).toEqual([200, 2, 1]);
  github.clock.advance(3_599_000);
  expect(await ask()).toEqual([403, 2, 0]);
  github.clock.advance(1000);
  expect(await asked()).toEqual([
    [200, 2, 1],
    [200, 2, 0],
    [403, 2, 0],
  ]);
});

test('what is left of the hour can be said, of one installation and one API', async () => {
  const ask = await openedWith({});
  github.leaveOfLimit(installed.get('acme') ?? 0, 1, 'core');
  github.leaveOfLimit(installed.get('solo') ?? 0, 0);
  expect([await ask(), await ask(), await ask('solo')]).toEqual([
    [200, 5000, 0],
    [403, 5000, 0],
    [200, 5000, 4999],
  ]);
});
