/** The registration page as an administrator meets it, and as strangers do who make an administrator follow links. */
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import {
  createServer,
  request as ask,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseEnv } from 'node:util';

import { startSandbox } from '@baton/sandbox';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { environmentOf, readEnvironment } from '../../src/environment/index.ts';
import { startRegistration } from '../../src/registration/index.ts';
import { manifestOn, readManifest, titleOf, type Manifest } from '../../src/app-manifest.ts';
import { escaped } from '../../src/registration/pages.ts';
import { reasons } from '../../src/registration/rights.ts';
import { createStates } from '../../src/registration/states.ts';
import { pkcs1 as pem } from '../key.ts';

let folder: string;
let lines: string;
let github: Server;
let exchanged: string[];
let answers: { status: number; body: unknown };
/** What GitHub says of an App that exists. */
let existing: { status: number; body: unknown };
let page: Awaited<ReturnType<typeof startRegistration>>;
const clientSecret = '0123456789abcdef0123456789abcdef01234567';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baton-registration-'));
  lines = '';
  exchanged = [];
  const app = {
    id: 9,
    html_url: 'https://github.example/apps/baton',
    pem,
    webhook_secret: 'made by GitHub, long',
    client_id: 'Iv23liABCDEFGHIJKLMN',
    client_secret: clientSecret,
  };
  answers = { status: 201, body: app };
  const { default_permissions: permissions, default_events: events } = await readManifest(folder);
  const page = 'https://github.example/apps/old';
  existing = { status: 200, body: { id: 12, name: 'Old one', html_url: page, permissions, events } };
  github = createServer((request, response) => {
    exchanged.push(`${request.method} ${request.url}`);
    const { status, body } = request.url?.endsWith('/app') ? existing : answers;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await once(github.listen(0, '127.0.0.1'), 'listening');
});
afterEach(async () => {
  await page.stop();
  github.closeAllConnections();
  github.close();
  expect(lines).not.toMatch(/PRIVATE KEY|made by GitHub, long|0123456789abcdef/);
  rmSync(folder, { recursive: true });
});

const githubUrl = (): string => `http://127.0.0.1:${(github.address() as AddressInfo).port}`;
async function open(more: Record<string, string> = {}): Promise<void> {
  const settings = {
    HOST: '127.0.0.1',
    PORT: '0',
    NO_SMEE_SETUP: 'true',
    GITHUB_API_URL: `${githubUrl()}/api/v3`,
  };
  const environment = readEnvironment({ ...settings, ...more }, folder);
  const log = pino({ level: 'trace' }, { write: (line: string) => void (lines += line) });
  page = await startRegistration(environment, log, folder);
}

type Answer = { status: number; headers: IncomingHttpHeaders; body: string };
async function send(
  path: string,
  headers: Record<string, string> = {},
  { method = 'GET', body = '', to = page.url } = {},
): Promise<Answer> {
  const { port, hostname } = new URL(to);
  const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const request = ask({
    host: hostname.replace(/^\[|\]$/g, ''),
    port,
    path,
    method,
    headers: { ...length, ...headers },
  });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
}
const kept = (): Record<string, string | undefined> => ({ ...environmentOf({}, folder) });
const actionOf = ({ body }: Answer): URL =>
  new URL(/<form action="([^"]+)" method="post">/.exec(body)?.[1] ?? '');
