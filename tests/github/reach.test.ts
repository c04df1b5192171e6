/** On which repositories the App is installed: asked of GitHub, once a day. */
import nock from 'nock';
import { expect, test } from 'vitest';

import { TryLater } from '../../src/tracker.ts';
import { answering, host } from './answering.ts';
import { failure } from './looking.ts';

const github = answering();
const asked = (repository: string, status: number, body: object = {}) =>
  nock(host).get(`/repos/${repository}/installation`).reply(status, body);
const isInstalled = (repository: string): Promise<boolean> =>
  github.tracker.reads.isInstalled(github.installation, repository);

test('is asked once for each repository, until a day is over or the installation changes', async () => {
  asked('acme/shop', 200, { id: 3 });
  asked('acme/till', 404, { message: 'Not Found' });
  for (let times = 0; times < 2; times += 1)
    expect([await isInstalled('acme/shop'), await isInstalled('acme/till')]).toEqual([true, false]);
  asked('Acme/Till', 200, { id: 3 });
  github.tracker.remembered.forgetInstallation(github.installation);
  expect(await isInstalled('Acme/Till')).toBe(true);
  github.now += 25 * 3_600_000;
  asked('acme/till', 404, { message: 'Not Found' });
  expect(await isInstalled('acme/till')).toBe(false);
});

test('what cannot be answered now is asked again later', async () => {
  asked('acme/shop', 500);
  expect(await failure(isInstalled('acme/shop'))).toBeInstanceOf(TryLater);
  asked('acme/shop', 200, { id: 3 });
  expect(await isInstalled('acme/shop')).toBe(true);
});
