/** Some take webhooks, others look, and PostgreSQL is all that they share: what happens in Jira counts once. */
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createClock } from '@baton/sandbox';
import { afterEach, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';

import { freePort, startBaton } from '../chaos/processes.ts';
import { query } from '../postgres-server.ts';
import { describePostgres } from '../postgres.ts';
import { flavours } from '../night.ts';
import { lookAtJira, openJiraStage, saidInJira, secretOfJira, type JiraStage } from './jira-stage.ts';
import { repository } from './stage.ts';

const words = { summary: 'Coupons', description: 'No coupons.' };
const open = 'Baton: success · You can merge this';
const waits = (key: string): string =>
  `Baton: action_required · Waiting for pm to approve the spec of ${key} in Jira`;
const transitions = 'POST /issue/{issueIdOrKey}/transitions';
const list = 'GET /issue/{issueIdOrKey}/transitions';
const comments = 'POST /issue/{issueIdOrKey}/comment';

let stage: JiraStage;
afterEach(() => stage.close());

/** An issue of maria's, and a pull request of anton's that names it. */
async function named(where = repository, branch = 'coupons'): Promise<{ key: string; item: string }> {
  const { key } = await stage.inJira('maria', (maria) => maria.createIssue('SHOP', words));
  return { key, item: await pullFor(key, where, branch) };
}

/** anton's pull request that names the issue; its address. */
async function pullFor(key: string, where = repository, branch = 'coupons'): Promise<string> {
  await stage.act('anton', (anton) => anton.push(where, branch, { files: { 'a.txt': branch } }));
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(where, { title: `${key}: coupons`, body: 'Work.', head: branch }),
  );
  return `${where}#${number}`;
}

const check = (item: string): string | undefined =>
  stage.see(item).checks.find((each) => each.startsWith('Baton: '));

const becomes = (item: string, what: string): Promise<void> =>
  vi.waitFor(() => expect(check(item)).toBe(what), { timeout: 240_000, interval: 5 });

const said = (key: string): readonly string[] => saidInJira(stage, key);

/** Where Baton moved it, in order. */
const moves = (key: string): readonly (string | null)[] =>
  stage.jira.issue(key).histories.flatMap(({ author, items }) => {
    const own = author?.handle === 'baton' ? items : [];
    return own.filter(({ field }) => field === 'status').map(({ toText }) => toText);
  });

const asked = (operation: string): number =>
  stage.jira.requests.filter((request) => request.operation === operation).length;

const back = expect.stringContaining('I moved it back to “Draft”.');

/** How often Baton told of a move: what somebody does again is told in one comment. */
const timesTold = (key: string): number =>
  said(key).reduce((sum, text) => sum + Number(/done this (\d+) times/.exec(text)?.[1] ?? 1), 0);
const revert = '  mode: revert\n';

