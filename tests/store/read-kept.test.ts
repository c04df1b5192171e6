/** What an older Baton kept is read as what it meant: where an issue lives was told by its repository alone. */
import { expect, test } from 'vitest';

import * as z from 'zod';

import { heardStore, openStore, pastStore, recentStore } from '../../src/store/index.ts';

const onGitHub = { repository: 'acme/a.b', number: 7 };
const inJira = { repository: 'SHOP', number: 7 };

test('in all that is kept of an item, an issue without a tracker gets the one that was meant, and no other', async () => {
  const store = await openStore(':memory:');
  const past = {
    moments: [
      { kind: 'linked', issue: onGitHub },
      { kind: 'commented', text: '"tracker":' },
      { kind: 'labeled', label: 'tracker' },
    ],
  };
  await pastStore(store.db, z.unknown()).keepPast('acme/shop#1', past);
  expect(await pastStore(store.db, z.unknown()).past('acme/shop#1')).toEqual({
    moments: [
      { kind: 'linked', issue: { tracker: 'github', ...onGitHub } },
      { kind: 'commented', text: '"tracker":' },
      { kind: 'labeled', label: 'tracker' },
    ],
  });

  const moments = [{ kind: 'opened', id: 'acme:10007' }];
  const read = { issue: { history: { item: { ...inJira, id: 'jira SHOP-7' }, moments } } };
  const recent = recentStore(store.db, z.unknown());
  await recent.keepRecent('jira acme SHOP-7', read, 1);
  const item = { tracker: 'jira', ...inJira, id: 'jira SHOP-7', lastingId: '10007' };
  const meant = { issue: { history: { item, moments } } };
  expect(await recent.recent('jira acme SHOP-7')).toEqual(meant);
  expect((await recent.recentOf(['jira acme SHOP-7'])).get('jira acme SHOP-7')).toEqual(meant);

  const lack = { kind: 'sub-issues', parts: [onGitHub] };
  const refused = {
    outcomes: [
      { kind: 'refused', because: { kind: 'link-gone', issue: inJira } },
      { kind: 'refused', because: { kind: 'lacks', lack } },
    ],
    pull: 'P1',
    word: null,
  };
  // As it was written before there were versions.
  const row = {
    repository: 'R1',
    place: '7',
    moment: 'C1',
    content: JSON.stringify(refused),
    recorded_at: 1,
  };
  await store.db.insertInto('heard').values(row).execute();
  expect((await heardStore(store.db).heard('R1', '7')).get('C1')).toEqual({
    outcomes: [
      { kind: 'refused', because: { kind: 'link-gone', issue: { tracker: 'jira', ...inJira } } },
      {
        kind: 'refused',
        because: { kind: 'lacks', lack: { ...lack, parts: [{ tracker: 'github', ...onGitHub }] } },
      },
    ],
    pull: 'P1',
    word: null,
  });
  await store.close();
});

test('what says its tracker, and what names no issue, stays as it was kept', async () => {
  const store = await openStore(':memory:');
  const recent = recentStore(store.db, z.unknown());
  const kept = [
    { issue: { tracker: 'github', ...onGitHub }, other: { issue: { number: 7 } } },
    { pull: { ...onGitHub, keys: ['SHOP-7'] }, issue: null },
    { closing: { pullRequest: onGitHub }, number: 7 },
  ];
  for (const [index, each] of kept.entries()) {
    await recent.keepRecent(String(index), each, 1);
    expect(await recent.recent(String(index))).toEqual(each);
  }
  await store.close();
});
