/** What is remembered: the values used last, as many as fit in number and in bytes. */
import { expect, test } from 'vitest';
import { createLruCache, sizeOf } from '../../src/lru-cache.ts';
import { createTtlCache } from '../../src/ttl-cache.ts';
import { memoized } from '../../src/handoff/text/text.ts';

const texts = (length: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => String(index).padEnd(length, 'a'));

test('five thousand texts of 65 kB take no more than the bytes that they may', () => {
  const kept = createLruCache<{ readonly text: string }>(5_000, 1_000_000);
  for (const [index, text] of texts(65_000, 200).entries()) {
    kept.set(String(index), { text });
    expect(kept.size()).toBeLessThanOrEqual(1_000_000);
  }
  expect(kept.get('199')).toBeDefined();
  expect(kept.get('0')).toBeUndefined();
});

test('small values are kept up to their number, and those used last stay', () => {
  const kept = createLruCache<number>(2);
  kept.set('a', 1);
  kept.set('b', 2);
  kept.get('a');
  kept.set('c', 3);
  expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([1, undefined, 3]);
  kept.delete('a');
  kept.set('c', 4);
  expect([kept.get('a'), kept.get('c')]).toEqual([undefined, 4]);
  expect(kept.keys()).toEqual(['c']);
  expect(kept.size()).toBe(110);
});

test('a value that takes more than all may is not kept, and drives nothing out', () => {
  const kept = createLruCache<string>(10, 1_000);
  kept.set('a', 'small');
  kept.set('b', 'b'.repeat(1_000));
  expect([kept.get('a'), kept.get('b')]).toEqual(['small', undefined]);
});

test('what is read once counts by what was read', async () => {
  const remembered = createTtlCache<string>(1_000, 1_000, () => 0);
  let reads = 0;
  const read = (key: string): Promise<string> =>
    remembered.read(key, () => {
      reads += 1;
      return Promise.resolve('a'.repeat(1_000_000));
    });
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) await read(key);
  await read('f');
  expect(reads).toBe(6);
  await read('a');
  expect(reads).toBe(7);
});

test('what lasts for ever is read once, until something newer is needed', async () => {
  let now = 1000;
  const remembered = createTtlCache<number>(10, Number.POSITIVE_INFINITY, () => now);
  const read = (since?: number): Promise<number> => remembered.read('a', async () => now, since);
  expect(await read()).toBe(1000);
  now = 5000;
  expect(await read()).toBe(1000);
  expect(await read(1000)).toBe(1000);
  expect(await read(2000)).toBe(5000);
});

test('texts, maps and circles are weighed', () => {
  const circle: { own?: unknown } = {};
  circle.own = circle;
  expect(sizeOf(circle)).toBe(48);
  expect(sizeOf(new Map([['ab', ['c']]]))).toBe(48 + 20 + 48 + 18);
});

test('of a body with five hundred revisions, each is read once, however large they are', () => {
  let reads = 0;
  const read = memoized(1_000_000, (text: string) => {
    reads += 1;
    return text.length;
  });
  for (let look = 0; look < 3; look += 1) for (const text of texts(65_536, 500)) read(text);
  expect(reads).toBe(500);
});
