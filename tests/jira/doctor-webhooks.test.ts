/** When Jira's webhooks came last, as the doctor reads it beside a Baton that takes them: real ones, of both flavours. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createClock, type Clock } from '@baton/sandbox';
import { startJira, type Flavour, type Jira } from '@baton/sandbox/jira';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';

import { everything } from '../../src/duties.ts';
import { usualRhythm } from '../../src/github/index.ts';
import { systemClock } from '../../src/inbox/index.ts';
import { examineJira, readHeard } from '../../src/jira/index.ts';
import type { JiraSite } from '../../src/jira/site.ts';
import { startService, type Service } from '../../src/service/index.ts';
import { describePostgres } from '../postgres.ts';
import { settings } from '../web/nowhere.ts';

const secret = 'the secret of the webhook';
const minute = 60_000;
const hour = 60 * minute;

let jira: Jira;
let clock: Clock;
let site: JiraSite;
let service: Service | null = null;
/** Where the store is. */
let where: string;
let folder: string | null = null;
afterEach(async () => {
  await service?.stop();
  service = null;
  await jira.close();
  if (folder !== null) rmSync(folder, { recursive: true });
  folder = null;
});

/** A Jira with one project, and a Baton to which its webhook leads. */
async function open(flavour: Flavour, databaseUrl: string | null = null): Promise<void> {
  clock = createClock(Date.UTC(2026, 0, 5, 9));
  jira = await startJira({ flavour, clock });
  jira.user('maria');
  jira.user('baton', { kind: 'app' });
  jira.project('SHOP', { roles: { Administrators: { users: ['baton'] } } });
  const isCloud = flavour === 'cloud';
  const token = isCloud ? jira.scopedToken('baton') : jira.token('baton');
  site = {
    name: 'acme',
    url: jira.url,
    apiUrl: isCloud ? jira.gateway : jira.url,
    flavour,
    auth: { kind: 'bearer', token: () => token },
    webhookSecret: () => secret,
    repositories: new Map([['acme/shop', ['SHOP']]]),
  };
  folder = mkdtempSync(join(tmpdir(), 'baton-heard-'));
  where = databaseUrl ?? folder;
  service = await startService({
    environment: { ...settings({ DATA_DIR: folder }), databaseUrl, jira: [site] },
    log: pino({ level: 'silent' }),
    createItemLook: () => async () => {},
    now: () => clock.now(),
    rhythm: usualRhythm,
    duties: everything,
    clock: { ...systemClock, now: () => clock.now() },
  });
  jira.webhook({ url: `${service.url}/jira/webhooks/acme`, secret });
}

const creates = async (summary: string): Promise<string> => {
  const { key } = jira.as('maria').createIssue('SHOP', { summary });
  await jira.settled();
  return key;
};

/** What the doctor says of webhooks, but of the way that they take. */
async function said(url: string | null = null): Promise<readonly string[]> {
  const heard = await readHeard(where, ['acme']);
  const findings = await examineJira([site], { policy: null, url, heard, now: () => clock.now() });
  return findings
    .filter(({ what }) => /webhook/i.test(what) && !/secret|reach|answers at/.test(what))
    .map(({ level, what, remedy }) => `${level}: ${what}${remedy === null ? '' : ` ${remedy}`}`);
}
const never =
  'note: No webhook has come from Jira yet. Make one in Jira that leads to /jira/webhooks/acme. Where there is one, change an issue, and ask again. Whether what Jira sends can get here is tried with --url.';
const missed = (came: string, key: string, changed: string): string =>
  `note: The last webhook came ${came}, and ${key} was changed ${changed}. See in Jira whether its webhook leads to /jira/webhooks/acme, is enabled, is sent for updated issues, and covers that project in its JQL. Whether what Jira sends can get here is tried with --url.`;

const tells = async (): Promise<void> => {
  expect(await said()).toEqual([never]);
  await creates('Coupons');
  expect(await said()).toEqual(['ok: The last webhook came less than two minutes ago.']);
  for (const [later, ago] of [
    [2 * minute, '2 minutes'],
    [3 * hour, '3 hours'],
    [21 * hour, '24 hours'],
    [24 * hour, '2 days'],
  ] as const) {
    clock.advance(later);
    expect(await said()).toEqual([`ok: The last webhook came ${ago} ago.`]);
  }
};

