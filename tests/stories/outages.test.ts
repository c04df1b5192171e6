/** An outage is loud for whoever runs Baton, and quiet for everybody else: what the log, the monitors and the metrics say of it. */
import { startJira } from '@baton/sandbox/jira';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createLog } from '../../src/log.ts';
import { siteAt } from '../jira/answering.ts';
import { approvedIssue, openStage, repository, twoRoles, type Stage } from './stage.ts';
import { tryFor } from './trouble-passes.ts';

let lines: Line[];
type Line = { readonly level: number; readonly msg: string; readonly [field: string]: unknown };
const log = createLog(
  { logLevel: 'debug' },
  { write: (line: string) => void lines.push(JSON.parse(line) as Line) },
);
/** Above `info`, since it was asked last. */
function loud(): readonly string[] {
  const said = lines.filter(({ level }) => level > 30).map(({ msg }) => msg);
  lines = [];
  return said;
}
let stage: Stage;
beforeEach(() => {
  lines = [];
});
afterEach(() => stage.close());

/**
 * Time passes while not everything can be done.
 * @param step seconds after which what is due is tried: few where it matters when something is told
 */
async function pass(seconds: number, step = 5): Promise<void> {
  for (let left = seconds; left > 0; left -= step) await tryFor(stage, Math.min(step, left) * 1000);
}
const longStep = 20;
async function metric(name: string): Promise<number> {
  const page = await (await fetch(`${stage.service().url}/metrics`)).text();
  const line = page.split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1));
}
async function monitor(path: string): Promise<unknown> {
  const response = await fetch(`${stage.service().url}${path}`);
  return { status: response.status, body: await response.json() };
}

test('GitHub answers 502 for minutes, and then refuses the key', async () => {
  stage = await openStage({ timed: true, log, rough: true });
  const { github } = stage;
  const issue = await approvedIssue(stage);
  expect(loud()).toEqual([]);
  expect(await metric('baton_outage_seconds{of="github",site=""}')).toBe(0);

  github.faults.add({ match: () => true, kind: '5xx', status: 502, times: Infinity });
  const begun = stage.now();
  /** A machine may be so busy that more has passed than was let pass: then the line has been there for a while. */
  const isBefore = (seconds: number): boolean => stage.now() - begun < seconds * 1000;
  stage.hurry('ben', (ben) => ben.comment(issue, 'And?'));
  stage.hurry('ben', (ben) => ben.openIssue(repository, { title: 'Vouchers' }));
  await github.settled();
  await pass(50);
  if (isBefore(60)) expect(loud()).toEqual([]);
  await pass(15);
  expect(loud()).toEqual([
    expect.stringMatching(
      /^GitHub answers 502, for a minute\. 2 items wait; Baton will retry them, and nothing is lost\.$/,
    ),
  ]);
  expect(await metric('baton_items_retrying')).toBe(2);
  expect(await metric('baton_oldest_unanswered_event_seconds')).toBeGreaterThan(60);
  expect(await metric('baton_outage_seconds{of="github",site=""}')).toBeGreaterThan(60);
  // Webhooks are still taken: who sends them must not be told to stop.
  expect(await monitor('/readyz')).toEqual({ status: 200, body: { status: 'serving', outages: ['github'] } });
  expect(await monitor('/healthz')).toEqual({ status: 200, body: { status: 'alive' } });
  expect(await monitor('/workz')).toEqual({
    status: 503,
    body: { status: 'not working', outages: ['github'] },
  });

  // Again after five minutes, and not in between.
  await pass(225);
  if (isBefore(300)) expect(loud()).toEqual([]);
  await pass(20);
  expect(loud()).toEqual([expect.stringMatching(/^GitHub answers 502, for 5 minutes\. \d items wait;/)]);

  // What is wrong now is something else: that is told at once.
  github.faults.clear();
  github.endTokens();
  github.faults.add({
    match: ({ installation, path }) => installation === null || path.endsWith('/access_tokens'),
    kind: '5xx',
    status: 401,
    times: Infinity,
  });
  await pass(400, longStep);
  const [key, ...more] = loud();
  expect(key).toMatch(
    /^GitHub refuses the App's key \(401: check APP_ID and PRIVATE_KEY\), for \d+ minutes\./,
  );
  expect(more.filter((line) => !line.startsWith("GitHub refuses the App's key"))).toEqual([]);
  expect(more.length).toBeLessThan(2);

  // The key works again: what waited is done, and one line says so.
  github.faults.clear();
  await pass(310, longStep);
  await stage.settled();
  await pass(5);
  expect(loud()).toEqual([expect.stringMatching(/^GitHub works again after \d+ minutes\./)]);
  expect(await monitor('/workz')).toEqual({ status: 200, body: { status: 'working' } });
  expect(await metric('baton_items_retrying')).toBe(0);
  expect(await metric('baton_oldest_unanswered_event_seconds')).toBe(0);
});

