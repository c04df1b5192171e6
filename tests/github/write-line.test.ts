/** The line of writes: one at a time, a while apart, the more urgent first. */
import { expect, test } from 'vitest';

import { createWriteLine } from '../../src/github/client/write-queue.ts';
import { askingAs, type Urgency } from '../../src/urgency.ts';

test('writes of an installation go one at a time, the more urgent first, and those of others do not wait', async () => {
  const inLine = createWriteLine(0);
  const done: string[] = [];
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const first = inLine(1, () => held);
  const write = (name: string, urgency: Urgency, installation = 1): Promise<unknown> =>
    askingAs(urgency, () => inLine(installation, async () => void done.push(name)));
  const all = [
    write('round', 'round'),
    write('sweep', 'sweep'),
    write('event', 'event'),
    write('second event', 'event'),
    write('violation', 'violation'),
  ];
  await write('another installation', 'sweep', 2);
  expect(done).toEqual(['another installation']);
  release();
  await Promise.all([first, ...all]);
  expect(done.slice(1)).toEqual(['violation', 'event', 'second event', 'round', 'sweep']);
});

test('a write that fails holds up none', async () => {
  const inLine = createWriteLine(0);
  await expect(inLine(1, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await inLine(1, async () => 'done')).toBe('done');
});

test('what comes while the line waits for its time goes first, if it is more urgent', async () => {
  const inLine = createWriteLine(60);
  const done: string[] = [];
  await inLine(1, async () => {});
  const round = askingAs('round', () => inLine(1, async () => void done.push('round')));
  const violation = askingAs('violation', () => inLine(1, async () => void done.push('violation')));
  await Promise.all([round, violation]);
  expect(done).toEqual(['violation', 'round']);
});
