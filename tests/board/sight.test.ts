/** What somebody sees on the board is what GitHub lets them see, for as long as it does, and costs a request in five minutes. */
import type { Sandbox } from '@baton/sandbox';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createDoor, type Door } from '../../src/board/door/index.ts';
import {
  about,
  createSite,
  readAssets,
  show,
  type Site,
  type Visitor,
  type Withheld,
} from '../../src/board/site/index.ts';
import { createGitHub, createApp } from '../../src/github/index.ts';
import { openStore, policyTeamStore, type Store } from '../../src/store/index.ts';
import { accessTo, registerBaton, signInOf } from '../baton.ts';
import { world } from '../stories/stage.ts';

const minute = 60_000;
let github: Sandbox;
let store: Store;
let site: Site;
let door: Door;
/** Milliseconds by which our clock was put back. */
let back: number;
const publicUrl = 'http://127.0.0.1:3000';

/** acme/shop is public, acme/secret and acme/lab are not; rita may read the first two, ben all of them as a member. */
async function open(isPublic = false): Promise<void> {
  back = 0;
  github = await world({ policy: null });
  github.user('sam');
  github.repository('acme/secret', { private: true, collaborators: { rita: 'read' } });
  github.repository('acme/lab', { private: true });
  github.repository('acme/unheard', { private: true, collaborators: { rita: 'admin' } });
  registerBaton(github);
  github.install('baton', 'acme', 'all');
  store = await openStore(':memory:');
  for (const name of ['acme/shop', 'acme/secret', 'acme/lab'])
    await policyTeamStore(store.db).nowComplete(installationId(), {
      id: github.find.repository(name).nodeId,
      name,
    });
  const log = pino({ level: 'silent' });
  const access = { ...accessTo(github), timeout: 2000 };
  const made = createDoor({
    environment: {
      board: { publicUrl, ...signInOf(github), admins: [], isPublic },
      github: access,
      githubUrl: github.url,
    },
    store,
    github: createGitHub(createApp(access, log)),
    now: () => github.clock.now() - back,
    log,
  });
  if (made === null) throw new Error('It is off.');
  door = made;
  site = createSite({ assets: readAssets(), visitorOf: door.visitorOf, publicUrl, log });
  door.add(site);
  site.get('/seen', async (here) => {
    const sight = await here.get('visitor').sees();
    return show(here, { title: 'Seen', content: Array.from(sight.values(), ({ name }) => `[${name}]`) });
  });
  site.get(
    '/:owner/:repo',
    about((here, { name, installation: by }) => here.json({ name, by })),
  );
  github.requests.length = 0;
}
const installationId = (): number => github.installations('baton')[0]?.id ?? 0;
beforeEach(() => open());
afterEach(async () => {
  await store.close();
  await github.close();
  expect(github.unplayed).toEqual([]);
});

type Asking = { readonly status: number; readonly body: string; readonly location: string };
type Person = (path: string, headers?: Record<string, string>) => Promise<Asking>;
const nobody: Person = (path, headers = {}) => ask(path, '', headers);

async function ask(path: string, cookie: string, headers: Record<string, string>): Promise<Asking> {
  const response = await site.request(`${publicUrl}${path}`, {
    headers: { accept: 'text/html', cookie, ...headers },
  });
  return {
    status: response.status,
    body: await response.text(),
    location: response.headers.get('location') ?? '',
  };
}

/** Signs somebody in. */
async function as(login: string): Promise<Person> {
  const there = await site.request(`${publicUrl}/sign-in`);
  const page = new URL(there.headers.get('location') ?? '');
  const said = await fetch(`${page.origin}${page.pathname}`, {
    method: 'POST',
    headers: { cookie: github.browser(login) },
    body: new URLSearchParams([...page.searchParams, ['authorize', '1']]),
    redirect: 'manual',
  });
  const [browser = ''] = there.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
  const back = await site.request(said.headers.get('location') ?? '', { headers: { cookie: browser } });
  const cookie = back.headers.getSetCookie().find((each) => each.startsWith('baton=')) ?? '';
  github.requests.length = 0;
  return (path, headers = {}) => ask(path, cookie.split(';')[0] ?? '', headers);
}
const seen = ({ body }: Asking): readonly string[] =>
  [...body.matchAll(/\[(acme\/\w+)\]/g)].map(([, name = '']) => name).sort();
