/** What strangers try at the door to see what is somebody else's: codes that they caught, links that they send. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Stage } from '../stories/stage.ts';
import { nina, openSides, signedIn, zoltan } from './sides.ts';
import { visit } from './visiting.ts';

let stage: Stage;
let url: string;
beforeAll(async () => {
  stage = await openSides();
  ({ url } = stage.service());
});
afterAll(() => stage.close());

describe('a stranger', () => {
  test('puts a code that they caught into a sign-in of their own: it is bound to the other’s', async () => {
    const [victim, stranger] = [visit(stage.github, url), visit(stage.github, url)];
    const caught = await victim.callbackFor('nina');
    const own = await stranger.callbackFor('zoltan');
    own.searchParams.set('code', caught.searchParams.get('code') ?? '');
    const answer = await stranger.get(`${own.pathname}${own.search}`);
    expect([answer.status, stranger.cookies.has('baton')]).toEqual([400, false]);
    // Nor with the other's state, in their own browser or in one where they are signed in as themselves.
    const there = await signedIn(stage, zoltan);
    for (const one of [stranger, there]) {
      expect((await one.get(`${caught.pathname}${caught.search}`)).status).toBe(400);
      expect((await one.get(`/${nina.repository}/1`)).status).not.toBe(200);
    }
  });

  test('signs somebody in as themselves in a browser that is signed in: it stays who it was', async () => {
    const me = await signedIn(stage, nina);
    const link = await visit(stage.github, url).callbackFor('zoltan');
    expect((await me.get(`${link.pathname}${link.search}`)).status).toBe(400);
    expect((await me.get(`/${nina.repository}/1`)).status).toBe(200);
    expect((await me.get(`/${zoltan.repository}/1`)).status).toBe(404);
  });

  test.each([
    'https://evil.example/',
    '//evil.example/',
    '///evil.example/',
    String.raw`/\evil.example/`,
    String.raw`\\evil.example/`,
    '/\t/evil.example/',
    '/\n/evil.example/',
    '/%09/evil.example/',
    '/..//evil.example/',
    '/.//evil.example/',
    '/%2f%2fevil.example/',
    '/a/..//evil.example/',
    'https:evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '@evil.example/',
    '.evil.example/',
    ':80@evil.example/',
    ' //evil.example/',
    '/sign-out',
    '/sign-in?to=//evil.example/',
  ])('leads somebody to %j by way of the door: they stay here', async (to) => {
    const back = await visit(stage.github, url).signIn('nina', to);
    expect([back.status, new URL(back.location, `${url}/sign-in/callback`).origin]).toEqual([303, url]);
    expect(back.headers.get('location')).not.toMatch(/^\/[/\\]|[\t\r\n]/);
  });
});
