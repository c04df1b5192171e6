/** The alerts that ship: each fires in its trouble, and none in a day of normal work. Prometheus scrapes the running app. */
import { startSandbox } from '@baton/sandbox';
import { startJira } from '@baton/sandbox/jira';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';

import { usualRhythm } from '../../src/github/index.ts';
import { systemClock } from '../../src/inbox/index.ts';
import { createLog } from '../../src/log.ts';
import { startService } from '../../src/service/index.ts';
import { accessTo, registerBaton, secret } from '../baton.ts';
import { siteAt } from '../jira/answering.ts';
import { fired, shippedRules } from '../prometheus.ts';
import { scrapeOf, type Scrape } from '../promql.ts';
import { settings, sign } from '../web/nowhere.ts';
import { approvedIssue, openPull, openStage, repository, type Stage } from './stage.ts';
import { tryFor } from './trouble-passes.ts';

let stage: Stage | null = null;
afterEach(async () => {
  await stage?.close();
  stage = null;
});

const minute = 60_000;
const scrape = async (at: number, url: string): Promise<Scrape> =>
  scrapeOf(at, await (await fetch(`${url}/metrics`)).text());
const scrapeNow = ({ github, service }: Stage): Promise<Scrape> => scrape(github.clock.now(), service().url);

/** Time passes while not everything can be done; Prometheus scrapes once a minute. */
async function watched(of: Stage, minutes: number): Promise<readonly Scrape[]> {
  const scrapes: Scrape[] = [];
  for (let each = 0; each < minutes * 4; each += 1) {
    await tryFor(of, 15_000);
    if (each % 4 === 3) scrapes.push(await scrapeNow(of));
  }
  return scrapes;
}

/** All that fired in any trouble below. */
const everFired = new Set<string>();
function firing(scrapes: readonly Scrape[]): readonly string[] {
  const alerts = fired(scrapes);
  for (const alert of alerts) everFired.add(alert);
  return alerts;
}

test('a day of normal work fires none, and writes no line above info', async () => {
  const loud: string[] = [];
  const log = createLog({ logLevel: 'warn' }, { write: (line: string) => void loud.push(line) });
  stage = await openStage({ timed: true, log });
  const day = stage;
  const scrapes: Scrape[] = [];
  /** Also while Baton works on it: a scrape comes when it comes. */
  const meanwhile = async (act: () => unknown): Promise<void> => {
    await act();
    scrapes.push(await scrapeNow(day));
    await day.settled();
  };
  for (let hour = 0; hour < 24; hour += 1) {
    if (hour % 8 === 0) {
      const issue = await approvedIssue(day, `Work ${hour}`);
      const pull = await openPull(day, `Closes ${issue}`);
      await meanwhile(() => day.hurry('otto', (otto) => otto.comment(issue, 'Nice!')));
      // Somebody adds a label that is not theirs to add, and Baton removes it: that is its work.
      await meanwhile(() => day.hurry('otto', (otto) => otto.label(issue, 'pm:accepted')));
      await day.act('anton', (anton) => anton.merge(pull));
      await day.act('maria', (maria) => maria.comment(issue, '/accept'));
      expect(day.see(issue).state).toBe('closed: completed');
      // A stranger at the door is no outage.
      const junk = { method: 'POST', headers: { 'x-github-event': 'issues' }, body: '{}' };
      expect((await fetch(`${day.service().url}/api/github/webhooks`, junk)).status).toBe(401);
    }
    for (let part = 0; part < 3; part += 1) {
      await day.later(20 * minute);
      await day.service().outages.look();
      scrapes.push(await scrapeNow(day));
    }
  }
  expect(fired(scrapes)).toEqual([]);
  expect(loud.filter((line) => !line.includes('A delivery was refused.'))).toEqual([]);
});