const manifestOf = ({ body }: Answer): unknown => JSON.parse(/value='([^']+)'/.exec(body)?.[1] ?? '');
/** What the form has in it when it opens. */
const filledIn = ({ body }: Answer): Record<string, string> => ({
  name: /name="name"[^>]* value="([^"]*)"/.exec(body)?.[1] ?? '',
  organization: /name="organization"[^>]* value="([^"]*)"/.exec(body)?.[1] ?? '',
  webhooks: /name="webhooks"[^>]* value="([^"]*)"/.exec(body)?.[1] ?? '',
  ...Object.fromEntries(
    Array.from(body.matchAll(/name="(\w+)" value="(\w+)" checked/g), ([, name, value]) => [name, value]),
  ),
});
/** Opens the page, chooses, and goes on. */
async function choose(changes: Record<string, string> = {}, query = ''): Promise<Answer> {
  const fields = { ...filledIn(await send(`/probot${query}`)), ...changes };
  return send(
    '/probot',
    { origin: page.url, 'sec-fetch-site': 'same-origin' },
    { method: 'POST', body: new URLSearchParams(fields).toString() },
  );
}
const stateFrom = async (changes: Record<string, string> = {}): Promise<string> =>
  actionOf(await choose(changes)).searchParams.get('state') ?? '';