test('what fails on one item alone is no outage, and is told once', async () => {
  stage = await openStage({ timed: true, log, rough: true });
  const { github } = stage;
  const other = await approvedIssue(stage);
  github.organization('globex', { admins: ['olga'], members: ['ben'] });
  github.repository('globex/site', {
    private: false,
    collaborators: { ben: 'write' },
    files: { '.github/roles.yml': twoRoles.replace('"@acme/engineering"', 'anton') },
  });
  const { id } = github.install('baton', 'globex');
  const { number } = await stage.act('ben', (ben) => ben.openIssue('globex/site', { title: 'A page' }));
  const issue = `globex/site#${number}`;
  expect(loud()).toEqual([]);
  github.faults.add({
    match: ({ kind, installation }) => kind === 'query' && installation === id,
    kind: '5xx',
    times: Infinity,
  });
  stage.hurry('ben', (ben) => ben.comment(issue, 'And?'));
  await github.settled();
  await pass(180, longStep);
  stage.hurry('ben', (ben) => ben.comment(other, 'And?'));
  await github.settled();
  await pass(300, longStep);
  expect(loud()).toEqual([
    expect.stringMatching(
      /globex\/site issue 1 could not be evaluated for .*, and nothing else is affected\. Baton will retry it\. GitHub answered 502/,
    ),
  ]);
  expect(await monitor('/workz')).toEqual({ status: 200, body: { status: 'working' } });
  expect(await metric('baton_items_retrying')).toBe(1);
  github.faults.clear();
  await pass(310, longStep);
  await stage.settled();
});

test('a Jira site that does not answer is named', async () => {
  const jira = await startJira({ flavour: 'data-center' });
  jira.user('baton');
  jira.project('SHOP', { roles: { Administrators: { users: ['baton'] } } });
  const token = jira.token('baton');
  const site = siteAt(jira.url, 'data-center', {
    name: 'inside',
    auth: { kind: 'bearer', token: () => token },
    repositories: new Map([[repository, ['SHOP']]]),
  });
  stage = await openStage({ timed: true, log, rough: true, jira: [site] });
  jira.faults.add({ match: () => true, kind: '5xx', status: 503, times: Infinity });
  await pass(400, longStep);
  expect(loud()[0]).toMatch(/^Jira \(inside\) answers 503, for a minute\. 1 item waits;/);
  expect(await metric('baton_outage_seconds{of="jira",site="inside"}')).toBeGreaterThan(60);
  expect(await metric('baton_outage_seconds{of="github",site=""}')).toBe(0);
  // A monitor that anybody can read does not hear the site's name.
  expect(await monitor('/readyz')).toEqual({ status: 200, body: { status: 'serving', outages: ['jira'] } });
  jira.faults.clear();
  loud();
  await pass(600, longStep);
  await stage.settled();
  expect(loud()).toEqual([
    expect.stringMatching(/^Jira \(inside\) works again after (a minute|\d+ minutes)\./),
  ]);
  await jira.close();
});

test('a full disk names itself, once, and the rest is quiet', async () => {
  stage = await openStage({ timed: true, log, rough: true });
  const issue = await approvedIssue(stage);
  const { db } = stage.service().store;
  const { sql } = await import('kysely');
  loud();
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
  await sql.raw(`pragma max_page_count = ${rows[0]?.page_count ?? 0}`).execute(db);
  const isFull = (): boolean => lines.some(({ msg }) => msg.includes('database or disk is full'));
  // Whatever is free in it is used up.
  for (let taken = 0; taken < 200 && !isFull(); taken += 1) {
    stage.hurry('ben', (ben) => ben.comment(issue, 'Well.'.repeat(50)));
    if (taken % 10 !== 9) continue;
    await stage.github.settled();
    await stage.service().outages.look();
  }
  await expect
    .poll(async () => {
      await stage.service().outages.look();
      return isFull();
    })
    .toBe(true);
  for (let each = 0; each < 20; each += 1) stage.hurry('ben', (ben) => ben.comment(issue, 'Well.'));
  await stage.github.settled();
  await stage.service().outages.look();
  expect(loud()).toEqual([
    'The database cannot be written (database or disk is full). Webhooks are answered with 503; Baton asks for them again once it works.',
  ]);
  expect(await monitor('/workz')).toEqual({
    status: 503,
    body: { status: 'not working', outages: ['database'] },
  });
  const { number } = stage.hurry('ben', (ben) => ben.openIssue(repository, { title: 'Not heard of' }));
  await stage.github.settled();
  expect(stage.github.deliveries.at(-1)?.status).toBe('Service Unavailable');
  await sql.raw('pragma max_page_count = 1000000').execute(db);
  stage.github.clock.advance(15_000);
  await expect
    .poll(
      async () => {
        await stage.service().outages.look();
        return lines.filter(({ level }) => level > 30).map(({ msg }) => msg);
      },
      { timeout: 240_000 },
    )
    .toEqual([expect.stringMatching(/^The database works again after/)]);
  // What was refused is asked for at once.
  await expect
    .poll(() => stage.see(`${repository}#${number}`).card !== null, { timeout: 240_000 })
    .toBe(true);
  await stage.settled();
});