const asked = (): number => github.requests.length;

describe('somebody who is signed in', () => {
  test('sees what GitHub lets them see, of what Baton knows', async () => {
    const [rita, ben, sam] = [await as('rita'), await as('ben'), await as('sam')];
    expect(seen(await rita('/seen'))).toEqual(['acme/secret', 'acme/shop']);
    expect(seen(await ben('/seen'))).toEqual(['acme/lab', 'acme/secret', 'acme/shop']);
    expect(seen(await sam('/seen'))).toEqual(['acme/shop']);
    expect(JSON.parse((await rita('/acme/SECRET')).body)).toEqual({
      name: 'acme/secret',
      by: installationId(),
    });
  });

  test('is told the same of what is hidden from them and of what is not there', async () => {
    const rita = await as('rita');
    const [hidden, gone, unheard] = await Promise.all(
      ['/acme/lab', '/acme/labs', '/acme/unheard'].map((path) => rita(path)),
    );
    expect(hidden?.status).toBe(404);
    expect(hidden?.body).toBe(gone?.body);
    expect(unheard?.body).toBe(gone?.body);
  });

  test('costs one request in five minutes, however much they look, and at once', async () => {
    const rita = await as('rita');
    await Promise.all(Array.from({ length: 20 }, () => rita('/seen')));
    expect(asked()).toBe(1);
    github.clock.advance(5 * minute - 1);
    for (let time = 0; time < 20; time += 1) await rita('/acme/secret');
    expect(asked()).toBe(1);
    github.clock.advance(1);
    await rita('/seen');
    expect(asked()).toBe(2);
  });

  test('loses it within five minutes also where the clock was put back meanwhile', async () => {
    const rita = await as('rita');
    expect(seen(await rita('/seen'))).toEqual(['acme/secret', 'acme/shop']);
    github.collaborator('acme/secret', 'rita', null);
    back = 60 * minute;
    github.clock.advance(5 * minute);
    expect(seen(await rita('/seen'))).toEqual(['acme/shop']);
  });

  test('loses here within five minutes what they lose on GitHub', async () => {
    const rita = await as('rita');
    expect((await rita('/acme/secret')).status).toBe(200);
    github.collaborator('acme/secret', 'rita', null);
    github.clock.advance(5 * minute);
    expect((await rita('/acme/secret')).status).toBe(404);
    expect(seen(await rita('/seen'))).toEqual(['acme/shop']);
  });

  test('sees a repository under the name that it has now', async () => {
    const rita = await as('rita');
    github.renameRepository('acme/secret', 'vault');
    expect((await rita('/acme/vault')).status).toBe(200);
    expect((await rita('/acme/secret')).status).toBe(404);
  });

  test('sees nothing more of where Baton was uninstalled, but what is public', async () => {
    const rita = await as('rita');
    github.uninstall('baton', 'acme');
    expect(seen(await rita('/seen'))).toEqual(['acme/shop']);
  });

  test('sees what was known until its time is over, while GitHub is away; then nothing, and is told', async () => {
    const rita = await as('rita');
    await rita('/seen');
    github.faults.add({ match: () => true, kind: '5xx', times: Infinity });
    github.clock.advance(5 * minute - 1);
    expect(seen(await rita('/seen'))).toEqual(['acme/secret', 'acme/shop']);
    github.clock.advance(1);
    const away = await rita('/seen');
    expect([away.status, seen(away)]).toEqual([503, []]);
    expect(away.body).toContain('GitHub answers 502');
    // It is left alone for some seconds.
    const before = asked();
    for (let time = 0; time < 10; time += 1) expect((await rita('/acme/secret')).status).toBe(503);
    expect(asked()).toBe(before);
    github.faults.clear();
    github.clock.advance(10_000);
    expect(seen(await rita('/seen'))).toEqual(['acme/secret', 'acme/shop']);
  });

  test('whose token GitHub does not take any more signs in again; a script is told so', async () => {
    const rita = await as('rita');
    await rita('/seen');
    github.revokeAuthorization('baton', 'rita');
    expect((await rita('/seen')).status).toBe(200);
    github.clock.advance(5 * minute);
    const over = await rita('/seen?x=1');
    expect([over.status, over.location]).toEqual([303, '/sign-in?to=%2Fseen%3Fx%3D1']);
    expect((await rita('/seen', { accept: 'application/json' })).body).not.toContain('secret');
    const again = await as('rita');
    await again('/seen');
    github.revokeAuthorization('baton', 'rita');
    github.clock.advance(5 * minute);
    const script = await again('/seen', { accept: 'application/json' });
    expect([script.status, JSON.parse(script.body)]).toEqual([
      401,
      { error: 'You are not signed in any more.' },
    ]);
  });

  test('keeps what one saw from the other, also in one process', async () => {
    const [rita, ben] = [await as('rita'), await as('ben')];
    const both = await Promise.all([
      ben('/acme/lab'),
      rita('/acme/lab'),
      ben('/acme/lab'),
      rita('/acme/lab'),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 404, 200, 404]);
  });
});