describe('an administrator', () => {
  test('registers the App: the page, GitHub, and back; what GitHub answers is for its owner alone', async () => {
    writeFileSync(join(folder, '.env'), 'PORT=0\n');
    chmodSync(join(folder, '.env'), 0o644);
    await open();
    expect((await send('/')).headers.location).toBe('/probot');
    const form = await choose();
    expect(actionOf(form).href).toMatch(
      new RegExp(`^${githubUrl()}/settings/apps/new\\?state=[\\w.-]{40,}$`),
    );
    expect(manifestOf(form)).toMatchObject({
      name: 'Baton',
      public: false,
      hook_attributes: { url: `${page.url}/api/github/webhooks` },
      redirect_url: `${page.url}/probot/setup`,
      callback_urls: [`${page.url}/sign-in/callback`],
      default_permissions: { issues: 'write', contents: 'read' },
    });
    expect(form.body).toContain('Baton sent itself a request through this address, and it arrived.');
    const state = actionOf(form).searchParams.get('state');
    // A browser that comes from GitHub.
    const back = await send(`/probot/setup?code=abc123&state=${state}`, {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-dest': 'document',
      'sec-fetch-mode': 'navigate',
    });
    expect(back.status).toBe(200);
    expect(back.body).toContain('<a href="https://github.example/apps/baton/installations/new">Install');
    expect(back.body).not.toMatch(/PRIVATE KEY|made by GitHub, long|0123456789abcdef/);
    await page.registered;
    expect(exchanged).toEqual(['POST /api/v3/app-manifests/abc123/conversions']);
    expect(kept()).toEqual({
      PORT: '0',
      APP_ID: '9',
      PRIVATE_KEY: pem,
      WEBHOOK_SECRET: 'made by GitHub, long',
      GITHUB_CLIENT_ID: 'Iv23liABCDEFGHIJKLMN',
      GITHUB_CLIENT_SECRET: clientSecret,
    });
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
    expect(readEnvironment(kept(), folder).github?.appId).toBe(9);
  });

  test('registers it for an organization, under a name of its own, for every account', async () => {
    await open();
    const form = await choose({ name: 'Baton for Acme', install: 'anyone' }, '?organization=acme-corp');
    expect(actionOf(form).pathname).toBe('/organizations/acme-corp/settings/apps/new');
    expect(form.body).toContain('the organization acme-corp');
    expect(manifestOf(form)).toMatchObject({ name: 'Baton for Acme', public: true });
    expect(actionOf(await choose({}, '?organization=')).pathname).toBe('/settings/apps/new');
    // Chosen again: a login left in the field says nothing.
    expect(actionOf(await choose({ owner: 'me', organization: 'acme' })).pathname).toBe('/settings/apps/new');
  });

  test.each<readonly [filled: Record<string, string>, said: string]>([
    ...['a/b', '../x', '-a', 'a"><script>', 'x'.repeat(40)].map(
      (organization) => [{ owner: 'organization', organization }, 'letters, digits and hyphens'] as const,
    ),
    [{ owner: 'organization', organization: ' ' }, 'login, or choose your own account'],
    [{ name: '' }, 'at most 34 characters'],
    [{ name: 'x'.repeat(35) }, 'at most 34 characters'],
    [{ name: '<script>' }, 'at most 34 characters'],
    ...[
      '',
      'baton.example.com',
      'ftp://a.example',
      'https://u:p@a.example/',
      'https://a.example/?q',
      'https://',
    ].map((webhooks) => [{ webhooks }, 'http or https address'] as const),
  ])('is told what to change in %j, and keeps the rest', async (filled, said) => {
    await open();
    const answer = await choose({ name: 'Mine', keep: 'shown', ...filled });
    expect([answer.status, answer.body.includes(said)]).toEqual([400, true]);
    expect(answer.body).not.toContain('<script');
    expect(filledIn(answer)).toMatchObject({ keep: 'shown', ...('name' in filled ? {} : { name: 'Mine' }) });
    expect(exchanged).toEqual([]);
  });

  test('goes back to change something, and finds what was filled in', async () => {
    await open();
    const form = await choose({
      name: 'Baton & "Co"',
      keep: 'shown',
      owner: 'organization',
      organization: 'acme',
    });
    expect(form.status).toBe(400);
    const right = await choose({
      name: 'Baton & Co',
      keep: 'shown',
      owner: 'organization',
      organization: 'acme',
    });
    const back = /href="(\/probot\?[^"]+)">Change/.exec(right.body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(filledIn(await send(back))).toMatchObject({
      name: 'Baton &amp; Co',
      keep: 'shown',
      owner: 'organization',
      organization: 'acme',
    });
  });

  test('learns before the registration whether webhooks would arrive', async () => {
    await open();
    const { port } = new URL(githubUrl());
    answers = { status: 404, body: { secret: 'not shown' } };
    const other = await choose({ webhooks: `${githubUrl()}/api/github/webhooks` });
    expect(other.body).toContain('Something else answers there (status 404), not this server.');
    expect(other.body).not.toContain('not shown');
    expect(exchanged.splice(0)).toEqual(['POST /api/github/webhooks']);
    const closed = createServer();
    await once(closed.listen(0, '127.0.0.1'), 'listening');
    const free = (closed.address() as AddressInfo).port;
    closed.close();
    const silent = await choose({ webhooks: `http://127.0.0.1:${free}/x` });
    expect(silent.body).toContain(
      `Baton tried the address, and nothing listens there. If only 127.0.0.1:${port} can reach it`,
    );
    // Nothing that is sent on leads anywhere.
    answers = { status: 302, body: {} };
    expect((await choose({ webhooks: githubUrl() })).body).toContain('status 302');
    expect(exchanged).toHaveLength(1);
  });

  test('is told that GitHub.com reaches no private network', async () => {
    await open({ GITHUB_API_URL: 'https://api.github.com' });
    for (const webhooks of [page.url, 'http://127.0.0.2:1/x', 'http://[::1]:1/', 'http://baton-ci:1/hook'])
      expect((await choose({ webhooks })).body).toContain('it leads to a private network');
  });

  test('gets the credentials for a secret store; nothing is written', async () => {
    await open();
    const state = await stateFrom({ keep: 'shown' });
    const back = await send(`/probot/setup?code=abc&state=${state}`);
    const lines = /<textarea[^>]*>([^<]*)</
      .exec(back.body)?.[1]
      ?.replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'");
    expect(parseEnv(lines ?? '')).toEqual({
      APP_ID: '9',
      PRIVATE_KEY: pem,
      WEBHOOK_SECRET: 'made by GitHub, long',
      GITHUB_CLIENT_ID: 'Iv23liABCDEFGHIJKLMN',
      GITHUB_CLIENT_SECRET: clientSecret,
    });
    expect(back.headers['cache-control']).toBe('no-store');
    expect(existsSync(join(folder, '.env'))).toBe(false);
    expect((await send(`/probot/setup?code=abc&state=${state}`)).status).toBe(403);
  });

  test.each<readonly [settings: Record<string, string>, callbacks: readonly string[] | undefined]>([
    [{ PUBLIC_URL: 'https://baton.example.com' }, ['https://baton.example.com/sign-in/callback']],
    // There, nobody could sign in: a session could be read on its way.
    [{ PUBLIC_URL: 'http://baton.example.com' }, undefined],
  ])('with %j has an App that leads people back to %j who sign in', async (settings, callbacks) => {
    await open(settings);
    const manifest = manifestOf(await choose()) as { callback_urls?: readonly string[] };
    expect(manifest.callback_urls).toEqual(callbacks);
  });

  const eventsOf = (answer: Answer): readonly string[] =>
    (manifestOf(answer) as { default_events: readonly string[] }).default_events;

  test('of GitHub Enterprise Server gets an App without the events that it may not know, and is told', async () => {
    const { default_events: all } = await readManifest(folder);
    await open();
    const form = await choose();
    expect(all.filter((event) => !eventsOf(form).includes(event))).toEqual(['merge_group', 'sub_issues']);
    const done = await send(`/probot/setup?code=abc&state=${actionOf(form).searchParams.get('state')}`);
    expect(done.body).toContain('<code>merge_group</code> and <code>sub_issues</code>, so the App isn’t');
  });

  test.each(['https://api.github.com', 'https://api.acme.ghe.com'])('of %s gets all events', async (api) => {
    const { default_events: all } = await readManifest(folder);
    await open({ GITHUB_API_URL: api });
    expect(eventsOf(await choose())).toEqual(all);
  });

  test.each(['GHES 3.16', 'GHES 3.19'] as const)('has a manifest that %s takes', async (release) => {
    const sandbox = await startSandbox({ release });
    const taken = (manifest: Manifest): string => {
      const { default_permissions: permissions, default_events: events } = manifest;
      const rights = permissions as Record<string, 'read' | 'write'>;
      return sandbox.app({ slug: `baton-${events.length}`, permissions: rights, events }).slug;
    };
    const whole = await readManifest(folder);
    expect(() => taken(whole)).toThrow('Default events unsupported: merge_group and sub_issues');
    expect(taken(manifestOn(whole, 'https://github.acme.example/api/v3').manifest)).toMatch(/^baton-/);
    await sandbox.close();
    await open();
  });

  test('reads what each permission is for', async () => {
    const manifest = await readManifest(folder);
    expect(Object.keys(reasons).sort()).toEqual(Object.keys(manifest.default_permissions).sort());
    await open();
    const { body } = await choose();
    for (const name of Object.keys(reasons)) expect(body).toContain(`<th scope="row">${titleOf(name)}</th>`);
  });

  test('keeps the client secret of an App that exists, and is told where people have to be led back to', async () => {
    await open();
    const post = (client_secret: string): Promise<Answer> =>
      send(
        '/probot/import',
        { origin: page.url, 'content-type': 'application/json' },
        {
          method: 'POST',
          body: JSON.stringify({ appId: '12', pem, webhook_secret: 'kept secret, long', client_secret }),
        },
      );
    expect((await post(clientSecret)).body).toContain('This GitHub doesn’t say what the App’s client ID is.');
    existing.body = { ...(existing.body as object), client_id: 'Iv23liZYXWVUTSRQPONM' };
    expect((await post('short')).body).toContain('That is no client secret');
    expect(kept()).toEqual({});
    const done = await post(clientSecret);
    expect(done.body).toContain(`<code>${page.url}/sign-in/callback</code> as a “Callback URL”`);
    expect(done.body).not.toContain(clientSecret);
    expect(kept()).toMatchObject({
      APP_ID: '12',
      GITHUB_CLIENT_ID: 'Iv23liZYXWVUTSRQPONM',
      GITHUB_CLIENT_SECRET: clientSecret,
    });
  });

  test('is told what an App that exists lacks, and that a key is another App’s', async () => {
    await open();
    const post = (): Promise<Answer> =>
      send(
        '/probot/import',
        { origin: page.url, 'content-type': 'application/json' },
        { method: 'POST', body: JSON.stringify({ appId: '12', pem, webhook_secret: 'kept secret, long' }) },
      );
    const { body } = existing;
    existing = { status: 401, body: { message: 'A JSON web token could not be decoded' } };
    const wrong = await post();
    expect([wrong.status, wrong.body.includes('doesn’t accept this private key for this App ID')]).toEqual([
      502,
      true,
    ]);
    existing = { status: 502, body: {} };
    expect((await post()).body).toContain('didn’t confirm the App. Try again in a moment.');
    expect(kept()).toEqual({});
    const permissions = {
      issues: 'read',
      contents: 'write',
      pull_requests: 'write',
      checks: 'admin',
      metadata: 'read',
    };
    existing = { status: 200, body: { ...(body as object), permissions, events: ['issues'] } };
    const done = await post();
    expect(done.body).toContain(
      'This App doesn’t have these permissions: Issues: read and write, Merge queues: read-only, Members: read-only. Add',
    );
    expect(done.body).toContain('This App isn’t subscribed to these events: check_run, check_suite, create,');
    expect(kept()['APP_ID']).toBe('12');
  });

  test('enters the credentials of an App that exists', async () => {
    await open();
    expect((await send('/probot/import')).body).toContain('<form action="/probot/import" method="post">');
    const fields = { appId: '12', pem: pem.replaceAll('\n', '\r\n'), webhook_secret: ' kept secret, long\n' };
    const body = new URLSearchParams(fields).toString();
    const headers = {
      origin: page.url,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
    };
    const answer = await send('/probot/import', headers, { method: 'POST', body });
    expect([answer.status, answer.body.includes('Old one is registered')]).toEqual([200, true]);
    expect(kept()).toEqual({ APP_ID: '12', PRIVATE_KEY: pem, WEBHOOK_SECRET: 'kept secret, long' });
  });

  test('is told what to do when something is wrong, and may try again', async () => {
    await open();
    const state = await stateFrom();
    answers = { status: 503, body: {} };
    const busy = await send(`/probot/setup?code=abc&state=${state}`);
    expect([busy.status, busy.body.includes('GitHub answered 503. Try again in a moment.')]).toEqual([
      502,
      true,
    ]);
    answers = { status: 404, body: { message: '<b>' } };
    const late = await send(`/probot/setup?code=abc&state=${state}`);
    expect([late.status, late.body.includes('older than an hour')]).toEqual([502, true]);
    answers = {
      status: 201,
      body: { id: 9, html_url: 'javascript:alert(1)', pem, webhook_secret: 'sixteen letters!' },
    };
    expect((await send(`/probot/setup?code=abc&state=${await stateFrom()}`)).status).toBe(502);
    const post = (fields: object): Promise<Answer> =>
      send(
        '/probot/import',
        { origin: page.url, 'content-type': 'application/json' },
        { method: 'POST', body: JSON.stringify(fields) },
      );
    expect((await post({ appId: '9', pem })).status).toBe(400);
    expect((await post({ appId: '9', pem: 'none', webhook_secret: 'sixteen letters!' })).body).toContain(
      'an RSA private key',
    );
    expect((await post({ appId: 'x\nPORT=1', pem, webhook_secret: 'sixteen letters!' })).status).toBe(400);
    expect((await post({ appId: '9', pem, webhook_secret: 'a very long one"\nPORT=1' })).body).toContain(
      '.env cannot hold',
    );
    expect(kept()).toEqual({});
    expect((await post({ appId: 9, pem, webhook_secret: 'sixteen letters!' })).status).toBe(200);
  });
});