describePostgres('Jira with several processes', (newDatabase) => {
  const both = ['cloud', 'data-center'] as const;

  test.each(flavours('data-center'))(
    '%s: one takes the webhook, another looks, and the check changes',
    async (flavour) => {
      stage = await openJiraStage(flavour, { database: await newDatabase(), workers: 2 });
      const { key, item } = await named();
      expect(check(item)).toBe(waits(key));
      await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
      expect(check(item)).toBe(open);
      await stage.inJira('anton', (anton) => anton.edit(key, { description: 'Vouchers.' }));
      expect(check(item)).toBe(
        `Baton: action_required · Waiting for pm to approve the spec of ${key} in Jira again`,
      );
      expect(stage.jira.deliveries.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202]);
      const looks = [stage.service(), ...stage.others].map(
        async ({ inbox }) => (await inbox.metrics()).looks,
      );
      const [web = 0, ...workers] = await Promise.all(looks);
      expect([web, workers.every((count) => count > 0)]).toEqual([0, true]);
    },
  );

  test('copies of a webhook at two that take them lead to one look', async () => {
    stage = await openJiraStage('cloud', {
      database: await newDatabase(),
      workers: 2,
      doors: 1,
      hooked: false,
    });
    const { key, item } = await named();
    stage.jira.clock.advance(2000);
    stage.jira.as('maria').transition(key, 'Approved');
    const doors = [stage.service(), ...stage.others.slice(0, 1)].map(
      ({ url }) => `${url}/jira/webhooks/acme`,
    );
    const body = JSON.stringify({
      webhookEvent: 'jira:issue_updated',
      user: { accountId: stage.jira.idOf('maria') },
      issue: { id: stage.jira.issue(key).id, key },
    });
    const headers = {
      'content-type': 'application/json',
      'x-atlassian-webhook-identifier': randomUUID(),
      'x-hub-signature': `sha256=${createHmac('sha256', secretOfJira).update(body).digest('hex')}`,
    };
    stage.spent();
    const post = async (door: string): Promise<number> =>
      (await fetch(door, { method: 'POST', headers, body })).status;
    const copies = [...doors, ...doors, ...doors];
    expect(await Promise.all(copies.map(post))).toEqual(copies.map(() => 202));
    await becomes(item, open);
    await stage.settled();
    const observed = stage.github.requests.filter(({ operation }) => operation === 'ObservePullRequest');
    expect(observed).toHaveLength(1);
    const counted = async (url: string, outcome: string): Promise<number> => {
      const lines = (await (await fetch(url.replace(/\/jira.*$/, '/metrics'))).text()).split('\n');
      const line = lines.find((each) =>
        new RegExp(`^baton_deliveries_total.*jira-changed.*${outcome}`).test(each),
      );
      return Number(line?.split(' ').at(-1) ?? 0);
    };
    const sum = async (outcome: string): Promise<number> =>
      (await Promise.all(doors.map((door) => counted(door, outcome)))).reduce((one, other) => one + other);
    expect([await sum('accepted'), await sum('copy')]).toEqual([1, copies.length - 1]);
  });

  test.each(both)(
    '%s: a site is swept by one at a time, as often as by a single process',
    async (flavour) => {
      const search = flavour === 'cloud' ? 'GET /search/jql' : 'GET /search';
      stage = await openJiraStage(flavour, {
        database: await newDatabase(),
        workers: 2,
        hooked: false,
        rhythm: { jiraSweep: 200 },
      });
      const { key, item } = await named();
      stage.jira.clock.advance(2000);
      stage.jira.as('maria').transition(key, 'Approved');
      await becomes(item, open);
      // While one asks, however long it takes, nobody else does.
      let begun = 0;
      const counting = (operation: string | null): false => {
        begun += operation === search ? 1 : 0;
        return false;
      };
      stage.jira.faults.add({ match: ({ operation }) => counting(operation), kind: 'reset' });
      const isSearch = ({ operation }: { readonly operation: string | null }): boolean =>
        operation === search;
      stage.jira.faults.add({ match: isSearch, kind: 'slow', milliseconds: 1500 });
      await stage.until(() => begun > 0);
      const answered = asked(search);
      await stage.until(() => asked(search) > answered);
      expect([begun, asked(search) - answered]).toEqual([1, 1]);
      // Each asks once who it is, and one of them what time it is there: what was found later is known to both. On a busy
      // machine a connection may fail, and then who it is is asked again.
      await stage.until(() => asked(search) >= 8);
      expect(asked('GET /myself')).toBeLessThanOrEqual(4);
      expect(asked('GET /serverInfo')).toBe(1);
    },
  );

  test.each(flavours('cloud'))(
    '%s: an issue is moved back once, and not once for each worker',
    async (flavour) => {
      stage = await openJiraStage(flavour, { database: await newDatabase(), workers: 2, more: revert });
      const { key } = await named();
      for (let time = 1; time <= 3; time += 1) {
        await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
        await lookAtJira(stage, key);
        await stage.until(() => timesTold(key) >= time);
        expect([moves(key).length, said(key).length, timesTold(key)]).toEqual([time, 1, time]);
      }
      await stage.settled();
      expect(said(key)).toEqual([back]);
    },
  );

  test('named by two repositories, which two workers look at: moved back once', async () => {
    const web = 'acme/web';
    stage = await openJiraStage('cloud', {
      database: await newDatabase(),
      workers: 2,
      more: revert,
      repositories: [repository, web],
      rhythm: { backoff: { first: 20, most: 100 } },
      before: (github) =>
        void github.repository(web, {
          private: false,
          collaborators: { maria: 'write', anton: 'write' },
          files: { 'README.md': '# Web\n' },
        }),
    });
    await stage.act('maria', (maria) =>
      maria.push(web, 'main', { files: { '.github/roles.yml': stage.policy } }),
    );
    const { key } = await named();
    await pullFor(key, web);
    for (let time = 1; time <= 3; time += 1) {
      // While one waits for an answer, the other comes to the same.
      const match = ({ operation }: { readonly operation: string | null }): boolean => operation === list;
      stage.jira.faults.add({ match, kind: 'slow', milliseconds: 500 });
      await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
      await lookAtJira(stage, key);
      await stage.until(() => timesTold(key) >= time);
      await stage.settled();
      expect([moves(key).length, said(key).length, timesTold(key)]).toEqual([time, 1, time]);
    }
  });

  test('a worker that stood still for a minute moves nothing and says nothing any more', async () => {
    stage = await openJiraStage('cloud', {
      database: await newDatabase(),
      workers: 2,
      more: revert,
      timed: true,
      timeout: 240_000,
    });
    const { key } = await named();
    // It has seen the transitions, and waits for their answer.
    const over = Promise.withResolvers<void>();
    stage.jira.faults.add({
      match: ({ operation }) => operation === list,
      kind: 'slow',
      until: over.promise,
    });
    stage.jira.as('anton').transition(key, 'Approved');
    await stage.until(() => !stage.jira.faults.pending());
    stage.github.clock.advance(60_000);
    for (const { inbox } of stage.others) inbox.wake();
    await stage.until(() => said(key).length > 0);
    expect(asked(list)).toBe(1);
    // Now the first has its answer, too.
    over.resolve();
    await stage.until(() => asked(list) > 1);
    await stage.settled();
    expect([moves(key), said(key)]).toEqual([['Draft'], [back]]);
  });

  test('a worker that is killed before it noted what it did leaves nothing doubled, and nothing unsaid', async () => {
    const database = await newDatabase();
    // The killed one goes by real time.
    stage = await openJiraStage('cloud', { clock: createClock(), database, workers: 1, more: revert });
    const keys: string[] = [];
    for (const branch of ['one', 'two', 'three', 'four']) keys.push((await named(repository, branch)).key);
    const [moved = '', told = '', unmoved = '', untold = ''] = keys;
    for (const other of stage.others) await other.stop();
    const folder = mkdtempSync(join(tmpdir(), 'baton-jira-'));
    const config = {
      sites: {
        acme: {
          url: stage.jira.url,
          flavour: 'cloud',
          'cloud-id': stage.jira.cloudId,
          'api-url': stage.jira.gateway,
          auth: { token: { env: 'JIRA_TOKEN' } },
          repositories: { [repository]: ['SHOP'] },
        },
      },
    };
    writeFileSync(join(folder, 'jira.yml'), stringify(config));
    const worker = await startBaton({
      github: stage.github,
      port: await freePort(),
      duties: ['--work'],
      where: { DATABASE_URL: database },
      settings: {
        JIRA_CONFIG: join(folder, 'jira.yml'),
        JIRA_TOKEN: stage.jira.scopedToken('baton'),
      },
    });
    let hanging = 0;
    const hang = (operation: string, key: string, when: 'before-doing' | 'after-doing'): void =>
      stage.jira.faults.add({
        match: (request) => {
          const isThis = request.operation === operation && request.path.includes(`/${key}/`);
          hanging += isThis ? 1 : 0;
          return isThis;
        },
        kind: 'hang',
        when,
      });
    hang(transitions, moved, 'after-doing');
    hang(comments, told, 'after-doing');
    hang(transitions, unmoved, 'before-doing');
    hang(comments, untold, 'before-doing');
    stage.jira.clock.advance(2000);
    for (const key of keys) stage.jira.as('anton').transition(key, 'Approved');
    await stage.until(() => hanging === 4);
    expect(keys.map((key) => [moves(key).length, said(key).length])).toEqual([
      [1, 0],
      [1, 1],
      [0, 0],
      [1, 0],
    ]);
    await worker.kill();
    // As if the minute had passed after which its items are another's.
    await query(database, 'update items set held_until = 0 where held_until is not null');
    await vi.waitFor(() => expect(keys.map((key) => said(key).length)).toEqual([1, 1, 1, 1]), {
      timeout: 240_000,
      interval: 50,
    });
    await stage.settled();
    await worker.stop();
    rmSync(folder, { recursive: true });
    expect(keys.map((key) => [stage.jira.issue(key).status.name, moves(key), said(key)])).toEqual(
      keys.map(() => ['Draft', ['Draft'], [back]]),
    );
  });
});
