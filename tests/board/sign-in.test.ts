/** Signing in to the board with GitHub, and out again; and what strangers try with it. */
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { signInOf } from '../baton.ts';
import { openStage, type Stage } from '../stories/stage.ts';
import { visit, type Visit } from './visiting.ts';

let stage: Stage;
let lines = '';
let url: string;
const secrets: string[] = [];

beforeAll(async () => {
  const log = pino({ level: 'trace' }, { write: (line: string) => void (lines += line) });
  stage = await openStage({ board: { admins: ['olga'] }, log });
  ({ url } = stage.service());
});
afterAll(async () => {
  await stage.close();
  for (const secret of [...secrets, signInOf(stage.github).clientSecret])
    if (secret !== '') expect(lines).not.toContain(secret);
  expect(lines).not.toMatch(/gh[ur]_\w{10}/);
});

let browser: Visit;
beforeEach(() => {
  browser = visit(stage.github, url);
  stage.github.requests.length = 0;
});
afterEach(() => secrets.push(...browser.cookies.values()));

const who = (body: string): string | undefined =>
  /<details class="who"><summary>.*<bdi>(.*)<\/bdi>/.exec(body)?.[1];
/** But what they see, which the board asks for. */
const asked = (): string[] =>
  stage.github.requests.filter(({ kind }) => kind !== 'query').map(({ method, path }) => `${method} ${path}`);
const sessions = async (): Promise<number> =>
  (await stage.service().store.db.selectFrom('sessions').select('id').execute()).length;

describe('somebody', () => {
  test('goes to GitHub and back to where they were going, and is who they are there', async () => {
    const there = await browser.get('/sign-in?to=/acme/shop/1%3Fx%3D1');
    expect(there.status).toBe(303);
    const page = new URL(there.location);
    expect(`${page.origin}${page.pathname}`).toBe(`${stage.github.url}/login/oauth/authorize`);
    expect(page.searchParams.get('redirect_uri')).toBe(`${url}/sign-in/callback`);
    expect(page.searchParams.get('code_challenge_method')).toBe('S256');
    expect(there.headers.get('cache-control')).toBe('private, no-store');

    const back = await browser.signIn('maria', '/acme/shop/1?x=1');
    expect([back.status, back.location]).toEqual([303, '/acme/shop/1?x=1']);
    expect([...browser.cookies.keys()]).toEqual(['baton']);
    expect(browser.cookies.get('baton')).toMatch(/^[\w-]{43}\.[\w-]{43}$/);
    expect(who((await browser.get('/')).body)).toBe('maria');
    expect(asked().filter((line) => !line.includes('/authorize'))).toEqual([
      'POST /login/oauth/access_token',
      'GET /user',
    ]);
  });

  test('has cookies that no script reads and no other page sends', async () => {
    const there = await browser.get('/sign-in');
    const back = await browser.signIn('maria');
    for (const [set, lasts] of [
      [there.headers.getSetCookie()[0], 600],
      [back.headers.getSetCookie().find((each) => each.startsWith('baton=')), 28_800],
    ])
      expect(set).toMatch(new RegExp(`^[a-z-]+=[\\w.-]+; Max-Age=${lasts}; Path=/; HttpOnly; SameSite=Lax$`));
  });

  test('who is signed in already stays so, without asking GitHub', async () => {
    await browser.signIn('maria');
    stage.github.requests.length = 0;
    const again = await browser.get('/sign-in?to=/report');
    expect([again.status, again.location, asked()]).toEqual([303, '/report', []]);
  });

  test('signs in twice, and has another session: the first has ended, and its token, too', async () => {
    await browser.signIn('maria');
    const first = browser.cookies.get('baton') ?? '';
    browser.cookies.set('baton', '');
    const second = visit(stage.github, url);
    // In the same browser, where the door does not see that they are signed in.
    const callback = await second.callbackFor('maria');
    second.cookies.set('baton', first);
    await second.get(`${callback.pathname}${callback.search}`);
    expect(second.cookies.get('baton')).not.toBe(first);
    expect(who((await second.get('/')).body)).toBe('maria');
    second.cookies.set('baton', first);
    expect(who((await second.get('/')).body)).toBeUndefined();
    await stage.until(() => asked().some((line) => line.startsWith('DELETE /applications/')));
    secrets.push(first);
  });

  test('signs out: here alone, and the token is given back to GitHub', async () => {
    const elsewhere = visit(stage.github, url);
    await elsewhere.signIn('maria');
    await browser.signIn('maria');
    const mine = browser.cookies.get('baton') ?? '';
    stage.github.requests.length = 0;
    const out = await browser.post('/sign-out');
    expect(out.status).toBe(200);
    expect(out.body).toContain('<h1><bdi>You are signed out</bdi></h1>');
    expect(who(out.body)).toBeUndefined();
    expect([...browser.cookies.keys()]).toEqual(['baton-out']);
    browser.cookies.set('baton', mine);
    expect(who((await browser.get('/')).body)).toBeUndefined();
    expect(who((await elsewhere.get('/')).body)).toBe('maria');
    await stage.until(() => asked().length > 0);
    expect(asked()).toEqual([expect.stringMatching(/^DELETE \/applications\/Iv23li\w+\/token$/)]);
    secrets.push(mine);
  });

  test('who signed out is asked by GitHub who they are before they are let in again, in that browser alone', async () => {
    const prompt = async (somebody: Visit): Promise<string | null> =>
      new URL((await somebody.get('/sign-in?to=/acme/shop/1')).location).searchParams.get('prompt');
    await browser.signIn('maria');
    await browser.post('/sign-out');
    expect(await prompt(browser)).toBe('select_account');
    expect(await prompt(visit(stage.github, url))).toBeNull();
    await browser.signIn('maria');
    expect([...browser.cookies.keys()]).toEqual(['baton']);
  });

  test('signs out everywhere: all of their sessions end, and nobody else’s', async () => {
    const [one, two, other] = [browser, visit(stage.github, url), visit(stage.github, url)];
    await one.signIn('anton');
    await two.signIn('anton');
    await other.signIn('ben');
    stage.github.requests.length = 0;
    const out = await one.post('/sign-out/everywhere');
    expect(out.body).toContain('All your sessions here have ended.');
    expect(out.body).not.toContain('didn’t answer');
    expect(asked().length).toBe(2);
    expect(who((await two.get('/')).body)).toBeUndefined();
    expect(who((await other.get('/')).body)).toBe('ben');
    for (const each of [two, other]) secrets.push(...each.cookies.values());
  });

  test('signs out everywhere while GitHub is away: they are told that their tokens last on', async () => {
    await browser.signIn('ben');
    stage.github.faults.add({ match: ({ method }) => method === 'DELETE', kind: '5xx' });
    const out = await browser.post('/sign-out/everywhere');
    expect(out.status).toBe(200);
    expect(out.body).toContain('GitHub didn’t answer, so the tokens');
  });

  test('who takes back on GitHub what they allowed is signed out', async () => {
    await browser.signIn('otto');
    expect(who((await browser.get('/')).body)).toBe('otto');
    stage.github.revokeAuthorization('baton', 'otto');
    await stage.settled();
    expect(who((await browser.get('/')).body)).toBeUndefined();
  });

  test('has a session for eight hours', async () => {
    await browser.signIn('maria');
    stage.github.clock.advance(8 * 3_600_000 - 60_000);
    expect(who((await browser.get('/')).body)).toBe('maria');
    stage.github.clock.advance(60_000);
    expect(who((await browser.get('/')).body)).toBeUndefined();
  });

  test('of the administrators sees the way to how Baton does', async () => {
    await browser.signIn('maria');
    expect((await browser.get('/')).body).not.toContain('href="/operation"');
    const olga = visit(stage.github, url);
    await olga.signIn('olga');
    expect((await olga.get('/')).body).toContain('href="/operation"');
    secrets.push(...olga.cookies.values());
  });
});

