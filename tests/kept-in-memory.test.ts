/** What a process keeps while it runs is bounded: nobody's names, numbers or texts add to it for ever. */
import { globSync, readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { keptIn } from './kept-in-memory.ts';

/** What their functions make is of one text, or of one evaluation, and gone with it. */
const pure = /^(?:handoff|policy|jira\/text)\//;

/** What ends what is kept, where it is not `createLruCache` or `createTtlCache`. By file and name. */
const bounds: Readonly<Record<string, string>> = {
  'board/playground/desk.ts waiting': 'by `mostWaiting`: who comes then is told that it is busy',
  'board/door/sight.ts asking': 'requests under way',
  'board/overview/events.ts open': 'streams, whose number has a limit',
  'board/overview/watch.ts listeners': 'streams, whose number has a limit',
  'board/site/assets.ts files': 'the files that pages use',
  'board/site/icons.ts kept': 'the pictures that pages use',
  'demo/stage/stage.ts listeners': 'the pages that are open, of which the server takes so many',
  'demo/stage/browser/stage.ts waiting': 'the forms of a page, in a browser',
  'lru-cache.ts nodes': 'the constructor itself: limited in number and bytes',

  'github/client/client.ts moved': 'as many as `mostMoved`, the rest is "other"',
  'github/client/client.ts told': 'as many as `mostMoved`',
  'github/client/write-queue.ts lines': 'those in use, beyond `most`',
  'inbox/press.ts times': 'a ring of fixed length',
  'inbox/wanted-already.ts items': 'as many as `most`',
  'policy/open.ts opened': 'cut off at `mostOpened`',
  'log.ts troubles': 'as many as `mostTroubles`',
  'outages.ts items': 'cut off at 10,000: beyond that, an outage is told',
  'store/no-policies.ts withOne': 'as many as `mostBelieved`',
  'store/sqlite.ts prepared': 'emptied at 200',
  'store/spoken.ts known': 'emptied at `mostKnown` moments',
  'github/read/repository.ts lately': 'emptied before each that is added',

  'github/client/pacing.ts known': 'installations, each forgotten when it is gone',
  'github/client/pacing.ts created':
    'installations, each forgotten when it is gone; by `contentAnHour` times of an hour',

  'github/graphql/documents.ts composed': 'the kinds of GitHub: a few yes and no',
  'inbox/raise.ts texts': 'numbers of rows, at most those of a statement',
  'jira/receive/last-webhook.ts last': 'the sites in the settings',
  'outages.ts all': 'GitHub, the database, and the sites in the settings',
  'store/written-once.ts written': 'the two kinds of database',

  'github/read/together.ts answers': 'the items that were claimed together, and gone with them',
  'inbox/aside.ts lanes': 'evaluations under way',
  'inbox/aside.ts own': 'of one evaluation, and gone with it',
  'inbox/aside.ts away': 'evaluations under way',
  'inbox/inbox.ts running': 'evaluations under way',
  'inbox/inbox.ts besideOthers': 'evaluations under way',
  'inbox/inbox.ts waiters': 'tests alone wait for it',
  'inbox/deliveries.ts arrived': 'requests that are not answered yet',
  'in-portions.ts waiting': 'evaluations under way',
  'jira/client/queue.ts waiting': 'evaluations under way',
  'github/write/own-issue.ts turns': 'evaluations under way',
  'report/keeper.ts queue': 'as many as `mostQueued`',
  'reconcile/memory/looked-at.ts running': 'evaluations under way',
  'reconcile/facts/policy/bases.ts underWay': 'evaluations under way',
  'reconcile/facts/policy/in-force.ts underWay': 'evaluations under way',
  'registration/trying.ts waiting': 'requests under way',
  'web/bodies.ts parts': 'a body, whose length has a limit',
  'web/bounds.ts open': 'connections, whose number has a limit',
  'web/bounds.ts unused': 'connections, whose number has a limit',
  'web/bodies.ts unfinished': 'connections, whose number has a limit',

  'examples/looks.ts due': 'the items of one example, and gone with it',
  'reconcile/courses.ts problems': 'of one item of a report, and gone with it',
  'github/read/story.ts timelines': 'of one reading, and gone with it',
  'github/read/story.ts told': 'of one reading, and gone with it',
  'reconcile/facts/recorded-words.ts found': 'of one evaluation, and gone with it',
};

test('whatever is added to is bounded by its constructor, or says here by what', () => {
  const src = new URL('../src/', import.meta.url).pathname;
  const found = globSync('**/*.ts', { cwd: src }).flatMap((file) =>
    keptIn(readFileSync(`${src}${file}`, 'utf8')).flatMap(({ name, within }) =>
      within !== null && pure.test(file) ? [] : `${file} ${name}`,
    ),
  );
  expect(
    found.filter((each) => !Object.hasOwn(bounds, each)),
    'Use createLruCache or createTtlCache, or say above what bounds it.',
  ).toEqual([]);
  expect(
    Object.keys(bounds).filter((each) => !found.includes(each)),
    'These are gone.',
  ).toEqual([]);
});

describe('what lives on is found', () => {
  test.each([
    ['of a file', 'const seen = new Set<string>(); export function note(key: string) { seen.add(key); }'],
    ['of a file, as a list', 'const seen: string[] = []; const note = (key: string) => { seen.push(key); };'],
    [
      'of a file, as an object',
      'const seen: Record<string, number> = {}; export const note = (key: string) => { seen[key] = 1; };',
    ],
    [
      'put together anew',
      'let seen: string[] = []; export const note = (key: string) => { seen = [...seen, key]; };',
    ],
    [
      'behind what a function gives back',
      'export function createNotes() { const seen = new Map(); return { note(key: string) { seen.set(key, 1); } }; }',
    ],
    [
      'behind a function of its own',
      'function notes() { const seen = new Map(); function note(key: string) { seen.set(key, 1); } return { note }; }',
    ],
    [
      'behind a function that it is',
      'const notes = () => { const seen = new Map(); return (key: string) => seen.set(key, 1); };',
    ],
    [
      'behind what a server calls',
      'function createServer(server: Server) { const seen = new Set(); server.on("x", (key) => { seen.add(key); }); return server; }',
    ],
    [
      'in another',
      'const kept = { seen: new Map() }; export const note = (key: string) => kept.seen.set(key, 1);',
    ],
    [
      'by another name',
      'const kept = { seen: new Map() }; export const note = (key: string) => { const { seen } = kept; const own = kept.seen; own.set(key, 1); };',
    ],
  ])('%s', (_, text) => {
    expect(keptIn(text)).toHaveLength(1);
  });
});

describe('what ends with a call is not', () => {
  test.each([
    [
      'of a function',
      'function namesIn(all: string[]) { const names = new Set(); for (const each of all) names.add(each); return [...names]; }',
    ],
    [
      'added to in place',
      'function namesIn(all: string[]) { const names = new Set(); all.forEach((each) => names.add(each)); return [...names]; }',
    ],
    [
      'what only a file itself fills',
      'const names = new Map(); for (const each of all) names.set(each, 1); export const nameOf = (key: string) => names.get(key);',
    ],
    [
      'a cache of ours',
      'const names = createLruCache(100); export const note = (key: string) => { names.set(key, 1); };',
    ],
  ])('%s', (_, text) => {
    expect(keptIn(text)).toEqual([]);
  });
});
