/** The board's page and its events, for visitors whose sight is given: what they show, and what they never tell. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pino } from 'pino';

import { addOverview, overviewStyle } from '../../src/board/overview/index.ts';
import { createSite, readAssets, type Site, type Visitor } from '../../src/board/site/index.ts';
import type { BoardBaton, BoardEntry } from '../../src/handoff/index.ts';
import { boardStore, openStore, type Store } from '../../src/store/index.ts';

const now = Date.UTC(2026, 10, 29, 12);
const day = 24 * 3_600_000;
const log = pino({ level: 'silent' });
const assets = readAssets([overviewStyle]);

let store: Store;
let site: Site;
let stopping: AbortController;
/** The repositories that whoever asks sees, by their ids; who they are. */
let sees: Record<string, string>;
let person: Visitor['person'];
let isStill: boolean;

beforeEach(async () => {
  store = await openStore(':memory:');
  sees = { R_1: 'acme/shop' };
  person = { id: 7, login: 'maria' };
  stopping = new AbortController();
  isStill = true;
  site = createSite({
    assets,
    visitorOf: async () => ({
      person,
      isAdmin: false,
      isStill: async () => isStill,
      sees: async () =>
        new Map(
          Object.entries(sees).map(([id, name]) => [
            id,
            { id, name, installation: 1, visibility: 'private' as const, permission: null },
          ]),
        ),
    }),
    publicUrl: null,
    log,
  });
  addOverview(site, { store, now: () => now, log }, stopping.signal);
});
afterEach(async () => {
  stopping.abort();
  await store.close();
});

const baton: BoardBaton = {
  gate: 'spec',
  title: 'Spec approval',
  rank: 0,
  status: 'waiting',
  roles: ['pm'],
  people: ['maria'],
  except: [],
  since: now - 3 * day,
  deadline: null,
  leads: true,
};

async function keep(
  number: number,
  changed: Partial<BoardEntry> = {},
  repository = 'R_1',
  at = now,
): Promise<void> {
  const entry: BoardEntry = {
    kind: 'issue',
    name: `#${number}`,
    number,
    title: `Issue ${number}`,
    url: `https://github.com/acme/shop/issues/${number}`,
    state: 'open',
    stage: { kind: 'gate', title: 'Spec approval' },
    position: 0,
    batons: [baton],
    author: null,
    follows: false,
    next: 'Waiting for maria to approve the spec',
    since: now - 3 * day,
    doneAt: null,
    ...changed,
  };
  const board = boardStore(store.db);
  const site = entry.kind === 'jira-issue' ? 'acme' : null;
  const change = await board.newOnBoard(
    { repository, site, kind: entry.kind, name: entry.name },
    {
      installation: 1,
      repository: { id: repository, name: sees[repository] ?? 'other/hidden' },
      item: `1 ${repository} ${entry.kind} ${number}`,
      site,
      entry,
    },
    new Map([['pm', ['7']]]),
  );
  if (change !== null) await board.writeBoard(change, at);
}

async function open(path: string): Promise<string> {
  const answer = await site.request(path, { headers: { accept: 'text/html' } });
  expect(answer.status).toBe(200);
  return answer.text();
}