describe('a stranger who makes an administrator follow a link', () => {
  test('has no state: a foreign code is not even shown to GitHub', async () => {
    await open();
    const own = await stateFrom();
    const [until, nonce] = own.split('.');
    const states = [
      '',
      `&state=x`,
      `&state=${own}x`,
      `&state=${until}.${nonce}.AAAA`,
      `&state=${until}.other.${own.split('.')[2]}`,
      `&state=zzzzzzzzz.${nonce}.${own.split('.')[2]}`,
      `&state=x&state=${own}`,
    ];
    for (const state of states) {
      const answer = await send(`/probot/setup?code=theirs${state}`);
      expect([answer.status, answer.body.includes('begin again')]).toEqual([403, true]);
    }
    expect(exchanged).toEqual([]);
    expect(existsSync(join(folder, '.env'))).toBe(false);
    // The administrator's own is still good, once.
    expect((await send(`/probot/setup?code=own&state=${own}`)).status).toBe(200);
    expect((await send(`/probot/setup?code=again&state=${own}`)).status).toBe(403);
    expect(exchanged).toHaveLength(1);
  });

  test('cannot have credentials written over', async () => {
    await open();
    const states = [await stateFrom(), await stateFrom(), await stateFrom()];
    const both = await Promise.all(
      states.slice(1).map((state) => send(`/probot/setup?code=c&state=${state}`)),
    );
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 409]));
    const before = readFileSync(join(folder, '.env'), 'utf8');
    answers = { status: 201, body: { ...(answers.body as object), id: 666 } };
    const again = await send(`/probot/setup?code=theirs&state=${states[0]}`);
    expect([again.status, again.body.includes('APP_ID is set')]).toEqual([409, true]);
    const body = JSON.stringify({ appId: '666', pem, webhook_secret: 'theirs, and long enough' });
    expect((await send('/probot/import', { origin: page.url }, { method: 'POST', body })).status).toBe(409);
    expect(readFileSync(join(folder, '.env'), 'utf8')).toBe(before);
  });

  test.each([
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    'localhost.',
    'localhost:1:2',
    '127.0.0.1.evil.example',
    '127.1.evil',
    '10.0.0.1',
    'user@localhost',
    '[::2]',
  ])('whose name leads here (%s) gets no page', async (host) => {
    await open();
    const state = await stateFrom();
    for (const path of ['/probot', '/probot/import', `/probot/setup?code=c&state=${state}`, '/']) {
      const answer = await send(path, { host });
      expect([answer.status, answer.body.includes(state)]).toEqual([403, false]);
    }
    const body = JSON.stringify({ appId: '666', pem, webhook_secret: 'theirs, and long enough' });
    const headers = { host, origin: `http://${host}` };
    expect((await send('/probot/import', headers, { method: 'POST', body })).status).toBe(403);
    expect(kept()).toEqual({});
  });

  test('cannot send its form, or show the page within another', async () => {
    await open();
    const body = JSON.stringify({ appId: '666', pem, webhook_secret: 'theirs, and long enough' });
    const foreign: Record<string, string>[] = [
      {},
      { origin: 'null' },
      { origin: 'https://evil.example' },
      { origin: page.url.replace('http:', 'https:') },
      { origin: `${page.url}.evil.example` },
      { origin: page.url, 'sec-fetch-site': 'cross-site' },
      { origin: page.url, 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign)
      expect((await send('/probot/import', headers, { method: 'POST', body })).status).toBe(403);
    // Nor can it make Baton send a request where it likes.
    const choices = new URLSearchParams({ name: 'x', webhooks: githubUrl() }).toString();
    for (const headers of foreign)
      expect((await send('/probot', headers, { method: 'POST', body: choices })).status).toBe(403);
    expect(exchanged).toEqual([]);
    for (const into of ['iframe', 'image', 'script', 'empty']) {
      expect((await send('/probot', { 'sec-fetch-dest': into })).status).toBe(403);
    }
    expect((await send('/probot/setup', {}, { method: 'POST', body: 'x' })).status).toBe(405);
    expect(
      (await send(`/probot/setup?code=c&state=${await stateFrom()}`, {}, { method: 'HEAD' })).status,
    ).toBe(405);
    const { headers } = await send('/probot');
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-frame-options': 'DENY' });
    expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/);
    expect(kept()).toEqual({});
  });
});