describe('what goes wrong is said, with what to do', () => {
  test('they chose not to let Baton know who they are', async () => {
    const { location } = await browser.get('/sign-in');
    const page = new URL(location);
    const said = await fetch(`${page.origin}${page.pathname}`, {
      method: 'POST',
      headers: { cookie: stage.github.browser('maria') },
      body: new URLSearchParams([...page.searchParams, ['authorize', '0']]),
      redirect: 'manual',
    });
    const back = new URL(said.headers.get('location') ?? '');
    const answer = await browser.get(`${back.pathname}${back.search}`);
    expect([answer.status, browser.cookies.has('baton')]).toEqual([403, false]);
    expect(answer.body).toContain('you chose not to let Baton know who you are');
    // What GitHub sent stands nowhere on the page.
    expect(answer.body).not.toContain(back.searchParams.get('state') ?? '-');
  });

  test.each([
    ['redirect_uri_mismatch', 500, 'has to be a “Callback URL”'],
    ['application_suspended', 503, 'GitHub has suspended this App'],
    ['unverified_user_email', 403, 'email address verified first'],
    ['<script>alert(1)</script>', 500, 'GitHub didn’t sign you in'],
    ['constructor', 500, 'GitHub didn’t sign you in'],
  ])('GitHub says %s', async (error, status, said) => {
    const answer = await browser.get(
      `/sign-in/callback?${new URLSearchParams({ error, error_description: '<b>evil</b>', state: 'x' }).toString()}`,
    );
    expect([answer.status, answer.body.includes(said)]).toEqual([status, true]);
    expect(answer.body).not.toMatch(/<script>|<b>evil/);
    expect(asked()).toEqual([]);
  });

  test('GitHub is away, when the code is to be exchanged or when it is asked who it is', async () => {
    for (const path of ['/login/oauth/access_token', '/user']) {
      const code = await browser.callbackFor('maria');
      stage.github.faults.add({ match: (request) => request.path === path, kind: '5xx' });
      const answer = await browser.get(`${code.pathname}${code.search}`);
      expect([answer.status, answer.headers.get('retry-after'), browser.cookies.size]).toEqual([
        503,
        '60',
        0,
      ]);
      expect(answer.body).toContain('GitHub doesn’t answer');
    }
    // The token that nobody uses is given back.
    await stage.until(() => asked().some((line) => line.startsWith('DELETE /applications/')));
  });

  test('a code that was used, or made up', async () => {
    const callback = await browser.callbackFor('maria');
    callback.searchParams.set('code', 'made-up');
    const answer = await browser.get(`${callback.pathname}${callback.search}`);
    expect([answer.status, answer.body.includes('That took too long, or was done twice')]).toEqual([
      400,
      true,
    ]);
    expect(browser.cookies.size).toBe(0);
  });
});

