/** Reports in the background: who asks, what it costs, and what is said while nothing is there yet. */
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { addReports } from '../../src/board/reports/index.ts';
import { createSite, readAssets, type SeenRepository, type Site } from '../../src/board/site/index.ts';
import { createReportKeeper, type ReportKeeper } from '../../src/report/index.ts';
import { openStage, repository, type Stage } from '../stories/stage.ts';

const hour = 3_600_000;
const log = pino({ level: 'silent' });

let stage: Stage;
let seen: SeenRepository;
const assets = readAssets();
beforeAll(async () => {
  stage = await openStage({ onboarding: false, rough: true });
  for (const title of ['Coupons', 'Refunds', 'Invoices'])
    await stage.act('anton', (anton) => anton.openIssue(repository, { title, body: 'One.' }));
  stage.github.clock.advance(24 * hour);
  await stage.act('maria', (maria) => maria.comment(`${repository}#1`, '/approve spec'));
  const { store } = stage.service();
  const row = await store.db.selectFrom('ledger').select('repository').executeTakeFirstOrThrow();
  const [installation = 0] = stage.service().github.budgets().keys();
  seen = { id: row.repository, name: repository, installation, visibility: 'public', permission: null };
});
afterAll(() => stage.close());

let time: number;
let wait: number | null;
let keepers: ReportKeeper[];
beforeEach(() => {
  time = Date.UTC(2026, 0, 7);
  wait = null;
  keepers = [];
  stage.spent();
});
afterEach(async () => {
  for (const keeper of keepers) await keeper.stop();
  stage.github.faults.clear();
  await stage.service().store.db.deleteFrom('reports').execute();
});

/** A process that shows reports, to somebody who sees so much. */
function open(sight: readonly SeenRepository[] = [seen]): Site {
  const { store, tracker } = stage.service();
  const keeper = createReportKeeper({
    reads: tracker.reads,
    store,
    now: () => time,
    waitOf: () => wait,
    heed: async () => {},
    log,
  });
  keepers.push(keeper);
  const visitor = {
    person: { id: 1, login: 'maria' },
    isAdmin: false,
    sees: async () => new Map(sight.map((each) => [each.id, each])),
  };
  const site = createSite({
    assets,
    visitorOf: async () => visitor,
    publicUrl: 'https://baton.example',
    log,
  });
  addReports(site, { keeper, store, now: () => time });
  return site;
}

type Answer = { readonly status: number; readonly text: string; readonly wait: string | null };

async function get(site: Site, path: string): Promise<Answer> {
  const answer = await site.request(path, { headers: { accept: 'text/html' } });
  return { status: answer.status, text: await answer.text(), wait: answer.headers.get('retry-after') };
}

const page = `/${repository}/report`;

