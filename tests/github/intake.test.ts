/** From a delivery to wishes, and from wishes that are no items to items. */

import nock from 'nock';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createApp } from '../../src/github/client/app.ts';
import { createGitHub } from '../../src/github/client/client.ts';
import { changeShape, createHeed } from '../../src/github/receive/cache-invalidation.ts';
import { createIntake, type Work } from '../../src/github/receive/intake.ts';
import { createLook } from '../../src/github/receive/look.ts';
import {
  createDeliveries,
  createInbox,
  createKeptWorkSet,
  type Inbox,
  type Look,
  type Want,
} from '../../src/inbox/index.ts';
import { createMemoryWorkSet } from '../inbox/memory-set.ts';
import type { Item } from '../../src/tracker.ts';
import { itemShape, keyOf } from '../../src/items.ts';
import { changeStore, openStore, restsOnStore, type Store } from '../../src/store/index.ts';
import { pkcs8 } from '../key.ts';

const api = 'https://api.github.test';
const github = createGitHub(
  createApp(
    {
      appId: 7,
      privateKey: pkcs8,
      webhookSecret: 'secret',
      apiUrl: api,
      graphqlUrl: `${api}/graphql`,
      writeSpacing: 0,
    },
    pino({ enabled: false }),
  ),
);
const repository = {
  node_id: 'R_1',
  name: 'shop',
  full_name: 'Acme/Shop',
  default_branch: 'main',
  owner: { login: 'Acme' },
};
const base = { installation: { id: 3 }, repository };

