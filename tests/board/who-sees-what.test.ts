/**
 * Two visitors, each with a private repository that the other must never learn of: not by a page, a filter, a search, a
 * number, an address that they guess, an answer to a script, or what a browser keeps.
 */
import { readdirSync, readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Stage } from '../stories/stage.ts';
import { crawl, wholeOf } from './crawl.ts';
import {
  base,
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
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/(?:\bsite\.get\(\s*|= )'(\/[^']*)'/g)].map(
      ([, path = '']) => path,
    ),
  );
}

/** What is looked at by other stories: signing in, streams, what is about Jira, and what is for administrators. */
const elsewhere = [
  '/events',
  '/operation',
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

  test('finds out nothing by a form: of the other’s policy, nor whether there is one', async () => {
    const send = async (path: string, fields: Readonly<Record<string, string>>): Promise<string> => {
      // So many are answered in a while.
      stage.github.clock.advance(60_000);
      const page = await me.send(path, fields);
      expect(page.body).not.toContain('That was a lot at once');
      return [page, await me.send(path, fields, { accept: 'application/json' })].map(wholeOf).join('\n');
    };
    const text = `extends: ${other.repository}\n`;
    const more = `extends: ${other.repository}:.github/roles.yml\nroles: { pm: [maria] }\n`;
    for (const [side, form] of [
      [other, { text }],
      [mine, { text }],
      [mine, { text: more }],
      [other, { text, do: 'try' }],
      [mine, { text: more, do: 'try' }],
    ] as const) {
      const path = `/${side.repository}/playground`;
      const absent = { ...form, text: twin(stage, form.text, other) };
      const [hidden, missing] = [await send(path, form), await send(twin(stage, path, other), absent)];
      expect(twin(stage, hidden, other)).toBe(missing);
      expect(found(hidden, other).filter((word) => !other.repository.includes(word))).toEqual([]);
    }
  });

  test('is no administrator: there is nothing about how Baton does', async () => {
    const same = async (how: (path: string) => Promise<Answer>, path: string): Promise<void> => {
      const [hidden, absent] = [await how(path), await how(path.replace('operation', 'noitarepo'))];
      expect([hidden.status, wholeOf(hidden)]).toEqual([404, wholeOf(absent)]);
    };
    await same((path) => me.get(path), '/operation');
    await same((path) => me.get(path, { accept: 'application/json' }), '/operation');
    await same((path) => me.send(path, { all: 'yes' }), '/operation/again');
  });

  test('reads no file that only Baton can read, also where their policy builds on it', () => {
    const all = [...seen.values()].map(wholeOf).join('\n');
    expect(all).not.toContain(base.word);
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
    expect(all).toContain(base.word);
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
