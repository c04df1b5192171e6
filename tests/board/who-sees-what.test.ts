/**
 * Two visitors, each with a private repository that the other must never learn of: not by a page, a filter, a search, a
 * number, an address that they guess, an answer to a script, a stream of events, or what a browser keeps.
 */
import { readdirSync, readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Stage } from '../stories/stage.ts';
import { crawl, wholeOf } from './crawl.ts';
import {
  guesses,
  nina,
  openSides,
  pagesOf,
  signedIn,
  traces,
  twin,
  wordsOf,
  zoltan,
  type Side,
} from './sides.ts';
import { visit, type Answer, type Visit } from './visiting.ts';

let stage: Stage;
let url: string;
beforeAll(async () => {
  stage = await openSides();
  ({ url } = stage.service());
});
afterAll(() => stage.close());

const as = (who: Pick<Side, 'login'>): Promise<Visit> => signedIn(stage, who);
const found = (text: string, side: Side): readonly string[] => traces(stage, text, side);

/** The addresses that the board answers, as its code has them. */
function routes(): readonly string[] {
  const folder = new URL('../../src/board/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  return files.flatMap((file) =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/\bsite\.get\(\s*'([^']+)'/g)].map(
      ([, path = '']) => path,
    ),
  );
}

/** What is looked at by other stories: signing in, streams, what is about Jira. */
const elsewhere = [
  '/events',
  '/jira/:site/:key{[A-Za-z][A-Za-z0-9_]*-[0-9]+}',
  '/sign-in',
  '/sign-in/callback',
];

describe.each([
  ['nina', nina, zoltan],
  ['zoltan', zoltan, nina],
] as const)('%s', (_, mine, other) => {
  let me: Visit;
  let seen: ReadonlyMap<string, Answer>;
  beforeAll(async () => {
    me = await as(mine);
    // What is counted in the background is there.
    for (let isCounted = false; !isCounted;)
      isCounted = (await me.get(`/${mine.repository}/report.json`)).status !== 202;
    seen = await crawl(me, ['/', ...pagesOf(mine)]);
  });

  test('finds what is theirs, by following the links from the board', async () => {
    const byLinks = await crawl(me, ['/']);
    const all = [...byLinks.values()].map(({ body }) => body).join('\n');
    expect(found(all, mine)).toEqual(expect.arrayContaining([...wordsOf(mine)]));
    const statuses = pagesOf(mine).map((path) => [path, seen.get(path)?.status]);
    expect(statuses).toEqual(pagesOf(mine).map((path) => [path, 200]));
  });

  test('has been at every address that there is', () => {
    const been = [...seen].flatMap(([path, { status }]) =>
      status === 200 ? [new URL(path, url).pathname] : [],
    );
    const left = routes().filter((route) => {
      const pattern = new RegExp(`^${route.replaceAll(/:\w+(\{[^/]*\})?/g, '[^/]+')}$`);
      return !been.some((path) => pattern.test(path));
    });
    expect(left.toSorted()).toEqual([...elsewhere].toSorted());
  });

  test('finds no word of what is the other’s', () => {
    for (const [path, answer] of seen) expect([path, found(wholeOf(answer), other)]).toEqual([path, []]);
  });

  test('gets pages that nobody keeps for somebody else', () => {
    for (const [path, { headers }] of seen) {
      if (path.startsWith('/assets/')) continue;
      expect([path, headers.get('cache-control'), headers.get('etag')]).toEqual([
        path,
        'private, no-store',
        null,
      ]);
    }
  });

  test('is answered the same about what is hidden from them and about what is not there, at the same cost', async () => {
    const unnamed = (text: string): string => twin(stage, text, other);
    const others = await crawl(await as(other), ['/', ...pagesOf(other)]);
    const addresses = [...others.keys()].filter((path) => unnamed(path) !== path);
    expect(addresses.length).toBeGreaterThan(5);
    await me.get('/');
    for (const path of new Set([...addresses, ...guesses(stage, other)])) {
      for (const headers of [{}, { accept: 'application/json' }, { accept: '*/*' }]) {
        stage.github.requests.length = 0;
        const hidden = await me.get(path, headers);
        const absent = await me.get(unnamed(path), headers);
        expect(unnamed(wholeOf(hidden))).toBe(wholeOf(absent));
        expect([path, stage.github.requests.length]).toEqual([path, 0]);
      }
    }
  });
});

