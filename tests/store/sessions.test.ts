/** Sessions of the board, in the embedded database and in PostgreSQL alike. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { openStore, sessionStore, type SessionStore, type Store } from '../../src/store/index.ts';
import { describePostgres } from '../postgres.ts';

describe('sessions', () => keepsSessions(async () => ':memory:'));
describePostgres('sessions in PostgreSQL', keepsSessions);

function keepsSessions(newPlace: () => Promise<string>): void {
  let store: Store;
  let sessions: SessionStore;
  beforeEach(async () => {
    store = await openStore(await newPlace());
    sessions = sessionStore(store.db);
  });
  afterEach(async () => store.close());

  const most = { ofOne: 3, inAll: 5 };
  const of = (id: string, account: number, begunAt: number) => ({
    id,
    account,
    login: `login-${account}`,
    token: `sealed ${id}`,
    begunAt,
    endsAt: begunAt + 1000,
    seenAt: begunAt,
  });
  const there = async (ids: string, now = 0): Promise<string> => {
    const found = await Promise.all(ids.split('').map((id) => sessions.session(id, now)));
    return found.map((each) => each?.id ?? '-').join('');
  };

  test('last until they end, and are forgotten then', async () => {
    await sessions.beginSession(of('a', 7, 10), most);
    await sessions.beginSession(of('b', 8, 20), most);
    expect(await sessions.session('a', 1009)).toEqual({ ...of('a', 7, 10), sight: null });
    expect(await there('ab', 1010)).toBe('-b');
    expect(await sessions.sessionsNow(1009)).toEqual({ sessions: 2, people: 2 });
    expect(await sessions.sessionsNow(1010)).toEqual({ sessions: 1, people: 1 });
    await sessions.pruneSessions(1010);
    expect(await there('ab', 0)).toBe('-b');
  });

  test('keep what their person sees, and when they were here', async () => {
    await sessions.beginSession(of('a', 7, 10), most);
    await sessions.beginSession(of('b', 7, 10), most);
    await sessions.keepSight('a', { content: '["R_1"]', until: 500 });
    await sessions.noteSeen('a', 300);
    expect(await sessions.session('a', 0)).toEqual({
      ...of('a', 7, 10),
      seenAt: 300,
      sight: { content: '["R_1"]', until: 500 },
    });
    expect((await sessions.session('b', 0))?.sight).toBeNull();
    await sessions.keepSight('n', { content: '[]', until: 500 });
    expect(await there('n')).toBe('-');
  });

  test('end one by one, or all of a person; what they were is told once', async () => {
    for (const [id, account] of [
      ['a', 7],
      ['b', 7],
      ['c', 8],
    ] as const)
      await sessions.beginSession(of(id, account, 10), most);
    expect(await sessions.endSession('a')).toEqual(of('a', 7, 10));
    expect(await sessions.endSession('a')).toBeNull();
    expect(await sessions.endSessionsOf(7)).toEqual([of('b', 7, 10)]);
    expect(await sessions.endSessionsOf(7)).toEqual([]);
    expect(await there('abc')).toBe('--c');
  });

  test('are so many of one person, and so many in all: the oldest end', async () => {
    for (const [index, id] of 'abcd'.split('').entries()) await sessions.beginSession(of(id, 7, index), most);
    expect(await there('abcd')).toBe('-bcd');
    for (const [index, id] of 'efg'.split('').entries())
      await sessions.beginSession(of(id, 20 + index, 10 + index), most);
    expect(await there('bcdefg')).toBe('-cdefg');
    // All at one time: the new one stays.
    for (const id of 'stuvwx') await sessions.beginSession(of(id, 30, 50), { ofOne: 1, inAll: 100 });
    expect(await there('stuvwx')).toBe('-----x');
  });
}
