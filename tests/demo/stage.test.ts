/** The demo in a browser: told by clicks, then everything by hand, and nobody but its own page can act. */
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { request } from 'node:http';
import { once } from 'node:events';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { serveStage, type Serving } from '../../src/demo/stage/index.ts';
import { story } from '../../src/demo/story.ts';
import {
  attribute,
  elementsIn,
  textOf,
  visit,
  type Element,
  type Page,
  type Visitor,
} from './stage-visitor.ts';

let stage: Serving;
let visitor: Visitor;
beforeAll(async () => {
  stage = await serveStage({ port: 0 });
});
afterAll(() => stage.close());
beforeEach(() => {
  visitor = visit(stage.url);
});

const part = ({ elements }: Page, id: string): Element => {
  const found = elements.find((each) => attribute(each, 'id') === id);
  if (found === undefined) throw new Error(`The page has nothing called ${id}.`);
  return found;
};
const says = (page: Page, id: string): string => textOf(part(page, id).children);

/** A new world in which everything may be done, and maria's first issue. */
async function letGo(): Promise<Page> {
  const page = await visitor.open('/');
  if (page.elements.some((each) => attribute(each, 'id') === 'again')) await visitor.send('again');
  await visitor.send('skip');
  await visitor.send('new', { title: 'Coupons', body: 'Every order takes one.' });
  return visitor.open('/1');
}

const be = async (login: string): Promise<Page> => visitor.send('be', { login });

describe('the story', () => {
  test('is told by one button, and each step comes out as told', async () => {
    let page = await visitor.open('/');
    for (const [at, { title, shows, who, look, expect: expected }] of story.entries()) {
      expect(says(page, 'next-do')).toMatch(new RegExp(`^Next: ${who} `));
      page = await visitor.send('next');
      expect(page.path).toBe(`/${look.split('#')[1] ?? ''}`);
      expect(says(page, 'story')).toContain(`${at + 1} of ${story.length}: ${title} ${shows}`);
      for (const what of Object.keys(expected)) expect(says(page, 'story')).toContain(`✓ ${what}`);
    }
    expect(says(page, 'story')).not.toContain('Next:');
    expect(says(page, 'baton')).toContain('Everything is approved.');
    expect(says(page, 'story')).toContain('Now try it yourself');
    page = await visitor.send('skip');
    expect(says(page, 'story')).toContain('Now it’s yours.');
  });

  test('says beside each step what Baton did and why, and what GitHub refused', async () => {
    await visitor.open('/');
    await visitor.send('again');
    const pages: Page[] = [];
    for (const _ of story.slice(0, 8)) pages.push(await visitor.send('next'));
    const aloud = pages.map((page) => says(page, 'aloud'));
    expect(aloud[0]).toBe('maria opens issue #1, “Coupons in the shop”. Baton: wrote its card on #1.');
    expect(aloud[1]).toBe(
      'anton assigns himself. Baton: unassigned anton on #1; updated its card on #1; commented on #1.',
    );
    expect(aloud[4]).toBe('anton assigns himself. Baton had nothing to do.');
    expect(aloud[7]).toBe(
      'anton tries to merge pull request #2 all the same. GitHub refused it: Required status check "Baton" is failing. Baton had nothing to do.',
    );
    expect(says(pages[1] as Page, 'baton')).toContain(
      'I unassigned you, because the spec isn’t approved yet.',
    );
    expect(says(pages[5] as Page, 'baton')).toContain(
      'Spec approvalchanged since approval · pm has the baton',
    );
  });

  test('while it is told, nothing else may be done', async () => {
    await visitor.open('/');
    await visitor.send('again');
    const page = await visitor.send('next');
    expect(page.elements.some(({ tagName }) => tagName === 'textarea')).toBe(false);
    const key = attribute(elementsIn(part(page, 'next').children)[0] as Element, 'value');
    const answer = await post('/1/comment', { key, body: '/approve spec' });
    expect(answer.status).toBe(409);
    expect((await visitor.open('/1')).text).not.toContain('/approve spec on #1');
  });
});