describe('somebody who is not signed in', () => {
  test('sees nothing, and is led to GitHub', async () => {
    expect(seen(await nobody('/seen'))).toEqual([]);
    for (const path of ['/acme/shop', '/acme/secret', '/acme/none']) {
      const { status, location } = await nobody(path);
      expect([status, location]).toEqual([303, `/sign-in?${new URLSearchParams({ to: path }).toString()}`]);
    }
    expect(asked()).toBe(0);
  });

  test('sees what is public, if the settings say so, for a request in five minutes of all of them together', async () => {
    await store.close();
    await github.close();
    await open(true);
    expect(seen(await nobody('/seen'))).toEqual(['acme/shop']);
    const first = asked();
    for (const path of ['/acme/secret', '/acme/none']) expect((await nobody(path)).status).toBe(303);
    expect(asked()).toBe(first);
    github.find.repository('acme/shop').private = true;
    github.clock.advance(5 * minute);
    expect(seen(await nobody('/seen'))).toEqual([]);
    expect(asked()).toBe(first + 1);
    github.faults.add({ match: () => true, kind: '5xx', times: Infinity });
    github.clock.advance(5 * minute);
    const away = await nobody('/seen');
    expect([away.status, away.body.includes('doesn’t say now which repositories are public')]).toEqual([
      503,
      true,
    ]);
    github.faults.clear();
    github.clock.advance(10_000);
    expect((await nobody('/seen')).status).toBe(200);
  });
});

test('why GitHub shows less is said on the page, with what to do', async () => {
  const page = async (withheld: Withheld): Promise<string> => {
    const visitorOf = async (): Promise<Visitor> => ({
      person: { id: 7, login: 'rita' },
      isAdmin: false,
      sees: async () => new Map(),
      withheld: () => withheld,
    });
    const made = createSite({ assets: readAssets(), visitorOf, publicUrl, log: pino({ level: 'silent' }) });
    const response = await made.request(`${publicUrl}/none`, { headers: { accept: 'text/html' } });
    return response.text();
  };
  expect(await page([])).not.toContain('class="note"');
  const both = await page(['sign-on', 'addresses']);
  expect(both).toContain('<code>github.com/orgs/ORGANIZATION/sso</code>');
  expect(both).toContain('under “IP allow list”');
});
