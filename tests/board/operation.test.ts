/** The page Operation: administrators see how Baton does, and have dead letters evaluated again. Nobody else learns that it is there. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { createLog } from '../../src/log.ts';
import { openStage, repository, type Stage } from '../stories/stage.ts';
import { visit, type Visit } from './visiting.ts';

let stage: Stage;
let olga: Visit;
let maria: Visit;

beforeAll(async () => {
  stage = await openStage({
    board: { admins: ['Olga'] },
    rough: true,
    rhythm: { attempts: 2, backoff: { first: 5, most: 10 } },
    log: createLog({ logLevel: 'trace' }, { write: () => {} }),
  });
  const { url } = stage.service();
  [olga, maria] = [visit(stage.github, url), visit(stage.github, url)];
  await olga.signIn('olga');
  await maria.signIn('maria');
});
afterAll(() => stage.close());

/** A page as text. */
const textOf = ({ body }: { body: string }): string =>
  body.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

test('says that nothing needs anybody, what runs, and who is signed in', async () => {
  stage.github.requests.length = 0;
  const page = textOf(await olga.get('/operation'));
  for (const said of [
    'Baton works, and nothing needs you.',
    '2 people signed in in 2 browsers',
    'Given up Nothing.',
    'acme (installation',
    'GitHub’s list of deliveries, read up to',
    'SQLite',
    `Node ${process.version.slice(1)}`,
    '2022-11-28, at 127.0.0.1',
  ])
    expect(page).toContain(said);
  expect(stage.github.requests).toEqual([]);
});

test('is not there for anybody else: the answers are those of a page that is none', async () => {
  const nobody = visit(stage.github, stage.service().url);
  for (const somebody of [maria, nobody]) {
    const [page, none] = [await somebody.get('/operation'), await somebody.get('/operations')];
    expect(page.status).toBe(404);
    expect(page.body.replaceAll('operation', 'X')).toBe(none.body.replaceAll('operations', 'X'));
    expect((await somebody.send('/operation/again', { all: 'yes' })).status).toBe(404);
  }
});

test('shows what Baton gave up on, with its error, and has it evaluated again', async () => {
  stage.github.faults.add({
    match: ({ operation }) => operation === 'ObserveIssue',
    kind: '5xx',
    status: 400,
    times: 1000,
  });
  stage.hurry('maria', (somebody) => somebody.openIssue(repository, { title: 'Coupons <b>&', body: 'One.' }));
  const dead = (): Promise<number> =>
    stage
      .service()
      .inbox.dead()
      .then(({ length }) => length);
  await vi.waitFor(async () => expect(await dead()).toBe(1), { timeout: 120_000, interval: 10 });
  const shown = await olga.get('/operation');
  expect(textOf(shown)).toContain('Baton works. It gave up on 1 item: read why below');
  const key = /name="key" value="([^"]+)"/.exec(shown.body)?.[1] ?? '';
  expect(key).toMatch(/^\d+ acme\/shop issue 1$/);
  expect(textOf(shown)).toContain('Server Error');
  // What the log said of it.
  expect(textOf(shown)).toMatch(/Last warnings and errors .* error /);

  expect((await maria.send('/operation/again', { key })).status).toBe(404);
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  expect((await olga.send('/operation/again', { key }, foreign)).status).toBe(403);
  expect((await olga.send('/operation/again', {})).status).toBe(404);
  expect((await olga.send('/operation/again', { key: 'none such' })).status).toBe(303);
  expect(await dead()).toBe(1);

  stage.github.faults.clear();
  stage.github.requests.length = 0;
  const sent = await olga.send('/operation/again', { key });
  expect([sent.status, sent.location]).toEqual([303, '/operation']);
  await stage.settled();
  expect(await dead()).toBe(0);
  expect(
    stage.github.requests.some(({ operation, status }) => operation === 'ObserveIssue' && status === 200),
  ).toBe(true);
  expect(textOf(await olga.get('/operation'))).toContain('Baton works, and nothing needs you.');
});