describe('by hand', () => {
  test('an approval by the wrong person and by the right one', async () => {
    await letGo();
    await be('otto');
    let page = await visitor.send('label', { label: 'spec:approved' });
    expect(says(page, 'aloud')).toMatch(
      /^otto added the label spec:approved to #1\. Baton: removed the label spec:approved on #1; /,
    );
    await be('maria');
    page = await visitor.send('comment', { body: '/approve spec' });
    expect(says(page, 'baton')).toContain('Spec approvalapproved by maria');
  });

  test('a spec that is edited, assigned, closed and reopened', async () => {
    await letGo();
    await visitor.send('label', { label: 'spec:approved' });
    await visitor.send('assign', { login: 'ben' });
    let page = await visitor.open('/1');
    expect(says(page, 'unassign-ben')).toBe('×');
    page = await visitor.send('unassign-ben');
    expect(page.text).toContain('maria unassigned ben');
    await be('ben');
    page = await visitor.send('edit', { title: 'Coupons', body: 'Every order takes two.' });
    expect(says(page, 'baton')).toContain('Spec approvalchanged since approval');
    page = await visitor.send('close', { reason: 'not_planned' });
    expect(page.text).toContain('Closed as not planned');
    page = await visitor.send('reopen');
    expect(page.text).toContain('ben reopened this');
  });

  test('a pull request: refused, then merged', async () => {
    await letGo();
    await be('anton');
    let page = await visitor.send('pull');
    expect(page.path).toBe('/2');
    expect(page.text).toContain('The check Baton does not pass');
    page = await visitor.send('merge');
    expect(says(page, 'aloud')).toMatch(/ GitHub refused it: Required status check "Baton" is failing\./);
    await visitor.send('push');
    await visitor.open('/1');
    await be('maria');
    await visitor.send('comment', { body: '/approve spec' });
    page = await visitor.open('/2');
    expect(page.text).toContain('The check Baton passes');
    page = await visitor.send('merge');
    expect(page.text).toContain('Merged');
    page = await visitor.open('/1');
    expect(page.text).toContain('baton bot reopened this');
  });

  test('another policy is in force at once, and a broken one is told', async () => {
    await letGo();
    let page = await visitor.send('policy-form', {
      policy: 'roles:\r\n  pm: [otto]\r\n  engineer: ["@acme/engineering"]\r\n',
    });
    expect(page.path).toBe('/1');
    expect(says(page, 'baton')).toContain('Waiting for otto to approve the spec');
    await be('otto');
    page = await visitor.send('comment', { body: '/approve spec' });
    expect(says(page, 'baton')).toContain('Spec approvalapproved by otto');
    page = await visitor.send('policy-form', { policy: 'roles: 3\n' });
    expect(says(page, 'items')).toContain('The role policy in .github/roles.yml');
    expect(textOf(part(page, 'policy-text').children).trim()).toBe('roles: 3');
  });

  test('starting again leaves nothing of the world before', async () => {
    await letGo();
    const page = await visitor.send('again');
    expect(page.text).toContain('There is no issue yet.');
    expect((await visitor.open('/1')).status).toBe(404);
  });
});

describe('what people write', () => {
  const hostile =
    '</textarea></title><script>alert(1)</script><img src=https://evil.example/x onerror=alert(1)>"\'><form action=/again><button name=login value=otto>go</button></form><a href="javascript:alert(1)">j</a> \u202Eesrever <svg onload=alert(1)></svg>';

  test('stays text in titles, specs, comments and labels', async () => {
    await letGo();
    await visitor.send('edit', {
      title: hostile,
      body: `${hostile}\n\n<details><summary>fine</summary>\n\n**so**\n\n</details>`,
    });
    await visitor.send('comment', { body: hostile });
    await visitor.send('label', { label: `<img onerror=alert(1)>"'` });
    const page = await visitor.send('policy-form', { policy: hostile });
    const names = page.elements.map(({ tagName }) => tagName);
    expect(names.filter((name) => ['img', 'iframe', 'style', 'object'].includes(name))).toEqual([]);
    expect(page.source.match(/<script/g)).toEqual(['<script']);
    const handlers = page.elements.flatMap(({ properties }) =>
      Object.keys(properties).filter((name) => /^on/i.test(name)),
    );
    expect(handlers).toEqual([]);
    const links = page.elements
      .filter(({ tagName }) => tagName === 'a')
      .map((each) => attribute(each, 'href'));
    expect(links.filter((link) => /^\s*(?:javascript|data):/i.test(link))).toEqual([]);
    // Every form has the page's own key: none was written by somebody.
    const forms = page.elements.filter(({ tagName }) => tagName === 'form');
    const keyed = forms.filter(({ children }) =>
      elementsIn(children).some((each) => attribute(each, 'name') === 'key'),
    );
    expect(keyed).toEqual(forms);
    // Where it is only read, it does not turn the direction of writing round.
    const fields = /<textarea[^]*?<\/textarea>|<input[^>]*>/g;
    expect(page.source.replaceAll(fields, '')).not.toContain('\u202E');
    expect(attribute(part(page, 'edit-title'), 'value')).toBe(hostile);
    const opening = page.elements
      .filter(({ tagName }) => tagName === 'details')
      .map(({ children }) => textOf(children));
    expect(opening).toContain('fine so ');
    // Another act still works on that page.
    expect((await visitor.send('unlabel-0')).text).toContain('None yet');
  });

  test('GitHub refuses what it cannot take, and the page says so', async () => {
    await letGo();
    const page = await visitor.send('comment', { body: 'x'.repeat(65_537) });
    expect(says(page, 'aloud')).toContain('GitHub refused it: Body is too long');
    expect((await visitor.send('label', { label: ' ' })).text).toContain('GitHub refused it:');
  });
});

