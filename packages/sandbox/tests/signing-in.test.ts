/** A person signs in to an App with GitHub: the page, the code, the tokens, by GitHub's "Generating a user access token". */
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClock, startSandbox, type App, type Sandbox } from '../src/index.ts';

const callback = 'http://app.example/callback';
const start = Date.parse('2026-03-02T09:00:00Z');

let github: Sandbox;
let app: App;
const clock = createClock(start);
beforeEach(async () => {
  github = await startSandbox({ clock });
  for (const login of ['pia', 'ed']) github.user(login);
  app = github.app({ slug: 'helper', permissions: {}, events: [], callbackUrls: [callback] });
});
afterEach(() => github.close());

type Seen = { readonly status: number; readonly text: string; readonly to: string; readonly cookie: string };

/** One step of a browser that keeps no cookies itself. */
async function visit(path: string, cookie = '', form?: Readonly<Record<string, string>>): Promise<Seen> {
  const answer = await fetch(new URL(path, github.url), {
    redirect: 'manual',
    headers: { cookie },
    ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
  });
  return {
    status: answer.status,
    text: await answer.text(),
    to: answer.headers.get('location') ?? '',
    cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
  };
}

const address = (more: Readonly<Record<string, string>> = {}): string =>
  `/login/oauth/authorize?${new URLSearchParams({ client_id: app.clientId, ...more }).toString()}`;