describe('from elsewhere', () => {
  test('the page opens where it was configured, and with the key in the log alone', async () => {
    await open({ PUBLIC_URL: 'https://baton.example.com' });
    const link = /Open (https:\/\/baton\.example\.com\/probot\?key=([\w-]+)) /.exec(lines);
    const key = link?.[2] ?? '';
    const headers = { host: 'baton.example.com', 'x-forwarded-for': '203.0.113.9' };
    for (const path of ['/probot', '/probot/import', '/probot?key=wrong', `/probot?key=${key}x`])
      expect((await send(path, headers)).status).toBe(403);
    const filled = filledIn(await send(`/probot?key=${key}`, headers));
    const chosen = (more: object): Promise<Answer> =>
      send(
        '/probot',
        { ...headers, origin: 'https://baton.example.com' },
        { method: 'POST', body: JSON.stringify({ ...filled, ...more }) },
      );
    expect((await chosen({})).status).toBe(403);
    expect((await chosen({ key: 'wrong' })).status).toBe(403);
    const form = await chosen({ key, webhooks: `${page.url}/api/github/webhooks` });
    expect(manifestOf(form)).toMatchObject({ redirect_url: 'https://baton.example.com/probot/setup' });
    expect(filled['webhooks']).toBe('https://baton.example.com/api/github/webhooks');
    const body = (more: object): string =>
      JSON.stringify({ appId: '9', pem, webhook_secret: 'sixteen letters!', ...more });
    const post = (content: string): Promise<Answer> =>
      send(
        '/probot/import',
        { ...headers, origin: 'https://baton.example.com', 'content-type': 'application/json' },
        { method: 'POST', body: content },
      );
    expect((await post(body({}))).status).toBe(403);
    const state = actionOf(form).searchParams.get('state');
    expect((await send(`/probot/setup?code=c&state=${state}`, headers)).status).toBe(200);
    expect((await post(body({ key }))).status).toBe(409);
  });

  const elsewhere = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
  test.runIf(elsewhere !== undefined)('another machine needs the key, whatever it calls us', async () => {
    await open({ HOST: '0.0.0.0' });
    const key = /probot\?key=([\w-]+) /.exec(lines)?.[1];
    const to = page.url.replace('0.0.0.0', elsewhere ?? '');
    expect((await send('/probot', { host: 'localhost' }, { to })).status).toBe(403);
    expect((await send(`/probot?key=${key}`, { host: 'localhost' }, { to })).status).toBe(200);
    // Its address was not configured; here it is.
    expect((await send(`/probot?key=${key}`, { host: `${elsewhere}` }, { to })).status).toBe(403);
  });
});

