import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { readPolicy } from '../../src/policy/index.ts';
import { createInForce, type InForce } from '../../src/reconcile/facts/policy/in-force.ts';
import { fileUrl } from '../../src/reconcile/facts/policy/sources.ts';
import { broken, minute, path, smallest, start, startWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  expect(world.sandbox.unplayed).toEqual([]);
  expect(world.sandbox.misfits).toEqual([]);
  await world.close();
});

/** Baton as it would be after a restart: what it remembers is gone, the store is there. */
const restarted = () => createInForce({ ...world.deps, now: () => world.sandbox.clock.now() });

async function inForce(repository = 'acme/shop', resolve = world.deps.inForce): Promise<InForce> {
  const read = await world.tracker.reads.readRepository(world.installation, repository);
  if (read === null) throw new Error(`${repository} cannot be read.`);
  return resolve(world.installation, read.repository, read.policy);
}
const oidOf = (repository: string): string => {
  const where = world.sandbox.find.repository(repository);
  return where.commits.get(world.sandbox.find.tip(where))?.tree.get(path) ?? 'none';
};
const url = (repository: string): string => `${world.sandbox.url}/${repository}/blob/HEAD/.github/roles.yml`;
const parsed = (text: string) => {
  const result = readPolicy(text, path);
  if (result.kind !== 'policy') throw new Error('The policy of the test is broken.');
  return result.policy;
};
const problemsOf = (text: string) => {
  const result = readPolicy(text, path);
  return result.kind === 'problems' ? result.problems : [];
};
const kept = async () => {
  const read = await world.tracker.reads.readRepository(world.installation, 'acme/shop');
  return world.store.lastGood(read?.repository.id ?? '');
};
const good = (text: string, since: number, repository = 'acme/shop'): InForce => ({
  kind: 'policy',
  times: expect.anything() as never,
  policy: parsed(text),
  source: { repository, path, oid: oidOf(repository) },
  bases: [],
  since,
  url: url(repository),
  problems: null,
});

describe('which policy is in force', () => {
  test('none, where there is no file', async () => {
    expect(await inForce()).toEqual({ kind: 'none' });
    expect(await kept()).toBeNull();
  });

  test("the repository's own, and it is kept", async () => {
    world.policy('acme/shop', smallest);
    const written = world.sandbox.clock.now();
    expect(await inForce()).toEqual(good(smallest, written - minute));
    expect(await kept()).toEqual({
      repository: 'acme/shop',
      path,
      oid: oidOf('acme/shop'),
      text: smallest,
      bases: [],
      since: written - minute,
    });
  });

  test("the owner's, where the repository has none", async () => {
    world.sandbox.repository('acme/.github', { files: { [path]: smallest } });
    const written = world.sandbox.clock.now();
    expect(await inForce()).toEqual(good(smallest, written - minute, 'acme/.github'));
  });

  test('a changed one at once, in force since the first', async () => {
    world.policy('acme/shop', smallest);
    const { since } = (await inForce()) as Extract<InForce, { kind: 'policy' }>;
    const changed = `mode: warn\n${smallest}`;
    world.policy('acme/shop', changed);
    expect(await inForce()).toEqual(good(changed, since));
    expect((await kept())?.text).toBe(changed);
  });

  test('none that could be used, where the first one is broken', async () => {
    world.policy('acme/shop', broken);
    expect(await inForce()).toEqual({
      kind: 'broken',
      source: { repository: 'acme/shop', path, oid: oidOf('acme/shop') },
      problems: problemsOf(broken),
      url: url('acme/shop'),
    });
    expect(await kept()).toBeNull();
  });

  test('the last good one, also after a restart, while the file is broken', async () => {
    world.policy('acme/shop', smallest);
    const before = await inForce();
    world.policy('acme/shop', broken);
    const now = { ...before, problems: problemsOf(broken) };
    expect(await inForce()).toEqual(now);
    expect(await inForce('acme/shop', restarted())).toEqual(now);
  });

  test('none, where the kept text cannot be read any more', async () => {
    world.policy('acme/shop', broken);
    const read = await world.tracker.reads.readRepository(world.installation, 'acme/shop');
    const old = { repository: 'acme/shop', path, oid: 'of an older version', text: 'version: 0', bases: [] };
    await world.store.keepGood(read?.repository.id ?? '', old, start);
    expect((await inForce()).kind).toBe('broken');
  });

  test('a file that is no text is broken', async () => {
    const bytes = Buffer.from([0, 1, 2, 3]);
    world.sandbox.as('olga').push('acme/shop', 'main', { files: { [path]: bytes } });
    expect(await inForce()).toEqual({
      kind: 'broken',
      source: { repository: 'acme/shop', path, oid: oidOf('acme/shop') },
      problems: [
        {
          file: path,
          line: 1,
          column: 1,
          message: 'The file is too large, or not text.',
          hint: 'A policy is a YAML file of a few lines, saved as UTF-8.',
        },
      ],
      url: url('acme/shop'),
    });
  });
});