describe('a delivery', () => {
  let store: Store;
  let wants: Want<Work>[];
  let forgotten: string[];
  let swept: boolean[];
  let ignored: string[];
  let take: ReturnType<typeof createIntake>;
  let heed: () => Promise<void>;
  let time: number;
  beforeEach(async () => {
    store = await openStore(':memory:');
    wants = [];
    time = 99;
    swept = [];
    ignored = [];
    forgotten = [];
    const forget = (what: string) => (which: string | number) => void forgotten.push(`${what} ${which}`);
    take = createIntake({
      appId: 7,
      ignore: ({ id }) => void ignored.push(id),
      async keep({ id, name }, consequences) {
        swept.push(consequences.swept === true);
        wants.push(...consequences.wants);
        for (const group of consequences.forgets) forget('wishes of')(group);
        await createDeliveries<Work>(store.db, () => 99).keep({ id, name }, consequences);
      },
      github: { knownSelf: () => null, now: () => time },
      noPolicies: store,
      gateLabels: async (id) => new Set(id === 'R_1' ? ['agreed'] : []),
    });
    heed = createHeed({
      changes: changeStore(store.db, changeShape),
      github: { forget: forget('token of') },
      remembered: {
        forgetTeams: forget('teams of'),
        forgetPermissions: forget('permissions in'),
        forgetPermissionsOf: forget('permissions of'),
        forgetLabels: forget('labels of'),
        forgetOwnerPolicy: forget('policy of'),
        forgetInstallation: forget('installation'),
        noteAdded: (repository, at) => forget('nothing before')(`${at} in ${repository}`),
      },
    });
  });
  afterEach(async () => store.close());

  test('becomes a wish for a look at its item', async () => {
    await take({ id: 'd-1', name: 'issues', payload: { ...base, action: 'opened', issue: { number: 5 } } });
    expect(wants).toEqual([
      {
        key: '3 acme/shop issue 5',
        group: '3',
        item: { installation: 3, repository: 'Acme/Shop', kind: 'issue', number: 5 },
        priority: 0,
        cause: 'd-1',
      },
    ]);
    expect(forgotten).toEqual([]);
  });

  const pull = { number: 6, node_id: 'PR_6', body: '', head: { ref: 'x', sha: 'a' }, base: { ref: 'main' } };
  const label = { node_id: 'L_1', name: 'agreed' };
  test.each<[string, Readonly<Record<string, unknown>>, boolean]>([
    ['issues', { action: 'labeled', issue: { number: 5 } }, true],
    ['issues', { action: 'closed', issue: { number: 5 } }, true],
    ['issues', { action: 'deleted', issue: { number: 5 } }, false],
    ['issues', { action: 'transferred', issue: { number: 5 } }, false],
    ['issues', { action: 'untyped', issue: { number: 5 } }, false],
    ['issues', { issue: { number: 5 } }, false],
    ['issue_comment', { action: 'created', issue: { number: 5 }, comment: { body: '' } }, true],
    ['issue_comment', { action: 'edited', issue: { number: 5 }, comment: { body: '' } }, false],
    ['issue_comment', { action: 'deleted', issue: { number: 5 }, comment: { body: '' } }, false],
    ['pull_request', { action: 'synchronize', pull_request: pull }, true],
    ['pull_request', { action: 'opened', pull_request: pull }, true],
    ['label', { action: 'deleted', label }, false],
    ['push', { ref: 'refs/heads/main', commits: [] }, false],
    ['member', { action: 'added' }, false],
    ['repository', { action: 'renamed' }, false],
  ])('a sweep finds what %s %j told: %s', async (name, payload, isSwept) => {
    await take({ id: 'd-1', name, payload: { ...base, ...payload } });
    expect(swept).toEqual([isSwept]);
  });

  test.each<[string, Readonly<Record<string, unknown>>, string, number]>([
    ['issues', { action: 'labeled', issue: { number: 5 } }, 'User', -10],
    ['issues', { action: 'closed', issue: { number: 5 } }, 'User', -10],
    ['issues', { action: 'edited', issue: { number: 5 } }, 'User', -10],
    ['issues', { action: 'opened', issue: { number: 5 } }, 'User', 0],
    ['issues', { action: 'labeled', issue: { number: 5 } }, 'Bot', 0],
    ['issue_comment', { action: 'created', issue: { number: 5 }, comment: { body: '' } }, 'User', 0],
    ['pull_request', { action: 'edited', pull_request: pull }, 'User', -10],
    ['pull_request', { action: 'synchronize', pull_request: pull }, 'User', 0],
    ['label', { action: 'deleted', label }, 'User', -10],
  ])('%s %j by a %s is as urgent as %i', async (name, payload, type, priority) => {
    await take({ id: 'd-1', name, payload: { ...base, ...payload, sender: { type } } });
    expect(wants.map((want) => want.priority)).toEqual([priority]);
  });

  /** A bot labels an issue; how urgent that is. */
  const bot = async (label: string, number = 5, login = 'helper[bot]', where = repository) => {
    const payload = {
      ...base,
      repository: where,
      action: 'labeled',
      issue: { number },
      label: { name: label },
    };
    await take({ id: 'd', name: 'issues', payload: { ...payload, sender: { type: 'Bot', login } } });
    return wants.at(-1)?.priority;
  };

  test('a gate label that a bot adds is urgent the first time on an item, and no other label is', async () => {
    expect(await bot('Agreed')).toBe(-10);
    expect(await bot('agreed')).toBe(0);
    expect(await bot('agreed', 6)).toBe(-10);
    expect(await bot('area-1', 7)).toBe(0);
    expect(await bot('agreed', 7, 'helper[bot]', { ...repository, node_id: 'R_2' })).toBe(0);
    time += 3_600_000;
    expect(await bot('agreed')).toBe(-10);
  });

  test('a bot that labels by the thousand is urgent sixty times an hour, and a person always', async () => {
    const priorities: unknown[] = [];
    for (let number = 1; number <= 70; number += 1) priorities.push(await bot('agreed', number));
    expect(priorities.filter((priority) => priority === -10)).toHaveLength(60);
    expect(priorities.at(-1)).toBe(0);
    const payload = { ...base, action: 'labeled', issue: { number: 71 }, label: { name: 'agreed' } };
    await take({ id: 'd', name: 'issues', payload: { ...payload, sender: { type: 'User', login: 'otto' } } });
    expect(wants.at(-1)?.priority).toBe(-10);
  });

  test('that leads to nothing is not kept', async () => {
    await take({ id: 'd-1', name: 'push', payload: { ...base, ref: 'refs/heads/work', commits: [] } });
    expect({ ignored, swept }).toEqual({ ignored: ['d-1'], swept: [] });
  });

  test('about a label that was renamed: its old name is kept', async () => {
    const label = { node_id: 'L_1', name: 'agreed' };
    const changes = { name: { from: 'spec:approved' } };
    await take({ id: 'd-1', name: 'label', payload: { ...base, action: 'edited', label, changes } });
    expect(await store.renames('R_1')).toEqual([{ label: 'L_1', oldName: 'spec:approved', at: 99 }]);
    await heed();
    expect(forgotten).toEqual(['labels of Acme/Shop']);
    expect(wants.map(({ key }) => key)).toEqual(['3 acme/shop labels agreed\nspec:approved']);
  });

  test('about a team: what is known of it is forgotten, and what rests on that person looked at', async () => {
    const resting = restsOnStore(store.db, itemShape);
    const on = async (number: number, repository: string, people: readonly string[], isClosed = false) => {
      const item = { installation: 3, repository, kind: 'issue', number } as const;
      const where = { key: keyOf(item), item, installation: 3, repository: `R ${repository}` };
      await resting.keepResting({ ...where, people, isClosed }, 98);
    };
    const policyOf = async (name: string, ...teams: string[]): Promise<void> => {
      const at = { id: `R ${name}`, name };
      await store.keepPolicyTeams(3, at, { teams, hasPermission: false });
      await store.nowComplete(3, at);
    };
    await policyOf('acme/shop', 'Acme/Product', 'acme/engineering');
    await policyOf('acme/desk', 'acme/engineering');
    await policyOf('acme/till', 'acme/shopkeepers');
    await on(1, 'acme/shop', ['#9', '#8']);
    await on(2, 'acme/shop', ['#8']);
    await on(3, 'acme/shop', ['maria'], true);
    await on(4, 'acme/shop', ['*']);
    await on(5, 'acme/desk', ['#9']);
    await on(6, 'acme/till', ['#9']);
    await on(1, 'acme/shop', ['#9']);
    await store.keepPins(
      'R acme/till',
      [{ name: 'acme/shopkeepers', account: '5', node: 'T', isCurrent: true }],
      1,
    );
    await store.setMark('sweep 3 acme/new', '');
    await store.setMark('sweep 3 acme/shop', '');
    const payload = {
      installation: { id: 3 },
      action: 'added',
      organization: { login: 'Acme' },
      member: { id: 9, login: 'Maria' },
      team: { id: 5, slug: 'product', parent: null },
    };
    await take({ id: 'd-1', name: 'membership', payload });
    expect(forgotten).toEqual([]);
    await heed();
    await heed();
    expect(forgotten).toEqual(['teams of Acme', 'permissions of Maria']);
    const { rows } = await sql<{ key: string }>`select key from items order by key`.execute(store.db);
    expect(rows.map(({ key }) => key)).toEqual([
      // Nobody knows what rests on whom there.
      '3 acme/new',
      '3 acme/shop issue 1',
      '3 acme/shop issue 3',
      '3 acme/shop issue 4',
      // What its policy calls otherwise is that team.
      '3 acme/till issue 6',
    ]);
    expect(wants).toEqual([]);
  });

  test('about a team that no policy names: nothing follows', async () => {
    await store.keepPolicyTeams(
      3,
      { id: 'R', name: 'acme/shop' },
      { teams: ['acme/product'], hasPermission: true },
    );
    await store.keepPolicyTeams(
      3,
      { id: 'R', name: 'acme/shop' },
      { teams: ['acme/product'], hasPermission: false },
    );
    const payload = {
      installation: { id: 3 },
      action: 'added',
      organization: { login: 'Acme' },
      member: { id: 9, login: 'Maria' },
      team: { id: 5, slug: 'chess', parent: null },
    };
    await take({ id: 'd-1', name: 'membership', payload });
    const { rows } = await sql`select key from items`.execute(store.db);
    expect(rows).toEqual([]);
  });

  test('what is being looked at when somebody comes to a team is looked at again', async () => {
    const item = { installation: 3, repository: 'acme/shop', kind: 'issue', number: 7 } as const;
    await store.keepPolicyTeams(
      3,
      { id: 'R', name: 'acme/shop' },
      { teams: ['acme/product'], hasPermission: false },
    );
    const set = createKeptWorkSet<Work>(store.db, { shape: itemShape });
    await set.want([{ key: keyOf(item), group: '3', item }], 1);
    const claim = await set.claim('somebody', 2);
    const payload = {
      installation: { id: 3 },
      action: 'added',
      organization: { login: 'Acme' },
      member: { id: 9, login: 'Maria' },
      team: { id: 5, slug: 'product', parent: null },
    };
    await take({ id: 'd-1', name: 'membership', payload });
    if (claim !== null) await set.done(claim, null);
    expect((await set.claim('somebody', 100))?.item).toEqual(item);
  });

  test('about the end of an installation: everything of it is forgotten', async () => {
    await take({ id: 'd-1', name: 'installation', payload: { installation: { id: 3 }, action: 'deleted' } });
    await heed();
    expect(forgotten).toEqual(['wishes of 3', 'token of 3', 'installation 3']);
    expect(wants).toEqual([]);
  });

  test('about a repository that was added: when it came is known to every process, also to one that starts later', async () => {
    const added = {
      installation: { id: 3 },
      action: 'added',
      repositories_added: [{ full_name: 'Acme/Site' }],
    };
    await take({ id: 'd-1', name: 'installation_repositories', payload: added });
    await heed();
    expect(forgotten).toEqual(['token of 3', 'installation 3', 'nothing before 99 in Acme/Site']);
  });

  test('that says nothing: nothing', async () => {
    await take({ id: 'd-1', name: 'star', payload: { ...base, action: 'created' } });
    await take({ id: 'd-2', name: 'issues', payload: null });
    expect(wants).toEqual([]);
  });
});