const post = (path: string, filled: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(new URL(path, stage.url), {
    method: 'POST',
    headers: { origin: stage.url, ...headers },
    body: new URLSearchParams(filled),
    redirect: 'manual',
  });

describe('nobody else', () => {
  test.each([
    ['from another page', { origin: 'https://evil.example' }],
    ['from a page that hides where it is', { origin: 'null' }],
    ['from another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['by a browser that says so', { 'sec-fetch-site': 'cross-site' }],
  ])('acts %s', async (_, headers) => {
    const page = await letGo();
    const key = attribute(elementsIn(part(page, 'comment').children)[0] as Element, 'value');
    const before = attribute(page.elements.find(({ tagName }) => tagName === 'body') as Element, 'dataCount');
    expect((await post('/1/comment', { key, body: 'x' }, headers)).status).toBe(403);
    const after = await visitor.open('/1');
    expect(attribute(after.elements.find(({ tagName }) => tagName === 'body') as Element, 'dataCount')).toBe(
      before,
    );
  });

  test('acts without the key of the form, or from no page at all', async () => {
    const page = await letGo();
    const key = attribute(elementsIn(part(page, 'comment').children)[0] as Element, 'value');
    expect((await post('/again', { key: `${key}x` })).status).toBe(403);
    expect((await post('/again', {})).status).toBe(403);
    const { hostname, port } = new URL(stage.url);
    const bare = request({ hostname, port, path: '/again', method: 'POST' });
    bare.end(new URLSearchParams({ key }).toString());
    const [answer] = await once(bare, 'response');
    expect(answer.statusCode).toBe(403);
    answer.resume();
    expect((await visitor.open('/1')).status).toBe(200);
  });

  test('is led back to no other host by the page that it was on', async () => {
    const [, key = ''] = /name="key" value="([^"]+)"/.exec((await letGo()).source) ?? [];
    const { status, headers } = await fetch(`${stage.url}/you`, {
      method: 'POST',
      headers: { origin: stage.url, referer: `${stage.url}//evil.example/x` },
      body: new URLSearchParams({ key, login: 'anton' }),
      redirect: 'manual',
    });
    expect([status, headers.get('location')]).toEqual([303, '/evil.example/x']);
  });

  test.each(['evil.example', '127.0.0.1:1', '127.0.0.1.evil.example', ''])(
    'reads it under the name “%s”',
    async (host) => {
      const { hostname, port } = new URL(stage.url);
      const asking = request({ hostname, port, path: '/', headers: { host }, setHost: false });
      asking.end();
      const [answer] = await once(asking, 'response');
      answer.resume();
      expect([400, 421]).toContain(answer.statusCode);
    },
  );

  test('reaches it from another machine', async () => {
    const port = Number(new URL(stage.url).port);
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((each) => each !== undefined && !each.internal && each.family === 'IPv4');
    for (const other of others) {
      const socket = connect({ host: other?.address, port });
      const outcome = await Promise.race([
        once(socket, 'connect').then(() => 'connected'),
        once(socket, 'error').then(() => 'refused'),
      ]).catch(() => 'refused');
      socket.destroy();
      expect(outcome).toBe('refused');
    }
    expect(new URL(stage.url).hostname).toBe('127.0.0.1');
  });

  test('puts it into a page, or runs anything on it', async () => {
    const { headers } = await fetch(stage.url);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('private, no-store');
  });
});

test('the board of the same Baton is a link away, by way of the made-up GitHub', async () => {
  const issue = await letGo();
  // The card leads there, too, with whoever one is.
  const links = issue.elements
    .filter(({ tagName }) => tagName === 'a')
    .map((each) => attribute(each, 'href'));
  expect(links.filter((link) => link === '/board/1').length).toBe(2);
  expect(links.filter((link) => link.startsWith('http'))).toEqual([]);
  await be('ben');
  const [board, github] = stage.beside();
  const answer = await fetch(new URL('/board/1', stage.url), { redirect: 'manual' });
  expect(answer.headers.get('location')).toBe(`${board}/sign-in?to=%2Facme%2Fshop%2F1`);
  const asked = await fetch(answer.headers.get('location') ?? '', { redirect: 'manual' });
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
  const page = await fetch(asked.headers.get('location') ?? '', { headers: { cookie } });
  expect(page.url.startsWith(`${github}/login/oauth/authorize?`)).toBe(true);
  expect(await page.text()).toContain('Verify your GitHub identity (ben)');
  const nowhere = await fetch(new URL('/board/99', stage.url), { redirect: 'manual' });
  expect(nowhere.headers.get('location')).toBe(`${board}/sign-in?to=%2F`);
});

test('an open page hears of every change', async () => {
  await letGo();
  const answer = await fetch(new URL('/changes', stage.url));
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  const next = async (): Promise<number> => {
    const { value } = await reader.read();
    return Number(/^data: (\d+)/m.exec(new TextDecoder().decode(value))?.[1]);
  };
  const count = await next();
  await visitor.send('comment', { body: 'Hello' });
  expect(await next()).toBe(count + 1);
  await reader.cancel();
});

test('closing ends it at once, also while a page is open', async () => {
  const other = await serveStage({ port: 0 });
  const answer = await fetch(new URL('/changes', other.url));
  const ended = answer.text().catch(() => 'cut');
  const began = performance.now();
  await other.close();
  expect(performance.now() - began).toBeLessThan(3000);
  await ended;
  await expect(fetch(other.url)).rejects.toThrow();
});