describe('since when', () => {
  const since = async (resolve?: ReturnType<typeof createInForce>) => {
    const found = await inForce('acme/shop', resolve);
    return found.kind === 'policy' ? found.since : null;
  };

  test('the installation, where the file is older', async () => {
    await world.close();
    world = await startWorld({ installed: false });
    world.policy('acme/shop', smallest);
    world.sandbox.clock.advance(30 * minute);
    expect(world.installation).toBeGreaterThan(0);
    expect(await since()).toBe(start + 90 * minute);
  });

  test('the merge that brought the file, where its commit is older', async () => {
    world.sandbox.as('maria').push('acme/shop', 'policy', { files: { [path]: smallest } });
    world.sandbox.as('maria').openPull('acme/shop', { title: 'A policy', head: 'policy' });
    world.sandbox.clock.advance(60 * minute);
    world.sandbox.as('evan').merge('acme/shop#1');
    const merged = world.sandbox.clock.now();
    world.policy('acme/shop', `mode: warn\n${smallest}`);
    expect(await since()).toBe(merged - minute);
  });

  test('the first commit after the file was deleted', async () => {
    world.policy('acme/shop', smallest);
    world.policy('acme/shop', null);
    world.policy('acme/shop', smallest);
    const again = world.sandbox.clock.now();
    world.policy('acme/shop', `mode: warn\n${smallest}`);
    expect(await since()).toBe(again - minute);
  });

  test('not the future, whatever a clock said when it was committed', async () => {
    world.policy('acme/shop', smallest);
    const early = createInForce({ ...world.deps, now: () => start });
    expect(await since(early)).toBe(start - minute);
  });

  test('its mending, by the clock of the tracker, where it could not be used before', async () => {
    world.policy('acme/shop', broken);
    const ahead = createInForce({
      ...world.deps,
      now: () => world.sandbox.clock.now() + 1000 * minute,
    });
    expect((await inForce('acme/shop', ahead)).kind).toBe('broken');
    world.policy('acme/shop', smallest);
    expect(await since(ahead)).toBe(world.sandbox.clock.now());
  });

  test('the installation, also where it is still to come by our clock', async () => {
    world.policy('acme/shop', smallest);
    const behind = createInForce({ ...world.deps, now: () => start - 1000 * minute });
    expect(await since(behind)).toBe(start - minute);
  });

  test('the beginning of time, where nobody knows', async () => {
    world.policy('acme/shop', smallest);
    const nobody = {
      installationSince: async () => null,
      firstCommitOf: async () => null,
      lastCommitOf: async () => null,
    };
    const now = () => start;
    expect(await since(createInForce({ ...world.deps, reads: nobody, now }))).toBe(0);
  });

  test('the commit alone, where what became of the file cannot be read', async () => {
    world.policy('acme/shop', smallest);
    const written = world.sandbox.clock.now();
    world.sandbox.faults.add({ kind: '5xx', match: ({ operation }) => operation === 'FileLife' });
    expect(await since()).toBe(written - minute);
  });

  test('an answer that does not come is waited for twice, then done without', async () => {
    world.policy('acme/shop', smallest);
    world.sandbox.faults.add({
      kind: '5xx',
      times: 10,
      match: ({ operation }) => operation === 'FileLife' || operation === 'FileCommits',
    });
    await expect(since()).rejects.toThrow('GitHub answered 502: POST /graphql');
    await expect(since()).rejects.toThrow('GitHub answered 502: POST /graphql');
    expect(await since()).toBe(start - minute);
  });
});

test('many looks of one repository at once share one resolution; a later one reads nothing more', async () => {
  world.policy('acme/shop', smallest);
  const read = await world.tracker.reads.readRepository(world.installation, 'acme/shop');
  if (read === null) throw new Error('acme/shop cannot be read.');
  const resolve = () => world.deps.inForce(world.installation, read.repository, read.policy);
  world.sandbox.requests.length = 0;
  const all = await Promise.all(Array.from({ length: 20 }, resolve));
  expect(new Set(all).size).toBe(1);
  const asked = () => world.sandbox.requests.splice(0).map(({ operation, path: to }) => operation ?? to);
  expect(asked().sort()).toEqual([`/app/installations/${world.installation}`, 'FileLife'].sort());
  expect(await resolve()).toEqual(all[0]);
  expect(asked()).toEqual([]);
});

test.each([
  [
    'https://github.com/acme/shop',
    'acme/.github',
    'https://github.com/acme/.github/blob/HEAD/.github/roles.yml',
  ],
  [
    'https://ghe.example/git/Acme/Shop',
    'acme/shop',
    'https://ghe.example/git/acme/shop/blob/HEAD/.github/roles.yml',
  ],
  [
    'https://ghe.example/elsewhere',
    'acme/<x>',
    'https://ghe.example/acme/%3Cx%3E/blob/HEAD/.github/roles.yml',
  ],
])('the page of a file, next to %s in %s', (near, repository, expected) => {
  const shop = { id: 'R', name: 'acme/shop', defaultBranch: 'main', url: near };
  expect(fileUrl(shop, { repository, path })).toBe(expected);
});