describe('a stranger', () => {
  const begin = 'This sign-in didn’t begin here';

  test('makes somebody follow a link with a code of the stranger’s: nobody is signed in as them', async () => {
    const stranger = visit(stage.github, url);
    const link = await stranger.callbackFor('rita');
    const before = await sessions();
    const answer = await browser.get(`${link.pathname}${link.search}`);
    expect([answer.status, answer.body.includes(begin)]).toEqual([400, true]);
    // Also where the victim began to sign in.
    await browser.get('/sign-in');
    expect((await browser.get(`${link.pathname}${link.search}`)).body).toContain(begin);
    expect([await sessions(), browser.cookies.has('baton')]).toEqual([before, false]);
    expect(asked().filter((line) => line.includes('access_token'))).toEqual([]);
    secrets.push(...stranger.cookies.values());
  });

  test('uses a way back twice, or after ten minutes', async () => {
    const callback = await browser.callbackFor('maria');
    const kept = new Map(browser.cookies);
    expect((await browser.get(`${callback.pathname}${callback.search}`)).status).toBe(303);
    for (const [name, value] of kept) browser.cookies.set(name, value);
    expect((await browser.get(`${callback.pathname}${callback.search}`)).body).toContain(begin);
    const late = visit(stage.github, url);
    const second = await late.callbackFor('maria');
    stage.github.clock.advance(600_000);
    expect((await late.get(`${second.pathname}${second.search}`)).body).toContain(begin);
  });

  test.each([
    'https://evil.example/',
    '//evil.example',
    String.raw`/\evil.example`,
    '/sign-out',
    'javascript:1',
  ])('leads somebody to %s by way of the door: they end at the board', async (to) => {
    const back = await browser.signIn('maria', to);
    expect([back.status, back.location]).toEqual([303, '/']);
    const again = await browser.get(`/sign-in?${new URLSearchParams({ to }).toString()}`);
    expect(again.location).toBe('/');
  });

  test('has a page of theirs sign somebody out: it cannot', async () => {
    await browser.signIn('maria');
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-site' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
      { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign)
      for (const path of ['/sign-out', '/sign-out/everywhere'])
        expect((await browser.post(path, headers)).status).toBe(403);
    expect((await browser.get('/sign-out')).status).toBe(404);
    expect(who((await browser.get('/')).body)).toBe('maria');
  });

  test('makes up sessions: none is', async () => {
    await browser.signIn('maria');
    const [id = '', signature = ''] = browser.cookies.get('baton')?.split('.') ?? [];
    const wrong = [
      `${id}.${id}`,
      `${signature}.${id}`,
      id,
      `${id}.`,
      `${'A'.repeat(43)}.${'A'.repeat(43)}`,
      "' or 1=1 --",
    ];
    for (const value of wrong) {
      const other = visit(stage.github, url);
      other.cookies.set('baton', value);
      expect(who((await other.get('/')).body)).toBeUndefined();
    }
  });

  test('keeps a way back that only looks ahead (HEAD) from being used up', async () => {
    const callback = await browser.callbackFor('maria');
    const cookie = Array.from(browser.cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const looked = await fetch(callback, { method: 'HEAD', headers: { cookie }, redirect: 'manual' });
    expect(looked.status).toBe(400);
    expect((await browser.get(`${callback.pathname}${callback.search}`)).status).toBe(303);
  });

  test('comes with codes by the hundred: GitHub is asked about so many a minute', async () => {
    stage.github.clock.advance(60_000);
    const statuses: number[] = [];
    for (let time = 0; time < 125; time += 1) {
      const { location } = await browser.get('/sign-in');
      const state = new URL(location).searchParams.get('state') ?? '';
      statuses.push(
        (await browser.get(`/sign-in/callback?${new URLSearchParams({ state, code: 'x' }).toString()}`))
          .status,
      );
    }
    expect(statuses.filter((status) => status === 400)).toHaveLength(120);
    expect(statuses.slice(120)).toEqual([503, 503, 503, 503, 503]);
    expect(asked().filter((line) => line.includes('access_token'))).toHaveLength(120);
    stage.github.clock.advance(60_000);
    expect((await browser.signIn('maria')).status).toBe(303);
  });
});
