/** The playground's pages through the door of the running service: for anybody, without a script, and nothing kept. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startService, type Service } from '../../src/service/index.ts';
import { settings } from '../web/nowhere.ts';

const folder = mkdtempSync(join(tmpdir(), 'baton-playground-'));
let service: Service;
let lines = '';
beforeAll(async () => {
  service = await startService({
    environment: settings({ DATA_DIR: folder }),
    log: pino({ level: 'trace' }, { write: (line: string) => void (lines += line) }),
    createItemLook: () => async () => {},
  });
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true });
});

const smallest = 'roles:\n  pm: [maria]\n  engineer: [anton]\n';

async function post(
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return fetch(`${service.url}/playground`, {
    method: 'POST',
    body,
    headers: { origin: service.url, ...headers },
  });
}

test('anybody can open it, and gets an example, its picture and its words', async () => {
  const answer = await fetch(`${service.url}/playground?preset=with-qa`);
  const page = await answer.text();
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
  expect(page).toContain('preset: acceptance');
  expect(page).toContain('<text class="name" x="11" y="22">Quality check</text>');
  expect(page).toContain('Who holds which role');
  expect(page).toContain('No problems.');
  expect(page).toContain('Open an issue');
});

test('without a script, each button is a page of its own, and all of it is in the form', async () => {
  const first = await (
    await post({ text: smallest, steps: '[]', who: 'maria', do: '{"opens":"issue","title":"Coupons"}' })
  ).text();
  const steps = (/name="steps" value="([^"]*)"/.exec(first)?.[1] ?? '').replaceAll('&quot;', '"');
  expect(JSON.parse(steps)).toEqual([{ by: 'maria', opens: 'issue', title: 'Coupons' }]);
  const second = await (
    await post({
      text: smallest,
      steps,
      who: 'maria',
      'say-1': '/approve spec',
      do: '{"say":1,"on":"issue"}',
    })
  ).text();
  expect(second).toContain('maria comments on #1: “/approve spec”');
  expect(second).toContain('Baton adds the label spec:approved to #1');
  const back = await (await post({ text: smallest, steps, who: 'maria', do: 'undo' })).text();
  expect(back).toContain('name="steps" value="[]"');
});

test('a script gets the parts alone, and problems with their places', async () => {
  const answer = await post({ text: 'roles: {}\nmood: good\n', do: 'check' }, { accept: 'application/json' });
  expect(await answer.json()).toMatchObject({
    problems: [
      { line: 1, column: 1, message: 'No role is defined.' },
      { line: 2, column: 1 },
    ],
    told: expect.stringContaining('<strong>2 problems</strong>'),
  });
});

test('a form of another site is refused, and one that is too large', async () => {
  const refused = await post({ text: smallest }, { origin: 'https://evil.example' });
  expect(refused.status).toBe(403);
  const large = await post({ text: 'x'.repeat(200_000) });
  expect([404, 413]).toContain(large.status);
});

test('whoever asks again and again waits, and the server goes on', async () => {
  const all = await Promise.all(
    Array.from({ length: 60 }, async () => (await post({ text: smallest, do: 'check' })).status),
  );
  expect(all.filter((status) => status === 503).length).toBeGreaterThan(15);
  expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
  expect(lines).not.toContain('"level":50');
});
