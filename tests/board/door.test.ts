/** What signing in rests on: keys, states, the way on, and sessions. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createKeys } from '../../src/board/door/keys.ts';
import { createSessions } from '../../src/board/door/sessions.ts';
import { createStates } from '../../src/board/door/states.ts';
import { pathOfOurs } from '../../src/board/door/to.ts';
import { openStore, sessionStore } from '../../src/store/index.ts';

const secret = '0123456789abcdef0123456789abcdef01234567';
const keys = createKeys(secret);

describe('where somebody goes on', () => {
  test.each([
    '/',
    '/acme/shop/1',
    '/?role=pm&text=a%2Fb',
    '/jira/inside/SHOP-1',
    '/acme/shop/report?weeks=12',
    '/sign-inner/path/1',
  ])('%s is a page of ours', (path) => {
    expect(pathOfOurs(path)).toBe(path);
  });

  test.each([
    null,
    '',
    'acme',
    '//evil.example',
    '///evil.example',
    String.raw`/\evil.example`,
    String.raw`/\/evil.example`,
    '/\t/evil.example',
    '/\n/evil.example',
    ' //evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    '/.//evil.example',
    '/..//evil.example',
    '/x/..//evil.example',
    '/%2e//evil.example',
    '/sign-in?to=/',
    '/sign-out/everywhere',
    '/x/../sign-in',
    `/${'a'.repeat(600)}`,
    '/é',
  ])('%s is none', (path) => {
    expect(pathOfOurs(path)).toBe('/');
  });

  test('nothing leads to another host', () => {
    const sign = fc.constantFrom(
      '/',
      '\\',
      '.',
      ':',
      '?',
      '#',
      '@',
      '%',
      '25',
      'c',
      'f',
      ' ',
      '\t',
      'evil.example',
      'sign-in',
      'é',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(sign).map((signs) => signs.join('')),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('', '/', '//', '/x/', String.raw`/\ `.trim()), (rest, begin) => {
        const to = pathOfOurs(`${begin}${rest}`);
        expect(new URL(to, 'https://baton.example.com').origin).toBe('https://baton.example.com');
        expect(to).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('keys', () => {
  const others = createKeys(`${secret}!`);

  test('sign for one purpose, each secret its own', () => {
    const signature = keys.sign('session', 'a');
    expect(keys.isSigned('session', 'a', signature)).toBe(true);
    expect(keys.isSigned('session', 'b', signature)).toBe(false);
    expect(keys.isSigned('state', 'a', signature)).toBe(false);
    expect(others.isSigned('session', 'a', signature)).toBe(false);
    for (const wrong of ['', signature.slice(1), `${signature}A`, signature.toLowerCase()])
      expect(keys.isSigned('session', 'a', wrong)).toBe(false);
  });

  test('seal: the same text twice looks different, and opens where it belongs alone', () => {
    const [one, two] = [keys.seal('ghu_token', 'a'), keys.seal('ghu_token', 'a')];
    expect(one).not.toBe(two);
    expect(one).not.toContain('token');
    expect([keys.open(one, 'a'), keys.open(two, 'a')]).toEqual(['ghu_token', 'ghu_token']);
    expect(keys.open(one, 'b')).toBeNull();
    expect(others.open(one, 'a')).toBeNull();
    for (const wrong of ['', 'A', one.slice(0, 37), one.slice(0, -4)])
      expect(keys.open(wrong, 'a')).toBeNull();
  });

  test('whatever byte of it is changed, it does not open', () => {
    const sealed = Buffer.from(keys.seal('ghu_token', 'a'), 'base64url');
    for (const index of sealed.keys()) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8((changed.readUInt8(index) ^ 1) & 255, index);
      expect(keys.open(changed.toString('base64url'), 'a')).toBeNull();
    }
  });
});

describe('a state', () => {
  let now = 1_000_000;
  const states = createStates(keys, () => now);
  const browser = states.newBrowser();

  test('leads back to where somebody was going, in the browser that began, once', () => {
    const { state } = states.begin(browser, '/acme/shop/1');
    expect(states.take(state, states.newBrowser())).toBeNull();
    expect(states.take(state, '')).toBeNull();
    expect(states.take(state, browser)?.to).toBe('/acme/shop/1');
    expect(states.take(state, browser)).toBeNull();
  });

  test('has a verifier that only this process makes, and GitHub hears its hash alone', async () => {
    const begun = states.begin(browser, '/');
    const { verifier = '' } = states.take(begun.state, browser) ?? {};
    expect(verifier).toMatch(/^[\w-]{43,128}$/);
    const digest = await crypto.subtle.digest('SHA-256', Buffer.from(verifier));
    expect(Buffer.from(digest).toString('base64url')).toBe(begun.challenge);
    expect(Buffer.from(begun.state.split('.')[0] ?? '', 'base64url').toString()).not.toContain(verifier);
  });

  test('is good for ten minutes', () => {
    const [one, two] = [states.begin(browser, '/'), states.begin(browser, '/')];
    now += 599_999;
    expect(states.take(one.state, browser)).not.toBeNull();
    now += 1;
    expect(states.take(two.state, browser)).toBeNull();
  });

  test('that was made up or changed is none', () => {
    const { state } = states.begin(browser, '/');
    const content = Buffer.from(JSON.stringify([now + 1000, 'x', '//evil.example'])).toString('base64url');
    const wrong = [
      '',
      '.',
      'x.y',
      `${content}.${state.split('.')[1]}`,
      `${content}.`,
      `x${state}`,
      state.slice(0, -1),
    ];
    for (const each of wrong) expect(states.take(each, browser)).toBeNull();
    expect(createStates(createKeys(`${secret}!`), () => now).take(state, browser)).toBeNull();
    expect(states.take(state, browser)).not.toBeNull();
  });
});

describe('a session', () => {
  const hour = 3_600_000;
  async function world(usedSecret = secret, store = openStore(':memory:')) {
    const clock = { now: 1_000_000 };
    const { db } = await store;
    const rows = () => db.selectFrom('sessions').selectAll().execute();
    return {
      store,
      db,
      rows,
      clock,
      sessions: createSessions(sessionStore(db), createKeys(usedSecret), () => clock.now),
    };
  }
  const maria = { id: 7, login: 'maria', token: 'ghu_secret' };

  test('is a random id in the browser, and a hash of it and a sealed token in the database', async () => {
    const { sessions, rows, clock } = await world();
    const begun = await sessions.begin({ ...maria, endsAt: clock.now + 5000 });
    expect(begun.lasts).toBe(5000);
    expect(begun.value).toMatch(/^[\w-]{43}\.[\w-]{43}$/);
    const found = await sessions.find(begun.value);
    expect(found).toMatchObject({ account: 7, login: 'maria', sight: null });
    expect(found?.token()).toBe('ghu_secret');
    expect(JSON.stringify(found)).not.toContain('ghu_secret');
    const kept = JSON.stringify(await rows());
    for (const hidden of ['ghu_secret', ...begun.value.split('.')]) expect(kept).not.toContain(hidden);
    const again = await sessions.begin({ ...maria, endsAt: clock.now + 5000 });
    expect(again.value).not.toBe(begun.value);
  });

  test('lasts eight hours at most, and no longer than the token', async () => {
    const { sessions, clock } = await world();
    const long = await sessions.begin({ ...maria, endsAt: clock.now + 100 * hour });
    const short = await sessions.begin({ ...maria, endsAt: clock.now + hour });
    expect([long.lasts, short.lasts]).toEqual([8 * hour, hour]);
    clock.now += hour;
    expect(await sessions.find(short.value)).toBeNull();
    expect(await sessions.find(long.value)).not.toBeNull();
    clock.now += 7 * hour;
    expect(await sessions.find(long.value)).toBeNull();
  });

  test('with a signature of nobody’s, or another one’s, is none', async () => {
    const { sessions, clock } = await world();
    const [one, two] = [
      await sessions.begin({ ...maria, endsAt: clock.now + hour }),
      await sessions.begin({ ...maria, endsAt: clock.now + hour }),
    ].map(({ value }) => value.split('.')) as [string[], string[]];
    const wrong = [`${one[0]}.${two[1]}`, `${one[0]}.`, `${one[0]}`, '', '.', `${one[0]}.${'A'.repeat(43)}`];
    for (const value of wrong) expect(await sessions.find(value)).toBeNull();
  });

  test('whose row somebody moved to another person or session opens nothing', async () => {
    const { sessions, db, clock } = await world();
    const mine = await sessions.begin({ ...maria, endsAt: clock.now + hour });
    const theirs = await sessions.begin({
      id: 8,
      login: 'jens',
      token: 'ghu_of_jens',
      endsAt: clock.now + hour,
    });
    const their = await sessions.find(theirs.value);
    const [row] = await db.selectFrom('sessions').selectAll().where('account', '=', 8).execute();
    await db
      .updateTable('sessions')
      .set({ token: row?.token ?? '' })
      .where('account', '=', 7)
      .execute();
    expect(await sessions.find(mine.value)).toBeNull();
    await db
      .updateTable('sessions')
      .set({ account: 9 })
      .where('id', '=', their?.id ?? '')
      .execute();
    expect(await sessions.find(theirs.value)).toBeNull();
  });

  test('ends with another client secret', async () => {
    const first = await world();
    const { value } = await first.sessions.begin({ ...maria, endsAt: first.clock.now + hour });
    const second = await world('another-secret-of-the-client', first.store);
    expect(await second.sessions.find(value)).toBeNull();
    expect(await second.sessions.endAllOf(7)).toEqual([]);
  });

  test('ends by itself, or with all of its person; the tokens are told once', async () => {
    const { sessions, clock } = await world();
    const endsAt = clock.now + hour;
    const values = [];
    for (const token of ['ghu_1', 'ghu_2', 'ghu_3'])
      values.push(await sessions.begin({ ...maria, token, endsAt }));
    const jens = await sessions.begin({ id: 8, login: 'jens', token: 'ghu_4', endsAt });
    const [first] = values;
    const one = await sessions.find(first?.value ?? '');
    expect(await sessions.end(one?.id ?? '')).toEqual(['ghu_1']);
    expect(await sessions.again(one?.id ?? '')).toBeNull();
    expect([...(await sessions.endAllOf(7))].sort()).toEqual(['ghu_2', 'ghu_3']);
    expect(await sessions.endAllOf(7)).toEqual([]);
    expect(await sessions.find(jens.value)).not.toBeNull();
  });

  test('notes that somebody was here once a minute', async () => {
    const { sessions, rows, clock } = await world();
    const { value } = await sessions.begin({ ...maria, endsAt: clock.now + hour });
    const seen = async (): Promise<number | undefined> => {
      await sessions.find(value);
      return (await rows())[0]?.seen_at;
    };
    clock.now += 59_999;
    expect(await seen()).toBe(1_000_000);
    clock.now += 1;
    expect(await seen()).toBe(1_060_000);
  });
});
