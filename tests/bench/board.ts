/**
 * The board with 10,000 items, and webhooks while people read it: Baton is a process of its own, what reads and posts is
 * another. Whoever signs in does so through GitHub's door.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import type { BoardEntry } from '../../src/handoff/index.ts';
import { boardStore, openStore } from '../../src/store/index.ts';
import { secret, signInOf } from '../baton.ts';
import { visit, type Visit } from '../board/visiting.ts';
import { freePort, startBaton } from '../chaos/processes.ts';
import { openTown } from '../town.ts';
import type { Figures } from './compare.ts';
import { openIssues, postSteadily, shares, type Posted, type Times } from './post.ts';

const items = 10_000;
const repositories = 50;
const readers = 20;
const streams = 200;
/** Pages that are asked for one after the other, and webhooks in a second, for so many seconds. */
const pages = 40;
const perSecond = 25;
const seconds = 8;
/** Pages in a second while webhooks come. */
const readPerSecond = 5;

const titles = ['Spec approval', 'Design review', 'Security review', 'QA check', 'Acceptance'];
const roles = ['pm', 'engineer', 'security', 'qa'];

/** Prints what a page takes, how webhooks are acknowledged while it is read, and what streams ask of GitHub. */
export async function benchBoard(): Promise<Figures> {
  console.log(`\nboard, ${items} items of ${repositories} repositories, a process of its own, SQLite`);
  const line = (what: string, text: string): void => console.log(`  ${what.padEnd(44)} ${text}`);
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'));
  const github = await openTown();
  const logins = Array.from({ length: readers }, (_, index) => `reader-${index}`);
  for (const login of logins) github.user(login);
  const named = Array.from({ length: repositories }, (_, index) => `acme/service-${index}`);
  // Without a policy, nothing of a repository would be on the board.
  const files = { '.github/roles.yml': 'roles:\n  pm: [maria]\n  engineer: [anton]\n' };
  const everybody = Object.fromEntries(logins.map((login) => [login, 'read'] as const));
  for (const name of named) github.repository(name, { private: true, collaborators: everybody, files });
  const posted = await openIssues(github, 100);
  const ids = named.map((name) => github.find.repository(name).nodeId);
  const installation = installationIn(posted);
  await fill(folder, installation, ids, named, github.find.user('reader-0').id);

  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { clientId, clientSecret } = signInOf(github);
  const baton = await startBaton({
    github,
    port,
    duties: [],
    where: { DATA_DIR: folder },
    settings: {
      GITHUB_CLIENT_ID: clientId,
      GITHUB_CLIENT_SECRET: clientSecret,
      GITHUB_URL: github.url,
      PUBLIC_URL: url,
    },
  });
  const visits: Visit[] = [];
  for (const login of logins) {
    const one = visit(github, url);
    await one.signIn(login);
    visits.push(one);
  }
  const [first] = visits;
  if (first === undefined) throw new Error('Somebody reads.');
  const size = (await readPage(first)).bytes;
  const times: number[] = [];
  for (let page = 0; page < pages; page += 1) times.push((await readPage(first)).took);
  const page = shares(times);
  line('the first page', `p50 ${ms(page.p50)}, p99 ${ms(page.p99)}, ${(size / 1000).toFixed(0)} kB`);

  const irrelevant = posted.map(({ body }) => ({ event: 'push', body: pushFrom(body) }));
  const webhooks = (): Promise<Times> =>
    postSteadily(`${url}/api/github/webhooks`, secret, irrelevant, perSecond * seconds, perSecond);
  await webhooks();
  const alone = await webhooks();
  const over = new AbortController();
  const reading = (async () => {
    const under: Promise<unknown>[] = [];
    for (let next = 0; !over.signal.aborted; next += 1) {
      const reader = visits[next % visits.length];
      if (reader !== undefined) under.push(readPage(reader));
      await wait(1000 / readPerSecond);
    }
    await Promise.all(under);
    return under.length;
  })();
  const beside = await webhooks();
  over.abort();
  const read = await reading;
  line('a webhook acknowledged, nobody reads', `p50 ${ms(alone.p50)}, p99 ${ms(alone.p99)}`);
  line(`  while ${read} pages are read`, `p50 ${ms(beside.p50)}, p99 ${ms(beside.p99)}`);

  github.requests.length = 0;
  const ended = new AbortController();
  const opened = await Promise.all(
    Array.from({ length: streams }, async (_, index) => {
      const reader = visits[index % visits.length];
      const answer = await fetch(`${url}/events`, { headers: cookieOf(reader), signal: ended.signal });
      if (answer.status !== 200) throw new Error(`A stream was refused with ${answer.status}.`);
      return answer;
    }),
  );
  await wait(10_000);
  const asked = github.requests.length;
  const listened = await webhooks();
  line(`${opened.length} streams for ten seconds`, `${asked} requests to GitHub`);
  line('  a webhook acknowledged meanwhile', `p50 ${ms(listened.p50)}, p99 ${ms(listened.p99)}`);
  ended.abort();
  await baton.stop();
  await github.close();
  rmSync(folder, { recursive: true });
  return {
    'the first page': times,
    'its size': [size / 1000],
    'p99 of a webhook while the board is read': [beside.p99],
    'p99 of a webhook with 200 streams': [listened.p99],
    'requests for 200 streams': [asked],
  };
}