describe('a look', () => {
  let installation = 500;
  const looks: Item[] = [];
  let inbox: Inbox<Work>;
  let failure: Error | null = null;
  beforeEach(() => {
    nock.disableNetConnect();
    looks.length = 0;
    failure = null;
    installation += 1;
    const catchUp = {
      missed: async () => ({ again: 0 }),
      sweep: async () => ({ again: null }),
      isSwept: async () => false,
      listed: async () => {},
      firstSweep: async () => null,
      nextRound: async () => 0,
      roundDone: async () => {},
    };
    const lookAtItem: Look<Item> = async (item) => {
      if (failure !== null) throw failure;
      looks.push(item);
    };
    inbox = createInbox({
      set: createMemoryWorkSet<Work>(),
      look: createLook({ github, inbox: () => inbox, lookAtItem, catchUp }),
    });
    inbox.start();
  });
  afterEach(async () => {
    await inbox.stop();
    const pending = nock.pendingMocks();
    nock.cleanAll();
    nock.enableNetConnect();
    expect(pending).toEqual([]);
  });
  const token = (status = 201): nock.Scope =>
    nock(api)
      .post(`/app/installations/${installation}/access_tokens`)
      .reply(status, { token: 'ghs_one', expires_at: '2099-01-01T00:00:00Z' });
  const look = async (work: Work): Promise<void> => {
    await inbox.want([{ key: 'k', group: String(installation), item: work, cause: 'd-1' }]);
    await inbox.settled();
  };

  test('at an installation becomes looks at its repositories, page by page', async () => {
    token();
    const next = `<${api}/installation/repositories?per_page=100&page=2>; rel="next"`;
    const one = (full_name: string, archived = false) => ({ full_name, archived, disabled: false });
    nock(api)
      .get('/installation/repositories?per_page=100')
      .reply(200, { total_count: 3, repositories: [one('a/b'), one('a/old', true)] }, { link: next });
    nock(api)
      .get('/installation/repositories?per_page=100&page=2')
      .reply(200, { total_count: 3, repositories: [one('a/c')] });
    await look({ kind: 'installation', installation });
    expect(looks).toEqual([
      { kind: 'repository', installation, repository: 'a/b' },
      { kind: 'repository', installation, repository: 'a/c' },
    ]);
  });

  test('at a head becomes looks at the open pull requests that have it', async () => {
    token();
    const pull = (number: number, state: string, sha: string) => ({ number, state, head: { sha } });
    nock(api)
      .get('/repos/a/b/commits/abc/pulls?per_page=100')
      .reply(200, [pull(1, 'open', 'abc'), pull(2, 'open', 'def'), pull(3, 'closed', 'abc')]);
    await look({ kind: 'head', installation, repository: 'a/b', sha: 'abc' });
    expect(looks).toEqual([{ kind: 'pull-request', installation, repository: 'a/b', number: 1 }]);
  });

  test('at a head that is gone is done', async () => {
    token();
    nock(api).get('/repos/a/b/commits/abc/pulls?per_page=100').reply(422, { message: 'No commit found' });
    await look({ kind: 'head', installation, repository: 'a/b', sha: 'abc' });
    expect(await inbox.metrics()).toMatchObject({ looks: 1, vain: 0 });
  });

  test('at an installation that is gone is done, and forgets the rest of it', async () => {
    token(404);
    await inbox.want([
      {
        key: 'later',
        group: String(installation),
        item: { kind: 'installation', installation },
        notBefore: Date.now() + 60_000,
      },
    ]);
    await look({ kind: 'installation', installation });
    expect(await inbox.metrics()).toMatchObject({ looks: 1, vain: 0, scheduled: 0 });
  });
});
