/** Dead letters, as an operator sees them while Baton has the database open. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { createKeptWorkSet } from '../../src/inbox/index.ts';
import { openStore } from '../../src/store/index.ts';
import { bare } from '../children.ts';
import { asPublished } from './published.ts';

const folder = mkdtempSync(join(tmpdir(), 'baton-dead-'));
afterAll(() => rmSync(folder, { recursive: true }));

function operator(dataDir: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    'node_modules/.bin/node',
    ['src/cli/baton.ts', 'dead-letters', ...args],
    {
      env: { ...bare, DATA_DIR: dataDir },
      encoding: 'utf8',
    },
  );
  return { status, said: `${stdout}${stderr}` };
}

test('listed with the reason, and sent again', async () => {
  const store = await openStore(folder);
  const set = createKeptWorkSet<string>(store.db);
  const key = '3 acme/shop issue 1';
  expect(operator(folder)).toEqual({ status: 0, said: 'There are no dead letters.\n' });
  await set.want([{ key, group: '3', item: 'the item' }], 1000);
  const claim = await set.claim('somebody', 1000);
  if (claim === null) throw new Error('It is due.');
  await set.bury(claim, 'An answer \u001b[2Jnobody understands.', 60_000);
  const listed = `${key}: since 1970-01-01T00:01:00.000Z, failed 1 times\n  An answer \\u{1b}[2Jnobody understands.\n`;
  expect(operator(folder)).toEqual({ status: 0, said: listed });
  expect(operator(folder, 'show', key)).toEqual({ status: 0, said: `${listed}  "the item"\n` });
  expect(asPublished('dead-letters', operator(folder, '--json').said)).toEqual({
    letters: [
      {
        key,
        since: '1970-01-01T00:01:00.000Z',
        failures: 1,
        error: 'An answer \u001b[2Jnobody understands.',
        item: 'the item',
      },
    ],
    sentAgain: 0,
  });
  expect(operator(folder, 'show', 'x', '--json').status).toBe(1);
  expect(operator(folder, 'again', 'x')).toEqual({ status: 1, said: 'There is no dead letter "x".\n' });
  expect(operator(folder, 'again').status).toBe(2);
  expect(operator(folder, 'again', key).status).toBe(0);
  expect(await set.dead()).toEqual([]);
  expect(await set.claim('somebody', Date.now())).toMatchObject({ key, item: 'the item' });
  await store.close();
});

test('where there is no database, none is made', () => {
  const nowhere = join(folder, 'nowhere');
  expect(operator(nowhere)).toEqual({
    status: 3,
    said: `baton dead-letters: DATA_DIR: there is no database ${join(nowhere, 'baton.sqlite')}. See that DATA_DIR and DATABASE_URL are set here as they are for the service.\n`,
  });
  expect(existsSync(nowhere)).toBe(false);
});