const ms = (time: number): string => `${time.toFixed(0)} ms`;

/** Fills the board as evaluations would, before Baton has the folder. */
async function fill(
  folder: string,
  installation: number,
  ids: readonly string[],
  names: readonly string[],
  account: number,
): Promise<void> {
  const store = await openStore(folder);
  const now = Date.now();
  const inRoles = new Map([['pm', [String(account)]]]);
  await store.db.transaction().execute(async (tx) => {
    const board = boardStore(tx);
    for (let number = 1; number <= items; number += 1) {
      const at = number % ids.length;
      const [id = '', name = ''] = [ids[at], names[at]];
      const entry = entryOf(number, now);
      const place = { repository: id, site: null, kind: entry.kind, name: entry.name };
      const item = {
        installation,
        repository: { id, name },
        item: `${installation} ${name} ${entry.kind} ${number}`,
        site: null,
        entry,
      };
      const change = await board.newOnBoard(place, item, inRoles);
      if (change !== null) await board.writeBoard(change, now - 3_600_000);
    }
  });
  await store.close();
}

function entryOf(number: number, now: number): BoardEntry {
  const nth = number % 7;
  const title = titles[nth];
  const isDone = nth === 6;
  const role = roles[number % roles.length] ?? 'pm';
  const since = now - number * 60_000;
  const placed =
    title === undefined
      ? ({ stage: { kind: isDone ? 'done' : 'approved' }, position: 1003 + Number(isDone) } as const)
      : ({ stage: { kind: 'gate', title }, position: nth * 250 } as const);
  return {
    kind: number % 3 === 0 ? 'pull-request' : 'issue',
    name: `#${number}`,
    number,
    title: `Show the delivery date of each article in the basket, part ${number}`,
    url: `https://github.com/acme/shop/issues/${number}`,
    state: isDone ? 'closed' : 'open',
    ...placed,
    batons:
      title === undefined
        ? []
        : [
            {
              gate: 'gate',
              title,
              rank: nth,
              status: 'waiting',
              roles: [role],
              people: ['maria', 'anton', 'ben', 'otto'],
              except: [],
              since,
              deadline: number % 5 === 0 ? since + 86_400_000 : null,
              leads: true,
            },
          ],
    author: null,
    follows: number % 3 === 0,
    next:
      title === undefined
        ? 'Everything is approved'
        : 'Waiting for maria, anton, ben or otto to approve the spec',
    since,
    doneAt: isDone ? since : null,
  };
}

const cookieOf = (reader: Visit | undefined): Record<string, string> => ({
  cookie: Array.from(reader?.cookies ?? [], ([name, value]) => `${name}=${value}`).join('; '),
});

async function readPage(reader: Visit): Promise<{ readonly took: number; readonly bytes: number }> {
  const began = performance.now();
  const { status, body } = await reader.get('/');
  const took = performance.now() - began;
  if (status !== 200 || !body.includes('<li class="item">')) throw new Error(`The page came with ${status}.`);
  return { took, bytes: Buffer.byteLength(body) };
}

type Payload = {
  readonly installation: { readonly id: number };
  readonly repository: object;
  readonly sender: object;
};
const payloadOf = (body: string): Payload => JSON.parse(body) as Payload;

const installationIn = ([first]: readonly Posted[]): number =>
  first === undefined ? 0 : payloadOf(first.body).installation.id;

/** A push to a branch that nobody looks at. */
function pushFrom(body: string): string {
  const { installation, repository, sender } = payloadOf(body);
  return JSON.stringify({ ref: 'refs/heads/work', installation, repository, sender, commits: [] });
}