/** Asks until it is there. */
async function counted(site: Site, path = page): Promise<Answer> {
  for (const end = Date.now() + 20_000; ;) {
    const answer = await get(site, path);
    if (!/http-equiv="refresh"/.test(answer.text) && answer.status === 200) return answer;
    if (Date.now() > end) throw new Error(answer.text);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const queries = (): number => stage.spent().queries;

test('it is counted once for everybody who asks within the hour, and for all periods', async () => {
  const one = open();
  const first = await get(one, page);
  expect([first.status, first.text]).toEqual([200, expect.stringContaining('http-equiv="refresh"')]);
  const there = await counted(one);
  expect(there.text).toContain('Spec approval');
  expect(there.text).toMatch(/Counted on .*, with \d+ requests for 4, 12 and 26 weeks together/);
  const spent = queries();
  expect(spent).toBeGreaterThan(0);
  const other = open();
  for (const path of [page, `${page}?weeks=4`, `${page}?weeks=26`, `${page}.csv`, `${page}.json?weeks=4`])
    for (const site of [one, other]) expect((await get(site, path)).status).toBe(200);
  time += hour - 1;
  await get(one, page);
  expect(queries()).toBe(0);
  time += 1;
  // It is there while it is counted anew.
  expect((await get(other, page)).text).toMatch(/These figures are 1 h old\. Baton is starting to count\./);
  await expect.poll(async () => (await get(one, page)).text).not.toContain('These figures are');
  expect(queries()).toBeGreaterThan(0);
});

test('several processes that are asked at the same time count once', async () => {
  const sites = [open(), open(), open()];
  await Promise.all(sites.flatMap((site) => [get(site, page), get(site, page)]));
  await Promise.all(sites.map((site) => counted(site)));
  const spent = queries();
  await stage.service().store.db.deleteFrom('reports').execute();
  await counted(open());
  expect(spent).toBe(queries());
});

test('what a visitor does not see has no report, and costs nothing', async () => {
  const stranger = open([]);
  for (const path of [page, `${page}.json`, `${page}.csv`, '/acme/nothing/report'])
    expect((await get(stranger, path)).status).toBe(404);
  const [hidden, nothing] = [await get(stranger, page), await get(stranger, '/acme/nothing/report')];
  expect(hidden.text).toBe(nothing.text);
  expect((await get(stranger, '/report')).text).toContain(
    'Baton isn’t on any repository that you can see on GitHub.',
  );
  // Two of the three wait for their spec, and the one that is approved for its acceptance.
  expect((await get(open(), '/report')).text).toMatch(
    new RegExp(`href="${page}".*</a></th><td class="n">3</td>`),
  );
  expect(queries()).toBe(0);
});

test('it waits where the rest of the limit is for others, says so, and goes on', async () => {
  const site = open();
  wait = time + 20 * 60_000;
  await get(site, page);
  await expect
    .poll(async () => (await get(site, page)).text)
    .toContain(
      'The rest of GitHub’s hourly limit is kept for what happens now. Counting continues at 00:20 UTC.',
    );
  expect((await get(site, `${page}.json`)).status).toBe(202);
  expect(queries()).toBe(0);
});

test('what fails is said, with what happens next', async () => {
  const site = open();
  stage.github.faults.add({ match: ({ path }) => path === '/graphql', kind: '5xx', status: 502, times: 50 });
  await get(site, page);
  await expect
    .poll(async () => (await get(site, page)).text, { timeout: 30_000 })
    .toMatch(/It could not be counted: .* Open this page again after 00:05 UTC to retry\./);
  const program = await get(site, `${page}.json`);
  expect([program.status, program.wait]).toEqual([503, '300']);
  stage.github.faults.clear();
  time += 5 * 60_000;
  await counted(site);
});

test('a process that ends in the middle leaves it to the next', async () => {
  const site = open();
  let goOn = (): void => {};
  const until = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  stage.github.faults.add({ match: ({ kind }) => kind === 'query', kind: 'slow', until, times: 1 });
  await get(site, page);
  await expect.poll(async () => (await get(open(), page)).text).toContain('Baton is listing the issues.');
  const ending = keepers[0]?.stop();
  goOn();
  await ending;
  expect((await get(site, page)).text).toContain('Too many reports are being counted right now.');
  await counted(open());
});

test('one that was killed is given up after a moment', async () => {
  const { db } = stage.service().store;
  await counted(open());
  const dead = { held_by: 'dead', held_until: time + 90_000, next_at: 0, content: null, counted_at: null };
  await db.updateTable('reports').set(dead).execute();
  const site = open();
  await get(site, page);
  time += 89_000;
  expect((await db.selectFrom('reports').select('held_by').executeTakeFirstOrThrow()).held_by).toBe('dead');
  time += 1000;
  await counted(site);
});

test.each([
  ['no policy', 'acme/plain', 'no policy'],
  ['not there', 'acme/gone', 'cannot read this repository any more'],
])('where there is %s', async (_, name, said) => {
  const isThere = name === 'acme/plain';
  if (isThere) stage.github.repository(name, { files: { 'README.md': '# Plain' } });
  const id = isThere ? stage.github.find.repository(name).nodeId : name;
  const site = open([{ ...seen, id, name }]);
  await expect.poll(async () => (await get(site, `/${name}/report`)).text).toContain(said);
  expect((await get(site, `/${name}/report.csv`)).status).toBe(404);
});