describe('GitHub', () => {
  test('answers 502 for ten minutes: that fires; where it lasts, so does what people wait for', async () => {
    stage = await openStage({ timed: true, rough: true });
    const issue = await approvedIssue(stage);
    stage.github.faults.add({ match: () => true, kind: '5xx', status: 502, times: Infinity });
    stage.hurry('ben', (ben) => ben.comment(issue, 'And?'));
    await stage.github.settled();
    const ten = await watched(stage, 10);
    expect(firing(ten)).toEqual(['BatonOutage']);
    const all = [...ten, ...(await watched(stage, 30))];
    expect(firing(all)).toEqual(['BatonOutage', 'BatonEventUnanswered', 'BatonItemRetried']);
    stage.github.faults.clear();
    await tryFor(stage, 10 * minute);
    await stage.settled();
    expect(fired(await watched(stage, 5))).toEqual([]);
  });

  test('does not answer for a minute: that is nobody’s night', async () => {
    stage = await openStage({ timed: true, rough: true });
    const issue = await approvedIssue(stage);
    stage.github.faults.add({ match: () => true, kind: '5xx', status: 502, times: Infinity });
    stage.hurry('ben', (ben) => ben.comment(issue, 'And?'));
    await stage.github.settled();
    const scrapes = [...(await watched(stage, 1))];
    stage.github.faults.clear();
    await tryFor(stage, 5 * minute);
    await stage.settled();
    expect(fired([...scrapes, ...(await watched(stage, 5))])).toEqual([]);
  });

  test('takes the key no more', async () => {
    stage = await openStage({ timed: true, rough: true });
    const issue = await approvedIssue(stage);
    stage.github.endTokens();
    stage.github.faults.add({
      match: ({ installation, path }) => installation === null || path.endsWith('/access_tokens'),
      kind: '5xx',
      status: 401,
      times: Infinity,
    });
    stage.hurry('ben', (ben) => ben.comment(issue, 'And?'));
    await stage.github.settled();
    expect(firing(await watched(stage, 6))).toEqual(['BatonOutage']);
    stage.github.faults.clear();
  });

  test('no longer knows something that Baton asks for', async () => {
    stage = await openStage({ timed: true, rough: true, rhythm: { attempts: 2 } });
    const issue = await approvedIssue(stage);
    stage.github.become('github.com', ['Issue.linkedBranches']);
    stage.hurry('ben', (ben) => ben.comment(issue, 'And?'));
    await stage.github.settled();
    expect(firing(await watched(stage, 15))).toEqual(['BatonGitHubChanged', 'BatonDeadLetters']);
  });

  test('gives less than people’s events need', async () => {
    stage = await openStage({ timed: true, rough: true });
    const installation = stage.github.deliveries[0]?.installationId ?? 0;
    const issues: string[] = [];
    for (let each = 0; each < 12; each += 1) issues.push(await approvedIssue(stage, `Work ${each}`));
    stage.github.leaveOfLimit(installation, 505);
    await stage.act('maria', (maria) => maria.comment(issues[0] ?? '', 'Where are we?'));
    for (const issue of issues) stage.hurry('maria', (maria) => maria.comment(issue, '/why'));
    await stage.github.settled();
    const scrapes: Scrape[] = [];
    for (let each = 0; each < 12; each += 1) {
      stage.github.clock.advance(minute);
      const { inbox } = stage.service();
      await expect.poll(async () => (await inbox.metrics()).running).toBe(0);
      scrapes.push(await scrapeNow(stage));
    }
    expect(firing(scrapes)).toEqual(['BatonEventsPaced']);
  });

  test('signs with another secret', async () => {
    stage = await openStage({ timed: true, rough: true });
    const issue = await approvedIssue(stage);
    const url = `${stage.service().url}/api/github/webhooks`;
    stage.github.hook('baton', { url, secret: 'a-secret-that-only-github-knows' });
    const scrapes: Scrape[] = [];
    for (let each = 0; each < 30; each += 1) {
      if (each % 5 === 0) stage.hurry('ben', (ben) => ben.comment(issue, 'And?'));
      await stage.github.settled();
      await tryFor(stage, minute);
      scrapes.push(await scrapeNow(stage));
    }
    expect(firing(scrapes)).toEqual(['BatonDeliveriesRefused']);
  });
});

test('Jira is away', async () => {
  const jira = await startJira({ flavour: 'data-center' });
  jira.user('baton');
  jira.project('SHOP', { roles: { Administrators: { users: ['baton'] } } });
  const token = jira.token('baton');
  const site = siteAt(jira.url, 'data-center', {
    name: 'inside',
    auth: { kind: 'bearer', token: () => token },
    repositories: new Map([[repository, ['SHOP']]]),
  });
  stage = await openStage({ timed: true, rough: true, jira: [site] });
  jira.faults.add({ match: () => true, kind: '5xx', status: 503, times: Infinity });
  expect(firing(await watched(stage, 10))).toEqual(['BatonOutage']);
  jira.faults.clear();
  await jira.close();
});

