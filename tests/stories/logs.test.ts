/** What Baton says of itself, in its log and to monitors and operators: enough to follow it, and never a credential. */
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Effect } from '../../src/handoff/index.ts';
import { createLog } from '../../src/log.ts';
import { openStore } from '../../src/store/index.ts';
import { pkcs1 } from '../key.ts';
import { secret } from '../baton.ts';
import { bare } from '../children.ts';
import { describePostgres } from '../postgres.ts';
import { leaksIn, listenIn, type Secrets, type Wire } from './credentials.ts';
import { approvedIssue, openPull, openStage, repository, twoRoles, type Stage } from './stage.ts';

const metricsToken = 'what-prometheus-has-to-show';
const password = 'the-word-of-the-database';
const elsewhere = 'globex/site';

let wire: Wire;
let dataDir: string;
let lines: string[];
const log = createLog({ logLevel: 'trace' }, { write: (line: string) => void lines.push(line) });

beforeEach(() => {
  lines = [];
  wire = listenIn();
  dataDir = mkdtempSync(join(tmpdir(), 'baton-logs-'));
});
afterEach(() => {
  wire.stop();
  rmSync(dataDir, { recursive: true });
});

type Line = Readonly<Record<string, unknown>> & { readonly msg: string; readonly level: number };
const said = (msg: string): readonly Line[] =>
  lines.map((line) => JSON.parse(line) as Line).filter((line) => line.msg === msg);

/** Everything that must not be seen, with what it is. */
function secretsOf(stage: Stage): Secrets {
  const key = stage.github.find
    .app('baton')
    .privateKey.split('\n')
    .filter((line) => line !== '');
  return new Map([
    ...wire.secrets,
    ...key.map((line) => [line, 'a line of the private key'] as const),
    [secret, 'the webhook’s secret'],
    [metricsToken, 'METRICS_TOKEN'],
    [password, 'the password of the database'],
  ]);
}

/** A repository whose installation has not agreed to what Baton needs: GitHub refuses every write. */
async function withoutRights(stage: Stage): Promise<void> {
  const { github } = stage;
  github.organization('globex', { admins: ['olga'], members: ['maria'] });
  github.repository(elsewhere, {
    private: false,
    collaborators: { maria: 'write' },
    files: { '.github/roles.yml': twoRoles.replace('@acme/engineering', 'anton') },
  });
  github.install('baton', 'globex').permissions = { metadata: 'read', contents: 'read', issues: 'read' };
  await stage.settled();
}

/** From the first idea to the accepted result, with talk, a reversal, and changes of the policy. */
async function goesWell(stage: Stage): Promise<string> {
  const issue = await approvedIssue(stage);
  const pull = await openPull(stage, `Closes ${issue}`);
  await stage.act('anton', (anton) => anton.merge(pull));
  await stage.act('maria', (maria) => maria.comment(issue, '/accept'));
  expect(stage.see(issue).state).toBe('closed: completed');
  const { number } = await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Vouchers' }));
  const other = `${repository}#${number}`;
  await stage.act('otto', (otto) => otto.label(other, 'spec:approved'));
  await stage.act('ben', (ben) => ben.comment(other, 'Well.'));
  for (const policy of ['roles:\n  pm: [maria\n', `mode: warn\n${twoRoles}`, null, twoRoles])
    await stage.act('olga', (olga) =>
      olga.push(repository, 'main', { files: { '.github/roles.yml': policy } }),
    );
  return other;
}