/** The form that a button stands in, with that button pressed. */
function pressed(text: string, name: string, value: string): Record<string, string> {
  expect(text).toContain(`<button name="${name}" value="${value}"`);
  const fields = [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  return {
    ...Object.fromEntries(fields.map(([, key = '', held = '']) => [key, held.replaceAll('&amp;', '&')])),
    [name]: value,
  };
}

async function exchange(form: Readonly<Record<string, string>>): Promise<Record<string, string | number>> {
  const [secret = ''] = app.clientSecrets;
  const answer = await fetch(`${github.url}/login/oauth/access_token`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({ client_id: app.clientId, client_secret: secret, ...form }),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Record<string, string | number>;
}

/** A code for somebody who authorized the App. */
async function codeFor(login: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  github.userToken('helper', login);
  const { to } = await visit(address(more), github.browser(login));
  return new URL(to).searchParams.get('code') ?? '';
}

const whoIs = async (token: unknown): Promise<unknown> => {
  const answer = await fetch(`${github.url}/user`, { headers: { authorization: `Bearer ${String(token)}` } });
  const body = (await answer.json()) as { login?: string; message?: string };
  return body.login ?? [answer.status, body.message];
};

test('somebody signs in, authorizes the App once, and the App learns who it is', async () => {
  const asked = address({ state: 'a & b', redirect_uri: callback });
  const nobody = await visit(asked);
  expect([nobody.status, nobody.text.includes('value="ed"'), nobody.text.includes('site-admin')]).toEqual([
    200,
    true,
    false,
  ]);
  const signedIn = await visit('/session', '', pressed(nobody.text, 'login', 'pia'));
  expect([signedIn.status, new URL(signedIn.to, github.url).href]).toEqual([302, github.url + asked]);

  const question = await visit(signedIn.to, signedIn.cookie);
  expect(question.text).toContain('helper by site-admin would like permission to');
  const said = await visit(
    '/login/oauth/authorize',
    signedIn.cookie,
    pressed(question.text, 'authorize', '1'),
  );
  const back = new URL(said.to);
  expect([`${back.origin}${back.pathname}`, back.searchParams.get('state')]).toEqual([callback, 'a & b']);
  const code = back.searchParams.get('code') ?? '';

  const { access_token: token, refresh_token: refresh, ...rest } = await exchange({ code });
  expect([String(token).slice(0, 4), String(refresh).slice(0, 4)]).toEqual(['ghu_', 'ghr_']);
  expect(rest).toEqual({
    expires_in: 28_800,
    refresh_token_expires_in: 15_897_600,
    scope: '',
    token_type: 'bearer',
  });
  expect(await whoIs(token)).toBe('pia');
  // The second time nobody is asked.
  expect((await visit(asked, signedIn.cookie)).status).toBe(302);
  expect(github.unplayed).toEqual([]);
  expect(github.misfits).toEqual([]);
});

test('somebody says no, and the App is told', async () => {
  const cookie = github.browser('ed');
  const question = await visit(address({ state: 's1' }), cookie);
  const { to } = await visit('/login/oauth/authorize', cookie, pressed(question.text, 'authorize', '0'));
  expect(Object.fromEntries(new URL(to).searchParams)).toMatchObject({
    error: 'access_denied',
    error_description: 'The user has denied your application access.',
    state: 's1',
  });
  // Nothing was authorized.
  expect((await visit(address(), cookie)).status).toBe(200);
});

test('with another account: by `login`, by `prompt`, and by the link on the page', async () => {
  const cookie = github.browser('pia');
  github.userToken('helper', 'pia');
  expect((await visit(address(), cookie)).status).toBe(302);
  expect((await visit(address({ login: 'pia' }), cookie)).status).toBe(302);
  const hinted = await visit(address({ login: 'ed' }), cookie);
  expect(hinted.text).toMatch(/value="ed".*\n.*value="pia"/);
  const picker = await visit(address({ prompt: 'select_account', state: 's' }), cookie);
  const { to } = await visit('/session', cookie, pressed(picker.text, 'login', 'ed'));
  expect(to).toBe(address({ state: 's' }));
});

test.each([
  ['http://app.example/callback', 'code'],
  ['http://app.example/callback/deeper', 'redirect_uri_mismatch'],
  ['http://app.example/callback?next=/', 'redirect_uri_mismatch'],
  ['http://app.example:8080/callback', 'redirect_uri_mismatch'],
  ['http://evil.example/callback', 'redirect_uri_mismatch'],
  ['javascript:alert(1)', 'redirect_uri_mismatch'],
  ['http://127.0.0.1:4711/back', 'code'],
  ['http://127.0.0.1:4711/elsewhere', 'redirect_uri_mismatch'],
  ['http://localhost:4711/back', 'redirect_uri_mismatch'],
  ['https://127.0.0.1:4711/back', 'redirect_uri_mismatch'],
])('a redirect_uri of %s gives: %s', async (asked, given) => {
  github.changeApp('helper', { callbackUrls: [callback, 'http://127.0.0.1/back'] });
  github.userToken('helper', 'pia');
  const { to } = await visit(address({ redirect_uri: asked, state: 's' }), github.browser('pia'));
  const back = new URL(to);
  expect(back.searchParams.get('state')).toBe('s');
  if (given === 'code') expect([to.startsWith(asked), back.searchParams.has('code')]).toEqual([true, true]);
  else expect([to.startsWith(callback), back.searchParams.get('error')]).toEqual([true, given]);
});

test('an App that nobody knows, and one without a callback URL, lead nowhere', async () => {
  expect((await visit('/login/oauth/authorize?client_id=Iv23nobody')).status).toBe(404);
  expect((await visit('/login/oauth/authorize')).status).toBe(404);
  github.changeApp('helper', { callbackUrls: [] });
  expect((await visit(address({ redirect_uri: callback }))).status).toBe(404);
});

test('after signing in, nobody is sent to another site', async () => {
  for (const to of ['http://evil.example/', '//evil.example/', '/login/oauth/authorizes'])
    expect((await visit('/session', '', { login: 'pia', return_to: to })).to).toBe('/');
});

test('a code works once, for ten minutes, for its App, and for where it was sent', async () => {
  const bad = {
    error: 'bad_verification_code',
    error_description: 'The code passed is incorrect or expired.',
  };
  const code = await codeFor('pia');
  expect(await exchange({ code, redirect_uri: 'http://app.example/other' })).toMatchObject({
    error: 'redirect_uri_mismatch',
  });
  expect(await exchange({ code, client_secret: 'guessed' })).toMatchObject({
    error: 'incorrect_client_credentials',
  });
  const other = github.app({ slug: 'other', permissions: {}, events: [], callbackUrls: [callback] });
  const [secret = ''] = other.clientSecrets;
  expect(await exchange({ code, client_id: other.clientId, client_secret: secret })).toMatchObject(bad);
  expect(await exchange({ code, redirect_uri: callback })).toHaveProperty('access_token');
  expect(await exchange({ code })).toMatchObject(bad);
  expect(await exchange({ code: 'guessed' })).toMatchObject(bad);
  expect(await exchange({})).toMatchObject(bad);

  const late = await codeFor('pia');
  clock.advance(599_999);
  const inTime = await codeFor('ed');
  clock.advance(1);
  expect(await exchange({ code: late })).toMatchObject(bad);
  expect(await exchange({ code: inTime })).toHaveProperty('access_token');
  expect(await exchange({ code: await codeFor('pia'), grant_type: 'password' })).toMatchObject({
    error: 'unsupported_grant_type',
  });
});

test('PKCE: whoever asked must show what they hashed', async () => {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
  const code = await codeFor('pia', pkce);
  const bad = { error: 'bad_verification_code' };
  expect(await exchange({ code })).toMatchObject(bad);
  expect(await exchange({ code, code_verifier: challenge })).toMatchObject(bad);
  expect(await exchange({ code, code_verifier: verifier })).toHaveProperty('access_token');
  for (const wrong of [
    { code_challenge: challenge },
    { code_challenge_method: 'S256' },
    { code_challenge: challenge, code_challenge_method: 'plain' },
    { code_challenge: 'short', code_challenge_method: 'S256' },
  ]) {
    const { to } = await visit(address(wrong), github.browser('pia'));
    expect(new URL(to).searchParams.get('error')).toBe('invalid_request');
  }
  // Through the page, the challenge is still the one that was asked with.
  github.revokeAuthorization('helper', 'pia');
  const cookie = github.browser('pia');
  const question = await visit(address(pkce), cookie);
  const { to } = await visit('/login/oauth/authorize', cookie, pressed(question.text, 'authorize', '1'));
  const second = new URL(to).searchParams.get('code') ?? '';
  expect(await exchange({ code: second })).toMatchObject(bad);
  expect(await exchange({ code: second, code_verifier: verifier })).toHaveProperty('access_token');
});

test('tokens end after eight hours, and a refresh token gives new ones, once', async () => {
  const first = await exchange({ code: await codeFor('pia') });
  clock.advance(28_799_999);
  expect(await whoIs(first['access_token'])).toBe('pia');
  clock.advance(1);
  expect(await whoIs(first['access_token'])).toEqual([401, 'Bad credentials']);
  const refresh = (token: unknown): Promise<Record<string, string | number>> =>
    exchange({ grant_type: 'refresh_token', refresh_token: String(token) });
  const second = await refresh(first['refresh_token']);
  expect(await whoIs(second['access_token'])).toBe('pia');
  const bad = { error: 'bad_refresh_token' };
  expect(await refresh(first['refresh_token'])).toMatchObject(bad);
  const third = await refresh(second['refresh_token']);
  expect(await whoIs(second['access_token'])).toEqual([401, 'Bad credentials']);
  clock.advance(15_897_600_000);
  expect(await refresh(third['refresh_token'])).toMatchObject(bad);
});

test('an App that opted out has tokens that do not end', async () => {
  github.changeApp('helper', { userTokensExpire: false });
  const tokens = await exchange({ code: await codeFor('pia') });
  expect(Object.keys(tokens)).toEqual(['access_token', 'scope', 'token_type']);
  clock.advance(365 * 86_400_000);
  expect(await whoIs(tokens['access_token'])).toBe('pia');
});

test('revoked by the person: every token ends at once, and the App is told, subscribed or not', async () => {
  const received: string[] = [];
  const first = await exchange({ code: await codeFor('pia') });
  const ed = await exchange({ code: await codeFor('ed') });
  const code = await codeFor('pia');
  github.hook('helper', { url: 'http://127.0.0.1:9/', secret: 's' });
  github.revokeAuthorization('helper', 'pia');
  await github.settled();
  received.push(...github.deliveries.map(({ event, action }) => `${event} ${String(action)}`));
  expect(received).toEqual(['github_app_authorization revoked']);
  expect(github.deliveries[0]?.payload).toMatchObject({ action: 'revoked', sender: { login: 'pia' } });
  expect(await whoIs(first['access_token'])).toEqual([401, 'Bad credentials']);
  expect(await exchange({ code })).toMatchObject({ error: 'bad_verification_code' });
  expect(
    await exchange({ grant_type: 'refresh_token', refresh_token: String(first['refresh_token']) }),
  ).toMatchObject({ error: 'bad_refresh_token' });
  expect(await whoIs(ed['access_token'])).toBe('ed');
  expect(github.misfits).toEqual([]);
});

test('a person whose account is gone: tokens, codes and browsers are nothing any more', async () => {
  const first = await exchange({ code: await codeFor('pia') });
  const code = await codeFor('pia');
  const cookie = github.browser('pia');
  github.deleteUser('pia');
  expect(await whoIs(first['access_token'])).toEqual([401, 'Bad credentials']);
  expect(await exchange({ code })).toMatchObject({ error: 'bad_verification_code' });
  expect(
    await exchange({ grant_type: 'refresh_token', refresh_token: String(first['refresh_token']) }),
  ).toMatchObject({ error: 'bad_refresh_token' });
  expect((await visit(address(), cookie)).text).toContain('Sign in to GitHub as');
});

test('the exchange takes a form, JSON or the address, and answers as it is asked to', async () => {
  const fields = async (): Promise<Record<string, string>> => ({
    client_id: app.clientId,
    client_secret: app.clientSecrets[0] ?? '',
    code: await codeFor('pia'),
  });
  const url = `${github.url}/login/oauth/access_token`;
  const form = await fetch(url, { method: 'POST', body: new URLSearchParams(await fields()) });
  expect(form.headers.get('content-type')).toContain('application/x-www-form-urlencoded');
  expect(new URLSearchParams(await form.text()).get('token_type')).toBe('bearer');
  const json = await fetch(url, {
    method: 'POST',
    body: JSON.stringify(await fields()),
    headers: { 'content-type': 'application/json', accept: 'application/json' },
  });
  expect(await json.json()).toHaveProperty('access_token');
  const xml = await fetch(`${url}?${new URLSearchParams(await fields()).toString()}`, {
    method: 'POST',
    headers: { accept: 'application/xml' },
  });
  expect(await xml.text()).toMatch(/<OAuth><access_token>ghu_\w{36}<\/access_token>/);
});

test('what is written on the page is text', async () => {
  github.app({
    slug: 'loud',
    name: '<script>alert(1)</script>',
    permissions: {},
    events: [],
    callbackUrls: [callback],
  });
  const { clientId } = github.find.app('loud');
  const { text } = await visit(
    `/login/oauth/authorize?${new URLSearchParams({ client_id: clientId, state: '"><script>' }).toString()}`,
    github.browser('pia'),
  );
  expect(text).not.toContain('<script>');
});
