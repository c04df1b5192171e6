import { expect, test } from 'vitest';

import { createLog, troublesOf } from '../../src/log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown> {
  const lines: string[] = [];
  write(createLog({ logLevel: 'info' }, { write: (line) => void lines.push(line) }));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>;
}

test('credentials are hidden, wherever they are in what is logged', () => {
  const line = logged((log) =>
    log.info(
      {
        token: 'one',
        github: { privateKey: 'two', access: { webhookSecret: 'three' } },
        headers: { authorization: 'four', 'x-hub-signature-256': 'five' },
        request: { headers: { 'x-hub-signature': 'six' } },
        board: { clientSecret: 'seven' },
        delivery: 'd-1',
      },
      'Yes.',
    ),
  );
  expect(JSON.stringify(line)).not.toMatch(/one|two|three|four|five|six|seven/);
  expect(line).toMatchObject({ delivery: 'd-1', msg: 'Yes.' });
});

test('what looks like a credential is hidden in any text', () => {
  const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----';
  const jwt = `ey${'J'.repeat(20)}.ey${'J'.repeat(20)}.${'a'.repeat(20)}`;
  const error = new Error(`GET /app with token ghs_${'a'.repeat(36)} and ${jwt} failed: ${pem}`);
  const line = logged((log) => log.error({ err: error }, 'No.'));
  expect(JSON.stringify(line)).not.toMatch(/ghs_|MIIE|eyJ/);
  expect(line).toMatchObject({
    err: { message: 'GET /app with token [hidden] and [hidden] failed: [hidden]' },
  });
});

test('a token that holds a JSON web token is hidden as a whole', () => {
  const part = (text: string): string => Buffer.from(text).toString('base64url');
  const signature = 'a-b_c'.repeat(70);
  // GitHub: "Notice about upcoming new format for GitHub App installation tokens".
  const token = `ghs_123456_${part('{"alg":"RS256","typ":"JWT"}')}.${part('{"installation":7}')}.${signature}`;
  const line = logged((log) => log.warn(`refused: ${token}, the last one`));
  expect(line['msg']).toBe('refused: [hidden], the last one');
});

test('an error goes without what octokit hangs on it', () => {
  const error = Object.assign(new Error('Not Found'), {
    status: 404,
    request: { body: 'everything' },
    response: { data: 'everything' },
  });
  const { err } = logged((log) => log.error({ err: error }, 'No.')) as { err: object };
  expect(Object.keys(err).toSorted()).toEqual(['message', 'stack', 'status', 'type']);
});

test('the last warnings and errors are kept, newest first, without secrets and bounded', () => {
  const log = createLog({ logLevel: 'trace' }, { write: () => {} });
  expect(troublesOf(log)).toEqual([]);
  log.info('Fine.');
  log
    .child({ part: 'x' })
    .warn({ item: 'acme/shop issue 1', why: 'It is locked.' }, 'Could not be evaluated.');
  log.error({ err: new Error(`refused ghs_${'a'.repeat(36)}`) }, 'x'.repeat(1000));
  expect(troublesOf(log)).toEqual([
    { at: expect.any(Number), level: 'error', message: 'x'.repeat(400), detail: 'refused [hidden]' },
    {
      at: expect.any(Number),
      level: 'warn',
      message: 'Could not be evaluated.',
      detail: 'acme/shop issue 1: It is locked.',
    },
  ]);
  for (let count = 0; count < 200; count += 1) log.warn(`Number ${count}.`);
  expect(troublesOf(log).map(({ message }) => message)).toEqual(
    Array.from({ length: 50 }, (_, index) => `Number ${199 - index}.`),
  );
});