/** What a stream of events has told so far, and whether it has ended. */
async function listen(visitor: Visit): Promise<{ told: string; over: boolean; stop(): void }> {
  const stopping = new AbortController();
  const cookie = Array.from(visitor.cookies, ([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(`${url}/events`, { headers: { cookie }, signal: stopping.signal });
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
  const heard = { told: '', over: false, stop: () => stopping.abort() };
  const decoder = new TextDecoder();
  void (async () => {
    for await (const chunk of answer.body ?? []) heard.told += decoder.decode(chunk as Uint8Array);
  })()
    .catch(() => {})
    .finally(() => {
      heard.over = true;
    });
  await stage.until(() => heard.told !== '');
  return heard;
}

const changes = ({ told }: { readonly told: string }): number => told.split('event: changed').length - 1;

describe('what happens elsewhere', () => {
  test('changes no letter on the board of those who do not see it, and their page is not told to look', async () => {
    const [me, other] = [await as(nina), await as(zoltan)];
    const [mine, theirs] = [await listen(me), await listen(other)];
    const before = [await me.get('/'), await me.get('/?column=done'), await me.get('/report')].map(wholeOf);
    stage.hurry('zoltan', (one) => one.openIssue(zoltan.repository, { title: 'Elsewhere', body: 'Hm.' }));
    await stage.settled();
    await stage.until(() => changes(theirs) > 0);
    expect(changes(mine)).toBe(0);
    expect([await me.get('/'), await me.get('/?column=done'), await me.get('/report')].map(wholeOf)).toEqual(
      before,
    );
    // What is theirs is told, and nothing else with it.
    stage.hurry('nina', (one) => one.openIssue(nina.repository, { title: 'Here', body: 'Hm.' }));
    await stage.settled();
    await stage.until(() => changes(mine) > 0);
    expect(found(mine.told, zoltan)).toEqual([]);
    expect(found(theirs.told, nina)).toEqual([]);
    for (const one of [mine, theirs]) one.stop();
  });

  test('is told to nobody who lost it, and no stream outlives its session', async () => {
    const [me, again] = [await as(nina), await as(nina)];
    const [mine, second] = [await listen(me), await listen(again)];
    stage.github.collaborator(nina.repository, 'nina', null);
    await stage.later(5 * 60_000);
    const other = await listen(await as({ login: nina.colleague }));
    stage.hurry(nina.colleague, (one) => one.openIssue(nina.repository, { title: 'Hush', body: 'Hm.' }));
    await stage.settled();
    await stage.until(() => changes(other) > 0);
    expect([changes(mine), changes(second)]).toEqual([0, 0]);
    await me.post('/sign-out/everywhere');
    await stage.until(() => mine.over && second.over);
    stage.github.collaborator(nina.repository, 'nina', 'write');
    other.stop();
  });
});

describe('what links two repositories', () => {
  test('tells those who see the one nothing of the other, but what stands in the one', async () => {
    // maria sees both.
    await stage.act('maria', (maria) =>
      maria.push(nina.repository, 'bridge', { files: { 'bridge.txt': 'bridge' } }),
    );
    const { number } = await stage.act('maria', (maria) =>
      maria.openPull(nina.repository, {
        title: 'Bridge',
        body: `Fixes ${zoltan.repository}#1 and fixes #2`,
        head: 'bridge',
        draft: false,
      }),
    );
    await stage.act('maria', (maria) => maria.addSubIssue(`${nina.repository}#2`, `${zoltan.repository}#2`));
    await stage.later(60_000);
    const me = await as(nina);
    const seen = await crawl(me, ['/', `/${nina.repository}/2`, `/${nina.repository}/${number}`]);
    // She sees both, and all that is in them.
    const both = await crawl(await as({ login: 'maria' }), ['/']);
    const all = [...both.values()].map(wholeOf).join('\n');
    for (const side of [nina, zoltan])
      expect(found(all, side)).toEqual(expect.arrayContaining([side.subject, side.detail]));
    const written = zoltan.repository.slice('acme/'.length);
    for (const [path, answer] of seen)
      expect([path, found(wholeOf(answer), zoltan).filter((word) => word !== written)]).toEqual([path, []]);
  });
});

describe('somebody who loses what they saw', () => {
  const everything = async (visitor: Visit): Promise<readonly string[]> => {
    const answers: Answer[] = [];
    for (const path of ['/', ...pagesOf(nina), ...guesses(stage, nina)])
      answers.push(await visitor.get(path));
    // What they asked for themselves stands on the page again: names of repositories and people, words that they search.
    return found(answers.map(wholeOf).join('\n'), nina).filter((word) => word === nina.subject);
  };

  test('sees nothing of it five minutes later, wherever they look', async () => {
    const me = await as(nina);
    expect(await everything(me)).toEqual([nina.subject]);
    stage.github.collaborator(nina.repository, 'nina', null);
    await stage.later(5 * 60_000);
    for (const path of pagesOf(nina)) expect([path, (await me.get(path)).status]).toEqual([path, 404]);
    expect(found((await me.get('/')).body, nina)).toEqual([]);
    stage.github.collaborator(nina.repository, 'nina', 'write');
    await stage.later(5 * 60_000);
    expect((await me.get(`/${nina.repository}/1`)).status).toBe(200);
  });

  test('who signs out everywhere leaves nothing to whoever has an old cookie of theirs', async () => {
    const [me, stolen] = [await as(nina), visit(stage.github, url)];
    for (const [name, value] of me.cookies) stolen.cookies.set(name, value);
    expect((await stolen.get(`/${nina.repository}/1`)).status).toBe(200);
    await me.post('/sign-out/everywhere');
    const seen = await crawl(stolen, ['/', ...pagesOf(nina)]);
    // What they ask for stands in the way to sign in.
    for (const [path, answer] of seen)
      expect([path, found(answer.body, nina).filter((word) => !path.includes(word))]).toEqual([path, []]);
    for (const path of pagesOf(nina))
      expect(seen.get(path)).toMatchObject({
        status: 303,
        location: `/sign-in?${new URLSearchParams({ to: path }).toString()}`,
      });
  });

  test('who is not signed in is answered the same about everything', async () => {
    const nobody = visit(stage.github, url);
    for (const path of guesses(stage, nina)) {
      const absent = await nobody.get(twin(stage, path, nina));
      expect(twin(stage, wholeOf(await nobody.get(path)), nina)).toBe(wholeOf(absent));
    }
  });
});