async function post(stage: Stage, headers: Record<string, string>, body = '{"zen":"Yes."}'): Promise<number> {
  const response = await fetch(`${stage.service().url}/api/github/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-github-event': 'ping', ...headers },
    body,
  });
  await response.text();
  return response.status;
}

const signed = (key: string, body: string): Record<string, string> => ({
  'x-github-delivery': 'by-hand',
  'x-hub-signature-256': `sha256=${createHmac('sha256', key).update(body).digest('hex')}`,
});

/** Everything that can go wrong between GitHub and Baton, one after the other. */
async function goesWrong(stage: Stage, issue: string): Promise<void> {
  const { github } = stage;
  const talk = () => stage.act('ben', (ben) => ben.comment(issue, 'And?'));
  expect(await post(stage, signed('another secret', '{"zen":"Yes."}'))).toBe(401);
  expect(await post(stage, {})).toBe(401);
  expect(await post(stage, signed(secret, '[]'), '[]')).toBe(400);
  for (const status of [500, 502, 401, 403, 404, 400]) {
    github.faults.add({ match: ({ kind }) => kind === 'query', kind: '5xx', status, times: 2 });
    await talk();
  }
  for (const status of [500, 401, 403]) {
    github.endTokens();
    github.faults.add({ match: ({ path }) => path.endsWith('/access_tokens'), kind: '5xx', status });
    await talk();
  }
  for (const kind of ['5xx', 'reset', 'secondary-limit', 'primary-limit'] as const) {
    github.faults.add({ match: ({ kind: each }) => each === 'mutation', kind, seconds: 1 });
    await stage.act('maria', (maria) => maria.comment(issue, '/why'));
  }
  expect(github.faults.pending()).toBe(false);
  // GitHub does not let Baton write there, which is told and no failure; and then does not take its question.
  await stage.act('maria', (maria) => maria.openIssue(elsewhere, { title: 'A page' }));
  expect(await stage.service().inbox.dead()).toEqual([]);
  const ofIssues = ({ operation }: { readonly operation: string | null }): boolean =>
    operation === 'ObserveIssue';
  github.faults.add({ match: ofIssues, kind: '5xx', status: 400, times: 3 });
  await stage.act('maria', (maria) => maria.openIssue(elsewhere, { title: 'Another page' }));
  await stage.until(() => !github.faults.pending());
  await stage.settled();
  expect(await stage.service().inbox.dead()).toHaveLength(1);
  // The database breaks, and is mended.
  const { schema } = stage.service().store.db;
  await schema.alterTable('items').renameTo('away').execute();
  stage.hurry('ben', (ben) => ben.comment(issue, 'Hello?'));
  await github.settled();
  await schema.alterTable('away').renameTo('items').execute();
  await stage.restart();
  await stage.settled();
  await talk();
}

/** What the command prints, whichever way it ends. */
function printed(script: string, args: readonly string[], env: Record<string, string>): Promise<string> {
  const path = fileURLToPath(new URL(`../../src/${script}`, import.meta.url));
  return new Promise((resolve) => {
    const all = { ...bare, METRICS_TOKEN: metricsToken, WEBHOOK_SECRET: secret, ...env };
    execFile(process.execPath, [path, ...args], { env: all }, (_, out, err) => resolve(`${out}${err}`));
  });
}

async function pages(stage: Stage): Promise<string> {
  const { url } = stage.service();
  const bearers = [metricsToken, 'wrong'].map((token) => ({ authorization: `Bearer ${token}` }));
  const asked = ['/healthz', '/readyz', '/metrics', '/nowhere'].flatMap((path) =>
    bearers.map(async (headers) => (await fetch(`${url}${path}`, { headers })).text()),
  );
  return (await Promise.all(asked)).join('\n');
}

/** Plays it all on a store; gives back every text that anybody could read, and what must not be in it. */
async function everythingSaid(
  where: { readonly dataDir: string } | { readonly database: string },
  env: Record<string, string>,
): Promise<{ readonly texts: readonly string[]; readonly secrets: Secrets }> {
  const rhythm = { attempts: 3, backoff: { first: 5, most: 20 } };
  const stage = await openStage({ ...where, log, metricsToken, rhythm, rough: true });
  await withoutRights(stage);
  await goesWrong(stage, await goesWell(stage));
  const { privateKey } = stage.github.find.app('baton');
  const all = { APP_ID: '7', PRIVATE_KEY: privateKey, ...env };
  const list = await printed('cli/baton.ts', ['dead-letters'], all);
  const [letter] = await stage.service().inbox.dead();
  expect(list).toContain(`${letter?.key}: since `);
  const outputs = [
    list,
    await printed('cli/baton.ts', ['dead-letters', 'show', letter?.key ?? ''], all),
    await printed('cli/baton.ts', ['dead-letters', 'again', '--all'], all),
  ];
  const texts = [...lines, await pages(stage), ...outputs];
  await stage.close();
  return { texts, secrets: secretsOf(stage) };
}

describe('at trace, a whole story with all that can go wrong', () => {
  test('shows no credential in any line, on any page, in any output', async () => {
    const { texts, secrets } = await everythingSaid({ dataDir }, { DATA_DIR: dataDir });
    expect(leaksIn(texts.join('\n'), secrets)).toEqual([]);
    // It was looked for what there is, and it would have been found.
    for (const kind of ['a JWT', 'a token', 'a signature'])
      expect([kind, wire.count(kind)]).toEqual([kind, expect.toSatisfy((count: number) => count > 1)]);
    // Behind the end of it: some hundred secrets are looked for as often.
    const end = texts.join('\n').slice(-1000);
    for (const [one, what] of secrets)
      expect(leaksIn(`${end}{"msg":"${one}"}`, secrets)).toContainEqual(
        expect.stringMatching(new RegExp(`^${what}: `)),
      );
  });
});

describePostgres('at trace, on PostgreSQL', (newDatabase) => {
  test('the password of the database is not shown either', async () => {
    const url = new URL(await newDatabase());
    url.password = password;
    const { texts, secrets } = await everythingSaid({ database: url.href }, { DATABASE_URL: url.href });
    expect(leaksIn(texts.join('\n'), secrets)).toEqual([]);
  });
});

test('commands that cannot reach the database say which, and not its password', async () => {
  const nowhere = `postgres://baton:${password}@localhost:59999/baton`;
  const env = { DATABASE_URL: nowhere, APP_ID: '7', PRIVATE_KEY: pkcs1 };
  await (await openStore(dataDir)).close();
  const outputs = await Promise.all([
    printed('main.ts', [], env),
    printed('cli/baton.ts', ['dead-letters'], env),
    printed('cli/baton.ts', ['move-store'], { ...env, DATA_DIR: dataDir }),
  ]);
  for (const output of outputs) {
    expect(output).toContain('DATABASE_URL: the database baton at localhost:59999 cannot be used');
    expect(output).not.toContain(password);
    expect(output.split('\n')).toHaveLength(2);
  }
});

