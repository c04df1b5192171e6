/** What visitors read when something fails: a page of ours with all of its headers, and nothing of what went wrong. */
import { describe, expect, test } from 'vitest';

import { askedIn } from '../../src/board/overview/asked.ts';
import { readPolicyFields } from '../../src/board/playground/fields.ts';
import { CannotTell, readAssets, createSite, type Site } from '../../src/board/site/index.ts';

const publicUrl = 'https://baton.example';
const assets = readAssets();

/** Pages for whom nobody can say who asks. */
function failing(error: Error): { readonly site: Site; readonly errors: unknown[] } {
  const errors: unknown[] = [];
  const log = { error: (line: object) => void errors.push(line), debug() {} };
  const visitorOf = async (): Promise<never> => {
    throw error;
  };
  return { site: createSite({ assets, publicUrl, log, visitorOf }), errors };
}

const away = (): Error =>
  Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' });

describe('while nobody can say who asks', () => {
  test.each([
    ['the database is away', away(), 503, 0],
    ['something else fails', new Error('secret at /srv/baton/x.ts'), 500, 1],
    ['GitHub says nothing', new CannotTell('GitHub does not answer.'), 503, 0],
  ])('as %s, there is a page', async (_, error, status, logged) => {
    const { site, errors } = failing(error);
    for (const path of ['/', '/acme/shop/1', '//evil.example/', '///evil.example/1']) {
      const answer = await site.request(`${publicUrl}${path}`, { headers: { accept: 'text/html' } });
      const body = await answer.text();
      expect([path, answer.status]).toEqual([path, status]);
      expect(body).toMatch(/^<!doctype html>[^]*<h1>/);
      expect(body).not.toMatch(/ECONN|10\.0\.0\.7|secret|\/srv|href="\/\//);
      expect(answer.headers.get('cache-control')).toBe('private, no-store');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    const forScripts = await site.request(`${publicUrl}/`, { headers: { accept: 'application/json' } });
    expect([forScripts.status, forScripts.headers.get('content-type')]).toEqual([status, 'application/json']);
    // Who runs Baton is told once for each of what is none of the database's.
    expect(errors.length).toBe(logged * 5);
  });
});

test('a form that is none says nothing, and is no failure', async () => {
  const errors: unknown[] = [];
  const log = { error: (line: object) => void errors.push(line), debug() {} };
  const site = createSite({ assets, publicUrl, log, visitorOf: null });
  site.post('/form', async (here) => here.json(await readPolicyFields(here, () => '')));
  for (const [type, body] of [
    ['multipart/form-data', 'abc'],
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: nothing'],
    ['multipart/form-data; boundary=', ''],
    ['application/x-www-form-urlencoded', '%%%=%zz&__proto__=1&constructor=2'],
    ['text/plain', 'text=a'],
  ] as const) {
    const headers = { 'content-type': type, origin: publicUrl };
    const answer = await site.request(`${publicUrl}/form`, { method: 'POST', body, headers });
    expect([type, answer.status]).toEqual([type, 200]);
    expect(await answer.json()).toEqual({ text: '', steps: [], step: null, who: '', isTried: false });
  }
  expect(errors).toEqual([]);
});

test('no database is asked for a text that it cannot have', () => {
  const search = new URLSearchParams('text=a%00b&role=%00&person=%00&column=%00x&repo=a/%00b');
  expect(askedIn(search)).toMatchObject({ text: 'ab', role: '', person: '', column: 'x', repo: 'a/b' });
});