/** What stands on the page, line by line. */
async function read(path: string): Promise<readonly string[]> {
  const page = await open(path);
  return page
    .slice(page.indexOf('<main'), page.indexOf('</main>'))
    .replaceAll(/<select.*?<\/select>/gs, '')
    .replaceAll(/<svg.*?<\/svg>\s*/gs, '')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&#39;', "'")
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

test('what waits for you is first; then each column with its items, and who has them since when', async () => {
  await keep(1, { batons: [{ ...baton, deadline: now - 2 * day }] });
  await keep(2, {
    title: 'Coupons',
    stage: { kind: 'build' },
    position: 500,
    batons: [{ ...baton, roles: ['engineer'], people: ['a', 'b', 'c', 'd', 'acme/eng'] }],
    next: 'Waiting for @acme/eng to build this',
  });
  await keep(12, { kind: 'jira-issue', name: 'SHOP-12', title: '' });
  await keep(3, {
    state: 'closed',
    stage: { kind: 'done' },
    position: 1004,
    batons: [],
    next: 'Everything is approved',
    doneAt: now - day,
    since: now - day,
  });
  expect(await read('/')).toMatchInlineSnapshot(`
    [
      "Board",
      "Who has the baton, since when, and what comes next.",
      "Waiting for you 2",
      "Issue 1",
      "Issue acme/shop#1",
      "Waiting for maria to approve the spec",
      "With pm maria",
      "Overdue for 2 days",
      "3 days, since 26 Nov",
      "SHOP-12",
      "Issue in Jira acme",
      "Waiting for maria to approve the spec",
      "With pm maria",
      "3 days, since 26 Nov",
      "Text",
      "Role",
      "Person or team",
      "Repository",
      "Kind",
      "Waiting for me",
      "Filter",
      "Spec approval 2Build 1Done lately 1",
      "Spec approval 2 items",
      "1 overdue",
      "Issue 1",
      "Issue acme/shop#1",
      "Waiting for maria to approve the spec",
      "With pm maria",
      "Overdue for 2 days",
      "3 days, since 26 Nov",
      "SHOP-12",
      "Issue in Jira acme",
      "Waiting for maria to approve the spec",
      "With pm maria",
      "3 days, since 26 Nov",
      "Build 1 item",
      "Coupons",
      "Issue acme/shop#2",
      "Waiting for @acme/eng to build this",
      "With engineer a, b, c, 2 more",
      "3 days, since 26 Nov",
      "Done lately 1 item",
      "Issue 3",
      "Closed issue acme/shop#3",
      "Everything is approved",
      "28 Nov, 24 hours ago",
    ]
  `);
});

test('filters are in the address, and say what they found', async () => {
  await keep(1);
  await keep(2, { title: 'Coupons', batons: [{ ...baton, roles: ['engineer'], people: ['anton'] }] });
  await keep(3, { kind: 'pull-request', title: 'Work' });
  const titles = async (search: string): Promise<readonly string[]> =>
    Array.from((await open(`/?${search}`)).matchAll(/<h3>.*?<bdi>(.*?)<\/bdi>/g), ([, title = '']) => title);
  expect(await titles('role=engineer')).toEqual(['Coupons']);
  expect(await titles('person=%40anton')).toEqual(['Coupons']);
  expect(await titles('text=%20coup')).toEqual(['Coupons']);
  expect(await titles('kind=pull-request')).toEqual(['Work']);
  expect(await titles('kind=nonsense')).toHaveLength(5);
  expect(await titles('repo=ACME%2Fshop&text=work')).toEqual(['Work']);
  expect(await titles('for=me')).toEqual(['Issue 1', 'Work']);
  const none = (await read('/?text=zzz')).join('\n');
  expect(none).toContain('Nothing matches');
  expect(await open('/?text=zzz')).toContain('value="zzz"');
});

test('a repository out of sight is like one that is not there', async () => {
  await keep(1);
  await keep(
    2,
    { title: 'Hush', batons: [{ ...baton, roles: ['board-of-directors'], people: ['mole'] }] },
    'R_2',
  );
  for (const search of [
    '',
    'text=hush',
    'person=mole',
    'role=board-of-directors',
    'column=gate+spec+approval',
    'for=me',
  ]) {
    const page = await open(`/?${search}`);
    expect(page).not.toMatch(/Hush|other\/hidden|R_2/);
  }
  expect(await open('/')).not.toContain('directors');
  const [hidden, missing] = [await open('/?repo=other%2Fhidden'), await open('/?repo=other%2Fmissing')];
  expect(hidden.replaceAll('hidden', 'x')).toBe(missing.replaceAll('missing', 'x').replaceAll('hidden', 'x'));
});

test('a column alone, page by page', async () => {
  for (let number = 1; number <= 60; number += 1) await keep(number, { since: now - day + number });
  expect((await read('/')).join('\n')).toContain('Show all 60 in Spec approval');
  const first = await open('/?column=gate+spec+approval');
  expect(first.match(/<h3>/g)).toHaveLength(50);
  expect(first).toContain('Page 1 of 2');
  expect(first).toContain('href="/?column=gate+spec+approval&amp;page=2"');
  expect((await open('/?column=gate+spec+approval&page=2')).match(/<h3>/g)).toHaveLength(10);
  expect((await read('/?column=gate+spec+approval&page=9')).join('\n')).toContain('Go to the first page');
  expect((await open('/?column=gate+spec+approval&page=1e99')).match(/<h3>/g)).toHaveLength(50);
});

test('an empty board says what to do', async () => {
  expect((await read('/')).join('\n')).toContain('There’s nothing here yet');
  person = null;
  sees = {};
  expect((await read('/')).join('\n')).toContain('Sign in to see your board');
  person = { id: 8, login: 'otto' };
  sees = { R_1: 'acme/shop' };
  await keep(1);
  expect((await read('/')).join('\n')).toContain('Nothing waits for you. When it’s your turn');
  expect((await read('/?for=me')).join('\n')).toContain('Nothing waits for you');
});

test('what people wrote is text', async () => {
  await keep(1, {
    title: '<img src=x onerror=alert(1)>"\'\u202E',
    next: '<script>1</script>',
    stage: { kind: 'gate', title: '</h2><script>2</script>' },
    batons: [{ ...baton, roles: ['<b>'], people: ['"><script>3</script>'] }],
  });
  const page = await open('/?text=%22%3E%3Cscript%3E4%3C%2Fscript%3E');
  const whole = page + (await open('/'));
  expect(whole.match(/<script/g)).toHaveLength(whole.split('type="module"').length - 1);
  expect(whole).not.toContain('<img');
  expect(whole).not.toContain('\u202E');
});

describe('what changes', () => {
  const read = async (path = '/events'): Promise<{ next(): Promise<string>; end(): Promise<void> }> => {
    const answer = await site.request(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    return {
      next: async () => (await reader?.read())?.value ?? '',
      end: async () => reader?.cancel(),
    };
  };

  test('is told to whoever sees it, by the item’s key', async () => {
    const stream = await read();
    expect(await stream.next()).toContain('event: hello');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await keep(9, {}, 'R_2');
    await keep(1);
    expect(await stream.next()).toBe(`id: ${now}\nevent: changed\ndata: {"keys":["R_1 issue #1"]}\n\n`);
    await stream.end();
  });

  test('since the page was made is told at once', async () => {
    await keep(1, {}, 'R_1', now - 1000);
    await keep(2, {}, 'R_2', now - 1000);
    await keep(3, {}, 'R_1', now - 3_600_000);
    const stream = await read(`/events?since=${now - 2000}`);
    expect(await stream.next()).toContain('event: hello');
    expect(await stream.next()).toContain('data: {"keys":["R_1 issue #1"]}');
    await stream.end();
  });

  test('a person has a dozen streams at once, and a place is free again when one ends', async () => {
    const all = [];
    for (let each = 0; each < 12; each += 1) all.push(await read());
    expect((await site.request('/events')).status).toBe(503);
    expect((await site.request('/events', { method: 'HEAD' })).status).toBe(503);
    await all.pop()?.end();
    await (await read()).end();
    person = { id: 8, login: 'otto' };
    await (await read()).end();
    for (const each of all) await each.end();
  });

  test('streams end with the server', async () => {
    const stream = await read();
    expect(await stream.next()).toContain('event: hello');
    stopping.abort();
    expect(await stream.next()).toBe('');
    expect((await site.request('/events')).status).toBe(503);
  });

  test('ends where it is not certain any more what somebody sees', async () => {
    const stream = await read();
    expect(await stream.next()).toContain('event: hello');
    await new Promise((resolve) => setTimeout(resolve, 50));
    isStill = false;
    await keep(1);
    expect(await stream.next()).toBe('');
  });
});