test('each decision is one line, as the ledger has it; a look that changed nothing is one for debugging', async () => {
  const stage = await openStage({ dataDir, log });
  await goesWell(stage);
  const { db } = stage.service().store;
  const ledger = await db.selectFrom('ledger').selectAll().execute();
  const decided = said('decided');
  const asText = (each: object): string => JSON.stringify(each);
  expect(
    decided
      .map(({ item, verdict, effects, deliveries }) => ({ item, verdict, effects, deliveries }))
      .map(asText)
      .toSorted(),
  ).toEqual(
    ledger
      .map(({ item, verdict, effects, deliveries }) => ({
        item,
        verdict,
        effects: (JSON.parse(effects) as readonly Effect[]).map(({ kind }) => kind),
        deliveries: JSON.parse(deliveries) as readonly string[],
      }))
      .map(asText)
      .toSorted(),
  );
  const unchanged = said('nothing changed');
  for (const { level, milliseconds } of decided)
    expect({ level, milliseconds }).toEqual({ level: 30, milliseconds: expect.toSatisfy(isAWhile) });
  for (const { level, milliseconds } of unchanged)
    expect({ level, milliseconds }).toEqual({ level: 20, milliseconds: expect.toSatisfy(isAWhile) });
  // Whatever people did on items is answered by one look or another.
  const told = new Set([...decided, ...unchanged].flatMap(({ deliveries }) => deliveries));
  const byPeople = stage.github.deliveries.filter(
    ({ event, payload }) =>
      ['issues', 'issue_comment', 'pull_request'].includes(event) &&
      (payload['sender'] as { readonly login: string }).login !== 'baton[bot]',
  );
  expect(byPeople.length).toBeGreaterThan(8);
  expect(byPeople.filter(({ guid }) => !told.has(guid))).toEqual([]);
  // Talk changes nothing.
  lines = [];
  await stage.act('ben', (ben) => ben.comment(`${repository}#3`, 'Well.'));
  expect(said('decided')).toEqual([]);
  const talk = stage.github.deliveries.at(-1)?.guid;
  expect(said('nothing changed')).toMatchObject([
    { item: expect.stringMatching(/ acme\/shop issue 3$/), deliveries: [talk], verdict: expect.any(String) },
  ]);
  await stage.close();
});

const isAWhile = (milliseconds: number): boolean => milliseconds >= 0 && milliseconds < 60_000;