describe('the database', () => {
  test('is on a full disk', async () => {
    stage = await openStage({ timed: true, rough: true });
    const { github, service } = stage;
    const full = stage;
    const comment = (words: string): void => void full.hurry('ben', (ben) => ben.comment(issue, words));
    const issue = await approvedIssue(stage);
    const { db } = service().store;
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
    await sql.raw(`pragma max_page_count = ${rows[0]?.page_count ?? 0}`).execute(db);
    const scrapes = [await scrapeNow(stage)];
    const isFull = (): boolean => github.deliveries.at(-1)?.status === 'Service Unavailable';
    // Whatever is free in it is used up.
    for (let taken = 0; taken < 400 && !isFull(); taken += 1) {
      comment('Well.'.repeat(50));
      if (taken % 10 === 9) await github.settled();
    }
    expect(isFull()).toBe(true);
    for (let each = 0; each < 5; each += 1) {
      github.clock.advance(minute);
      comment('Well.');
      await github.settled();
      await service().outages.look();
      scrapes.push(await scrapeNow(stage));
    }
    expect(firing(scrapes)).toEqual(['BatonOutage', 'BatonDeliveriesNotKept']);
    await sql.raw('pragma max_page_count = 1000000').execute(db);
  });

  test('takes no delivery', async () => {
    stage = await openStage({ timed: true, rough: true });
    const issue = await approvedIssue(stage);
    const before = [await scrapeNow(stage)];
    const { schema } = stage.service().store.db;
    await schema.alterTable('deliveries').renameTo('away').execute();
    stage.hurry('ben', (ben) => ben.comment(issue, 'And?'));
    await stage.github.settled();
    await schema.alterTable('away').renameTo('deliveries').execute();
    stage.github.clock.advance(minute);
    expect(firing([...before, await scrapeNow(stage)])).toEqual(['BatonDeliveriesNotKept']);
  });
});

test('something fails for good', async () => {
  stage = await openStage({ timed: true, rough: true, rhythm: { attempts: 2 } });
  const issue = await approvedIssue(stage);
  stage.github.faults.add({
    match: ({ kind }) => kind === 'query',
    kind: '5xx',
    status: 400,
    times: Infinity,
  });
  stage.hurry('ben', (ben) => ben.comment(issue, 'Hello?'));
  await stage.github.settled();
  expect(firing(await watched(stage, 15))).toEqual(['BatonDeadLetters']);
  stage.github.faults.clear();
});

test('the queue is stuck, while webhooks are taken as ever', async () => {
  let passed = 0;
  const now = (): number => systemClock.now() + passed;
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const github = await startSandbox({ checkAnswers: false });
  registerBaton(github);
  const service = await startService({
    environment: { ...settings(), github: accessTo(github), dataDir: ':memory:' },
    log: pino({ level: 'silent' }),
    createItemLook: () => async () => await held,
    rhythm: usualRhythm,
    clock: { ...systemClock, now },
  });
  const body = JSON.stringify({
    action: 'opened',
    issue: { number: 41 },
    installation: { id: 3 },
    repository: { node_id: 'R', name: 'shop', full_name: 'a/shop', owner: { login: 'a' } },
  });
  const scrapes: Scrape[] = [];
  for (let each = 0; each < 20; each += 1) {
    const headers = {
      'content-type': 'application/json',
      'x-github-event': 'issues',
      'x-github-delivery': `delivery-${each}`,
      'x-hub-signature-256': sign(body, secret),
    };
    const answer = await fetch(`${service.url}/api/github/webhooks`, { method: 'POST', headers, body });
    expect(answer.status).toBe(202);
    passed += minute;
    scrapes.push(await scrape(passed, service.url));
  }
  expect(firing(scrapes)).toEqual(['BatonEventUnanswered']);
  release();
  await service.stop();
  await github.close();
});

test('no process answers', () => {
  const page = 'baton_process_resident_memory_bytes 1e8';
  const minutes = Array.from({ length: 10 }, (_, each) => scrapeOf(each * minute, each < 2 ? page : null));
  expect(firing(minutes)).toEqual(['BatonAway']);
  // An update takes a minute.
  const update = [page, page, null, page, page, page, page, page, page];
  expect(fired(update.map((each, at) => scrapeOf(at * minute, each)))).toEqual([]);
});

test('each alert that ships fired above', () => {
  expect(shippedRules().filter(({ alert }) => !everFired.has(alert))).toEqual([]);
});