test('bodies are short, addresses too, and there are few pages', async () => {
  await open();
  const large = { method: 'POST', body: 'x'.repeat(70_000) };
  expect((await send('/probot/import', { origin: page.url }, large)).status).toBe(413);
  expect((await send(`/${'/'.repeat(10_000)}`)).status).toBe(414);
  for (const path of ['/probot/success', '/probot/static/primer.css', '/ping', '/x%22%3E'])
    expect((await send(path)).status).toBe(404);
  expect((await send('/healthz')).status).toBe(200);
  for (const path of ['/readyz', '/api/github/webhooks']) expect((await send(path)).status).toBe(503);
});

test('a state is good for an hour', () => {
  let now = 1_000_000_000_000;
  const states = createStates(() => now);
  const [one, other] = [states.issue('file'), states.issue('shown')];
  expect(one).not.toBe(other);
  now += 3_599_000;
  expect(states.take(one.replace('file', 'shown'))).toBe(null);
  expect(states.take(one)).toBe('file');
  expect(states.take(one)).toBe(null);
  states.giveBack(one);
  expect(states.take(one)).toBe('file');
  now += 2000;
  expect(states.take(other)).toBe(null);
  expect(createStates(() => now).take(states.issue('file'))).toBe(null);
});

test('what is shown is text', () => {
  expect(escaped(`<b title="a">&'`)).toBe('&lt;b title=&quot;a&quot;&gt;&amp;&#39;');
});