describe.each(['cloud', 'data-center'] as const)('%s', (flavour) => {
  test('it tells when the last one came', async () => {
    await open(flavour);
    await tells();
  });

  test('one that is not about an issue, or that nobody signed, is none', async () => {
    await open(flavour);
    const url = `${service?.url}/jira/webhooks/acme`;
    await fetch(url, { method: 'POST', body: '{"webhookEvent":"jira:issue_updated","issue":{"id":"1"}}' });
    // The doctor's own are of no event.
    const tried = ' Whether what Jira sends can get here is tried with --url.';
    for (let time = 0; time < 2; time += 1)
      expect(await said(service?.url)).toEqual([never.replace(tried, '')]);
    expect(await said()).toEqual([never]);
  });

  test('what was changed since without one is told, and a comment is no such change', async () => {
    await open(flavour);
    const first = await creates('Coupons');
    const second = await creates('Returns');
    jira.faults.addForDeliveries({ match: () => true, kind: 'lost', times: 9 });
    clock.advance(9 * 24 * hour);
    jira.as('maria').transition(first, 'Done');
    // Its webhook may be on its way, and Jira's search may not know of it yet.
    clock.advance(9 * minute);
    expect(await said()).toEqual(['ok: The last webhook came 9 days ago.']);
    clock.advance(2 * hour);
    expect(await said()).toEqual([missed('9 days ago', first, '2 hours ago')]);
    jira.as('maria').comment(second, 'Hello');
    clock.advance(hour);
    expect(await said()).toEqual(['ok: The last webhook came 9 days ago.']);
    jira.faults.clear();
    await creates('Search');
    expect(await said()).toEqual(['ok: The last webhook came less than two minutes ago.']);
  });

  test('it is told also where Jira cannot be asked, and where Baton is stopped', async () => {
    await open(flavour);
    await creates('Coupons');
    jira.revokeTokens('baton');
    await service?.stop();
    service = null;
    clock.advance(5 * hour);
    expect(await said()).toEqual(['ok: The last webhook came 5 hours ago.']);
    // Nothing is left beside the database that another user could not use.
    expect(readdirSync(where).toSorted()).toEqual(['baton.lock', 'baton.sqlite']);
  });
});

test('it is noted once a minute, whatever comes', async () => {
  await open('cloud');
  const heardAt = async (): Promise<number | undefined> => {
    const heard = await readHeard(where, ['acme']);
    return heard.kind === 'known' ? heard.at.get('acme') : undefined;
  };
  const begun = clock.now();
  const ages: (number | undefined)[] = [];
  for (let seconds = 0; seconds <= 120; seconds += 30) {
    await creates('Coupons');
    ages.push(((await heardAt()) ?? 0) - begun);
    clock.advance(30_000);
  }
  expect(ages).toEqual([0, 0, minute, minute, 2 * minute]);
});

describePostgres('in PostgreSQL', (newDatabase) => {
  test('it tells when the last one came', async () => {
    await open('cloud', await newDatabase());
    await tells();
  });
});

test('a store that is not there, or is none, is a note, and nothing is made', async () => {
  await open('cloud');
  const unknown = (why: string): string =>
    `note: When webhooks came last is not known: ${why} Ask once Baton has been started, with its DATA_DIR or DATABASE_URL, as a user who may read what is there.`;
  const other = mkdtempSync(join(tmpdir(), 'baton-none-'));
  const file = join(other, 'baton.sqlite');
  const nowhere = 'postgres://baton:hush@127.0.0.1:59997/baton';
  const own = where;
  where = other;
  expect(await said()).toEqual([unknown(`DATA_DIR: there is no database ${file}.`)]);
  expect(readdirSync(other)).toEqual([]);
  writeFileSync(file, 'no database');
  expect(await said()).toEqual([unknown('the database could not be read (file is not a database).')]);
  writeFileSync(file, '');
  expect(await said()).toEqual([unknown('the database could not be read (no such table: marks).')]);
  expect(readdirSync(other)).toEqual(['baton.sqlite']);
  where = nowhere;
  expect(await said()).toEqual([
    unknown(
      'DATABASE_URL: the database baton at 127.0.0.1:59997 cannot be used (connect ECONNREFUSED 127.0.0.1:59997).',
    ),
  ]);
  // Where no webhooks are taken, nobody asks.
  site = { ...site, webhookSecret: null };
  expect(await said()).toEqual([]);
  where = own;
  rmSync(other, { recursive: true });
});
